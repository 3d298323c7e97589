"""Conversations and messages for the tests, alike but for what a test says."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from desktop.model.conversation import Conversation
from desktop.model.ids import new_id
from desktop.model.message import Message, Role, State, TextPart
from desktop.store.conversations import Conversations
from desktop.store.database import Database
from desktop.store.messages import Messages

START = datetime(2026, 3, 1, 12, 0, tzinfo=UTC)


def minutes(count: float) -> datetime:
    return START + timedelta(minutes=count)


def conversation(title: str = "Tea", at: float = 0, **fields: Any) -> Conversation:
    return Conversation(new_id(), title, minutes(at), minutes(at), **fields)


def message(of: Conversation, text: str = "Which tea?", parent: Message | None = None, **fields: Any) -> Message:
    parts = (TextPart(text),) if text else ()
    given: dict[str, Any] = {"role": Role.USER, "parts": parts, "created": START} | fields
    return Message(id=new_id(), conversation_id=of.id, parent_id=parent.id if parent else None, **given)


def reply(of: Conversation, parent: Message | None = None, **fields: Any) -> Message:
    given: dict[str, Any] = {"role": Role.ASSISTANT, "state": State.WRITING} | fields
    return message(of, "", parent, **given)


def fill(path: Path, messages: int = 40, words: int = 4000) -> None:
    """Add a conversation of `messages`, each of twice as many `words`, to the database at `path`."""
    with Database.open(path) as database:
        filled = conversation()
        Conversations(database).add(filled)
        for count in range(messages):
            Messages(database).add(message(filled, f"leaf {count} " * words))
