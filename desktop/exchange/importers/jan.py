"""Jan's conversations: `messages.jsonl` in the folder of a thread, a message to a line, after OpenAI's threads.

A message has `thread_id`, `role`, `created_at` (seconds, or milliseconds) and `content` in blocks of type text, whose
words are in `text.value`. The title is in another file, `thread.json`, and is made of the first words here.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
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
from desktop.model.message import Part, Role

NAME = "Jan"


def recognises(value: Any) -> bool:
    found = mapping(value)
    return found.get("object") == "thread.message" and "thread_id" in found


def threads(messages: Iterable[Any]) -> Iterator[Any]:
    """Yield the messages of each thread, in order of time."""
    by_thread: dict[str, list[Mapping[str, Any]]] = {}
    for message in messages:
        by_thread.setdefault(name_of(message["thread_id"]) or "", []).append(message)
    for name, found in by_thread.items():
        yield {"id": name, "messages": sorted(found, key=_time)}


def read(value: Any) -> Document:
    found = mapping(value)
    tree = Tree(NAME, found["id"])
    before: str | None = None
    for place, message in enumerate(found["messages"]):
        role = role_of(message.get("role"))
        name = name_of(message.get("id")) or f"{place}"
        model = words(mapping(mapping(message.get("metadata")).get("model")).get("id"))
        tree.add(Node(name, before, role, _parts(message), moment(message.get("created_at")), model))
        before = name if role is not Role.SYSTEM else before
    return tree.document(title="", created=None, updated=None, head=before)


def _parts(message: Mapping[str, Any]) -> tuple[Part, ...]:
    blocks = [mapping(block) for block in sequence(message.get("content"))]
    texts = [words(mapping(block.get("text")).get("value")) for block in blocks if block.get("type") == "text"]
    thoughts = [words(mapping(block.get("text")).get("value")) for block in blocks if block.get("type") == "reasoning"]
    return parts_of("\n\n".join(texts), "\n\n".join(thoughts))


def _time(message: Mapping[str, Any]) -> float:
    created = moment(message.get("created_at"))
    return created.timestamp() if created else 0.0
