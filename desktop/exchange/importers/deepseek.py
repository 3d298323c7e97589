"""DeepSeek's export of all conversations: `conversations.json`, an array, each with a `mapping` of nodes by id.

A node's `message` has `model`, `inserted_at` (ISO 8601), and `fragments`, each with a `type`: REQUEST and FILE are the
person's, THINK and RESPONSE the model's, SEARCH, TOOL_SEARCH and others what it looked up, TIP a word of the page.
Files were in `files` of the message until 2025. Earlier exports have `content` and `reasoning_content` in place of
fragments, and no role: a message that follows the root, or an answer, is the person's. Which tip was shown is not told.

What scripts save of one conversation is what the page itself is sent: `chat_session`, and `chat_messages` with
`message_id`, `parent_id` and `role`, within `data.biz_data` or not.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from itertools import chain
from typing import Any

from desktop.exchange.document import Document
from desktop.exchange.importers.building import (
    EARLIEST,
    Node,
    Tree,
    mapping,
    moment,
    name_of,
    parts_of,
    sequence,
    words,
)
from desktop.exchange.importers.pieces import paragraphs, spent
from desktop.i18n import tr
from desktop.model.message import Part, Role

NAME = "DeepSeek"
_PERSONS, _MODELS = {"REQUEST", "FILE"}, {"THINK", "RESPONSE"}
_NOT_SAID = re.compile(r"THINK|TIP|SEARCH|READ_LINK|TOOL_.*")
_CITATION = re.compile(r"\[(citation|reference):(\d{1,4})\]")


def recognises(value: Any) -> bool:
    found = _opened(value)
    return isinstance(found.get("mapping"), dict) and "inserted_at" in found


def read(value: Any) -> Document:
    found = _opened(value)
    tree = Tree.of(NAME, found.get("id"))
    entries = {name: mapping(entry) for name, entry in mapping(found["mapping"]).items()}
    is_odd = _odd(entries)
    for name, entry in entries.items():
        tree.add(_node(name, entry, is_odd))
    return tree.document(
        title=words(found.get("title")),
        created=moment(found.get("inserted_at")),
        updated=moment(found.get("updated_at")),
        head=name_of(found.get("current_message_id")) or _newest(tree),
        pinned=found.get("pinned") is True,
    )


def _opened(value: Any) -> Mapping[str, Any]:
    """Return the conversation in the form of the export, also of what the page is sent."""
    found = mapping(mapping(mapping(value).get("data")).get("biz_data")) or mapping(value)
    session = mapping(found.get("chat_session"))
    if not session:
        return found
    messages = [mapping(each) for each in sequence(found.get("chat_messages"))]
    nodes = {name_of(each.get("message_id")): {"parent": each.get("parent_id"), "message": each} for each in messages}
    return {**session, "mapping": {name: node for name, node in nodes.items() if name is not None}}


def _node(name: str, entry: Mapping[str, Any], is_odd: Mapping[str, bool]) -> Node:
    message = mapping(entry.get("message"))
    kinds = {_kind(mapping(fragment)) for fragment in sequence(message.get("fragments"))}
    role = words(message.get("role")).upper()
    is_earlier_persons = not kinds and not words(message.get("reasoning_content")) and is_odd[name]
    is_persons = (bool(kinds & _PERSONS) and not kinds & _MODELS) or is_earlier_persons
    is_persons = role == "USER" if role else is_persons
    return Node(
        id=name,
        parent=name_of(entry.get("parent")),
        role=Role.USER if is_persons else Role.ASSISTANT,
        parts=_parts(message, Role.USER if is_persons else Role.ASSISTANT),
        created=moment(message.get("inserted_at")),
        model=words(message.get("model")),
    )


def _parts(message: Mapping[str, Any], role: Role) -> tuple[Part, ...]:
    fragments = [mapping(fragment) for fragment in sequence(message.get("fragments"))]
    thinking = [each for each in fragments if _kind(each) == "THINK"]
    thought = [words(each.get("content")) for each in thinking]
    said = [words(each.get("content")) for each in fragments if not _NOT_SAID.fullmatch(_kind(each))]
    if not fragments:
        thought = [words(message.get("reasoning_content")) or words(message.get("thinking_content"))]
        said = [words(message.get("content"))]
    files = chain.from_iterable(sequence(each.get("files")) for each in (message, *fragments))
    names = (words(mapping(each).get("file_name")) or words(mapping(each).get("name")) for each in files)
    attached = [tr("[File: {name}]", name=name) for name in names if name]
    found = [*(each.get("results") for each in fragments), message.get("search_results")]
    pages = list(chain.from_iterable(map(sequence, found)))
    seconds = [*(each.get("elapsed_secs") for each in thinking), message.get("thinking_elapsed_secs")]
    text, reasoning = (_with_sources(paragraphs(*each), pages) for each in ([*said, *attached], thought))
    return parts_of(text, reasoning, spent(seconds), role=role)


def _with_sources(text: str, pages: list[Any]) -> str:
    """Return the text with a link in the place of each mark of a source that is among the `pages` that were found.

    `[citation:1]` is the first of them; the later `[reference:0]` is so, too, and has the number 1 on the page.
    """

    def linked(mark: re.Match[str]) -> str:
        place = int(mark[2]) - (mark[1] == "citation")
        url = words(mapping(pages[place]).get("url")) if 0 <= place < len(pages) else ""
        return f"[[{place + 1}]](<{url}>)" if url else mark[0]

    return _CITATION.sub(linked, text)


def _kind(fragment: Mapping[str, Any]) -> str:
    return words(fragment.get("type")).upper()


def _newest(tree: Tree) -> str | None:
    """Return the id of the newest message: where a question was edited, or an answer made anew, it is shown last."""
    dated = [node for node in reversed(tree.nodes.values()) if node.parts and node.created is not None]
    return max(dated, key=lambda node: node.created or EARLIEST).id if dated else None


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
