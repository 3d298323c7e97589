"""The schema, as the steps that led to it. A step that was released never changes; a new one is appended.

The schema version is the number of steps taken; SQLite keeps it as `user_version`, inside the transaction that takes
the step.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from pathlib import Path

from desktop.errors import DatabaseNewer
from desktop.store.migrations import v1, v2

APPLICATION_ID = 0x7EA40055  # in the file's header; `file` and our own check know the program by it
STEPS: tuple[Callable[[sqlite3.Connection], None], ...] = (v1.apply, v2.apply)
LATEST = len(STEPS)


def migrate(connection: sqlite3.Connection, path: Path, *, back_up: bool = True) -> None:
    """Take every step that the database at `path` still lacks, each in a transaction of its own.

    Before the first step an older database is backed up, unless the caller did. Raises `DatabaseNewer`,
    `BackupFailed`, `DatabaseDamaged`, `sqlite3.Error`, `OSError`.
    """
    start = _version(connection)
    if start == LATEST:
        return
    for target in range(start + 1, LATEST + 1):
        connection.execute("BEGIN IMMEDIATE")
        try:
            _take_step(connection, path, target, back_up=back_up and target == start + 1)
        finally:
            if connection.in_transaction:
                connection.execute("ROLLBACK")


def _take_step(connection: sqlite3.Connection, path: Path, target: int, *, back_up: bool) -> None:
    found = _version(connection)
    if found > LATEST:
        raise DatabaseNewer(path=str(path), found=found, known=LATEST)
    if found >= target:  # another process took the step while this one waited for the lock
        return
    if back_up and found > 0:
        from desktop.store.backup import Backups, Kind  # noqa: PLC0415 - nearly every start does without

        Backups(path).make(Kind.UPDATE)
    STEPS[target - 1](connection)
    connection.execute(f"PRAGMA application_id = {APPLICATION_ID}")
    connection.execute(f"PRAGMA user_version = {target}")
    connection.execute("COMMIT")


def _version(connection: sqlite3.Connection) -> int:
    version: int = connection.execute("PRAGMA user_version").fetchone()[0]
    return version
