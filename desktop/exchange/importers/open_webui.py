"""Open WebUI's export of chats: an array, or one, of objects with `chat`, whose `history` is a tree.

`history.messages` has the messages by id, with `parentId`, `role`, `content`, `timestamp` (seconds) and `model`;
`history.currentId` is the tip that was shown. The oldest chats have only a list, `messages`. How an answer is made is
told in `open_webui_answer`.
"""

from __future__ import annotations

import json
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
    sequence,
    words,
)
from desktop.exchange.importers.open_webui_answer import answer_parts
from desktop.exchange.importers.pieces import attachment, paragraphs, picture, speaker
from desktop.model.message import Part, Role, State
from desktop.model.parameters import Parameters
from desktop.model.tags import distinct

NAME = "Open WebUI"


def recognises(value: Any) -> bool:
    chat = _chat(value)
    if isinstance(mapping(chat.get("history")).get("messages"), dict):
        return True
    is_old = "chat" in mapping(value) or isinstance(chat.get("models"), list)
    return is_old and any("role" in mapping(message) for message in sequence(chat.get("messages")))


def read(value: Any) -> Document:
    found, chat = mapping(value), _chat(value)
    history = mapping(chat.get("history"))
    messages = _messages(chat)
    first = next(iter(mapping(history.get("messages"))), "") or json.dumps(sequence(chat.get("messages"))[:1])
    tree = Tree.of(NAME, found.get("id"), chat.get("id"), first)  # some exports have lost the ids of the chats
    for name, message, parent in _linked(messages):
        for node in _nodes(name, message, parent):
            tree.add(node)
    updated = moment(found.get("updated_at")) or moment(chat.get("timestamp"))
    system = words(mapping(chat.get("params")).get("system")) or words(chat.get("system"))
    tags = sequence(mapping(found.get("meta")).get("tags")) or sequence(chat.get("tags"))
    return tree.document(
        title=words(found.get("title")) or words(chat.get("title")),
        created=moment(found.get("created_at")) or moment(chat.get("timestamp")),
        updated=updated,
        head=name_of(history.get("currentId")) or next(reversed(messages), None),
        pinned=found.get("pinned") is True,
        archived=updated if found.get("archived") is True else None,
        parameters=Parameters(system_prompt=system or None),
        tags=distinct(words(tag) or words(mapping(tag).get("name")) for tag in tags),
    )


def _chat(value: Any) -> Mapping[str, Any]:
    found = mapping(value)
    return mapping(found.get("chat")) if "chat" in found else found


def _messages(chat: Mapping[str, Any]) -> dict[str, Mapping[str, Any]]:
    """Return the messages by id; those of a list get the one before as parent, where they name none."""
    tree = mapping(mapping(chat.get("history")).get("messages"))
    if tree:
        return {name: mapping(message) for name, message in tree.items()}
    messages: dict[str, Mapping[str, Any]] = {}
    before: str | None = None
    for place, message in enumerate(map(mapping, sequence(chat.get("messages")))):
        name = name_of(message.get("id")) or f"{place}"
        messages[name] = {"parentId": before, **message}
        before = name
    return messages


def _linked(messages: Mapping[str, Mapping[str, Any]]) -> Iterator[tuple[str, Mapping[str, Any], str | None]]:
    """Yield each message with its id and its parent's: where it does not name one, the one that names it as a child."""
    above = {
        child: name
        for name, message in messages.items()
        for child in map(name_of, sequence(message.get("childrenIds")))
        if child != name
    }
    for name, message in messages.items():
        yield name, message, name_of(message.get("parentId")) or above.get(name)


def _nodes(name: str, message: Mapping[str, Any], parent: str | None) -> Iterator[Node]:
    role, created = _role(message), moment(message.get("timestamp"))
    model = words(message.get("selectedModelId")) or words(message.get("model")) or words(message.get("modelName"))
    is_cut = message.get("done") is False or bool(message.get("error"))
    state = State.INTERRUPTED if is_cut else State.COMPLETE
    yield Node(name, parent, role, _parts(message, role), created, model, state)
    merged = mapping(message.get("merged"))  # one answer made of those of several models
    if words(merged.get("content")):
        role = Role.ASSISTANT
        yield Node(f"{name}/merged", parent, role, parts_of(merged["content"], role=role), created, model)


def _role(message: Mapping[str, Any]) -> Role:
    """Return who spoke; a message that was written in part lacks the role, and only questions name several models."""
    return speaker(message.get("role"), Role.USER if "models" in message else Role.ASSISTANT)


def _parts(message: Mapping[str, Any], role: Role) -> tuple[Part, ...]:
    content = message.get("content")
    if isinstance(content, list):
        content = paragraphs(*map(_piece, map(mapping, content)))
    files = [_file(mapping(file)) for file in sequence(message.get("files"))]
    if role is Role.ASSISTANT:
        return answer_parts(words(content), sequence(message.get("output")), files)
    return parts_of(paragraphs(words(content), *files), role=role)


def _piece(part: Mapping[str, Any]) -> str:
    return words(part.get("text")) or (picture() if part.get("type") == "image_url" else "")


def _file(found: Mapping[str, Any]) -> str:
    if found.get("type") == "image" or words(found.get("content_type")).startswith("image/"):
        return picture()
    file = mapping(found.get("file"))
    name = words(found.get("name")) or words(file.get("filename"))
    is_text = words(mapping(file.get("meta")).get("content_type")).startswith("text/")  # such as a long paste
    return attachment(name, words(mapping(file.get("data")).get("content")) if is_text else "")
