"""Jan's conversations: `messages.jsonl` in the folder of a thread, a message to a line, after OpenAI's threads.

A message has `thread_id`, `role`, `created_at` (seconds, or milliseconds) and `content`; see `jan_message`. The title
is in another file of the folder, `thread.json`, and is made of the first words where that does not come along. A thread
that Jan exports as JSON is one object instead, with `title`, `exported_at` and `messages`.

A thread is a line of messages, until something in it is edited or asked again: from then on `metadata` has `parentId`
(null at the root) in each, and `activeChildId` where one of several that follow was chosen.
"""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

from desktop.exchange.document import Document
from desktop.exchange.importers.building import (
    Node,
    Tree,
    mapping,
    moment,
    name_of,
    sequence,
    words,
)
from desktop.exchange.importers.jan_message import message_parts, message_state
from desktop.exchange.importers.pieces import speaker
from desktop.model.parameters import Parameters

NAME = "Jan"
_Messages = dict[str, Mapping[str, Any]]  # by id, in order


def recognises(value: Any) -> bool:
    found = mapping(value)
    kind = found.get("object")
    if kind == "thread":
        return "title" in found or "assistants" in found
    return (kind in ("thread.message", "message") and "thread_id" in found) or _is_export(found)


def threads(values: Iterable[Any]) -> Iterator[Any]:
    """Yield the messages of each thread, and what is known of it."""
    by_thread: dict[str, list[Mapping[str, Any]]] = {}
    facts: dict[str, Mapping[str, Any]] = {}
    for value in map(mapping, values):
        if _is_export(value):
            messages = [mapping(message) for message in sequence(value["messages"])]
            name = next(filter(None, (name_of(message.get("id")) for message in messages)), "")
            yield {"id": f"export/{name}", "messages": messages, "thread": {"title": value.get("title")}}
        elif value.get("object") == "thread":
            facts[name_of(value.get("id")) or ""] = value
        else:
            by_thread.setdefault(name_of(value["thread_id"]) or "", []).append(value)
    for name, messages in by_thread.items():
        yield {"id": name, "messages": messages, "thread": facts.get(name, {})}


def read(value: Any) -> Document:
    found = mapping(value)
    tree, thread = Tree(NAME, found["id"]), mapping(found.get("thread"))
    assistant = mapping(next(iter(sequence(thread.get("assistants"))), None))
    messages, system = _in_order(found["messages"]), words(assistant.get("instructions"))
    for name, message in list(messages.items())[:1]:
        if message.get("role") == "system":
            system = "".join(part.text for part in message_parts(message))
            del messages[name]
    model = _model(thread) or _model(assistant)
    parents = _parents(messages)
    for name, message in messages.items():
        created, own = moment(message.get("created_at")), _model(mapping(message.get("metadata")))
        role, parts = speaker(message.get("role")), message_parts(message)
        tree.add(Node(name, parents[name], role, parts, created, own or model, message_state(message)))
    facts = mapping(thread.get("metadata"))
    return tree.document(
        title=words(thread.get("title")) or words(facts.get("title")),
        created=None,  # as without the other file, so that the same conversation comes out
        updated=moment(thread.get("updated")),
        head=_tip(messages, parents),
        pinned=True in (thread.get("isFavorite"), facts.get("is_favorite")),
        parameters=Parameters(system_prompt=system or None),
    )


def _is_export(found: Mapping[str, Any]) -> bool:
    if not {"title", "exported_at", "messages"} <= found.keys():
        return False
    return any(isinstance(mapping(message).get("content"), list) for message in sequence(found["messages"]))


def _model(found: Mapping[str, Any]) -> str:
    model = found.get("model")
    name = words(model) or words(mapping(model).get("id"))
    return "" if name == "*" else name  # any


def _in_order(messages: list[Mapping[str, Any]]) -> _Messages:
    """Return the messages in order of time, to the second: some of them are not told more exactly.

    One that was written down several times, such as while it came, counts as it was at last.
    """
    latest, timed = 0.0, []
    for place, message in enumerate(messages):
        created = moment(message.get("created_at"))
        latest = created.timestamp() if created else latest
        timed.append((int(latest), place))
    ordered = [(place, messages[place]) for _, place in sorted(timed)]
    return {name_of(message.get("id")) or f"{place}": message for place, message in ordered}


def _parents(messages: _Messages) -> dict[str, str | None]:
    names = list(messages)
    parents: dict[str, str | None] = dict(zip(names, [None, *names], strict=False))
    for name, message in messages.items():
        facts = mapping(message.get("metadata"))
        if "parentId" in facts:
            parents[name] = name_of(facts["parentId"])
    if any("parentId" in mapping(message.get("metadata")) for message in messages.values()):
        _mend(messages, parents)
    return parents


def _mend(messages: _Messages, parents: dict[str, str | None]) -> None:
    """Put answers that have lost their question below it.

    Some versions wrote them down without a parent, and what was asked next as if it came after the question.
    """
    asked_next: dict[str | None, deque[str]] = {}
    for name, message in messages.items():
        if message.get("role") == "user":
            asked_next.setdefault(parents[name], deque()).append(name)
    question: str | None = None
    for name, message in messages.items():
        if message.get("role") == "user":
            question = name
        elif question is not None and not name_of(mapping(message.get("metadata")).get("parentId")):
            parents[name] = question
            if asked_next.get(question):
                parents[asked_next[question].popleft()] = name


def _tip(messages: _Messages, parents: Mapping[str, str | None]) -> str | None:
    """Return the end of the branch that is shown: the chosen one of those that follow, else the newest."""
    following: dict[str | None, list[str]] = {}
    for name in messages:
        following.setdefault(parents[name] if parents[name] in messages else None, []).append(name)
    tip: str | None = None
    passed: set[str | None] = set()
    while tip not in passed and following.get(tip):
        passed.add(tip)
        chosen = mapping(messages[tip].get("metadata")).get("activeChildId") if tip is not None else None
        tip = chosen if chosen in following[tip] else following[tip][-1]
    return tip
