"""Which table a record belongs to, told by its columns alone: all tables are STRICT, and no two are alike."""

from __future__ import annotations

import sqlite3
from collections.abc import Sequence

from msgspec import Struct

from desktop.store.pages import Record, Value

Row = dict[str, Value]

_TYPES: dict[str, tuple[type, ...]] = {"INTEGER": (int,), "REAL": (float, int), "TEXT": (str,), "BLOB": (bytes,)}


class _Column(Struct, frozen=True):
    name: str
    types: tuple[type, ...]
    may_be_null: bool
    may_be_missing: bool  # in rows that are older than the column
    default: Value

    def takes(self, value: Value) -> bool:
        return self.may_be_null if value is None else isinstance(value, self.types)


class Shape(Struct, frozen=True):
    """A table: its columns in the order of its records."""

    table: str
    columns: Sequence[_Column]
    key: str | None  # the column that is the rowid, and NULL in the record
    is_tree_of_keys: bool  # WITHOUT ROWID

    def row_of(self, record: Record) -> Row | None:
        """Return the record by column, or None where it is none of this table."""
        values = record.values
        if (record.rowid is None) != self.is_tree_of_keys or len(values) > len(self.columns):
            return None
        if not all(column.takes(value) for column, value in zip(self.columns, values, strict=False)):
            return None
        later = self.columns[len(values) :]
        if not all(column.may_be_missing for column in later):
            return None
        row = {column.name: value for column, value in zip(self.columns, values, strict=False)}
        row |= {column.name: column.default for column in later}
        if self.key is not None:
            row[self.key] = record.rowid
        return row


def shapes(connection: sqlite3.Connection) -> list[Shape]:
    """Return the tables of our own, as the schema of `connection` has them; an older one had the same, but fewer."""
    tables = connection.execute(
        "SELECT name, wr FROM pragma_table_list WHERE schema = 'main' AND type = 'table' AND strict"
    )
    return [_shape(connection, name, bool(without_rowid)) for name, without_rowid in tables.fetchall()]


def _shape(connection: sqlite3.Connection, table: str, is_tree_of_keys: bool) -> Shape:
    rows = connection.execute("SELECT name, type, [notnull], dflt_value, pk FROM pragma_table_info(?)", (table,))
    columns: list[_Column] = []
    key = None
    for name, kind, not_null, default, part_of_key in rows.fetchall():
        is_key = bool(part_of_key) and kind == "INTEGER" and not is_tree_of_keys
        key = name if is_key else key
        may_be_null = is_key or not (not_null or part_of_key)
        value = None if default is None else connection.execute(f"SELECT {default}").fetchone()[0]
        types = (type(None),) if is_key else _TYPES[kind]
        columns.append(_Column(name, types, may_be_null, may_be_null or default is not None, value))
    return Shape(table, columns, key, is_tree_of_keys)
