"""Cherry Studio's backup: a zip file with `data.json`, or that alone: `localStorage` and `indexedDB`.

`indexedDB.topics` are the conversations, whose messages name their words by id: `indexedDB.message_blocks`, of type
main_text, thinking, code, image … (earlier versions: `content` in the message itself). The names of the topics are in
`localStorage["persist:cherry-studio"]`, JSON within JSON. Several answers to one question have the same `askId`.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from contextlib import suppress
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

NAME = "Cherry Studio"


def recognises(value: Any) -> bool:
    return isinstance(mapping(mapping(value).get("indexedDB")).get("topics"), list)


def conversations(value: Any) -> Iterator[Any]:
    """Yield each topic with its name, and with the blocks of its messages beside it."""
    stored = mapping(mapping(value).get("indexedDB"))
    blocks = {name_of(mapping(block).get("id")): mapping(block) for block in sequence(stored.get("message_blocks"))}
    named = _topics(mapping(mapping(value).get("localStorage")))
    for topic in map(mapping, sequence(stored["topics"])):
        messages = [mapping(message) for message in sequence(topic.get("messages"))]
        needed = {name for message in messages for name in map(name_of, sequence(message.get("blocks")))}
        own = {name: blocks[name] for name in needed if name in blocks}
        yield {**named.get(name_of(topic.get("id")), {}), **topic, "messages": messages, "blocks": own}


def read(value: Any) -> Document:
    found = mapping(value)
    tree = Tree(NAME, name_of(found.get("id")) or "")
    tip: str | None = None
    questions: set[str] = set()
    for place, message in enumerate(sequence(found.get("messages"))):
        name, role = name_of(message.get("id")) or f"{place}", role_of(message.get("role"))
        asked = name_of(message.get("askId"))
        parent = asked if role is Role.ASSISTANT and asked in questions else tip
        tree.add(
            Node(
                id=name,
                parent=parent,
                role=role,
                parts=_parts(message, mapping(found.get("blocks"))),
                created=moment(message.get("createdAt")),
                model=words(mapping(message.get("model")).get("id")) or words(message.get("modelId")),
                state=State.STOPPED if message.get("status") == "paused" else State.COMPLETE,
            )
        )
        questions |= {name} if role is Role.USER else set()
        if parent == tip or message.get("foldSelected") is True:
            tip = name
    return tree.document(
        title=words(found.get("name")),
        created=moment(found.get("createdAt")),
        updated=moment(found.get("updatedAt")),
        head=tip,
        pinned=found.get("pinned") is True,
    )


def _topics(storage: Mapping[str, Any]) -> dict[str | None, Mapping[str, Any]]:
    state: Mapping[str, Any] = {}
    with suppress(ValueError, RecursionError):
        persisted = mapping(json.loads(words(storage.get("persist:cherry-studio")) or "{}"))
        state = mapping(json.loads(words(persisted.get("assistants")) or "{}"))
    assistants = [mapping(each) for each in (*sequence(state.get("assistants")), state.get("defaultAssistant"))]
    topics = (mapping(topic) for each in assistants for topic in sequence(each.get("topics")))
    return {name_of(topic.get("id")): topic for topic in topics}


def _parts(message: Mapping[str, Any], blocks: Mapping[str, Any]) -> tuple[Part, ...]:
    names = (name_of(name) for name in sequence(message.get("blocks")))
    own = [blocks[name] for name in names if name is not None and name in blocks]
    thinking = [block for block in own if block.get("type") == "thinking"]
    thought = "\n\n".join(words(block.get("content")) for block in thinking)
    spent = [block["thinking_millsec"] for block in thinking if isinstance(block.get("thinking_millsec"), int | float)]
    said = "\n\n".join(piece for piece in map(_piece, own) if piece)
    return parts_of(
        said or words(message.get("content")),
        thought or words(message.get("reasoning_content")),
        sum(spent) / 1000 if spent else None,
    )


def _piece(block: Mapping[str, Any]) -> str:
    kind, content = block.get("type"), words(block.get("content"))
    if kind in {"main_text", "translation"}:
        return content
    if kind == "code":
        return fenced(content, words(block.get("language")))
    if kind == "image":
        return tr("[Image]")
    if kind == "file":
        return tr("[File: {name}]", name=words(mapping(block.get("file")).get("origin_name")) or "?")
    return ""
