"""Opening the database file, making it where there is none, and refusing what is not ours."""

from __future__ import annotations

import os
import sqlite3
from collections.abc import Sequence
from contextlib import ExitStack, closing, suppress
from pathlib import Path

from desktop.errors import DatabaseDamaged, DatabaseNewer, PlaceReadOnly
from desktop.model.ids import new_id
from desktop.store.faults import is_writable
from desktop.store.migrations import APPLICATION_ID, LATEST, migrate
from desktop.store.peek import log_of, peek, shared_memory_of
from desktop.store.swapping import complete

BUSY_SECONDS = 2.0  # how long to wait for another program that is writing
_SETTINGS = (
    "journal_mode = WAL",
    "foreign_keys = ON",
    "synchronous = FULL",
    "fullfsync = ON",  # macOS: fsync alone leaves the words in the drive's cache
    "checkpoint_fullfsync = ON",
    "journal_size_limit = 16777216",  # bytes; a log that has grown longer is cut to this after a checkpoint
    "cache_size = -8192",  # KiB
    "temp_store = MEMORY",  # no conversation leaks into /tmp
    "secure_delete = ON",  # what is purged is overwritten
    "trusted_schema = OFF",
)
_READING_SETTINGS = (
    "cache_size = -32768",  # KiB at most, taken as it is needed
    "temp_store = MEMORY",
    "trusted_schema = OFF",
)


def connection_to(path: Path, *, back_up: bool = True) -> sqlite3.Connection:
    """Return an open connection to a database of the present schema; see `Database.open`.

    Without `back_up` an older one is migrated as it is: for what is itself a copy.

    Raises `StoreError` for what is refused, else `sqlite3.Error` and `OSError`.
    """
    complete(path)
    if not path.exists():
        _create(path)
    _refuse_what_is_not_ours(path)
    _make_private(path)
    with ExitStack() as undo:
        connection = _connect(path)
        undo.callback(connection.close)
        migrate(connection, path, back_up=back_up)
        undo.pop_all()
    return connection


def connection_to_read(path: Path) -> sqlite3.Connection:
    """Return a connection that can change nothing but temporary tables, to a database that is open already.

    Raises `sqlite3.Error`.
    """
    return _set_up(f"{path.absolute().as_uri()}?mode=ro", _READING_SETTINGS)


def connection_in_memory() -> sqlite3.Connection:
    """Return a connection to a new database of the present schema that is in no file. Raises `sqlite3.Error`."""
    with ExitStack() as undo:
        connection = _set_up("file::memory:")
        undo.callback(connection.close)
        migrate(connection, Path(":memory:"))
        undo.pop_all()
    return connection


def _connect(path: Path) -> sqlite3.Connection:
    return _set_up(f"{path.as_uri()}?mode=rw")


def _set_up(address: str, settings: Sequence[str] = _SETTINGS) -> sqlite3.Connection:
    with ExitStack() as undo:
        connection = sqlite3.connect(address, uri=True, timeout=BUSY_SECONDS, isolation_level=None)
        undo.callback(connection.close)
        connection.row_factory = sqlite3.Row
        for setting in settings:
            connection.execute(f"PRAGMA {setting}").fetchall()
        undo.pop_all()
    return connection


def _refuse_what_is_not_ours(path: Path) -> None:
    numbers = peek(path)
    if numbers.application_id != APPLICATION_ID:
        detail = "not a database of this program" if path.stat().st_size else "the file is empty"
        raise DatabaseDamaged(path=str(path), detail=detail)
    if numbers.version < 1:  # a whole one is made under another name: this has lost its number
        raise DatabaseDamaged(path=str(path), detail=f"there is no schema version {numbers.version}")
    if numbers.version > LATEST:
        raise DatabaseNewer(path=str(path), found=numbers.version, known=LATEST)
    if not is_writable(path):
        raise PlaceReadOnly(path=str(path), detail="no permission to write")


def _create(path: Path) -> None:
    """Make a database under another name and give it its own when it is whole: no half-made one is ever found there."""
    if log_of(path).exists() and not path.exists():  # in this order: another process may be making both
        raise DatabaseDamaged(path=str(path), detail="the file is gone, and its log is still there")
    for directory in [missing for missing in (path.parent, *path.parent.parents) if not missing.exists()][::-1]:
        directory.mkdir(mode=0o700, exist_ok=True)
    draft = path.with_name(f".{path.name}.{new_id()}")
    os.close(os.open(draft, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    try:
        with closing(_connect(draft)) as connection:
            migrate(connection, draft)
        _give_name(draft, path)
    finally:
        for leftover in (draft, log_of(draft), shared_memory_of(draft)):
            leftover.unlink(missing_ok=True)


def _give_name(draft: Path, path: Path) -> None:
    """Name the file without ever replacing one that another process has made meanwhile: that one is then used."""
    try:
        path.hardlink_to(draft)
    except FileExistsError:
        pass
    except OSError:  # a file system without hard links
        if not path.exists():
            draft.rename(path)


def _make_private(path: Path) -> None:
    for file in (path, log_of(path), shared_memory_of(path)):
        with suppress(FileNotFoundError):
            if os.name == "posix" and file.stat().st_mode & 0o077:
                file.chmod(0o600)
