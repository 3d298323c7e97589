"""Qt counts text in UTF-16 units, Python in characters: an emoji is two of the one and one of the other."""

from __future__ import annotations

import re


def length(text: str) -> int:
    return len(text) if text.isascii() else len(text.encode("utf-16-le", "surrogatepass")) // 2


def cut(text: str, start: int, end: int) -> str:
    """Return the part of `text` between two positions that Qt counted."""
    if text.isascii():
        return text[start:end]
    units = text.encode("utf-16-le", "surrogatepass")
    return units[2 * start : 2 * end].decode("utf-16-le", "replace")


def index(text: str, position: int) -> int:
    """Return the character of `text` that stands at `position` as Qt counts."""
    return position if text.isascii() else len(cut(text, 0, position))


def matches(pattern: re.Pattern[str], text: str) -> list[tuple[int, int]]:
    """Return where all that matches in `text` begins and ends, as Qt counts."""
    found = (match.span() for match in pattern.finditer(text))
    if text.isascii():
        return list(found)
    return [(length(text[:start]), length(text[:end])) for start, end in found]
