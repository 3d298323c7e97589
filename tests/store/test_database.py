"""Opening, refusing, transactions, and what the disk and other processes do to them."""

from __future__ import annotations

import os
import sqlite3
import stat
import subprocess
from collections.abc import Callable, Iterator
from contextlib import closing, suppress
from pathlib import Path

import pytest

from desktop.errors import (
    DatabaseBusy,
    DatabaseDamaged,
    DatabaseNewer,
    DiskFull,
    PlaceReadOnly,
    StoreError,
)
from desktop.model.conversation import Conversation
from desktop.store.conversations import Conversations
from desktop.store.database import Database
from desktop.store.messages import Messages
from desktop.store.migrations import APPLICATION_ID, LATEST
from tests.store import make
from tests.store.conftest import Start


def contents(directory: Path) -> dict[str, tuple[bytes, int]]:
    return {file.name: (file.read_bytes(), file.stat().st_mtime_ns) for file in directory.iterdir() if file.is_file()}


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


def test_a_new_database_and_its_directory_are_their_owners_alone(path: Path) -> None:
    before = os.umask(0)
    try:
        with Database.open(path) as database:
            Conversations(database).add(make.conversation())
            found = {file.name: mode(file) for file in path.parent.iterdir()}
    finally:
        os.umask(before)
    assert found == {"teahouse.db": 0o600, "teahouse.db-wal": 0o600, "teahouse.db-shm": 0o600}
    assert mode(path.parent) == 0o700


def test_a_readable_database_is_made_private_but_not_the_directory_it_was_put_in(path: Path) -> None:
    Database.open(path).close()
    path.chmod(0o644)
    path.parent.chmod(0o755)
    Database.open(path).close()
    assert mode(path) == 0o600
    assert mode(path.parent) == 0o755


def test_closing_leaves_one_file(path: Path) -> None:
    Database.open(path).close()
    assert [file.name for file in path.parent.iterdir()] == ["teahouse.db"]


def test_the_settings_that_keep_words_safe_are_in_force(database: Database) -> None:
    assert database.value("PRAGMA journal_mode") == "wal"
    assert database.value("PRAGMA synchronous") == 2
    assert database.value("PRAGMA foreign_keys") == 1
    assert database.value("PRAGMA application_id") == APPLICATION_ID
    assert database.value("PRAGMA user_version") == LATEST
    tables = database.rows("SELECT * FROM pragma_table_list WHERE schema = 'main' AND type = 'table'")
    assert all(table["strict"] for table in tables if not table["name"].startswith("sqlite_"))


def test_a_path_with_odd_characters(tmp_path: Path) -> None:
    path = tmp_path / "茶 馆?mode=ro#%41" / "tea&house.db"
    Database.open(path).close()
    assert path.exists()


def test_a_newer_database_is_refused_and_not_touched(path: Path) -> None:
    Database.open(path).close()
    with closing(sqlite3.connect(path)) as later:
        later.execute(f"PRAGMA user_version = {LATEST + 3}")
    before = contents(path.parent)
    with pytest.raises(DatabaseNewer) as refused:
        Database.open(path)
    assert refused.value.facts == {"path": str(path), "found": LATEST + 3, "known": LATEST}
    assert contents(path.parent) == before


def test_a_database_whose_log_alone_is_newer_is_refused_and_not_touched(path: Path, tmp_path: Path) -> None:
    """As a later version leaves it that was killed after its migration: the file's own header is still the old one."""
    crashed = tmp_path / "crashed" / "teahouse.db"
    crashed.parent.mkdir()
    with Database.open(path) as database:
        Conversations(database).add(make.conversation())
        database.run(f"PRAGMA user_version = {LATEST + 1}")
        for name in ("teahouse.db", "teahouse.db-wal"):
            (crashed.parent / name).write_bytes((path.parent / name).read_bytes())
    before = contents(crashed.parent)
    with pytest.raises(DatabaseNewer):
        Database.open(crashed)
    assert contents(crashed.parent) == before


def test_a_log_of_an_ordinary_crash_is_taken_over(path: Path, tmp_path: Path) -> None:
    crashed = tmp_path / "crashed" / "teahouse.db"
    crashed.parent.mkdir()
    conversation = make.conversation()
    with Database.open(path) as database:
        Conversations(database).add(conversation)
        for name in ("teahouse.db", "teahouse.db-wal"):
            (crashed.parent / name).write_bytes((path.parent / name).read_bytes())
    with Database.open(crashed) as database:
        assert Conversations(database).all_shown() == [conversation]


@pytest.mark.parametrize(
    "content",
    [b"", b"SQLite", b"This is a letter, not a database. " * 300, bytes(4096), b"SQLite format 3\0" + b"\xff" * 5000],
)
def test_what_is_no_database_is_refused_and_not_touched(path: Path, content: bytes) -> None:
    path.parent.mkdir()
    path.write_bytes(content)
    before = contents(path.parent)
    with pytest.raises(DatabaseDamaged) as refused:
        Database.open(path)
    assert refused.value.path == str(path)
    assert refused.value.detail
    assert contents(path.parent) == before


def test_the_database_of_another_program_is_refused_and_not_touched(path: Path) -> None:
    path.parent.mkdir()
    with closing(sqlite3.connect(path)) as other:
        other.execute("CREATE TABLE recipes (name)")
    before = contents(path.parent)
    with pytest.raises(DatabaseDamaged):
        Database.open(path)
    assert contents(path.parent) == before


def test_a_log_without_its_database_is_not_thrown_away(path: Path) -> None:
    Database.open(path).close()
    path.rename(path.with_name("teahouse.db-wal"))
    before = contents(path.parent)
    with pytest.raises(DatabaseDamaged):
        Database.open(path)
    assert contents(path.parent) == before


def test_damage_inside_is_told_as_damage(path: Path) -> None:
    with Database.open(path) as database:
        conversation = make.conversation()
        Conversations(database).add(conversation)
        for count in range(50):
            Messages(database).add(make.message(conversation, f"{count} " * 2000))
    content = bytearray(path.read_bytes())
    content[4096 * 2 :] = b"\xa5" * (len(content) - 4096 * 2)
    path.write_bytes(content)
    with pytest.raises(DatabaseDamaged), Database.open(path) as database:
        Messages(database).of(conversation.id)


def test_a_directory_in_the_place_of_the_file_is_a_store_error(path: Path) -> None:
    path.mkdir(parents=True)
    with pytest.raises(StoreError):
        Database.open(path)


def test_a_transaction_is_done_wholly_or_not_at_all(database: Database) -> None:
    conversations = Conversations(database)
    conversation = make.conversation()

    def add_twice() -> None:
        with database.transaction():
            conversations.add(conversation)
            conversations.add(conversation)

    with pytest.raises(StoreError):
        add_twice()
    assert conversations.all_shown() == []
    with database.transaction():
        conversations.add(make.conversation())
        conversations.add(make.conversation())
    assert len(conversations.all_shown()) == 2


def test_what_is_written_within_a_snapshot_is_kept(path: Path, database: Database) -> None:
    with database.snapshot():
        Conversations(database).add(make.conversation())
    with Database.open(path) as other:
        assert len(Conversations(other).all_shown()) == 1


def test_a_snapshot_sees_one_moment(path: Path, database: Database) -> None:
    with Database.open(path) as other, database.snapshot():
        assert Conversations(database).all_shown() == []
        Conversations(other).add(make.conversation())
        assert Conversations(database).all_shown() == []
    assert len(Conversations(database).all_shown()) == 1


def test_the_second_process_hears_that_the_first_is_writing(path: Path, database: Database, start: Start) -> None:
    conversations = Conversations(database)
    conversations.add(make.conversation("before"))
    holder = start("hold", path)
    assert holder.stdout is not None
    assert holder.stdout.readline() == "held\n"
    with pytest.raises(DatabaseBusy):
        conversations.add(make.conversation("during"))
    assert [shown.title for shown in conversations.all_shown()] == ["before"]  # reading waits for nobody
    Database.open(path).close()
    holder.communicate()
    conversations.add(make.conversation("after"))
    assert {shown.title for shown in conversations.all_shown()} == {"before", "after"}


def test_processes_that_start_together_make_one_database(path: Path, start: Start) -> None:
    children = [start("create", path) for _ in range(4)]
    for child in children:
        assert child.stdout is not None
        assert child.stdout.readline() == "ready\n"
    for child in children:
        assert child.stdin is not None
        child.stdin.write("go\n")
        child.stdin.flush()
    assert [child.communicate()[0] for child in children] == ["added\n"] * 4
    with Database.open(path) as database:
        assert len(Conversations(database).all_shown()) == 4
    assert [file.name for file in path.parent.iterdir()] == ["teahouse.db"]


def test_opening_again_in_this_process_lets_go_of_no_lock(path: Path, database: Database, start: Start) -> None:
    """POSIX drops a process's locks when it closes any descriptor of the file; another one would then take the log."""
    conversations = Conversations(database)
    Database.open(path).close()
    other = start("create", path)
    other.communicate("go\n")
    assert path.with_name("teahouse.db-wal").exists()
    conversations.add(make.conversation())
    assert len(conversations.all_shown()) == 2


def test_a_read_only_place_is_told_as_such(path: Path, read_only: Callable[[Path], None]) -> None:
    Database.open(path).close()
    read_only(path.parent)
    with pytest.raises(PlaceReadOnly) as refused:
        Database.open(path)
    assert refused.value.path == str(path)
    with pytest.raises(PlaceReadOnly):
        Database.open(path.with_name("new.db"))


def test_a_place_that_becomes_read_only_is_told_when_something_is_written(database: Database) -> None:
    database.run("PRAGMA query_only = ON")  # what SQLite says then is what it says of a file that it may not write
    with pytest.raises(PlaceReadOnly):
        Conversations(database).add(make.conversation())


def add_until_it_fails(messages: Messages, conversation: Conversation) -> list[str]:
    """Add messages until the disk is full; return the ids of those that were promised to be kept."""
    kept: list[str] = []
    with suppress(DiskFull):
        while True:
            message = make.message(conversation, "leaf " * 1000)
            messages.add(message)
            kept.append(message.id)
    return kept


def test_a_full_disk_keeps_what_was_there_and_loses_nothing_after(database: Database) -> None:
    conversations, messages = Conversations(database), Messages(database)
    conversation = make.conversation()
    conversations.add(conversation)
    database.run(f"PRAGMA max_page_count = {database.value('PRAGMA page_count') + 20}")
    kept = add_until_it_fails(messages, conversation)
    assert list(messages.of(conversation.id)) == kept != []
    assert conversations.get(conversation.id).head_id == kept[-1]
    database.run("PRAGMA max_page_count = 1000000")
    messages.add(make.message(conversation, "again"))
    assert len(messages.of(conversation.id)) == len(kept) + 1


@pytest.fixture
def small_disk(tmp_path: Path) -> Iterator[Path]:
    """A disk of one mebibyte."""
    place = tmp_path / "disk"
    place.mkdir()
    subprocess.run(["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", place], check=True)
    yield place
    subprocess.run(["umount", place], check=True)


def fill(disk: Path) -> Path:
    ballast = disk / "ballast"
    with pytest.raises(OSError, match="No space"):
        ballast.write_bytes(bytes(2**20))
    return ballast


needs_mounts = pytest.mark.skipif(os.geteuid() != 0, reason="only root can mount; the page limit above stands in")


@needs_mounts
def test_a_disk_that_is_really_full_loses_nothing(small_disk: Path) -> None:
    path = small_disk / "teahouse.db"
    with Database.open(path) as database:
        conversation = make.conversation()
        Conversations(database).add(conversation)
        kept = add_until_it_fails(Messages(database), conversation)
        assert list(Messages(database).of(conversation.id)) == kept != []
    with Database.open(path) as database:
        assert list(Messages(database).of(conversation.id)) == kept
        assert database.value("PRAGMA integrity_check") == "ok"


@needs_mounts
def test_opening_and_making_a_database_on_a_full_disk(small_disk: Path) -> None:
    path = small_disk / "teahouse.db"
    Database.open(path).close()
    ballast = fill(small_disk)
    for refused in (path, small_disk / "new.db"):
        with pytest.raises(DiskFull):
            Database.open(refused)
    ballast.unlink()
    for accepted in (path, small_disk / "new.db"):
        Database.open(accepted).close()
