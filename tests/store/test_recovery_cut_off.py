"""A recovery while somebody has the database open, and one that is cut off at any moment."""

from __future__ import annotations

import os
import shutil
from pathlib import Path

import pytest

from desktop.errors import DatabaseBusy
from desktop.store.control import Cancelled
from desktop.store.conversations import Conversations
from desktop.store.database import Database
from desktop.store.peek import log_of
from desktop.store.salvage import recover
from desktop.store.swapping import finished_recovery
from tests.store.conftest import Start
from tests.store.contents import contents, difference
from tests.store.damaging import PAGE, change, whole, wipe
from tests.store.killing import killed_ever_later
from tests.store.make import fill
from tests.store.schemas import make as schemas
from tests.store.watching import Watching

EVERY = 1 if "TEAHOUSE_KILLS" in os.environ else 3  # calls to the system from one kill to the next


def test_a_database_that_somebody_has_open_is_not_taken_from_under_them(filled: Path, start: Start) -> None:
    child = start("hold", filled)
    assert child.stdout is not None
    assert child.stdout.readline() == "held\n"
    damaged = change_in_place(filled)
    with pytest.raises(DatabaseBusy):
        recover(filled)
    assert filled.read_bytes()[:PAGE] == damaged
    child.communicate()


def change_in_place(path: Path) -> bytes:
    """Without replacing the file that another process has open."""
    with path.open("r+b") as file:
        file.write(bytes(100))
        file.seek(0)
        return file.read(PAGE)


def test_a_recovery_that_is_cancelled_changes_nothing(filled: Path) -> None:
    damaged = change(filled, wipe(0, 100))
    for phase in ("reading", "merging"):
        with pytest.raises(Cancelled):
            recover(filled, Watching(lambda told, phase=phase: told.phase == phase))
        assert filled.read_bytes() == damaged
        assert {file.name for file in filled.parent.iterdir()} == {"teahouse.db", "writers"}


def test_killed_at_any_step_a_recovery_loses_nothing_and_is_completed(tmp_path: Path, path: Path, start: Start) -> None:
    schemas.build(path)
    fill(path, 3, 1)
    wanted = whole(path)
    damaged = change(path, wipe(0, 100))
    for place, _, _ in killed_ever_later(start, "recover", tmp_path, of=path, every=EVERY, more_than=20):
        assert damaged in [file.read_bytes() for file in place.parent.glob("*.db")]
        recover(place)
        assert difference(wanted, contents(place)) == ""
        assert damaged in [file.read_bytes() for file in place.parent.glob("*damaged*.db")]
        assert not finished_recovery(place).exists()
        assert [file.name for file in place.parent.iterdir() if file.name.startswith(".unf")] == []


def test_whoever_opens_the_database_next_completes_the_last_step(filled: Path) -> None:
    wanted = whole(filled)
    shutil.copyfile(filled, finished_recovery(filled))
    damaged = change(filled, wipe(0, 100))
    log_of(filled).write_bytes(b"of the damaged one")
    with Database.open(filled) as database:
        assert len(Conversations(database).all_shown()) == 4
    (aside,) = filled.parent.glob("*-damaged-*.db")
    assert (aside.read_bytes(), log_of(aside).read_bytes()) == (damaged, b"of the damaged one")
    assert difference(wanted, whole(filled)) == ""
