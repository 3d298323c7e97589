"""The database file: its transactions, its statements, and closing it."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from pathlib import Path
from typing import Any

from desktop.errors import DatabaseDamaged, StoreError
from desktop.store.faults import translated
from desktop.store.opening import BUSY_SECONDS, connection_in_memory, connection_to, connection_to_read
from desktop.store.text import clean
from desktop.store.writers import Writer

Value = str | int | float | bytes | None
Values = Sequence[Value]


class Database:
    """One connection, for the thread that opened it; another thread opens the same path for itself.

    Several processes may have the file open at once. Every method raises `StoreError` where SQLite fails.
    """

    def __init__(self, path: Path, connection: sqlite3.Connection) -> None:
        self.path = path
        self._connection = connection
        self._writer: Writer | None = None
        self._refusal: str | None = None
        self._interrupted = False

    @classmethod
    def open(cls, path: Path) -> Database:
        """Open the database at `path`, made where there is none, brought up to date where it is of an earlier version.

        A new file can be read by its owner alone. An older database is backed up, and the backup verified, before it
        is changed. Raises `DatabaseNewer` and `DatabaseDamaged` without having touched a byte, `BackupFailed`,
        `PlaceReadOnly`, `DiskFull`, `DatabaseBusy`.
        """
        path = Path(path).absolute()
        with translated(path):
            return cls(path, connection_to(path))

    @classmethod
    def open_to_read(cls, path: Path) -> Database:
        """Open once more, for another thread, what is open already; nothing can be changed by this connection."""
        with translated(path):
            return cls(path, connection_to_read(path))

    @classmethod
    def in_memory(cls) -> Database:
        """Open an empty database that is in no file, and gone when it is closed."""
        database = cls(Path(":memory:"), connection_in_memory())
        database._writer = Writer.unseen()
        return database

    def close(self) -> None:
        """Close the file; replies still being written by this connection count as interrupted from now on."""
        if self._writer is not None:
            self._writer.release()
            self._writer = None
        with translated(self.path):
            self._connection.close()

    def interrupt(self) -> None:
        """End what this connection is doing, from any thread and for good: from now on every call is a `StoreError`."""
        self._interrupted = True
        with suppress(sqlite3.ProgrammingError):  # it is closed
            self._connection.interrupt()

    def __enter__(self) -> Database:
        return self

    def __exit__(self, *_: object) -> None:
        self.close()

    def refuse_changes(self, reason: str) -> None:
        """Only read from now on: every transaction raises `DatabaseDamaged` with `reason` as its detail."""
        self._refusal = reason

    @contextmanager
    def transaction(self, *, durable: bool = True, patience: float = BUSY_SECONDS) -> Iterator[None]:
        """Do what is inside wholly or not at all. Within another transaction it becomes a part of that one.

        Once a durable one has ended it survives a power cut; one that is not durable survives the death of this
        process, and costs no wait for the disk. Raises `DatabaseBusy` where another one goes on
        writing for `patience` seconds.
        """
        if self._refusal is not None:
            raise DatabaseDamaged(path=str(self.path), detail=self._refusal)
        if not self._in_transaction():
            self.run(f"PRAGMA synchronous = {'FULL' if durable else 'NORMAL'}")
            self.run(f"PRAGMA busy_timeout = {round(patience * 1000)}")
        with self._within("BEGIN IMMEDIATE"):
            yield

    @contextmanager
    def snapshot(self) -> Iterator[None]:
        """Let all reads inside see the same moment. Waits for nobody."""
        with self._within("BEGIN DEFERRED"):
            yield

    @contextmanager
    def _within(self, begin: str) -> Iterator[None]:
        if self._in_transaction():
            yield
            return
        self.run(begin)
        try:
            yield
            self.run("COMMIT")
        finally:
            if self._in_transaction():
                self.run("ROLLBACK")

    def _in_transaction(self) -> bool:
        return self._connection.in_transaction

    def run(self, sql: str, values: Values = ()) -> sqlite3.Cursor:
        """Execute one statement. Text that UTF-8 cannot hold is stored, and looked for, as `clean` makes it."""
        if self._interrupted:
            raise StoreError(path=str(self.path), detail="interrupted")
        with translated(self.path):
            try:
                return self._connection.execute(sql, values)
            except UnicodeEncodeError:
                cleaned = [clean(value) if isinstance(value, str) else value for value in values]
                return self._connection.execute(sql, cleaned)

    def run_many(self, sql: str, rows: Iterable[Values]) -> None:
        """Execute one statement for each of `rows`."""
        for row in rows:
            self.run(sql, row)

    def insert(self, table: str, row: Mapping[str, Value]) -> int:
        """Insert a row, given by column, and return its integer key."""
        marks = ", ".join("?" * len(row))
        sql = f"INSERT INTO {table} ({', '.join(row)}) VALUES ({marks})"  # noqa: S608 - the names are our own
        return self.run(sql, tuple(row.values())).lastrowid or 0

    def update(self, table: str, key: int, row: Mapping[str, Value]) -> None:
        """Change these columns of the row with this key."""
        columns = ", ".join(f"{name} = ?" for name in row)
        self.run(f"UPDATE {table} SET {columns} WHERE key = ?", (*row.values(), key))  # noqa: S608 - as above

    def rows(self, sql: str, values: Values = ()) -> list[sqlite3.Row]:
        """Return all rows of a query."""
        with translated(self.path):
            return self.run(sql, values).fetchall()

    def each(self, sql: str, values: Values = ()) -> Iterator[sqlite3.Row]:
        """Yield the rows of a query as they are taken; SQLite looks for no more than that."""
        with translated(self.path):
            yield from self.run(sql, values)

    def row(self, sql: str, values: Values = ()) -> sqlite3.Row | None:
        """Return the first row of a query, or None."""
        with translated(self.path):
            row: sqlite3.Row | None = self.run(sql, values).fetchone()
            return row

    def value(self, sql: str, values: Values = ()) -> Any:
        """Return the first column of a query's first row, or None."""
        row = self.row(sql, values)
        return None if row is None else row[0]

    @property
    def version(self) -> int:
        """A number that is another one once another connection, of this process or not, has committed anything."""
        return int(self.value("PRAGMA data_version"))

    @property
    def writer(self) -> Writer:
        """The proof, to other processes, that this connection is alive."""
        if self._writer is None:
            with translated(self.path):
                self._writer = Writer.take(self.writers_directory)
        return self._writer

    @property
    def writers_directory(self) -> Path:
        return self.path.parent / "writers"
