"""DeepSeek's export of all conversations: `conversations.json`, an array, each with a `mapping` of nodes by id.

A node's `message` has `model`, `inserted_at` (ISO 8601), `files`, and `fragments`, each with a `type`: REQUEST is the
person's, THINK and RESPONSE the model's, SEARCH and others what it looked up, TIP a word of the page. Earlier exports
have `content` and `reasoning_content` in their place, and no role: a message that follows the root, or an answer, is
the person's.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from itertools import chain
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
from desktop.i18n import tr
from desktop.model.message import Part, Role

NAME = "DeepSeek"
_NOT_SAID = re.compile(r"THINK|TIP|SEARCH|READ_LINK|TOOL_.*")
_CITATION = re.compile(r"\[(?:citation|reference):(\d{1,4})\]")


def recognises(value: Any) -> bool:
    found = mapping(value)
    return isinstance(found.get("mapping"), dict) and "inserted_at" in found


def read(value: Any) -> Document:
    found = mapping(value)
    tree = Tree.of(NAME, found.get("id"))
    entries = {name: mapping(entry) for name, entry in mapping(found["mapping"]).items()}
    is_odd = _odd(entries)
    for name, entry in entries.items():
        tree.add(_node(name, entry, is_odd))
    return tree.document(
        title=words(found.get("title")),
        created=moment(found.get("inserted_at")),
        updated=moment(found.get("updated_at")),
    )


def _node(name: str, entry: Mapping[str, Any], is_odd: Mapping[str, bool]) -> Node:
    message = mapping(entry.get("message"))
    kinds = [_kind(mapping(fragment)) for fragment in sequence(message.get("fragments"))]
    is_earlier_persons = not kinds and not words(message.get("reasoning_content")) and is_odd[name]
    return Node(
        id=name,
        parent=name_of(entry.get("parent")),
        role=Role.USER if "REQUEST" in kinds or is_earlier_persons else Role.ASSISTANT,
        parts=_parts(message),
        created=moment(message.get("inserted_at")),
        model=words(message.get("model")),
    )


def _parts(message: Mapping[str, Any]) -> tuple[Part, ...]:
    fragments = [mapping(fragment) for fragment in sequence(message.get("fragments"))]
    thinking = [each for each in fragments if _kind(each) == "THINK"]
    thought = [words(each.get("content")) for each in thinking]
    said = [words(each.get("content")) for each in fragments if not _NOT_SAID.fullmatch(_kind(each))]
    if not fragments:
        thought, said = [words(message.get("reasoning_content"))], [words(message.get("content"))]
    files = (mapping(each) for each in sequence(message.get("files")))
    names = (words(each.get("file_name")) or words(each.get("name")) for each in files)
    text = _with_sources(_joined(said), fragments)
    attached = [tr("[File: {name}]", name=name) for name in names if name]
    spent = [each["elapsed_secs"] for each in thinking if isinstance(each.get("elapsed_secs"), int | float)]
    return parts_of(_joined([text, *attached]), _joined(thought), float(sum(spent)) if spent else None)


def _with_sources(text: str, fragments: list[Mapping[str, Any]]) -> str:
    """Return the text with a link in the place of each `[citation:1]`, later `[reference:1]`, whose page is known."""
    lists = (sequence(fragment.get(name)) for fragment in fragments for name in ("results", "references"))
    found = [mapping(each) for each in chain.from_iterable(lists)]
    pages = {str(each.get("cite_index")): words(each.get("url")) for each in found}

    def linked(mark: re.Match[str]) -> str:
        url = pages.get(mark[1])
        return f"[[{mark[1]}]](<{url}>)" if url else mark[0]

    return _CITATION.sub(linked, text)


def _kind(fragment: Mapping[str, Any]) -> str:
    return words(fragment.get("type")).upper()


def _joined(pieces: list[str]) -> str:
    return "\n\n".join(piece for piece in pieces if piece.strip())


def _odd(entries: Mapping[str, Mapping[str, Any]]) -> dict[str, bool]:
    """Return of each node whether it is the first, third, fifth … with a message from the root down."""
    known: dict[str, bool] = {}
    for name in entries:
        line: list[str] = []
        current: str | None = name
        while current is not None and current in entries and current not in known:
            line.append(current)
            known[current] = False  # ends a circle
            current = name_of(entries[current].get("parent"))
        is_odd = known.get(current or "", False)
        for passed in reversed(line):
            is_odd ^= bool(entries[passed].get("message"))
            known[passed] = is_odd
    return known
