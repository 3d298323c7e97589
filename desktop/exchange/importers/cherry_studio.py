"""Cherry Studio's backup: a zip file with `data.json`, or that alone: `localStorage` and `indexedDB`.

`indexedDB.topics` are the conversations (in the first version, `indexedDB` is a list with one under each `topic:…`),
whose messages name their words by id: `indexedDB.message_blocks`. What a message is made of, now and earlier, is told
in `cherry_studio_message`. The names of the topics, and the prompts of the assistants that they belong to, are in
`localStorage["persist:cherry-studio"]`, JSON within JSON; only the `assistants` in it are looked at, since the keys of
the accounts are there, too. Several answers to one question have the same `askId`.

The second version has another format for one topic; see `cherry_studio_topic`.
"""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping
from contextlib import suppress
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
from desktop.exchange.importers.cherry_studio_message import STATES, message_parts
from desktop.exchange.importers.cherry_studio_topic import is_topic, read_topic
from desktop.exchange.importers.pieces import paragraphs, speaker
from desktop.model.message import State
from desktop.model.parameters import Parameters

NAME = "Cherry Studio"
_TOPIC = "topic:"


def recognises(value: Any) -> bool:
    stored = mapping(value).get("indexedDB")
    if is_topic(value):
        return True
    return isinstance(mapping(stored).get("topics"), list) or any(_of_first_version(stored))


def conversations(value: Any) -> Iterator[Any]:
    """Yield each topic with its name and prompt, and with their blocks in its messages.

    Every assistant has a topic in which nothing was said yet: that is no conversation.
    """
    if is_topic(value):
        yield {**value, "name": mapping(value.get("topic")).get("name")}
        return
    stored = mapping(value).get("indexedDB")
    blocks = _Blocks(map(mapping, sequence(mapping(stored).get("message_blocks"))))
    named = _topics(mapping(mapping(value).get("localStorage")))
    for topic in (*_of_first_version(stored), *map(mapping, sequence(mapping(stored).get("topics")))):
        messages = [{**message, "blocks": blocks.of(message)} for message in map(mapping, _messages(topic))]
        if messages or not isinstance(topic.get("messages"), list):
            yield {**named.get(name_of(topic.get("id")), {}), **topic, "messages": messages}


def read(value: Any) -> Document:
    if is_topic(value):
        return read_topic(value, NAME)
    found = mapping(value)
    tree = Tree(NAME, name_of(found.get("id")) or "")
    tip: str | None = None
    for name, parent, message, is_shown in _placed(found["messages"]):
        tree.add(
            Node(
                id=name,
                parent=parent,
                role=speaker(message.get("role")),
                parts=message_parts(message),
                created=moment(message.get("createdAt")),
                model=words(mapping(message.get("model")).get("id")) or words(message.get("modelId")),
                state=STATES.get(words(message.get("status")), State.COMPLETE),
            )
        )
        tip = name if is_shown else tip
    return tree.document(
        title=words(found.get("name")),
        created=moment(found.get("createdAt")),
        updated=moment(found.get("updatedAt")),
        head=tip,
        pinned=found.get("pinned") is True,
        parameters=Parameters(system_prompt=words(found.get("system")) or None),
    )


class _Blocks:
    """The blocks of all messages."""

    def __init__(self, blocks: Iterable[Mapping[str, Any]]) -> None:
        self._by_id: dict[str | None, Mapping[str, Any]] = {}
        self._by_message: dict[str | None, list[Mapping[str, Any]]] = {}
        for block in blocks:
            self._by_id[name_of(block.get("id"))] = block
            self._by_message.setdefault(name_of(block.get("messageId")), []).append(block)

    def of(self, message: Mapping[str, Any]) -> list[Mapping[str, Any]]:
        """Return those that the message names, in that order; where it has lost them, those that name it."""
        named = [self._by_id[name] for name in map(name_of, sequence(message.get("blocks"))) if name in self._by_id]
        name = name_of(message.get("id"))
        return named or ([] if name is None else self._by_message.get(name, []))


def _placed(messages: list[Mapping[str, Any]]) -> Iterator[tuple[str, str | None, Mapping[str, Any], bool]]:
    """Yield id, parent, message, and whether it is shown, of each message of a topic, which is a list.

    Answers to the same question are siblings, also where the question was deleted. The one that the person found
    useful, else the one that is selected, else the first is shown, and what comes after goes on from it.
    """
    answers = Counter(name_of(each.get("askId")) for each in messages if each.get("role") == "assistant")
    parents: dict[str, str | None] = {}
    shown: dict[str, int] = {}  # by question: how much speaks for the answer that is shown
    names: set[str] = set()
    tip: str | None = None
    asked_last: str | None = None
    for place, message in enumerate(messages):
        name, asked = name_of(message.get("id")) or f"{place}", name_of(message.get("askId"))
        if message.get("role") != "assistant" or answers[asked] < 2:
            asked = None
        parent = tip if asked is None else parents.setdefault(asked, asked if asked in names else tip)
        rank = 2 if message.get("useful") is True else int(message.get("foldSelected") is True)
        is_shown = asked is None or asked not in shown or (asked == asked_last and rank > shown[asked])
        if is_shown:
            tip, asked_last = name, asked
            shown.update({} if asked is None else {asked: rank})
        names.add(name)
        yield name, parent, message, is_shown


def _of_first_version(stored: Any) -> list[Mapping[str, Any]]:
    entries = [mapping(entry) for entry in sequence(stored)]
    return [mapping(entry.get("value")) for entry in entries if words(entry.get("key")).startswith(_TOPIC)]


def _messages(topic: Mapping[str, Any]) -> list[Any]:
    return [message for message in sequence(topic.get("messages")) if mapping(message).get("type") != "clear"]


def _topics(storage: Mapping[str, Any]) -> dict[str | None, Mapping[str, Any]]:
    state: Mapping[str, Any] = {}
    with suppress(ValueError, RecursionError):
        persisted = mapping(json.loads(words(storage.get("persist:cherry-studio")) or "{}"))
        state = mapping(json.loads(words(persisted.get("assistants")) or "{}"))
    topics: dict[str | None, Mapping[str, Any]] = {}
    for assistant in map(mapping, (state.get("defaultAssistant"), *sequence(state.get("assistants")))):
        for topic in map(mapping, sequence(assistant.get("topics"))):
            system = paragraphs(words(assistant.get("prompt")), words(topic.get("prompt")))
            topics[name_of(topic.get("id"))] = {**topic, "system": system}
    return topics
