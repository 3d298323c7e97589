"""The one place where errors of SQLite and of the file system become errors of ours."""

from __future__ import annotations

import errno
import os
import shutil
import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from desktop.errors import DatabaseBusy, DatabaseDamaged, DiskFull, PlaceReadOnly, StoreError

_BY_RESULT_CODE: dict[int, type[StoreError]] = {
    sqlite3.SQLITE_BUSY: DatabaseBusy,
    sqlite3.SQLITE_LOCKED: DatabaseBusy,
    sqlite3.SQLITE_FULL: DiskFull,
    sqlite3.SQLITE_READONLY: PlaceReadOnly,
    sqlite3.SQLITE_PERM: PlaceReadOnly,
    sqlite3.SQLITE_CORRUPT: DatabaseDamaged,
    sqlite3.SQLITE_NOTADB: DatabaseDamaged,
    sqlite3.SQLITE_FORMAT: DatabaseDamaged,
}
_BY_ERRNO: dict[int, type[StoreError]] = {
    errno.ENOSPC: DiskFull,
    errno.EDQUOT: DiskFull,
    errno.EROFS: PlaceReadOnly,
    errno.EACCES: PlaceReadOnly,
    errno.EPERM: PlaceReadOnly,
}
_NEARLY_FULL = 256 * 1024  # bytes; what SQLite needs for its shared memory and a page of log, with room


@contextmanager
def translated(path: Path) -> Iterator[None]:
    """Turn an error of SQLite or the file system about the database at `path` into a `StoreError` with its facts.

    A wrong use of the sqlite3 module (`ProgrammingError`) is a mistake of ours and passes through.
    """
    try:
        yield
    except sqlite3.ProgrammingError:
        raise
    except sqlite3.Error as error:
        raise _kind(error, path)(path=str(path), detail=str(error)) from error
    except UnicodeDecodeError as error:  # of the module itself, over what SQLite quotes from the damage
        raise DatabaseDamaged(path=str(path), detail=str(error)) from error
    except OSError as error:
        kind = _BY_ERRNO.get(error.errno or 0, StoreError)
        raise kind(path=str(path), detail=str(error)) from error


def is_writable(path: Path) -> bool:
    """Whether the database at `path` can be changed, and its log beside it be made. Takes no lock and opens nothing."""
    return os.access(path, os.W_OK) and os.access(path.parent, os.W_OK)


def _kind(error: sqlite3.Error, path: Path) -> type[StoreError]:
    extended: int | None = getattr(error, "sqlite_errorcode", None)
    if extended is None:  # the module itself could not read a value as UTF-8
        return DatabaseDamaged if isinstance(error, sqlite3.OperationalError) else StoreError
    code = extended & 0xFF
    if code in {sqlite3.SQLITE_CANTOPEN, sqlite3.SQLITE_IOERR}:
        return _kind_by_place(path)
    return _BY_RESULT_CODE.get(code, StoreError)


def _kind_by_place(path: Path) -> type[StoreError]:
    """SQLite says "disk I/O error" and "unable to open" for many causes; the place tells which it was."""
    if not is_writable(path):
        return PlaceReadOnly
    if shutil.disk_usage(path.parent).free < _NEARLY_FULL:
        return DiskFull
    return StoreError
