"""What a database holds, apart from how it holds it: for tests that say nothing else was changed, or all came back.

Rows are told by what the rest of the program knows: where a column refers to another row by its key, that row's id
stands in its place. Indices, the journal's owners and the keys themselves are how it is held, and left out.
"""

from __future__ import annotations

import hashlib
import sqlite3
from collections import Counter
from contextlib import closing
from pathlib import Path

from desktop.store.database import Database
from desktop.store.index import Index

Row = tuple[str, tuple[tuple[str, object], ...]]  # table, then its columns by name
Contents = Counter[Row]

CLOCK = frozenset({"created", "updated", "changed", "deleted", "archived"})
_HOW_IT_IS_HELD = {"key", "writer"}


def contents(path: Path, *, with_times: bool = True) -> Contents:
    """Return every row of every table of ours, as last committed. Without times, only whether there is one."""
    with closing(sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True)) as connection:
        connection.execute("BEGIN")
        rows = (row for table in _tables(connection) for row in _rows(connection, table))
        return Counter(rows if with_times else map(_timeless, rows))


def content_hash(path: Path, *, with_times: bool = True) -> str:
    """Return the same for the same contents, whatever way led to them."""
    rows = sorted(map(repr, contents(path, with_times=with_times).elements()))
    return hashlib.sha256("\n".join(rows).encode("utf-8", "surrogatepass")).hexdigest()


def difference(before: Contents, after: Contents) -> str:
    """Return what is gone and what is new, a row on each line; "" where nothing changed."""
    gone = [f"- {row}"[:300] for row in (before - after).elements()]
    new = [f"+ {row}"[:300] for row in (after - before).elements()]
    return "\n".join(gone + new)


def _tables(connection: sqlite3.Connection) -> list[str]:
    names = [
        name
        for name, sql in connection.execute("SELECT name, sql FROM sqlite_schema WHERE type = 'table' ORDER BY name")
        if not name.startswith("sqlite_") and not sql.startswith("CREATE VIRTUAL")
    ]
    virtual = [
        name for (name,) in connection.execute("SELECT name FROM sqlite_schema WHERE sql LIKE 'CREATE VIRTUAL TABLE%'")
    ]
    return [name for name in names if not any(name.startswith(f"{table}_") for table in virtual)]


def _rows(connection: sqlite3.Connection, table: str) -> list[Row]:
    keys = connection.execute(f"PRAGMA foreign_key_list({table})").fetchall()
    references = {column: target for _, _, target, column, *_ in keys}
    known = connection.execute(f"PRAGMA table_info({table})").fetchall()
    columns = [name for _, name, *_ in known if name not in _HOW_IT_IS_HELD]
    selected = [_selected(table, column, references.get(column)) for column in columns]
    found = connection.execute(f"SELECT {', '.join(selected)} FROM {table}").fetchall()
    return [(table, tuple(zip(columns, row, strict=True))) for row in found]


def _selected(table: str, column: str, target: str | None) -> str:
    if target is None:
        return f"{table}.{column}"
    return f"(SELECT id FROM {target} AS there WHERE there.key = {table}.{column})"


def _timeless(row: Row) -> Row:
    table, columns = row
    return table, tuple((name, value is not None if name in CLOCK else value) for name, value in columns)


def check_index(database: Database) -> None:
    """The indices of words hold what they hold when they are made anew, and nothing else."""

    def indexed() -> list[tuple[object, ...]]:
        return sorted(
            tuple(row)
            for table in ("title_words", "message_words")
            for row in database.rows(f"SELECT * FROM temp.{table}_there")
        )

    for table in ("title_words", "message_words"):
        database.run(f"CREATE VIRTUAL TABLE temp.{table}_there USING fts5vocab (main, {table}, instance)")
    present, index = indexed(), Index(database)
    with database.transaction():
        for table in ("title_words", "message_words"):
            database.run(f"INSERT INTO {table} ({table}) VALUES ('delete-all')")
        for row in database.rows("SELECT key, title FROM conversations"):
            index.add_title(row["key"], row["title"])
        for row in database.rows("SELECT key FROM messages WHERE state <> 'writing'"):
            index.add_message(row["key"])
    assert present == indexed()
