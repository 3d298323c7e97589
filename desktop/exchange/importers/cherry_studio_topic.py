"""A topic that Cherry Studio exports as a file since its second version: one object, of `kind` cherry-studio.topic.

`messages` are a tree by `sourceId` and `parentSourceId`, and `activeSourceId` is the tip that was shown. A message has
`role`, `status`, and `parts` as the AI SDK has them: text, reasoning, file, tool-NAME or dynamic-tool, data-KIND. It
has no time, but most ids tell one: they are UUIDs of version 7.
"""

from __future__ import annotations

import base64
import re
from collections.abc import Mapping
from datetime import datetime
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
from desktop.exchange.importers.cherry_studio_message import STATES
from desktop.exchange.importers.pieces import attachment, call, paragraphs, picture, speaker, spent
from desktop.exchange.markdown import fenced
from desktop.model.message import Part, State

_KIND = "cherry-studio.topic"
_TIMED_ID = re.compile(r"([0-9a-f]{8})-([0-9a-f]{4})-7[0-9a-f]{3}-[0-9a-f]{4}-[0-9a-f]{12}", re.IGNORECASE)
_TEXT_FILE = re.compile(r"data:text/[^,]{0,100};base64,")


def is_topic(value: Any) -> bool:
    found = mapping(value)
    return found.get("kind") == _KIND and isinstance(found.get("messages"), list)


def read_topic(value: Any, source: str) -> Document:
    found = mapping(value)
    messages = [mapping(message) for message in sequence(found.get("messages"))]
    tree = Tree.of(source, *(message.get("sourceId") for message in messages), found.get("exportedAt"))
    for place, message in enumerate(messages):
        name, model = name_of(message.get("sourceId")) or f"{place}", _model(mapping(message.get("messageSnapshot")))
        role, parts = speaker(message.get("role")), _parts(message)
        state = STATES.get(words(message.get("status")), State.COMPLETE)
        tree.add(Node(name, name_of(message.get("parentSourceId")), role, parts, _time(name), model, state))
    is_dated = any(node.created for node in tree.nodes.values())
    return tree.document(
        title=words(mapping(found.get("topic")).get("name")),
        created=None if is_dated else moment(found.get("exportedAt")),
        updated=None,
        head=name_of(found.get("activeSourceId")),
    )


def _time(name: str) -> datetime | None:
    told = _TIMED_ID.fullmatch(name)
    return moment(int(told[1] + told[2], 16)) if told else None


def _model(snapshot: Mapping[str, Any]) -> str:
    model = mapping(snapshot.get("model"))
    return words(model.get("id")) or words(model.get("name"))


def _parts(message: Mapping[str, Any]) -> tuple[Part, ...]:
    parts = [mapping(part) for part in sequence(message.get("parts"))]
    thinking = [part for part in parts if part.get("type") == "reasoning"]
    took = spent((_own(part).get("thinkingMs") for part in thinking), 1000)
    thought = paragraphs(*(words(part.get("text")) for part in thinking))
    return parts_of(paragraphs(*map(_piece, parts)), thought, took, role=speaker(message.get("role")))


def _own(part: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return what Cherry Studio itself has noted with a part."""
    return mapping(mapping(part.get("providerMetadata")).get("cherry"))


def _piece(part: Mapping[str, Any]) -> str:
    kind, data = words(part.get("type")), mapping(part.get("data"))
    if kind == "text":
        return words(part.get("text"))
    if kind == "dynamic-tool" or kind.startswith("tool-"):
        return call(part.get("toolName") or kind.removeprefix("tool-"), part.get("input"))
    if kind == "file":
        return _file(part)
    if kind == "data-code":
        return fenced(words(data.get("content")), words(data.get("language")))
    if kind == "data-video":
        return attachment("video")
    return paragraphs(words(data.get("content")), words(data.get("compactedContent")))


def _file(part: Mapping[str, Any]) -> str:
    if words(part.get("mediaType")).startswith("image/"):
        return picture()
    url = words(part.get("url"))
    inside = _TEXT_FILE.match(url)  # such as a long paste
    return attachment(part.get("filename"), _decoded(url[inside.end() :]) if inside else "")


def _decoded(text: str) -> str:
    try:
        return base64.b64decode(text, validate=True).decode("utf-8", "replace")
    except ValueError:
        return ""
