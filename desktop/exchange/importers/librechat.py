"""LibreChat's export of one conversation: `conversationId`, and its messages, nested or in a list.

`messagesTree` nests by `children`, `messages` is flat; a message has `messageId`, `parentMessageId` (zeros for none),
`isCreatedByUser`, `text`, or `content` in blocks of type text and think.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from desktop.exchange.document import Document
from desktop.exchange.importers.building import (
    Node,
    Tree,
    mapping,
    moment,
    name_of,
    parts_of,
    sequence,
    words,
)
from desktop.model.message import Part, Role, State
from desktop.model.parameters import Parameters

NAME = "LibreChat"
_NO_PARENT = "00000000-0000-0000-0000-000000000000"


def recognises(value: Any) -> bool:
    found = mapping(value)
    return "conversationId" in found and any(isinstance(found.get(name), list) for name in ("messagesTree", "messages"))


def read(value: Any) -> Document:
    found = mapping(value)
    tree = Tree.of(NAME, found.get("conversationId"))
    before: str | None = None
    nested = sequence(found.get("messagesTree"))
    for above, message in _flat(nested or sequence(found.get("messages"))):
        name = name_of(message.get("messageId")) or ""
        given = name_of(message.get("parentMessageId"))
        parent = None if given == _NO_PARENT else given or above or (None if nested else before)
        tree.add(_node(name, parent, message))
        before = name
    options = mapping(found.get("options"))
    return tree.document(
        title=words(found.get("title")),
        created=moment(found.get("createdAt")),
        updated=moment(found.get("updatedAt")),
        parameters=Parameters(system_prompt=words(options.get("promptPrefix")) or None),
    )


def _node(name: str, parent: str | None, message: Mapping[str, Any]) -> Node:
    is_persons = message.get("isCreatedByUser") is True or message.get("sender") == "User"
    return Node(
        id=name,
        parent=parent,
        role=Role.USER if is_persons else Role.ASSISTANT,
        parts=_parts(message),
        created=moment(message.get("createdAt")),
        model=words(message.get("model")) or words(message.get("sender")),
        state=State.INTERRUPTED if message.get("unfinished") is True else State.COMPLETE,
    )


def _parts(message: Mapping[str, Any]) -> tuple[Part, ...]:
    blocks = [mapping(block) for block in sequence(message.get("content"))]
    thought = "\n\n".join(_block(block, "think") for block in blocks if block.get("type") == "think")
    said = "\n\n".join(_block(block, "text") for block in blocks if block.get("type") == "text")
    return parts_of(said or words(message.get("text")), thought)


def _block(block: Mapping[str, Any], kind: str) -> str:
    inside = block.get(kind)
    return words(inside) or words(mapping(inside).get("value"))


def _flat(messages: list[Any]) -> Iterator[tuple[str | None, Mapping[str, Any]]]:
    """Yield each message with the id of the one that it is nested in, from the root down."""
    waiting: list[tuple[str | None, Any]] = [(None, message) for message in reversed(messages)]
    while waiting:
        above, message = waiting.pop()
        found = mapping(message)
        yield above, found
        name = name_of(found.get("messageId"))
        waiting += [(name, child) for child in reversed(sequence(found.get("children")))]
