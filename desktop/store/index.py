"""Keeps the two indices of words in step with titles and messages, inside the transaction that changes them."""

from __future__ import annotations

from collections.abc import Iterable

from desktop.store.database import Database
from desktop.store.text import clean
from desktop.store.words import words


class Index:
    """Every call stands in a transaction. Messages are cut by the parts that are stored at that moment."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def add_title(self, key: int, title: str) -> None:
        self._database.run("INSERT INTO title_words (rowid, title) VALUES (?, ?)", (key, _joined(clean(title))))

    def remove_title(self, key: int, title: str) -> None:
        self._database.run(
            "INSERT INTO title_words (title_words, rowid, title) VALUES ('delete', ?, ?)",
            (key, _joined(clean(title))),
        )

    def add_message(self, key: int) -> None:
        self._database.run(
            "INSERT INTO message_words (rowid, text, reasoning) VALUES (?, ?, ?)", (key, *self._stored(key))
        )

    def remove_message(self, key: int) -> None:
        """To be called before the parts change."""
        self._remove([(key, *self._stored(key))])

    def remove_messages_of(self, conversation_key: int) -> None:
        """A reply that is still being written is in no index yet."""
        keys = self._database.rows(
            "SELECT key FROM messages WHERE conversation = ? AND state <> 'writing'", (conversation_key,)
        )
        self._remove((row["key"], *self._stored(row["key"])) for row in keys)

    def _remove(self, indexed: Iterable[tuple[int, str, str]]) -> None:
        self._database.run_many(
            "INSERT INTO message_words (message_words, rowid, text, reasoning) VALUES ('delete', ?, ?, ?)", indexed
        )

    def _stored(self, key: int) -> tuple[str, str]:
        parts = self._database.rows("SELECT kind, text FROM parts WHERE message = ? ORDER BY position", (key,))
        text, reasoning = (
            "".join(part["text"] for part in parts if part["kind"] == kind) for kind in ("text", "reasoning")
        )
        return _joined(text), _joined(reasoning)


def _joined(text: str) -> str:
    return " ".join(words(text))
