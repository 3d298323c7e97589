"""DeepSeek's export of all conversations: `conversations.json`, an array, each with a `mapping` of nodes by id.

A node's `message` has `model`, `inserted_at` (ISO 8601) and `fragments`, each with a `type`: REQUEST is the person's,
THINK and RESPONSE the model's. Earlier exports have `content` and `reasoning_content` in their place, and no role: a
message that follows the root, or an answer, is the person's.
"""

from __future__ import annotations

from collections.abc import Mapping
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
from desktop.model.message import Role

NAME = "DeepSeek"


def recognises(value: Any) -> bool:
    found = mapping(value)
    return isinstance(found.get("mapping"), dict) and "inserted_at" in found


def read(value: Any) -> Document:
    found = mapping(value)
    tree = Tree.of(NAME, found.get("id"))
    entries = {name: mapping(entry) for name, entry in mapping(found["mapping"]).items()}
    is_odd = _odd(entries)
    for name, entry in entries.items():
        tree.add(_node(name, entry, is_odd))
    return tree.document(
        title=words(found.get("title")),
        created=moment(found.get("inserted_at")),
        updated=moment(found.get("updated_at")),
    )


def _node(name: str, entry: Mapping[str, Any], is_odd: Mapping[str, bool]) -> Node:
    message = mapping(entry.get("message"))
    fragments = [mapping(fragment) for fragment in sequence(message.get("fragments"))]
    thought = "\n\n".join(words(each.get("content")) for each in fragments if each.get("type") == "THINK")
    said = "\n\n".join(words(each.get("content")) for each in fragments if each.get("type") in {"REQUEST", "RESPONSE"})
    if fragments:
        is_persons = any(each.get("type") == "REQUEST" for each in fragments)
    else:
        thought, said = words(message.get("reasoning_content")), words(message.get("content"))
        is_persons = not thought and is_odd[name]
    return Node(
        id=name,
        parent=name_of(entry.get("parent")),
        role=Role.USER if is_persons else Role.ASSISTANT,
        parts=parts_of(said, thought),
        created=moment(message.get("inserted_at")),
        model=words(message.get("model")),
    )


def _odd(entries: Mapping[str, Mapping[str, Any]]) -> dict[str, bool]:
    """Return of each node whether it is the first, third, fifth … with a message from the root down."""
    known: dict[str, bool] = {}
    for name in entries:
        line: list[str] = []
        current: str | None = name
        while current is not None and current in entries and current not in known:
            line.append(current)
            known[current] = False  # ends a circle
            current = name_of(entries[current].get("parent"))
        is_odd = known.get(current or "", False)
        for passed in reversed(line):
            is_odd ^= bool(entries[passed].get("message"))
            known[passed] = is_odd
    return known
