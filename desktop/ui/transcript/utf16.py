"""Qt counts text in UTF-16 units, Python in characters: an emoji is two of the one and one of the other."""

from __future__ import annotations

from collections.abc import Iterable


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


def positions(text: str, places: Iterable[tuple[int, int]]) -> list[tuple[int, int]]:
    """Return `places` in `text`, which follow one another, as Qt counts them."""
    if text.isascii():
        return list(places)
    found = []
    seen = counted = 0
    for start, end in places:
        first = counted + length(text[seen:start])
        seen, counted = end, first + length(text[start:end])
        found.append((first, counted))
    return found
