"""A backup made ready to be read: looked through, and brought to the present schema, without a change to the file."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from desktop.errors import BackupUnusable, DatabaseDamaged, DatabaseNewer
from desktop.store.checking import reading, refuse_damage, stoppable
from desktop.store.control import Control, Phase, Progress
from desktop.store.copying import copy_database
from desktop.store.database import Database
from desktop.store.examining import refuse_senseless
from desktop.store.faults import translated
from desktop.store.migrations import APPLICATION_ID, LATEST
from desktop.store.opening import connection_to
from desktop.store.peek import log_of, peek, shared_memory_of
from desktop.store.private import private_folder

_ROLLBACK = b"\x01\x01"  # at byte 18 of a database that needs no log


@contextmanager
def staged(backup: Path, database: Database, control: Control) -> Iterator[Path]:
    """Give a file of the present schema, whole, that nobody writes, with all that the file `backup` holds.

    That is the backup itself where it is such a file, else a private copy that is gone afterwards. The backup may be a
    database that another process has open; not one byte of it is changed. Raises `BackupUnusable` for what is damaged,
    is no database of this program or is `database` itself, `DatabaseNewer`, `DiskFull` and other `StoreError`s about
    the profile's folder, `Cancelled`.
    """
    backup = backup.absolute()
    version = _version(backup, database.path)
    control.emit(Progress(Phase.CHECKING))
    if version == LATEST and _is_settled(backup):
        _refuse_unreadable(backup, backup, control)
        yield backup
        return
    with private_folder(database.path) as folder:
        copy = folder / "backup.db"
        _copy(backup, copy, control)
        with _unusable(backup), closing(reading(copy)) as connection, stoppable(connection, control):
            refuse_damage(connection, backup, "quick_check")
        with _unusable(backup):
            connection_to(copy, back_up=False).close()
        _refuse_unreadable(copy, backup, control)
        yield copy


def _version(backup: Path, database: Path) -> int:
    try:
        if backup.samefile(database):
            raise BackupUnusable(path=str(backup), detail="this is the database in use")
        numbers = peek(backup)
    except (OSError, sqlite3.Error) as error:
        raise BackupUnusable(path=str(backup), detail=str(error)) from error
    if numbers.application_id != APPLICATION_ID:
        raise BackupUnusable(path=str(backup), detail="not a database of this program")
    if numbers.version > LATEST:
        raise DatabaseNewer(path=str(backup), found=numbers.version, known=LATEST)
    return numbers.version


def _is_settled(backup: Path) -> bool:
    """Whether the file stands for itself, without a log or journal that belongs to it."""
    if log_of(backup).exists() or _rollback_journal_of(backup).exists():
        return False
    with backup.open("rb") as file:
        return file.read(20)[18:] == _ROLLBACK


def _copy(backup: Path, copy: Path, control: Control) -> None:
    if shared_memory_of(backup).exists():  # somebody may have it open: SQLite's own locks are to be respected
        with _unusable(backup):
            copy_database(backup, copy, control, untouched=True)
        return
    with translated(copy):
        for place in (log_of, _rollback_journal_of, lambda path: path):
            if place(backup).exists():
                shutil.copyfile(place(backup), place(copy))
                place(copy).chmod(0o600)


def _refuse_unreadable(file: Path, backup: Path, control: Control) -> None:
    """`file` is of the present schema, and nobody writes it."""
    with _unusable(backup), closing(reading(file, immutable=True)) as connection, stoppable(connection, control):
        refuse_damage(connection, backup, "quick_check")
        refuse_senseless(connection, backup)


@contextmanager
def _unusable(backup: Path) -> Iterator[None]:
    """What is wrong inside is wrong with the backup, not with the database in use."""
    try:
        with translated(backup):
            yield
    except DatabaseDamaged as error:
        raise BackupUnusable(path=str(backup), detail=error.detail) from error


def _rollback_journal_of(path: Path) -> Path:
    return path.with_name(path.name + "-journal")
