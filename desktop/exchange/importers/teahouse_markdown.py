"""Our own Markdown export (`desktop.exchange.markdown`), read back as well as it can be: one branch, no numbers.

A heading of the form that the export writes, outside of a code block, begins a message. Who said it is told by the
name: ours for the person, in any language; anything else is a model.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from contextlib import suppress
from datetime import UTC, datetime
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from desktop.exchange.document import REMARKS, Document
from desktop.exchange.importers.building import Node, Tree, Unreadable, is_usable, moment, parts_of
from desktop.exchange.markdown import open_fence
from desktop.i18n import tr
from desktop.model.message import Part, Role, State
from desktop.model.tags import distinct

NAME = "Teahouse"
_FRONT = re.compile(r"---\n(?P<fields>(?:[a-z]+: (?:\"[^\n]*\"|\[[^\n]*\])\n)+)---\n")
_HEADING = re.compile(r"## (?P<author>.+) · (?P<time>\d{4}-\d\d-\d\d \d\d:\d\d:\d\d) UTC")
_FOLD = re.compile(r"\A\s*<details>\n<summary>(?P<title>[^\n]*)</summary>\n\n(?P<text>.*?)\n</details>\n", re.DOTALL)
_SECONDS = re.compile(r"(\d+\.\d)")
_REMARK = re.compile(r"\n> \*(?P<sentence>[^\n]*)\*\n*\Z")


class _Section(Struct):
    author: str
    created: datetime
    lines: list[str]


def recognises(text: str) -> bool:
    front = _FRONT.match(_lines_unified(text[:20_000]))
    return front is not None and 'id: "' in front["fields"] and 'created: "' in front["fields"]


def read(text: str) -> Document:
    text = _lines_unified(text)
    front = _FRONT.match(text)
    assert front is not None
    fields = dict(_fields(front["fields"]))
    sections = list(_sections(text[front.end() :]))
    if not sections:
        raise Unreadable("no messages")
    tree = Tree(NAME, fields.get("id", ""))
    before: str | None = None
    for place, section in enumerate(sections):
        role, text = _role(section.author), "\n".join(section.lines)
        parts, state = parts_of(text.strip("\n"), role=role), State.COMPLETE
        if role is Role.ASSISTANT:
            parts, state = _answer(text)
        tree.add(Node(f"{place}", before, role, parts, section.created, section.author, state))
        before = f"{place}" if parts else before
    document = tree.document(
        title=fields.get("title", ""),
        created=moment(fields.get("created")),
        updated=moment(fields.get("updated")),
        head=before,
        tags=distinct(map(str, fields.get("tags", ()))),
    )
    return _under_its_own_id(document, fields.get("id", ""))


def _under_its_own_id(document: Document, name: str) -> Document:
    """Its messages had ids that the file does not tell, so that it is known by its own alone."""
    if not is_usable(name):
        return document
    messages = {each.id: replace(each, conversation_id=name) for each in document.messages.values()}
    return Document(replace(document.conversation, id=name), messages)


def _lines_unified(text: str) -> str:
    return text.lstrip("\ufeff").replace("\r\n", "\n")


def _fields(front: str) -> Iterator[tuple[str, Any]]:
    """Yield names and values: texts, and of the tags a list of them."""
    for line in front.splitlines():
        name, _, value = line.partition(": ")
        with suppress(ValueError):
            yield name, json.loads(value)


def _sections(text: str) -> Iterator[_Section]:
    section: _Section | None = None
    fence = ""
    for line in text.split("\n"):
        heading = None if fence else _HEADING.fullmatch(line)
        when = _time(heading["time"]) if heading else None
        if heading is not None and when is not None:
            if section is not None:
                yield section
            section = _Section(heading["author"], when, [])
        elif section is not None:
            section.lines.append(line)
        fence = open_fence(line, fence)
    if section is not None:
        yield section


def _role(author: str) -> Role:
    if author in {"You", tr("You"), "你", "您"}:
        return Role.USER
    return Role.SYSTEM if author in {"System prompt", tr("System prompt")} else Role.ASSISTANT


def _time(text: str) -> datetime | None:
    with suppress(ValueError):
        return datetime.strptime(text, "%Y-%m-%d %H:%M:%S").replace(tzinfo=UTC)
    return None


def _answer(text: str) -> tuple[tuple[Part, ...], State]:
    """Return what an answer says, without what the export adds to it: the fold of its reasoning, how it ended."""
    state = State.COMPLETE
    remark = _REMARK.search(f"\n{text}")
    if remark is not None:
        for known, sentence in REMARKS.items():
            if remark["sentence"].startswith((sentence, tr(sentence))):
                state = State.INTERRUPTED if known is State.WRITING else known
                text = text[: max(0, remark.start() - 1)]
    fold = _FOLD.match(text)
    reasoning, seconds = "", None
    if fold is not None:
        reasoning = re.sub(r"&lt;(?=/?(details|summary))", "<", fold["text"].removesuffix("\n"), flags=re.IGNORECASE)
        found = _SECONDS.search(fold["title"])
        seconds = float(found[1]) if found else None
        text = text[fold.end() :]
    return parts_of(text.strip("\n"), reasoning, seconds, role=Role.ASSISTANT), state
