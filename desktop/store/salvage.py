"""Recovery: everything that can still be read in a damaged database comes into a sound one. None is ever deleted."""

from __future__ import annotations

import os
import sqlite3
import sys
from contextlib import closing
from pathlib import Path

from msgspec import Struct

from desktop.errors import BackupUnusable, DatabaseBusy, DatabaseDamaged, DatabaseNewer
from desktop.store.checking import quick_check, reading, refuse_damage, stoppable
from desktop.store.control import Control, Unattended
from desktop.store.copying import put_in_place
from desktop.store.database import Database
from desktop.store.examining import refuse_senseless
from desktop.store.faults import translated
from desktop.store.journal import Journal
from desktop.store.merging import Merged, merge
from desktop.store.migrations import APPLICATION_ID, LATEST
from desktop.store.peek import log_of, peek
from desktop.store.private import clear_abandoned, private_folder
from desktop.store.rough import Findings, make_rough
from desktop.store.swapping import finished_recovery, swap_in

if sys.platform != "win32":
    import fcntl

_LOCKED_BY_SQLITE = (510, 0x40000002)  # length and offset of the range that every connection of a WAL database locks


class Recovery(Struct, frozen=True):
    """`kept_as` is the damaged file, None where the database was sound and nothing was done.

    `findings` is None, too, where only the last step of a recovery that had been cut off was left to do.
    """

    findings: Findings | None
    kept_as: Path | None = None


def recover(database: Path, control: Control | None = None, *, title: str = "Recovered") -> Recovery:
    """Put a sound database with everything readable in the place of a damaged one, which stays beside it.

    `title` names the conversations of messages that have lost theirs. Where the database is sound nothing is done. No
    connection of this process may be open. A `kill -9` at any moment leaves the damaged file as it was, or the
    recovered one in its place; calling it again completes it. Raises `DatabaseBusy` where another process has the
    database open, `DatabaseNewer`, `DiskFull` and other `StoreError`s, `Cancelled`; nothing is changed then.
    """
    control = control or Unattended()
    database = database.absolute()
    with translated(database):
        _refuse_in_use(database)
        if finished_recovery(database).exists():
            clear_abandoned(database)
            return Recovery(None, swap_in(database))
        if _is_sound(database, control):
            return Recovery(None)
        with private_folder(database) as folder:
            fresh = folder / "fresh.db"
            findings = make_rough(database, folder / "rough.db", title, control)
            with Database.open(fresh) as opened:
                merge(opened, folder / "rough.db", control, alone=True)
            quick_check(fresh, control)
            _refuse_in_use(database)  # somebody may have come meanwhile
            put_in_place(fresh, finished_recovery(database))
        return Recovery(findings, swap_in(database))


def salvage(
    file: Path, database: Path, control: Control | None = None, *, title: str = "Recovered"
) -> tuple[Findings, Merged]:
    """Merge everything readable in `file`, a damaged database or backup, into the sound one at `database`.

    `file` is not changed; no process may have it open. Interrupted, it is completed by calling it again. Raises
    `BackupUnusable` where there is nothing to be found in `file`, `StoreError`, `Cancelled`.
    """
    control = control or Unattended()
    file = file.absolute()
    _refuse_unreadable(file, database)
    with Database.open(database) as opened, translated(opened.path), private_folder(opened.path) as folder:
        findings = make_rough(file, folder / "rough.db", title, control)
        if not (findings.conversations or findings.messages or findings.accounts):
            raise BackupUnusable(path=str(file), detail="nothing of a conversation is to be found in it")
        Journal(opened).recover()
        return findings, merge(opened, folder / "rough.db", control)


def _refuse_in_use(database: Path) -> None:
    """Raises `DatabaseBusy` where another process has it open: it would go on writing into the file set aside."""
    if sys.platform == "win32" or not database.exists():  # there, a file that is open cannot be renamed
        return
    descriptor = os.open(database, os.O_RDWR)
    try:
        fcntl.lockf(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB, *_LOCKED_BY_SQLITE)
    except (BlockingIOError, PermissionError) as error:
        raise DatabaseBusy(path=str(database), detail="another process has it open") from error
    finally:
        os.close(descriptor)  # and so gives the lock back


def _refuse_unreadable(file: Path, database: Path) -> None:
    try:
        is_there = file.is_file()
    except OSError as error:  # a name that is too long
        raise BackupUnusable(path=str(file), detail=error.strerror or str(error)) from error
    if not is_there:
        raise BackupUnusable(path=str(file), detail="there is no such file")
    if database.exists() and file.samefile(database):
        raise BackupUnusable(path=str(file), detail="this is the database in use")
    if not os.access(file, os.R_OK):
        raise BackupUnusable(path=str(file), detail="no permission to read")


def _is_sound(database: Path, control: Control) -> bool:
    """Found out without a change: opening it would have SQLite write what is in the log into a damaged file."""
    if not database.exists():
        return not log_of(database).exists()
    try:
        numbers = peek(database)
        if numbers.application_id == APPLICATION_ID and numbers.version > LATEST:
            raise DatabaseNewer(path=str(database), found=numbers.version, known=LATEST)
        with closing(reading(database, untouched=True)) as connection, stoppable(connection, control):
            refuse_damage(connection, database)
            if numbers.version == LATEST:
                refuse_senseless(connection, database)
    except (DatabaseDamaged, sqlite3.DatabaseError, UnicodeDecodeError):
        return False
    return numbers.application_id == APPLICATION_ID and numbers.version >= 1
