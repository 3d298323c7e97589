"""Keeps the two indices of words in step with titles and messages, inside the transaction that changes them."""

from __future__ import annotations

from collections.abc import Iterable

from desktop.store.database import Database
from desktop.store.indexed import SELECT, Entry, entry_of, joined
from desktop.store.text import clean

_PARTS = "SELECT kind, text FROM parts WHERE message = ? ORDER BY position"


class Index:
    """Every call stands in a transaction. Messages are cut by the parts that are stored at that moment."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def add_title(self, key: int, title: str) -> None:
        self._database.run("INSERT INTO title_words (rowid, title) VALUES (?, ?)", (key, joined(clean(title))))

    def remove_title(self, key: int, title: str) -> None:
        self._database.run(
            "INSERT INTO title_words (title_words, rowid, title) VALUES ('delete', ?, ?)",
            (key, joined(clean(title))),
        )

    def add_message(self, key: int) -> None:
        self._database.run(
            "INSERT INTO message_words (rowid, text, reasoning, facts) VALUES (?, ?, ?, ?)", self._stored(key)
        )

    def remove_message(self, key: int) -> None:
        """To be called before the message and its parts change."""
        self._remove([self._stored(key)])

    def remove_messages_of(self, conversation_key: int) -> None:
        """A reply that is still being written is in no index yet."""
        keys = self._database.rows(
            "SELECT key FROM messages WHERE conversation = ? AND state <> 'writing'", (conversation_key,)
        )
        self._remove(self._stored(row["key"]) for row in keys)

    def _remove(self, indexed: Iterable[Entry]) -> None:
        self._database.run_many(
            "INSERT INTO message_words (message_words, rowid, text, reasoning, facts) VALUES ('delete', ?, ?, ?, ?)",
            indexed,
        )

    def _stored(self, key: int) -> Entry:
        (message,) = self._database.rows(f"{SELECT} WHERE key = ?", (key,))
        return entry_of(message, self._database.rows(_PARTS, (key,)))
