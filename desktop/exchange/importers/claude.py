"""Claude's data export: `conversations.json`, an array of conversations with `chat_messages` in order of time.

A message has `sender` (human, assistant), `text`, and `content` in blocks: text, thinking, tool_use, tool_result.
`parent_message_uuid`, where there is one, makes it a tree; without, each follows the one before.
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
    role_of,
    sequence,
    words,
)
from desktop.i18n import tr
from desktop.model.message import Part, Role

NAME = "Claude"
_NO_PARENT = "00000000-0000-4000-8000-000000000000"


def recognises(value: Any) -> bool:
    return isinstance(mapping(value).get("chat_messages"), list)


def read(value: Any) -> Document:
    found = mapping(value)
    tree = Tree.of(NAME, found.get("uuid"))
    before: str | None = None
    for place, entry in enumerate(map(mapping, sequence(found["chat_messages"]))):
        name = name_of(entry.get("uuid")) or f"{place}"
        above = name_of(entry.get("parent_message_uuid"))
        role = role_of(entry.get("sender"))
        tree.add(
            Node(
                id=name,
                parent=before if above is None else None if above == _NO_PARENT else above,
                role=role,
                parts=_parts(entry),
                created=moment(entry.get("created_at")),
                model=words(found.get("model")) or ("claude" if role is Role.ASSISTANT else ""),
            )
        )
        before = name
    return tree.document(
        title=words(found.get("name")),
        created=moment(found.get("created_at")),
        updated=moment(found.get("updated_at")),
        head=name_of(found.get("current_leaf_message_uuid")) or before,
    )


def _parts(entry: Mapping[str, Any]) -> tuple[Part, ...]:
    blocks = [mapping(block) for block in sequence(entry.get("content"))]
    thought = "\n\n".join(words(block.get("thinking")) for block in blocks if block.get("type") == "thinking")
    said = [piece for piece in map(_piece, blocks) if piece] or [words(entry.get("text"))]
    attached = [mapping(each) for each in (*sequence(entry.get("attachments")), *sequence(entry.get("files")))]
    return parts_of("\n\n".join([*said, *map(_attachment, attached)]), thought)


def _piece(block: Mapping[str, Any]) -> str:
    if block.get("type") == "text":
        return words(block.get("text"))
    if block.get("type") == "tool_use":
        return tr("[Tool: {name}]", name=words(block.get("name")) or "?")
    return ""


def _attachment(found: Mapping[str, Any]) -> str:
    name = tr("[File: {name}]", name=words(found.get("file_name")) or "?")
    text = words(found.get("extracted_content"))
    return f"{name}\n\n{text}" if text else name
