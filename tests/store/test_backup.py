"""Backups: whole or not at all, while others write; which are due, and which are let go."""

from __future__ import annotations

import stat
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest

from desktop.errors import BackupFailed, DatabaseDamaged
from desktop.store.backup import KEPT, Backup, Backups, Kind, back_up
from desktop.store.checking import quick_check
from desktop.store.control import Cancelled, Phase, Progress
from desktop.store.conversations import Conversations
from desktop.store.database import Database
from desktop.store.peek import log_of
from tests.store import make
from tests.store.conftest import Start
from tests.store.contents import contents, difference
from tests.store.damaging import damage
from tests.store.make import fill
from tests.store.watching import Watching

NOW = datetime(2026, 11, 20, 9, 30, tzinfo=UTC)
DAY = timedelta(days=1)


def test_a_backup_is_one_file_with_everything_in_it_for_its_owner_alone(path: Path, tmp_path: Path) -> None:
    fill(path)
    place, watching = tmp_path / "kept" / "backup.db", Watching()
    place.parent.mkdir()
    with Database.open(path) as database:  # what is in the log belongs to it
        Conversations(database).add(make.conversation("in the log"))
        assert log_of(path).stat().st_size > 0
        back_up(path, place, watching)
    assert difference(contents(path), contents(place)) == ""
    assert [file.name for file in place.parent.iterdir()] == ["backup.db"]
    assert stat.S_IMODE(place.stat().st_mode) == 0o600
    copied = [told for told in watching.told if told.phase is Phase.COPYING]
    assert len(copied) > 1
    assert copied[-1].done == copied[-1].total > 0
    assert watching.told[-1].phase is Phase.CHECKING


def test_a_backup_made_while_others_write_is_of_one_moment_and_makes_nobody_wait(path: Path, tmp_path: Path) -> None:
    fill(path, messages=200)
    written = 0

    def write(_: Progress) -> bool:
        """Between two steps, from another connection, as the window would."""
        nonlocal written
        with Database.open(path) as window:
            Conversations(window).add(make.conversation(f"during {written}"))
        written += 1
        assert written < 300, "it begins anew with each change"
        return False

    before = contents(path)
    back_up(path, tmp_path / "backup.db", Watching(write))
    assert written > 3
    assert difference(before, contents(tmp_path / "backup.db")) == ""


def test_a_backup_that_is_cancelled_leaves_nothing_behind(path: Path, tmp_path: Path) -> None:
    fill(path)
    folder = tmp_path / "kept"
    folder.mkdir()
    for phase in (Phase.COPYING, Phase.CHECKING):
        with pytest.raises(Cancelled):
            back_up(path, folder / "backup.db", Watching(lambda told, phase=phase: told.phase is phase))
        assert list(folder.iterdir()) == []


def test_a_damaged_database_is_not_backed_up_over_a_good_backup(path: Path, tmp_path: Path) -> None:
    fill(path)
    place = tmp_path / "backup.db"
    back_up(path, place)
    before = place.read_bytes()
    damage(path)
    with pytest.raises(DatabaseDamaged) as told:
        back_up(path, place)
    assert told.value.path == str(path)
    assert place.read_bytes() == before


def test_only_a_backup_is_replaced(path: Path, tmp_path: Path) -> None:
    fill(path, 1)
    letter = tmp_path / "letter.txt"
    letter.write_text("Dear Oolong")
    (tmp_path / "empty").write_bytes(b"")
    for place in (letter, tmp_path / "empty", tmp_path, path):
        with pytest.raises(BackupFailed):
            back_up(path, place)
    assert letter.read_text() == "Dear Oolong"
    back_up(path, tmp_path / "backup.db")
    back_up(path, tmp_path / "backup.db")


def test_where_nothing_can_be_written_a_backup_fails_with_the_place(
    path: Path, tmp_path: Path, read_only: Callable[[Path], None]
) -> None:
    fill(path, 1)
    closed = tmp_path / "closed"
    closed.mkdir()
    read_only(closed)
    for folder in (closed, tmp_path / "file" / "below"):
        (tmp_path / "file").write_text("")
        with pytest.raises(BackupFailed) as failed:
            Backups(path, folder).refuse_unusable()
        assert failed.value.path == str(folder)
        with pytest.raises(BackupFailed):
            Backups(path, folder).make(Kind.DAILY)
    with pytest.raises(BackupFailed) as failed:
        back_up(path, tmp_path / "nowhere" / "backup.db")
    assert failed.value.detail


def test_a_folder_that_can_be_used_is_left_as_it_was(path: Path, tmp_path: Path) -> None:
    backups = Backups(path, tmp_path / "new")
    with pytest.raises(BackupFailed):  # its disk may not be there just now
        backups.refuse_unusable()
    backups.folder.mkdir()
    backups.refuse_unusable()
    assert list(backups.folder.iterdir()) == []


def make_at(backups: Backups, moment: datetime, kind: Kind = Kind.DAILY) -> Backup:
    return backups.make(kind, now=lambda: moment)


def test_a_backup_is_due_once_a_day(path: Path) -> None:
    fill(path, 1)
    backups = Backups(path)
    assert backups.is_due(NOW)
    made = make_at(backups, NOW)
    assert (made.made, made.kind, made.own, made.size) == (NOW, Kind.DAILY, True, made.path.stat().st_size)
    assert made.path.parent == path.parent / "backups"
    assert not backups.is_due(NOW)
    assert not backups.is_due(NOW + DAY - timedelta(minutes=1))
    assert backups.is_due(NOW + DAY)


def test_a_clock_that_jumps_neither_stops_backups_nor_makes_them_without_end(path: Path) -> None:
    fill(path, 1)
    backups = Backups(path)
    make_at(backups, NOW + 400 * DAY)  # the clock ran ahead
    assert backups.is_due(NOW)
    make_at(backups, NOW)
    assert not backups.is_due(NOW)
    assert backups.is_due(NOW - 400 * DAY)  # and now it is behind
    make_at(backups, NOW - 400 * DAY)
    assert not backups.is_due(NOW - 400 * DAY)


def test_one_made_by_hand_does_not_count_as_the_daily_one(path: Path) -> None:
    fill(path, 1)
    make_at(Backups(path), NOW, Kind.MANUAL)
    assert Backups(path).is_due(NOW)


def test_the_newest_seven_automatic_ones_of_this_profile_are_kept(path: Path, tmp_path: Path) -> None:
    fill(path, 1)
    folder = tmp_path / "shared"
    folder.mkdir()
    backups = Backups(path, folder)
    by_hand = make_at(backups, NOW - 30 * DAY, Kind.MANUAL)
    fill(tmp_path / "other" / "teahouse.db", 1)
    of_another = make_at(Backups(tmp_path / "other" / "teahouse.db", folder), NOW - 40 * DAY)
    foreign = folder / "teahouse-20200101-000000-daily.db.txt"
    foreign.write_text("notes")
    made = [make_at(backups, NOW + day * DAY, [Kind.DAILY, Kind.UPDATE][day % 2]) for day in range(KEPT + 3)]
    newest_first = [*made[::-1][:KEPT], by_hand]
    assert [backup.path for backup in backups.all() if backup.own] == [backup.path for backup in newest_first]
    assert of_another.path.exists()
    assert foreign.exists()


def test_those_of_the_future_go_first_and_the_new_one_never(path: Path) -> None:
    fill(path, 1)
    backups = Backups(path)
    future = [make_at(backups, NOW + (300 + day) * DAY) for day in range(KEPT)]
    made = [make_at(backups, NOW + day * DAY) for day in range(3)]
    left = {backup.path for backup in backups.all()}
    assert {backup.path for backup in made} <= left
    assert len(left) == KEPT
    assert future[0].path in left or future[-1].path in left


def test_a_failed_backup_removes_nothing(path: Path) -> None:
    fill(path)
    backups = Backups(path)
    for day in range(KEPT):
        make_at(backups, NOW + day * DAY)
    before = backups.all()
    damage(path)
    with pytest.raises(DatabaseDamaged):
        make_at(backups, NOW + KEPT * DAY)
    assert backups.all() == before


def test_a_backup_twice_as_large_as_the_new_one_stays(path: Path) -> None:
    """As when the database was lost, and a new one was begun: a week later the old words must still be there."""
    fill(path)
    full = make_at(Backups(path), NOW)
    path.unlink()
    fill(path, 1, words=1)
    for day in range(1, KEPT + 3):
        make_at(Backups(path), NOW + day * DAY)
    assert full.path in {backup.path for backup in Backups(path).all()}
    assert len(Backups(path).all()) == KEPT + 1


def test_two_in_one_second_have_two_names(path: Path) -> None:
    fill(path, 1)
    first, second = make_at(Backups(path), NOW), make_at(Backups(path), NOW)
    assert first.path != second.path
    assert {backup.path for backup in Backups(path).all()} == {first.path, second.path}


def test_those_beside_the_database_are_listed_with_those_in_the_chosen_folder(path: Path, tmp_path: Path) -> None:
    fill(path, 1)
    old = make_at(Backups(path), NOW)
    moved = Backups(path, tmp_path / "elsewhere")
    moved.folder.mkdir()
    new = make_at(moved, NOW + DAY)
    assert moved.all() == [new, old]


def test_what_a_killed_backup_left_is_cleared_away(path: Path, start: Start) -> None:
    fill(path)
    backups = Backups(path)
    backups.folder.mkdir()
    process = start("backup", path)
    assert process.stdout is not None
    assert process.stdout.readline() == "copying\n"
    process.kill()
    process.wait()
    (left,) = backups.folder.iterdir()
    assert left.suffix == ".part"
    assert backups.all() == []
    make_at(backups, datetime.now(UTC))  # it may be another process's that is at work
    assert left.exists()
    make_at(backups, datetime.now(UTC) + 2 * DAY)
    assert not left.exists()


def test_a_sound_database_passes_the_quick_check_while_somebody_writes(path: Path) -> None:
    fill(path)
    with Database.open(path) as window, window.transaction():
        quick_check(path)


def test_the_quick_check_finds_damage_and_changes_nothing(path: Path) -> None:
    fill(path)
    content = bytearray(path.read_bytes())
    content[4096 * 30 : 4096 * 31] = b"\xa5" * 4096
    path.write_bytes(content)
    with pytest.raises(DatabaseDamaged) as found:
        quick_check(path)
    assert found.value.detail
    assert path.read_bytes() == content


def test_a_quick_check_ends_when_it_is_cancelled(path: Path) -> None:
    fill(path)
    watching = Watching(lambda told: told.phase is Phase.CHECKING)
    with pytest.raises(Cancelled):
        quick_check(path, watching)
