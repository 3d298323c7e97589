"""The messages: the trees of all conversations."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Sequence
from datetime import datetime

from msgspec import Struct

from desktop.errors import NotKnown
from desktop.model.message import Message, Part, Role, State
from desktop.store.codec import (
    Values,
    message_from,
    message_values,
    milliseconds,
    moment,
    now,
    part_from,
    part_values,
    with_journal,
)
from desktop.store.database import Database
from desktop.store.index import Index

_MESSAGES = """
    SELECT messages.*, conversations.id AS conversation_id, parents.id AS parent_id
    FROM messages
    JOIN conversations ON conversations.key = messages.conversation
    LEFT JOIN messages AS parents ON parents.key = messages.parent
"""
_PARTS = """
    SELECT parts.message, parts.kind, parts.text, parts.seconds
    FROM messages CROSS JOIN parts ON parts.message = messages.key
"""  # CROSS: the messages are looked up first, then the parts of each
_OUTLINE = """
    SELECT messages.id, parents.id AS parent_id, messages.role, messages.state, messages.length, messages.created
    FROM messages LEFT JOIN messages AS parents ON parents.key = messages.parent
    WHERE messages.conversation = (SELECT key FROM conversations WHERE id = ?) AND messages.deleted IS NULL
    ORDER BY messages.key
"""
_BELOW = """
    WITH RECURSIVE below (key) AS (
        VALUES (?) UNION SELECT messages.key FROM messages JOIN below ON messages.parent = below.key
    )
    SELECT messages.id FROM below JOIN messages USING (key) WHERE messages.deleted IS NULL ORDER BY messages.key
"""
_AT_ONCE = 500  # ids in one query; SQLite before 3.32 takes 999 values


class Outline(Struct, frozen=True):
    """A message without its words. `length` is that of its text in characters, 0 while it is being written."""

    id: str
    parent_id: str | None
    role: Role
    state: State
    length: int
    created: datetime


class Messages:
    """Times are kept to the millisecond; surrogates that make no character become U+FFFD."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._index = Index(database)

    def add(self, message: Message, *, as_head: bool = True) -> None:
        """Store a new message below its parent; once this returns it survives a power cut.

        `as_head` makes it the tip of the branch that is shown, and its time the time of the conversation. Raises
        `NotKnown` for an unknown conversation, and for a parent that is not in it.
        """
        with self._database.transaction():
            key = self._insert(message, as_head=as_head, writer=None)
            self._index.add_message(key)

    def add_written(self, message: Message, *, as_head: bool, writer: str) -> int:
        """Store a reply that `writer` is about to write, and return its key. For `Journal`."""
        with self._database.transaction():
            return self._insert(message, as_head=as_head, writer=writer)

    def get(self, message_id: str) -> Message:
        """Return the message; of a reply that is being written, what the journal has. Raises `NotKnown`."""
        found = self.load([message_id])
        if message_id not in found:
            raise NotKnown(what="message", name=message_id)
        return found[message_id]

    def of(self, conversation_id: str) -> dict[str, Message]:
        """Return all messages of a conversation by id, oldest first; none where it is not known."""
        with self._database.snapshot():
            key = self._database.value("SELECT key FROM conversations WHERE id = ?", (conversation_id,))
            return self._read("messages.conversation = ? AND messages.deleted IS NULL", (key,))

    def outline(self, conversation_id: str) -> dict[str, Outline]:
        """Return the shape of a conversation by id, oldest first, without reading a word of it."""
        rows = self._database.rows(_OUTLINE, (conversation_id,))
        return {row["id"]: _outline_from(row) for row in rows}

    def load(self, message_ids: Iterable[str]) -> dict[str, Message]:
        """Return these messages by id; those that are not known are left out."""
        ids = list(message_ids)
        found: dict[str, Message] = {}
        with self._database.snapshot():
            for start in range(0, len(ids), _AT_ONCE):
                some = ids[start : start + _AT_ONCE]
                found |= self._read(f"messages.id IN ({', '.join('?' * len(some))})", some)
        return found

    def finish(self, message: Message) -> None:
        """Replace what is stored of a message by its end: words, state and facts in one transaction; its journal goes.

        Survives a power cut. Raises `NotKnown` where the message was purged meanwhile.
        """
        with self._database.transaction():
            before = self._database.row("SELECT key, state FROM messages WHERE id = ?", (message.id,))
            if before is None:
                raise NotKnown(what="message", name=message.id)
            key = before["key"]
            if before["state"] != State.WRITING:
                self._index.remove_message(key)
            columns = {**message_values(message), "writer": None, "changed": now()}
            del columns["deleted"]  # who deletes a message while it is written need not wait for its end
            self._database.update("messages", key, columns)
            self._database.run("DELETE FROM parts WHERE message = ?", (key,))
            self._database.run("DELETE FROM journal WHERE message = ?", (key,))
            self._insert_parts(key, message.parts)
            self._index.add_message(key)

    def delete(self, message_id: str, when: datetime) -> list[str]:
        """Put a message and all below it into the trash, since `when`, and return the ids of those that were not yet.

        The conversation's head is left as it is. Raises `NotKnown`.
        """
        with self._database.transaction():
            key = self._database.value("SELECT key FROM messages WHERE id = ?", (message_id,))
            if key is None:
                raise NotKnown(what="message", name=message_id)
            ids = [row["id"] for row in self._database.rows(_BELOW, (key,))]
            self._mark(ids, milliseconds(when))
        return ids

    def restore(self, message_ids: Iterable[str]) -> None:
        """Take these messages out of the trash; those that are not known are passed over."""
        with self._database.transaction():
            self._mark(message_ids, None)

    def _mark(self, message_ids: Iterable[str], deleted: int | None) -> None:
        self._database.run_many(
            "UPDATE messages SET deleted = ?, changed = ? WHERE id = ?",
            [(deleted, now(), message_id) for message_id in message_ids],
        )

    def _insert(self, message: Message, *, as_head: bool, writer: str | None) -> int:
        conversation = self._database.value("SELECT key FROM conversations WHERE id = ?", (message.conversation_id,))
        if conversation is None:
            raise NotKnown(what="conversation", name=message.conversation_id)
        parent = self._parent_key(message, conversation)
        references: Values = {"conversation": conversation, "parent": parent, "writer": writer, "changed": now()}
        key = self._database.insert("messages", message_values(message) | references)
        self._insert_parts(key, message.parts)
        if as_head:
            columns: Values = {"head": message.id, "updated": milliseconds(message.created), "changed": now()}
            self._database.update("conversations", conversation, columns)
        return key

    def _parent_key(self, message: Message, conversation: int) -> int | None:
        if message.parent_id is None:
            return None
        key: int | None = self._database.value(
            "SELECT key FROM messages WHERE id = ? AND conversation = ?", (message.parent_id, conversation)
        )
        if key is None:
            raise NotKnown(what="message", name=message.parent_id)
        return key

    def _insert_parts(self, key: int, parts: tuple[Part, ...]) -> None:
        self._database.run_many(
            "INSERT INTO parts (message, position, kind, text, seconds) VALUES (?, ?, ?, ?, ?)",
            [(key, position, *part_values(part)) for position, part in enumerate(parts)],
        )

    def _read(self, condition: str, values: Sequence[str | int]) -> dict[str, Message]:
        rows = self._database.rows(f"{_MESSAGES} WHERE {condition} ORDER BY messages.key", values)
        words: dict[int, list[Part]] = {row["key"]: [] for row in rows}
        for part in self._database.rows(f"{_PARTS} WHERE {condition} ORDER BY messages.key, position", values):
            words[part["message"]].append(part_from(part["kind"], part["text"], part["seconds"]))
        return {row["id"]: message_from(row, self._whole(row, tuple(words[row["key"]]))) for row in rows}

    def _whole(self, row: sqlite3.Row, parts: tuple[Part, ...]) -> tuple[Part, ...]:
        if row["state"] != State.WRITING:
            return parts
        pieces = self._database.rows(
            "SELECT kind, text FROM journal WHERE message = ? ORDER BY sequence", (row["key"],)
        )
        return with_journal(parts, ((piece["kind"], piece["text"]) for piece in pieces))


def _outline_from(row: sqlite3.Row) -> Outline:
    role, state = Role(row["role"]), State(row["state"])
    return Outline(row["id"], row["parent_id"], role, state, row["length"], moment(row["created"]))
