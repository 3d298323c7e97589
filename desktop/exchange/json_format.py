"""A conversation as JSON: every branch, every part, every number, so that nothing is lost on the way back.

Times are ISO 8601 in UTC, money is decimal text, fields that are not known are left out.
"""

from __future__ import annotations

import json
from collections.abc import Iterator
from typing import Any

from msgspec.structs import asdict

from desktop.exchange.document import Document, iso
from desktop.model.conversation import Conversation
from desktop.model.folder import Folder
from desktop.model.message import Message, Part, ReasoningPart

FORMAT = "teahouse-conversation"
VERSION = 1


def write(document: Document) -> Iterator[str]:
    """Yield the file in pieces: one object; its "messages" hold all branches, oldest first, linked by "parent"."""
    head = json.dumps(_conversation(document.conversation, document.folder), ensure_ascii=False, indent=2)
    yield head.removesuffix("\n}") + ',\n  "messages": ['
    separator = "\n"
    for message in document.messages.values():
        text = json.dumps(_message(message), ensure_ascii=False, indent=2)
        yield separator + "\n".join("    " + line for line in text.split("\n"))
        separator = ",\n"
    yield "\n  ]\n}\n"


def _conversation(conversation: Conversation, folder: Folder | None) -> dict[str, Any]:
    return _known(
        format=FORMAT,
        version=VERSION,
        id=conversation.id,
        title=conversation.title,
        title_source=conversation.title_source.value,
        created=iso(conversation.created),
        updated=iso(conversation.updated),
        head=conversation.head_id,
        pinned=conversation.pinned,
        account=conversation.account_id,
        model=conversation.model,
        parameters=_known(**asdict(conversation.parameters)),
        draft=conversation.draft or None,
        deleted=iso(conversation.deleted) if conversation.deleted else None,
        archived=iso(conversation.archived) if conversation.archived else None,
        tags=list(conversation.tags) or None,
        folder={"id": folder.id, "name": folder.name} if folder else None,
    )


def _message(message: Message) -> dict[str, Any]:
    return _known(
        id=message.id,
        parent=message.parent_id,
        role=message.role.value,
        state=message.state.value,
        created=iso(message.created),
        parts=[_part(part) for part in message.parts],
        origin=_known(**asdict(message.origin)) if message.origin else None,
        usage=_known(**asdict(message.usage)) if message.usage else None,
        cost=asdict(message.cost) | {"amount": str(message.cost.amount)} if message.cost else None,
        timing=_known(**asdict(message.timing)) if message.timing else None,
        failure=asdict(message.failure) if message.failure else None,
        request_id=message.request_id,
    )


def _part(part: Part) -> dict[str, Any]:
    if isinstance(part, ReasoningPart):
        return _known(type="reasoning", text=part.text, seconds=part.seconds)
    return {"type": "text", "text": part.text}


def _known(**fields: Any) -> dict[str, Any]:
    return {name: value for name, value in fields.items() if value is not None}
