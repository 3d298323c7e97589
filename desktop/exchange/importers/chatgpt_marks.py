"""ChatGPT's marks within a text → Markdown, or nothing.

An answer has marks where the web page shows a source, a card or a name that can be clicked: between U+E200 and U+E201
stand a kind (cite, entity, url, navlist, products …) and, each after U+E202, its fields. Earlier ones look like
【12†L3-L9】. `metadata.content_references` tells for most of them, by `matched_text`, what they stand for: `alt`, which
is Markdown, or `url` and `title`. The canvas of 2026 stands in the text itself, as a block `:::writing{…}`.
"""

from __future__ import annotations

import json
import re
from collections.abc import Mapping
from contextlib import suppress
from typing import Any

from desktop.exchange.importers.building import mapping, sequence, words

_MARK = re.compile("( ?)(\ue200([^\ue200\ue201]*)\ue201)")
_EARLIER = re.compile(r"( ?)(【[^【】\n]{1,200}】)")
_NEXT = "\ue202"
_STRAY = str.maketrans("", "", "\ue200\ue201\ue202\ue203\ue204\ue205\ue206")  # what they are around is text
_OPENING = re.compile(r":::writing\{([^}]{0,1000})\}\s*")
_SUBJECT = re.compile(r'subject="([^"]*)"')


def without_marks(text: str, references: Any) -> str:
    """Return an answer's `text` with what its marks stand for in their place."""
    known = _known(references)

    def replaced(found: re.Match[str]) -> str:
        instead = known.get(found[2]) or _by_itself(found[3])
        return f"{found[1]}{instead}" if instead else ""

    def linked(found: re.Match[str]) -> str:
        instead = known.get(found[2])
        return f"{found[1]}{instead}" if instead else found[0]  # which may be a heading of the model's own

    return _without_directives(_EARLIER.sub(linked, _MARK.sub(replaced, text)).translate(_STRAY))


def _known(references: Any) -> dict[str, str]:
    known: dict[str, str] = {}
    for reference in map(mapping, sequence(references)):
        instead = words(reference.get("alt")).strip()
        if not instead and words(reference.get("url")):
            title = words(reference.get("attribution")) or words(reference.get("title"))
            instead = f"({_link(title, reference['url'])})"
        known[words(reference.get("matched_text")).strip()] = instead
    return known


def _by_itself(inside: str) -> str:
    """Return the words of a mark that nothing is told of: those that were written to be read."""
    kind, *fields = inside.split(_NEXT)
    first = fields[0] if fields else ""
    if kind in {"url", "link"} and len(fields) > 1:
        return _link(first, fields[1])
    if kind == "navlist":
        return first
    data: Any = None
    with suppress(ValueError, RecursionError):
        data = json.loads(first)
    if isinstance(data, list):  # of an entity: what it is, its name, more about it
        return words(data[1]) if len(data) > 1 else ""
    chosen = map(sequence, sequence(mapping(data).get("selections")))  # products: the id and the name of each
    return ", ".join(words(each[1]) for each in chosen if len(each) > 1)


def _link(title: str, url: str) -> str:
    name = " ".join(title.replace("[", "(").replace("]", ")").split()) or url
    return f"[{name}](<{url}>)" if re.search(r"[\s()]", url) else f"[{name}]({url})"


def _without_directives(text: str) -> str:
    """Leave the words of a canvas, and the subject of an e-mail, and take away the lines around them."""
    if ":::writing" not in text:
        return text
    lines: list[str] = []
    is_inside = False
    for line in text.split("\n"):
        opening = _OPENING.fullmatch(line)
        if opening is not None:
            subject = _SUBJECT.search(opening[1])
            lines += [f"**{subject[1]}**", ""] if subject else []
            is_inside = True
        elif is_inside and line.strip() == ":::":
            is_inside = False
        else:
            lines.append(line)
    return "\n".join(lines)


def references_of(message: Mapping[str, Any]) -> Any:
    return mapping(message.get("metadata")).get("content_references")
