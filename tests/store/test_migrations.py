"""Every schema that there ever was becomes the present one, whatever happens on the way."""

from __future__ import annotations

import os
import shutil
import sqlite3
import stat
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

import pytest

from desktop.errors import DatabaseDamaged, StoreError
from desktop.store import migrations, opening
from desktop.store.backup import Backups, Kind
from desktop.store.conversations import Conversations
from desktop.store.database import Database
from desktop.store.messages import Messages
from desktop.store.search import Search
from tests.store import child, make
from tests.store.conftest import Start
from tests.store.damaging import damage
from tests.store.killing import killed_ever_later
from tests.store.schemas import make as schemas

FIXTURES = sorted(Path(schemas.__file__).parent.glob("v*.db"))


EVERY = 1 if "TEAHOUSE_KILLS" in os.environ else 5  # statements from one kill to the next while a database is made


@contextmanager
def later_version() -> Iterator[None]:
    with pytest.MonkeyPatch.context() as later:
        for module, name in ((migrations, "STEPS"), (migrations, "LATEST"), (opening, "LATEST")):
            later.setattr(module, name, getattr(migrations, name))  # so that it is put back
        child.install_later_steps()
        yield


def copies(path: Path) -> list[Path]:
    return sorted(backup.path for backup in Backups(path).all())


def schema_of(database: Database) -> list[str]:
    rows = database.rows("SELECT sql FROM sqlite_schema WHERE sql IS NOT NULL ORDER BY name")
    return [" ".join(row["sql"].split()) for row in rows]


def test_there_is_a_fixture_of_each_schema() -> None:
    assert [fixture.stem for fixture in FIXTURES] == [f"v{step}" for step in range(1, migrations.LATEST + 1)]


@pytest.mark.parametrize("fixture", FIXTURES, ids=lambda fixture: fixture.stem)
def test_an_old_database_has_all_its_words_in_the_present_schema(fixture: Path, path: Path, tmp_path: Path) -> None:
    path.parent.mkdir()
    shutil.copyfile(fixture, path)
    with Database.open(path) as database, Database.open(tmp_path / "fresh.db") as fresh:
        assert schema_of(database) == schema_of(fresh)
        schemas.check(database, int(fixture.stem.removeprefix("v")))


def test_a_new_database_is_not_copied(path: Path) -> None:
    with later_version():
        Database.open(path).close()
    assert copies(path) == []


def test_a_verified_backup_is_there_before_an_old_database_is_changed(path: Path) -> None:
    conversation = make.conversation()
    with Database.open(path) as database:
        Conversations(database).add(conversation)
    with later_version(), Database.open(path) as database:
        assert database.value("PRAGMA user_version") == migrations.LATEST
        assert database.value("SELECT mood FROM conversations") == "calm"
    (copy,) = copies(path)
    assert stat.S_IMODE(copy.stat().st_mode) == 0o600
    assert {file.name for file in path.parent.rglob("*.db*")} == {copy.name, path.name}
    assert Backups(path).all()[0].kind is Kind.UPDATE
    with Database.open(copy) as database:
        assert Conversations(database).all_shown() == [conversation]


def test_an_old_database_that_is_damaged_is_not_migrated(path: Path) -> None:
    schemas.build(path)
    damage(path)
    before = path.read_bytes()
    with later_version(), pytest.raises(DatabaseDamaged):
        Database.open(path)
    assert path.read_bytes() == before
    assert copies(path) == []


def test_a_step_that_fails_changes_nothing(path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    schemas.build(path)

    def fail(connection: sqlite3.Connection) -> None:
        child.add_cups(connection)
        connection.execute("no such statement")

    monkeypatch.setattr(migrations, "STEPS", (*migrations.STEPS, fail))
    monkeypatch.setattr(migrations, "LATEST", migrations.LATEST + 1)
    with pytest.raises(StoreError):
        Database.open(path)
    monkeypatch.undo()
    with Database.open(path) as database:
        schemas.check(database)
        assert database.value("SELECT COUNT(*) FROM sqlite_schema WHERE name = 'cups'") == 0


@pytest.mark.parametrize("fixture", FIXTURES, ids=lambda fixture: fixture.stem)
def test_killed_at_any_statement_of_a_migration_nothing_is_lost(fixture: Path, tmp_path: Path, start: Start) -> None:
    first = int(fixture.stem.removeprefix("v"))
    for place, _, _ in killed_ever_later(start, "migrate", tmp_path, of=fixture, more_than=12):
        _check_any_version(place, first)


def test_killed_at_any_statement_of_its_making_a_database_is_there_or_not(tmp_path: Path, start: Start) -> None:
    for place, statements, ended in killed_ever_later(start, "migrate", tmp_path, every=EVERY, more_than=20):
        if place.exists():
            assert ended == 0 or statements > 20
            with closing(sqlite3.connect(place)) as connection:
                assert connection.execute("PRAGMA user_version").fetchone() == (migrations.LATEST + 2,)


def _check_any_version(path: Path, first: int) -> None:
    """The words are all there, whichever steps were taken, and this version's refusal of later ones is set aside."""
    with closing(sqlite3.connect(path)) as connection:
        (version,) = connection.execute("PRAGMA user_version").fetchone()
        cups = connection.execute("SELECT COUNT(*) FROM sqlite_schema WHERE name = 'cups'").fetchone()[0]
        columns = [row[1] for row in connection.execute("PRAGMA table_info(conversations)")]
        assert "folder" in columns or version == 1
        assert (cups > 0, "mood" in columns) == (version > migrations.LATEST, version > migrations.LATEST + 1)
        connection.execute(f"PRAGMA user_version = {min(version, migrations.LATEST)}")
        assert version == first or copies(path)
        for copy in copies(path):
            with Database.open(copy) as before:
                schemas.check(before, first)
    with Database.open(path) as database:
        schemas.check(database, first)
        assert Messages(database)
        assert Search(database).search("龙井")
