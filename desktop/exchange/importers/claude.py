"""Claude's data export: `conversations.json`, an array of conversations with `chat_messages` in order of time.

A message has `sender` (human, assistant), `text`, and `content` in blocks: text, thinking, tool_use, tool_result.
`parent_message_uuid`, where there is one, makes it a tree; without, each follows the one before, and answers in a row
are answers to the same question. Which model answered is not told. Beside it in the archive are users, projects and
memories, which are no conversations.
"""

from __future__ import annotations

from typing import Any

from desktop.exchange.document import Document
from desktop.exchange.importers import claude_design
from desktop.exchange.importers.building import (
    Node,
    Tree,
    mapping,
    moment,
    name_of,
    sequence,
    words,
)
from desktop.exchange.importers.claude_content import parts_in
from desktop.model.message import Role

NAME = "Claude"
_NO_PARENT = "00000000-0000-4000-8000-000000000000"


def recognises(value: Any) -> bool:
    return isinstance(mapping(value).get("chat_messages"), list) or claude_design.recognises(mapping(value))


def read(value: Any) -> Document:
    found = mapping(value)
    found = claude_design.as_chat(found) if "chat_messages" not in found else found
    tree = Tree.of(NAME, found.get("uuid"))
    before: str | None = None
    question: str | None = None
    for place, entry in enumerate(map(mapping, sequence(found["chat_messages"]))):
        name = name_of(entry.get("uuid")) or f"{place}"
        above = name_of(entry.get("parent_message_uuid"))
        is_question = words(entry.get("sender")) in {"human", "user"}
        follows = before if is_question else question
        before = tree.add(
            Node(
                id=name,
                parent=follows if above is None else None if above == _NO_PARENT else above,
                role=Role.USER if is_question else Role.ASSISTANT,
                parts=parts_in(entry, is_answer=not is_question),
                created=moment(entry.get("created_at")),
                model=words(entry.get("model")) or words(found.get("model")) or "claude",
            )
        )
        question = before if is_question else question
    return tree.document(
        title=words(found.get("name")),
        created=moment(found.get("created_at")),
        updated=moment(found.get("updated_at")),
        head=name_of(found.get("current_leaf_message_uuid")) or before,
        pinned=found.get("is_starred") is True,
    )
