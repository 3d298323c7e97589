"""Open WebUI's export of chats: an array, or one, of objects with `chat`, whose `history` is a tree.

`history.messages` has the messages by id, with `parentId`, `role`, `content`, `timestamp` (seconds) and `model`;
`history.currentId` is the tip that was shown. Reasoning stands within the content, in `<details type="reasoning">`,
quoted.
"""

from __future__ import annotations

import html
import re
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
from desktop.model.message import Part
from desktop.model.parameters import Parameters
from desktop.model.tags import distinct

NAME = "Open WebUI"
_REASONING = re.compile(r'<details type="reasoning"([^>]{0,300})>\s{0,20}<summary>[^<]{0,200}</summary>')
_END = "</details>"
_DURATION = re.compile(r'duration="(\d{1,9})"')
_QUOTE = re.compile(r"^> ?", re.MULTILINE)


def recognises(value: Any) -> bool:
    history = mapping(mapping(_chat(value)).get("history"))
    return isinstance(history.get("messages"), dict)


def read(value: Any) -> Document:
    found, chat = mapping(value), _chat(value)
    tree = Tree.of(NAME, found.get("id"), chat.get("id"))
    history = mapping(chat.get("history"))
    for name, entry in mapping(history.get("messages")).items():
        message = mapping(entry)
        tree.add(
            Node(
                id=name,
                parent=name_of(message.get("parentId")),
                role=role_of(message.get("role")),
                parts=_parts(words(message.get("content"))),
                created=moment(message.get("timestamp")),
                model=words(message.get("model")) or words(message.get("modelName")),
            )
        )
    updated = moment(found.get("updated_at")) or moment(chat.get("timestamp"))
    system = words(mapping(chat.get("params")).get("system")) or words(chat.get("system"))
    tags = sequence(mapping(found.get("meta")).get("tags")) or sequence(chat.get("tags"))
    return tree.document(
        title=words(found.get("title")) or words(chat.get("title")),
        created=moment(found.get("created_at")) or moment(chat.get("timestamp")),
        updated=updated,
        head=name_of(history.get("currentId")),
        pinned=found.get("pinned") is True,
        archived=updated if found.get("archived") is True else None,
        parameters=Parameters(system_prompt=system or None),
        tags=distinct(tag for tag in tags if isinstance(tag, str)),
    )


def _chat(value: Any) -> Mapping[str, Any]:
    found = mapping(value)
    return mapping(found.get("chat")) if "chat" in found else found


def _parts(content: str) -> tuple[Part, ...]:
    thoughts: list[str] = []
    durations: list[int] = []
    said: list[str] = []
    position = 0
    while (opening := _REASONING.search(content, position)) and (end := content.find(_END, opening.end())) >= 0:
        said.append(content[position : opening.start()])
        thoughts.append(html.unescape(_QUOTE.sub("", content[opening.end() : end].strip())))
        duration = _DURATION.search(opening[1])
        durations += [int(duration[1])] if duration else []
        position = end + len(_END)
    said.append(content[position:].lstrip() if position else content)
    return parts_of("".join(said), "\n\n".join(thoughts), float(sum(durations)) if durations else None)
