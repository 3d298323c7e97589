"""A rough database of everything that a damaged file still gives back, in the present schema, fit to be merged."""

from __future__ import annotations

import hashlib
import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

from msgspec import Struct

from desktop.store.codec import milliseconds
from desktop.store.control import Control, Phase, Progress, go_on
from desktop.store.mending import is_whole, mended
from desktop.store.merging import SALVAGED
from desktop.store.opening import connection_to
from desktop.store.pages import Pages
from desktop.store.peek import log_of
from desktop.store.shapes import Row, shapes

_AT_ONCE = 200  # pages between two looks at whether to go on
_HEADLESS = """
    UPDATE conversations SET head = (
        SELECT id FROM messages WHERE conversation = conversations.key AND deleted IS NULL
        ORDER BY created DESC, key DESC LIMIT 1
    )
    WHERE NOT EXISTS (SELECT 1 FROM messages WHERE messages.id = head AND conversation = conversations.key)
"""
_WORDLESS = """
    SELECT COUNT(*) FROM messages WHERE state NOT IN ('writing', 'failed') AND length > 0
    AND NOT EXISTS (SELECT 1 FROM parts WHERE message = messages.key AND kind = 'text')
"""


class Findings(Struct, frozen=True):
    """What a damaged file gave back, in numbers.

    Of the messages: `adrift` had lost their conversation, and are in one of their own; `nameless` are words that had
    lost the row that says whose they are; `wordless` have lost their words; `cut` is how many texts end too early.
    `unreadable` counts rows that were there and could not be read.
    """

    conversations: int
    messages: int
    accounts: int
    adrift: int
    nameless: int
    wordless: int
    cut: int
    unreadable: int


def make_rough(damaged: Path, place: Path, title: str, control: Control) -> Findings:
    """Fill a new database at `place` with what is readable in `damaged` and its log; neither of them is changed.

    `title` names a conversation of messages that have lost theirs. Nobody may have `damaged` open. Raises `OSError`,
    `sqlite3.Error`, `Cancelled`.
    """
    with closing(connection_to(place)) as connection, closing(Pages(damaged, log_of(damaged))) as pages:
        connection.execute("PRAGMA foreign_keys = OFF")
        connection.execute("PRAGMA journal_mode = OFF")  # what is cut off here is thrown away
        connection.execute("PRAGMA synchronous = OFF")
        connection.execute("BEGIN")
        reader = _Reader(connection)
        for number in range(1, pages.count + 1):
            if number % _AT_ONCE == 1:
                go_on(control)
                control.emit(Progress(Phase.READING, number, pages.count))
            reader.read(pages, number)
        adrift, nameless = _Binding(connection, title).bind()
        connection.execute("COMMIT")
        tables = ("conversations", "messages", "accounts")
        return Findings(
            **{table: _count(connection, f"SELECT COUNT(*) FROM {table}") for table in tables},  # noqa: S608
            adrift=adrift,
            nameless=nameless,
            wordless=_count(connection, _WORDLESS),
            cut=reader.cut,
            unreadable=pages.unreadable + reader.refused,
        )


class _Reader:
    """Puts records where they belong."""

    def __init__(self, connection: sqlite3.Connection) -> None:
        self._connection = connection
        self._shapes = shapes(connection)
        self.cut = self.refused = 0

    def read(self, pages: Pages, number: int) -> None:
        for record in pages.records(number):
            for shape in self._shapes:
                row = shape.row_of(record)
                if row is None:
                    continue
                if not is_whole(shape.table, row):
                    self.refused += 1
                elif self._keep(shape.table, mended(shape.table, row)):
                    self.cut += record.is_cut
                break

    def _keep(self, table: str, row: Row) -> bool:
        """Return whether the row is new. Words whose place is taken go behind those that have it."""
        if self._insert(table, row):
            return True
        if table == "parts" and not self._is_there(row):
            return self._insert(table, row | {"position": self._next_position(row["message"])})
        if table == "messages" and self._has_other_id(row):
            return self._insert(table, row | {"key": None})
        return False

    def _insert(self, table: str, row: Row) -> bool:
        marks = ", ".join("?" * len(row))
        sql = f"INSERT OR IGNORE INTO {table} ({', '.join(row)}) VALUES ({marks})"  # noqa: S608 - the names are our own
        return self._connection.execute(sql, tuple(row.values())).rowcount > 0

    def _is_there(self, part: Row) -> bool:
        sql = "SELECT 1 FROM parts WHERE message = ? AND kind = ? AND text = ?"
        return self._connection.execute(sql, (part["message"], part["kind"], part["text"])).fetchone() is not None

    def _next_position(self, message: object) -> int:
        sql = "SELECT COALESCE(MAX(position), -1) + 1 FROM parts WHERE message = ?"
        position: int = self._connection.execute(sql, (message,)).fetchone()[0]
        return position

    def _has_other_id(self, message: Row) -> bool:
        sql = "SELECT 1 FROM messages WHERE id = ?"
        return self._connection.execute(sql, (message["id"],)).fetchone() is None


class _Binding:
    """Gives those that have lost it something to belong to."""

    def __init__(self, connection: sqlite3.Connection, title: str) -> None:
        self._connection = connection
        self._title = title

    def bind(self) -> tuple[int, int]:
        """Return how many messages had lost their conversation, and how many words the message that they are of."""
        nameless = self._name_words()
        adrift = self._gather_messages()
        run = self._connection.execute
        run("UPDATE messages SET parent = NULL WHERE parent NOT IN (SELECT key FROM messages) OR parent = key")
        for table in ("positions", "tags"):
            run(f"DELETE FROM {table} WHERE conversation NOT IN (SELECT key FROM conversations)")  # noqa: S608
        run(_HEADLESS)
        return adrift, nameless

    def _name_words(self) -> int:
        """Words of no message become messages of a conversation of their own; a reply just being written has more."""
        keys = [
            row[0]
            for row in self._connection.execute(
                "SELECT message FROM parts WHERE message NOT IN (SELECT key FROM messages)"
                " UNION SELECT message FROM journal WHERE message NOT IN (SELECT key FROM messages)"
            )
        ]
        home = self._new_conversation(_digest("words", *keys)) if keys else 0
        for key in keys:
            parts = self._connection.execute("SELECT text FROM parts WHERE message = ?", (key,)).fetchall()
            state = "interrupted" if parts else "writing"
            length = sum(len(text) for (text,) in parts)
            self._connection.execute(
                "INSERT INTO messages (key, id, conversation, role, state, length, created)"
                " VALUES (?, ?, ?, 'assistant', ?, ?, ?)",
                (key, _digest(key, *(text for (text,) in parts)), home, state, length, _now()),
            )
        return len(keys)

    def _gather_messages(self) -> int:
        lost = self._connection.execute(
            "SELECT conversation, MIN(id), MIN(created), MAX(created), COUNT(*) FROM messages"
            " WHERE conversation NOT IN (SELECT key FROM conversations) GROUP BY conversation"
        ).fetchall()
        for key, first_id, created, updated, _ in lost:
            self._new_conversation(_digest("conversation", first_id), key, created, updated)
        return sum(count for *_, count in lost)

    def _new_conversation(
        self, digest: str, key: int | None = None, created: int | None = None, updated: int | None = None
    ) -> int:
        moment = _now()
        cursor = self._connection.execute(
            "INSERT INTO conversations (key, id, title, title_source, created, updated) VALUES (?, ?, ?, ?, ?, ?)",
            (key, SALVAGED + digest, self._title, "first_words", created or moment, updated or moment),
        )
        return cursor.lastrowid or 0


def _count(connection: sqlite3.Connection, sql: str) -> int:
    count: int = connection.execute(sql).fetchone()[0]
    return count


def _digest(*words: object) -> str:
    """The same for the same words, so that what is salvaged twice is not there twice."""
    return hashlib.sha256("\0".join(map(str, words)).encode("utf-8", "surrogatepass")).hexdigest()[:32]


def _now() -> int:
    return milliseconds(datetime.now(UTC))
