"""Whose file this is and of which schema version, found out without changing one byte of it.

Opening a database in WAL mode writes: it makes `-wal` and `-shm`, and closing moves the log into the file. A database
of a later version must stay as it is, so its numbers are read beforehand: from the file through an immutable
connection, and from the log, which may hold a newer first page than the file, by its format
(https://sqlite.org/fileformat2.html, section 4).

The file itself is never opened in any other way than by SQLite: closing a plain file descriptor would drop the POSIX
locks that another connection of this process holds on it (https://sqlite.org/howtocorrupt.html, section 2.2).
"""

from __future__ import annotations

import sqlite3
import struct
from collections.abc import Iterator
from contextlib import closing, suppress
from pathlib import Path
from typing import BinaryIO

from msgspec import Struct

_LOG_HEADER = struct.Struct(">8I")  # magic, format, page size, checkpoint number, salts 1 and 2, checksums 1 and 2
_FRAME_HEADER = struct.Struct(">6I")  # page, pages after commit or 0, salts 1 and 2, checksums 1 and 2
_LOG_MAGICS = (0x377F0682, 0x377F0683)
_NUMBERS = struct.Struct(">60xi4xi")  # in the first page: the user version at byte 60, the application id at byte 68


class Numbers(Struct, frozen=True):
    application_id: int
    version: int


def log_of(path: Path) -> Path:
    return path.with_name(path.name + "-wal")


def shared_memory_of(path: Path) -> Path:
    return path.with_name(path.name + "-shm")


def peek(path: Path) -> Numbers:
    """Return the numbers that the database at `path` holds now.

    Raises `sqlite3.Error` where it is no database, `OSError` where it cannot be read. An empty file has the numbers
    0 and 0.
    """
    return _numbers_in_log(log_of(path)) or _numbers_in_file(path)


def _numbers_in_file(path: Path) -> Numbers:
    with closing(sqlite3.connect(f"{path.as_uri()}?immutable=1", uri=True)) as connection:
        (application_id,) = connection.execute("PRAGMA application_id").fetchone()
        (version,) = connection.execute("PRAGMA user_version").fetchone()
    return Numbers(application_id, version)


def _numbers_in_log(log: Path) -> Numbers | None:
    """Return the numbers in the newest committed first page of the log, or None where it holds none."""
    with suppress(FileNotFoundError, struct.error), log.open("rb") as file:  # gone, or cut while it is being read
        position = _newest_first_page(file)
        if position is not None:
            file.seek(position)
            version, application_id = _NUMBERS.unpack(file.read(_NUMBERS.size))
            return Numbers(application_id, version)
    return None


def _newest_first_page(file: BinaryIO) -> int | None:
    newest: int | None = None
    pending: int | None = None
    for page, is_commit, position in _frames(file):
        if page == 1:
            pending = position
        if is_commit:
            newest, pending = pending or newest, None
    return newest


def _frames(file: BinaryIO) -> Iterator[tuple[int, bool, int]]:
    """Yield page number, whether the frame commits, and where the page starts, up to what an earlier round left."""
    header = file.read(_LOG_HEADER.size)
    if len(header) < _LOG_HEADER.size:
        return
    magic, _, page_size, _, *salts_and_checksums = _LOG_HEADER.unpack(header)
    if magic not in _LOG_MAGICS:
        return
    salts = salts_and_checksums[:2]
    size = file.seek(0, 2)
    position = _LOG_HEADER.size
    while position + _FRAME_HEADER.size + page_size <= size:
        file.seek(position)
        page, pages_after_commit, *rest = _FRAME_HEADER.unpack(file.read(_FRAME_HEADER.size))
        if rest[:2] != salts:
            return
        yield page, pages_after_commit != 0, position + _FRAME_HEADER.size
        position += _FRAME_HEADER.size + page_size
