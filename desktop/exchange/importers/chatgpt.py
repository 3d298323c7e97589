"""ChatGPT's data export: `conversations.json`, an array of conversations, each a `mapping` of nodes by id.

A node has `parent`, `children` and a `message` with `author.role`, `create_time` (seconds) and `content`, whose
`content_type` says what it is; `current_node` is the tip that was shown. System nodes are hidden, as the settings of
the account are; pictures and files are not in the JSON.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from desktop.exchange.document import Document
from desktop.exchange.importers.building import (
    Node,
    Tree,
    fenced,
    mapping,
    moment,
    name_of,
    parts_of,
    role_of,
    sequence,
    words,
)
from desktop.i18n import tr
from desktop.model.message import Part, Role, State

NAME = "ChatGPT"
_PRIVATE_USE = str.maketrans("", "", "\ue200\ue201\ue202\ue203\ue204\ue205\ue206")  # around citations
_WITHOUT_WORDS = {"user_editable_context", "model_editable_context", "reasoning_recap", "app_pairing_content"}
_STATES = {"max_tokens": State.LENGTH, "interrupted": State.STOPPED}


def recognises(value: Any) -> bool:
    found = mapping(value)
    return isinstance(found.get("mapping"), dict) and ("create_time" in found or "current_node" in found)


def read(value: Any) -> Document:
    found = mapping(value)
    tree = Tree.of(NAME, found.get("conversation_id"), found.get("id"))
    for name, entry in mapping(found["mapping"]).items():
        tree.add(_node(name, mapping(entry)))
    updated = moment(found.get("update_time"))
    return tree.document(
        title=words(found.get("title")),
        created=moment(found.get("create_time")),
        updated=updated,
        head=name_of(found.get("current_node")),
        archived=updated if found.get("is_archived") is True else None,
    )


def _node(name: str, entry: Mapping[str, Any]) -> Node:
    message = mapping(entry.get("message"))
    metadata = mapping(message.get("metadata"))
    ended = mapping(metadata.get("finish_details")).get("type")
    hidden = not message or metadata.get("is_visually_hidden_from_conversation") is True
    role = Role.SYSTEM if hidden else role_of(mapping(message.get("author")).get("role"))
    return Node(
        id=name,
        parent=name_of(entry.get("parent")),
        role=role,
        parts=() if role is Role.SYSTEM else _parts(mapping(message.get("content"))),
        created=moment(message.get("create_time")),
        model=words(metadata.get("model_slug")),
        state=_STATES.get(words(ended), State.COMPLETE),
    )


def _parts(content: Mapping[str, Any]) -> tuple[Part, ...]:
    kind, text = content.get("content_type"), words(content.get("text"))
    if kind in _WITHOUT_WORDS:
        return ()
    if kind == "thoughts":
        thoughts = (mapping(thought) for thought in sequence(content.get("thoughts")))
        return parts_of("", "\n\n".join(words(thought.get("content")) for thought in thoughts))
    if kind == "code" and text:
        language = words(content.get("language"))
        return parts_of(fenced(text, "" if language == "unknown" else language))
    if kind in {"execution_output", "tether_quote", "tether_browsing_display", "system_error"} and text:
        return parts_of(fenced(text))
    pieces = [_piece(part) for part in sequence(content.get("parts"))]
    return parts_of("\n\n".join(piece for piece in pieces if piece) or text)


def _piece(part: Any) -> str:
    """Return the words of one part of a message, or what stands in the place of a picture or a sound."""
    if isinstance(part, str):
        return part.translate(_PRIVATE_USE)
    found = mapping(part)
    kind = words(found.get("content_type"))
    if words(found.get("text")):
        return words(found["text"])
    if kind == "image_asset_pointer":
        return tr("[Image]")
    return tr("[File: {name}]", name=kind or "?") if found else ""
