"""Can everything in a database be read as what it is? Asked where SQLite's own checks find nothing wrong with it."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from pathlib import Path

from desktop.errors import DatabaseDamaged
from desktop.store.account_codec import account_from
from desktop.store.checking import refuse_undecodable
from desktop.store.codec import conversation_from, folder_from, message_from
from desktop.store.merging import TABLES

_READERS: dict[str, Callable[[sqlite3.Row], object]] = {
    "SELECT *, NULL AS tags FROM conversations": conversation_from,
    "SELECT *, '' AS conversation_id, NULL AS parent_id FROM messages": lambda row: message_from(row, ()),
    "SELECT * FROM folders": folder_from,
    "SELECT * FROM accounts": lambda row: account_from(row["id"], row["name"], row["body"]),
}
_INDICES = ("title_words", "message_words")


def refuse_senseless(connection: sqlite3.Connection, path: Path) -> None:
    """Read everything in a database of the present schema as the program does, and the indices of words through.

    `connection` gives `sqlite3.Row`s; nothing in the file is changed. Raises `DatabaseDamaged`, `sqlite3.Error`.
    """
    there = {row["name"] for row in connection.execute("SELECT name FROM sqlite_schema WHERE type = 'table'")}
    if TABLES - there:
        raise DatabaseDamaged(path=str(path), detail=f"no such table: {', '.join(sorted(TABLES - there))}")
    refuse_undecodable(connection, path)
    for sql, read in _READERS.items():
        for row in connection.execute(sql):
            try:
                read(row)
            except (ValueError, TypeError, LookupError, ArithmeticError, AttributeError) as error:
                detail = f"{type(error).__name__}: {error}"
                raise DatabaseDamaged(path=str(path), detail=detail) from error
    connection.execute("PRAGMA query_only = OFF")  # for tables that are in memory, and gone with the connection
    for index in _INDICES:
        connection.execute(f"CREATE VIRTUAL TABLE temp.{index}_there USING fts5vocab (main, {index}, instance)")
        connection.execute(f"SELECT COUNT(*) FROM temp.{index}_there").fetchone()  # noqa: S608 - the names are our own
    connection.execute("PRAGMA query_only = ON")
