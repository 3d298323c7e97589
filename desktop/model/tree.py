"""The tree of a conversation's messages: branches, siblings, tips. Pure functions over ids."""

from __future__ import annotations

from collections.abc import Iterable, Mapping

from desktop.model.message import Message


def branch(messages: Mapping[str, Message], head_id: str | None) -> list[Message]:
    """Return the messages from the root to `head_id`. A missing parent ends the walk: what is there is shown."""
    path: list[Message] = []
    seen: set[str] = set()
    current = head_id
    while current is not None and current in messages and current not in seen:
        seen.add(current)
        path.append(messages[current])
        current = messages[current].parent_id
    return path[::-1]


def siblings(messages: Iterable[Message], of: Message) -> list[Message]:
    """Return the messages with the same parent and role as `of`, itself included, oldest first."""
    return sorted(
        (message for message in messages if message.parent_id == of.parent_id and message.role == of.role),
        key=lambda message: (message.created, message.id),
    )


def tip_below(messages: Iterable[Message], start_id: str) -> str:
    """Return the id of the newest message at the end of the newest line below `start_id` (itself where it has none)."""
    newest_child: dict[str, Message] = {}
    for message in messages:
        if message.parent_id is None:
            continue
        known = newest_child.get(message.parent_id)
        if known is None or (known.created, known.id) < (message.created, message.id):
            newest_child[message.parent_id] = message
    current = start_id
    seen = {start_id}
    while current in newest_child and newest_child[current].id not in seen:
        current = newest_child[current].id
        seen.add(current)
    return current
