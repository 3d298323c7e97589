"""A restore while others write or restore too, and one that is cut off at any moment."""

from __future__ import annotations

import shutil
from pathlib import Path

import pytest

from desktop.store.backup import back_up
from desktop.store.control import Cancelled
from desktop.store.conversations import Conversations
from desktop.store.database import Database
from desktop.store.restore import restore
from tests.store import make
from tests.store.conftest import Start
from tests.store.contents import check_index, contents, difference
from tests.store.make import fill
from tests.store.schemas import make as schemas
from tests.store.watching import Watching

FIXTURES = sorted(Path(schemas.__file__).parent.glob("v*.db"))


def test_others_write_in_between(path: Path, tmp_path: Path, backup: Path) -> None:
    fill(tmp_path / "old.db", 300, 200)
    back_up(tmp_path / "old.db", backup)
    Database.open(path).close()
    written = 0
    with Database.open(path) as window:
        window.run("PRAGMA busy_timeout = 0")

        class Pausing(Watching):
            def wait(self, _: float) -> bool:
                nonlocal written
                Conversations(window).add(make.conversation(f"written {written}"))
                written += 1
                return False

        restore(path, backup, Pausing())
        assert len(Conversations(window).all_shown()) == 1 + written
    assert written > 1


def test_what_is_deleted_for_good_while_it_is_restored_stays_deleted(path: Path, tmp_path: Path, backup: Path) -> None:
    fill(tmp_path / "old.db", 120, 50)
    back_up(tmp_path / "old.db", backup)
    Database.open(path).close()
    with Database.open(path) as window:

        class Deleting(Watching):
            def wait(self, _: float) -> bool:
                for conversation in Conversations(window).all_shown():
                    Conversations(window).purge(conversation.id)
                return False

        restore(path, backup, Deleting())
        assert Conversations(window).all_shown() == []
        check_index(window)


def test_two_processes_that_restore_at_once_do_it_once(path: Path, tmp_path: Path, backup: Path, start: Start) -> None:
    for _ in range(6):
        fill(tmp_path / "old.db", 40, 20)
    back_up(tmp_path / "old.db", backup)
    Database.open(path).close()
    children = [start("restore", path, backup, 0) for _ in range(3)]
    assert [child.communicate()[0] for child in children] == ["restored\n"] * 3
    assert difference(contents(backup), contents(path)) == ""
    with Database.open(path) as database:
        check_index(database)


def test_a_restore_that_is_cancelled_is_completed_by_the_next_one(path: Path, tmp_path: Path, backup: Path) -> None:
    fill(tmp_path / "old.db", 30, 10)
    back_up(tmp_path / "old.db", backup)
    with pytest.raises(Cancelled):
        restore(path, backup, Watching(lambda told: told.done > 0))
    assert [file.name for file in path.parent.iterdir() if file.name.startswith(".")] == []
    restore(path, backup)
    assert difference(contents(backup), contents(path)) == ""


def test_killed_at_any_moment_a_restore_is_completed_by_the_next_one(
    path: Path, tmp_path: Path, backup: Path, start: Start
) -> None:
    old = tmp_path / "old.db"
    shutil.copyfile(FIXTURES[0], old)
    fill(old, 8, 1)
    for _ in range(4):
        fill(old, 2, 1)
    back_up(old, backup)
    Database.open(tmp_path / "whole.db").close()
    restore(tmp_path / "whole.db", backup)
    wanted = contents(tmp_path / "whole.db", with_times=False)
    events, ended = 0, None
    while ended != 0:
        events += 1
        place = tmp_path / f"killed-{events}" / "teahouse.db"
        process = start("restore", place, backup, events)
        process.communicate()
        ended = process.returncode
        assert ended in {0, 9}
        if place.exists():
            with Database.open(place) as database:
                assert database.value("PRAGMA integrity_check") == "ok"
        restore(place, backup)
        assert difference(wanted, contents(place, with_times=False)) == ""
        assert [file.name for file in place.parent.iterdir() if file.name.startswith(".")] == []
    assert events > 6
