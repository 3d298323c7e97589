"""The conversations: added, changed, put into the trash and taken out again. `listing` shows them."""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from desktop.errors import NotKnown
from desktop.model.conversation import Conversation, TitleSource
from desktop.model.parameters import Parameters
from desktop.model.tags import distinct, folded
from desktop.store.codec import (
    Values,
    conversation_from,
    conversation_values,
    milliseconds,
    milliseconds_or_none,
    now,
    parameters_json,
)
from desktop.store.database import Database
from desktop.store.index import Index
from desktop.store.text import clean

SELECT = """
    SELECT conversations.*,
        (SELECT group_concat(name, char(10)) FROM tags WHERE conversation = conversations.key) AS tags
    FROM conversations
"""


class Conversations:
    """Times are kept to the millisecond. A change to a conversation that is not there raises `NotKnown`."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._index = Index(database)

    def add(self, conversation: Conversation) -> None:
        """Store a new conversation; its head may name a message that is stored later."""
        with self._database.transaction():
            key = self._database.insert("conversations", conversation_values(conversation) | {"changed": now()})
            self._index.add_title(key, conversation.title)
            self._write_tags(key, conversation.tags)

    def get(self, conversation_id: str) -> Conversation:
        """Return the conversation, in the trash or not."""
        row = self._database.row(f"{SELECT} WHERE id = ?", (conversation_id,))
        if row is None:
            raise _not_known(conversation_id)
        return conversation_from(row)

    def all_shown(self) -> list[Conversation]:
        """Return all that are not in the trash, archived ones too, the one that was last added to first.

        For what goes through all of them, such as an export; the window reads pages of `Listing`.
        """
        rows = self._database.rows(f"{SELECT} WHERE deleted IS NULL ORDER BY updated DESC, key DESC")
        return [conversation_from(row) for row in rows]

    def trash(self) -> list[Conversation]:
        """Return those in the trash, the one that was last put there first."""
        rows = self._database.rows(f"{SELECT} WHERE deleted IS NOT NULL ORDER BY deleted DESC, key DESC")
        return [conversation_from(row) for row in rows]

    def change(self, conversation_id: str, **fields: Any) -> Conversation:
        """Give these fields of `Conversation` other values, and return it as it was before.

        To change them back, by what this returns, undoes it exactly.
        """
        with self._database.transaction():
            before = self.get(conversation_id)
            key = self._key(conversation_id)
            if "head_id" in fields:
                self._expect_message(key, fields["head_id"])
            if "title" in fields:
                self._index.remove_title(key, before.title)
                self._index.add_title(key, fields["title"])
            if "tags" in fields:
                self._write_tags(key, fields["tags"])
            self._database.update("conversations", key, _columns(fields) | {"changed": now()})
        return before

    def rename(self, conversation_id: str, title: str, source: TitleSource) -> None:
        self.change(conversation_id, title=title, title_source=source)

    def pin(self, conversation_id: str, *, pinned: bool = True) -> None:
        self.change(conversation_id, pinned=pinned)

    def move(self, conversation_id: str, folder_id: str | None) -> None:
        self.change(conversation_id, folder_id=folder_id)

    def set_tags(self, conversation_id: str, tags: tuple[str, ...]) -> None:
        self.change(conversation_id, tags=tags)

    def set_model(self, conversation_id: str, account_id: str | None, model: str | None) -> None:
        self.change(conversation_id, account_id=account_id, model=model)

    def set_parameters(self, conversation_id: str, parameters: Parameters) -> None:
        self.change(conversation_id, parameters=parameters)

    def set_draft(self, conversation_id: str, draft: str) -> None:
        """Keep unsent text. Does not wait for the disk: it is called while the person types."""
        with self._database.transaction(durable=False):
            self._database.update("conversations", self._key(conversation_id), {"draft": draft, "changed": now()})

    def set_head(self, conversation_id: str, message_id: str | None) -> None:
        """Show another branch. Raises `NotKnown` for a message that is not in this conversation."""
        self.change(conversation_id, head_id=message_id)

    def touch(self, conversation_id: str, when: datetime) -> None:
        """Move the conversation to the place in the list that `when` gives it."""
        self.change(conversation_id, updated=when)

    def delete(self, conversation_id: str, when: datetime | None = None) -> None:
        """Put into the trash, since now unless `when` says otherwise. Nothing is lost."""
        self.change(conversation_id, deleted=when or datetime.now(UTC))

    def restore(self, conversation_id: str) -> None:
        """Take out of the trash."""
        self.change(conversation_id, deleted=None)

    def purge(self, conversation_id: str) -> None:
        """Remove the conversation and every text of it for good.

        The index may still name single words of it, without their place, until SQLite merges that part of it.
        """
        with self._database.transaction():
            title = self.get(conversation_id).title
            key = self._key(conversation_id)
            self._index.remove_title(key, title)
            self._index.remove_messages_of(key)
            self._database.run("DELETE FROM conversations WHERE key = ?", (key,))

    def _key(self, conversation_id: str) -> int:
        key: int | None = self._database.value("SELECT key FROM conversations WHERE id = ?", (conversation_id,))
        if key is None:
            raise _not_known(conversation_id)
        return key

    def _write_tags(self, key: int, tags: tuple[str, ...]) -> None:
        self._database.run("DELETE FROM tags WHERE conversation = ?", (key,))
        self._database.run_many(
            "INSERT INTO tags (conversation, folded, name) VALUES (?, ?, ?)",
            [(key, folded(tag), tag) for tag in distinct(map(clean, tags))],
        )

    def _expect_message(self, key: int, message_id: str | None) -> None:
        held = "SELECT 1 FROM messages WHERE id = ? AND conversation = ?"
        if message_id is not None and self._database.row(held, (message_id, key)) is None:
            raise NotKnown(what="message", name=message_id)


def _columns(fields: dict[str, Any]) -> Values:
    """Return the columns that hold these fields."""
    columns: Values = {}
    for name, value in fields.items():
        match name:
            case "title" | "title_source" | "pinned" | "model" | "draft":
                columns[name] = value
            case "head_id" | "account_id" | "folder_id":
                columns[name.removesuffix("_id")] = value
            case "updated":
                columns[name] = milliseconds(value)
            case "archived" | "deleted":
                columns[name] = milliseconds_or_none(value)
            case "parameters":
                columns[name] = parameters_json(value)
            case "tags":
                pass
            case _:
                raise TypeError(f"a conversation's {name} cannot be changed")
    return columns


def _not_known(conversation_id: str) -> NotKnown:
    return NotKnown(what="conversation", name=conversation_id)
