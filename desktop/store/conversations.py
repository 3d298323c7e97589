"""The conversations: listed, renamed, put into the trash and taken out again."""

from __future__ import annotations

from datetime import UTC, datetime

from desktop.errors import NotKnown
from desktop.model.conversation import Conversation, TitleSource
from desktop.model.parameters import Parameters
from desktop.store.codec import (
    conversation_from,
    conversation_values,
    milliseconds,
    parameters_json,
)
from desktop.store.database import Database
from desktop.store.index import Index


class Conversations:
    """Times are kept to the millisecond. A change to a conversation that is not there raises `NotKnown`."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._index = Index(database)

    def add(self, conversation: Conversation) -> None:
        """Store a new conversation; its head may name a message that is stored later."""
        with self._database.transaction():
            key = self._database.insert("conversations", conversation_values(conversation))
            self._index.add_title(key, conversation.title)

    def get(self, conversation_id: str) -> Conversation:
        """Return the conversation, in the trash or not."""
        row = self._database.row("SELECT * FROM conversations WHERE id = ?", (conversation_id,))
        if row is None:
            raise _not_known(conversation_id)
        return conversation_from(row)

    def all_shown(self) -> list[Conversation]:
        """Return those that are not in the trash, the one that was last added to first."""
        rows = self._database.rows("SELECT * FROM conversations WHERE deleted IS NULL ORDER BY updated DESC, key DESC")
        return [conversation_from(row) for row in rows]

    def trash(self) -> list[Conversation]:
        """Return those in the trash, the one that was last put there first."""
        rows = self._database.rows(
            "SELECT * FROM conversations WHERE deleted IS NOT NULL ORDER BY deleted DESC, key DESC"
        )
        return [conversation_from(row) for row in rows]

    def rename(self, conversation_id: str, title: str, source: TitleSource) -> None:
        with self._database.transaction():
            key, before = self._key_and_title(conversation_id)
            self._index.remove_title(key, before)
            self._index.add_title(key, title)
            self._database.update("conversations", key, {"title": title, "title_source": source})

    def pin(self, conversation_id: str, *, pinned: bool = True) -> None:
        self._set(conversation_id, pinned=pinned)

    def set_model(self, conversation_id: str, account_id: str | None, model: str | None) -> None:
        self._set(conversation_id, account=account_id, model=model)

    def set_parameters(self, conversation_id: str, parameters: Parameters) -> None:
        self._set(conversation_id, parameters=parameters_json(parameters))

    def set_draft(self, conversation_id: str, draft: str) -> None:
        """Keep unsent text. Does not wait for the disk: it is called while the person types."""
        with self._database.transaction(durable=False):
            self._set(conversation_id, draft=draft)

    def set_head(self, conversation_id: str, message_id: str | None) -> None:
        """Show another branch. Raises `NotKnown` for a message that is not in this conversation."""
        with self._database.transaction():
            if message_id is not None and not self._holds(conversation_id, message_id):
                raise NotKnown(what="message", name=message_id)
            self._set(conversation_id, head=message_id)

    def touch(self, conversation_id: str, when: datetime) -> None:
        """Move the conversation to the place in the list that `when` gives it."""
        self._set(conversation_id, updated=milliseconds(when))

    def delete(self, conversation_id: str, when: datetime | None = None) -> None:
        """Put into the trash, since now unless `when` says otherwise. Nothing is lost."""
        self._set(conversation_id, deleted=milliseconds(when or datetime.now(UTC)))

    def restore(self, conversation_id: str) -> None:
        """Take out of the trash."""
        self._set(conversation_id, deleted=None)

    def purge(self, conversation_id: str) -> None:
        """Remove the conversation and every text of it for good.

        The index may still name single words of it, without their place, until SQLite merges that part of it.
        """
        with self._database.transaction():
            key, title = self._key_and_title(conversation_id)
            self._index.remove_title(key, title)
            self._index.remove_messages_of(key)
            self._database.run("DELETE FROM conversations WHERE key = ?", (key,))

    def _set(self, conversation_id: str, **columns: str | int | None) -> None:
        with self._database.transaction():
            key, _ = self._key_and_title(conversation_id)
            self._database.update("conversations", key, columns)

    def _key_and_title(self, conversation_id: str) -> tuple[int, str]:
        row = self._database.row("SELECT key, title FROM conversations WHERE id = ?", (conversation_id,))
        if row is None:
            raise _not_known(conversation_id)
        return row["key"], row["title"]

    def _holds(self, conversation_id: str, message_id: str) -> bool:
        row = self._database.row(
            "SELECT messages.key FROM messages JOIN conversations ON conversations.key = messages.conversation"
            " WHERE messages.id = ? AND conversations.id = ?",
            (message_id, conversation_id),
        )
        return row is not None


def _not_known(conversation_id: str) -> NotKnown:
    return NotKnown(what="conversation", name=conversation_id)
