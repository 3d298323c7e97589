"""Chatbox's backup: one object, with a conversation under each key `session:…` (earlier: a list, `chat-sessions`).

A session has `messages`, and `threads`, which are conversations of their own; a message has `role`, `contentParts`
(type text, reasoning, image) or earlier `content`, `timestamp` (milliseconds) and `model`.
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
    role_of,
    sequence,
    words,
)
from desktop.i18n import tr
from desktop.model.message import Part, Role
from desktop.model.parameters import Parameters

NAME = "Chatbox"


def recognises(value: Any) -> bool:
    found = mapping(value)
    return any(isinstance(found.get(name), list) for name in ("chat-sessions-list", "chat-sessions"))


def conversations(value: Any) -> Iterator[Any]:
    """Yield (id, title, messages, whether it is starred) of each session and each of its threads."""
    found = mapping(value)
    listed = {name_of(mapping(each).get("id")): mapping(each) for each in sequence(found.get("chat-sessions-list"))}
    sessions = [mapping(session) for session in sequence(found.get("chat-sessions"))]
    for key, session in found.items():
        if key.startswith("session:") and isinstance(session, dict):
            name = key.removeprefix("session:")
            sessions.append({**listed.get(name, {}), "id": name, **session})
    for session in sessions:
        name, title = name_of(session.get("id")) or "", words(session.get("threadName")) or words(session.get("name"))
        yield {**session, "id": name, "name": title}
        for thread in map(mapping, sequence(session.get("threads"))):
            yield {**thread, "id": f"{name}/{name_of(thread.get('id'))}"}


def read(value: Any) -> Document:
    found = mapping(value)
    tree, system = Tree(NAME, found["id"]), ""
    before: str | None = None
    for place, message in enumerate(map(mapping, sequence(found.get("messages")))):
        role, parts = role_of(message.get("role")), _parts(message)
        if role is Role.SYSTEM:
            system = system or "".join(part.text for part in parts)
            continue
        name = name_of(message.get("id")) or f"{place}"
        created = moment(message.get("timestamp"))
        tree.add(Node(name, before, role, parts, created, words(message.get("model"))))
        before = name
    return tree.document(
        title=words(found.get("name")),
        created=moment(found.get("createdAt")),
        updated=None,
        head=before,
        pinned=found.get("starred") is True,
        parameters=Parameters(system_prompt=system or None),
    )


def _parts(message: Mapping[str, Any]) -> tuple[Part, ...]:
    blocks = [mapping(block) for block in sequence(message.get("contentParts"))]
    thought = "\n\n".join(words(block.get("text")) for block in blocks if block.get("type") == "reasoning")
    said = "\n\n".join(piece for piece in map(_piece, blocks) if piece)
    return parts_of(said or words(message.get("content")), thought or words(message.get("reasoningContent")))


def _piece(block: Mapping[str, Any]) -> str:
    kind = block.get("type")
    if kind == "text":
        return words(block.get("text"))
    return tr("[Image]") if kind == "image" else ""
