"""A conversation as a Markdown file: front matter, a heading per message, and the text of each untouched."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

from desktop.exchange.document import Document, author, iso, readable, reasoning_title, remark
from desktop.model.message import Message

_LINE_END = re.compile(r"\r\n?|\n")  # CommonMark 0.31, section 2.1; `splitlines` knows more
_FENCE = re.compile(r" {0,3}(`{3,}|~{3,})(.*)")
# What JSON lets stand in a string and YAML does not (YAML 1.2, section 5.1), or reads as the end of a line.
_NOT_YAML = re.compile("[\x7f-\x9f\u2028\u2029\ud800-\udfff\ufeff\ufffe\uffff]")


def write(document: Document, *, with_reasoning: bool = True) -> Iterator[str]:
    """Yield the file in pieces: the branch that is shown, with each text as it is, byte for byte."""
    yield _front_matter(document)
    yield f"\n# {document.title}\n"
    for message in document.branch:
        yield from _message(message, with_reasoning)


def _front_matter(document: Document) -> str:
    conversation = document.conversation
    fields = {
        "id": conversation.id,
        "title": document.title,
        "created": iso(conversation.created),
        "updated": iso(conversation.updated),
        "model": document.model,
        "account": document.account_name,
        "folder": document.folder.name if document.folder else None,
    }
    lines = [f"{name}: {_yaml(value)}" for name, value in fields.items() if value]
    if conversation.tags:
        lines.append(f"tags: [{', '.join(map(_yaml, conversation.tags))}]")
    return "\n".join(["---", *lines, "---", ""])


def _yaml(text: str) -> str:
    """Return `text` as a double-quoted YAML scalar, whose escapes are JSON's."""
    quoted = json.dumps(text, ensure_ascii=False)
    return _NOT_YAML.sub(lambda match: f"\\u{ord(match[0]):04x}", quoted)


def _message(message: Message, with_reasoning: bool) -> Iterator[str]:
    yield f"\n## {author(message)} · {readable(message.created)}\n"
    if with_reasoning and message.reasoning:
        yield f"\n<details>\n<summary>{reasoning_title(message)}</summary>\n\n"
        # The only change to a word: reasoning must not be able to end the fold that it stands in.
        yield _closed(re.sub("<(?=/?(details|summary))", "&lt;", message.reasoning, flags=re.IGNORECASE))
        yield "\n</details>\n"
    if message.text:
        yield "\n" + _closed(message.text)
    note = remark(message)
    if note:
        yield f"\n> *{note}*\n"


def fenced(code: str, language: str = "") -> str:
    """Return `code` as a Markdown block that it cannot end by itself."""
    longest = max((len(run) for run in re.findall(r"`{3,}", code)), default=2)
    fence = "`" * (longest + 1)
    return f"{fence}{language}\n{code}\n{fence}"


def _closed(text: str) -> str:
    """Return `text` with a line end, and where a code block is left open with its end: what follows is not code."""
    fence = open_fence(text)
    ending = "" if text.endswith("\n") else "\n"
    return text + ending + (f"{fence}\n" if fence else "")


def open_fence(text: str, fence: str = "") -> str:
    """Return the code fence that is open behind `text`, where `fence` was before it; "" for none.

    That is by CommonMark 0.31, section 4.5, for fences of the outermost level.
    """
    for line in _LINE_END.split(text):
        match = _FENCE.match(line)
        if match is None:
            continue
        marks, rest = match[1], match[2]
        if not fence and not (marks[0] == "`" and "`" in rest):
            fence = marks
        elif fence and marks.startswith(fence) and not rest.strip(" \t"):
            fence = ""
    return fence
