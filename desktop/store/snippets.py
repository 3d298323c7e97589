"""The line of a text that is shown for a hit: around the place where most of what was asked for stands together."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from desktop.store.words import fold

_BEFORE, _AFTER = 30, 150  # characters of a snippet before its first hit, and from there on
_STRETCH, _OVERLAP = 4096, 256  # characters that are folded at once; a hit may stand across the border of two
_MOST_STRETCHES = 32  # that are looked through for a better place than the one found
_MOST_SHOWN = 20

Range = tuple[int, int]


@dataclass(frozen=True, slots=True)
class Snippet:
    """One line. `highlights` are start and end of each hit in it, in characters."""

    text: str
    highlights: tuple[Range, ...]


def snippet_of(texts: list[str], shown: re.Pattern[str] | None, terms: int) -> Snippet:
    """Return the best line of the first of `texts` that has a hit; `terms` is how many different ones there can be.

    Where nothing is looked for, or found, it is the beginning of the first.
    """
    for text in texts:
        place = None if shown is None else _best_place(text, shown, terms)
        if place is not None:
            return _line(text, place, shown)
    return _line((texts or [""])[0], 0, shown)


def ranges_in(text: str, shown: re.Pattern[str], most: int = _MOST_SHOWN) -> tuple[Range, ...]:
    """Return start and end of up to `most` hits, as positions in `text` itself, which folding may have shifted."""
    folded = fold(text)
    found: list[Range] = []
    for match in shown.finditer(folded):
        found.append((_unfolded(text, folded, match.start()), _unfolded(text, folded, match.end())))
        if len(found) == most:
            break
    return tuple(found)


def _best_place(text: str, shown: re.Pattern[str], terms: int) -> int | None:
    """Return where the line begins that holds the most different hits, the first such; None where there is no hit."""
    best, place = 0, None
    for number, (start, stretch) in enumerate(_stretches(text)):
        if place is not None and number > _MOST_STRETCHES:
            break
        folded = fold(stretch)
        hits = [(match.start(), match.group()) for match in shown.finditer(folded, 1 if start else 0)]
        last = 0
        for first, (position, _) in enumerate(hits):
            while last < len(hits) and hits[last][0] < position + _AFTER:
                last += 1
            different = len({words for _, words in hits[first:last]})
            if different > best:
                best, place = different, start + _unfolded(stretch, folded, position)
        if best >= terms:
            break
    return place


def _stretches(text: str) -> Iterator[tuple[int, str]]:
    """Yield pieces of `text` and where they start; the first character of all but the first only stands before."""
    for start in range(0, max(len(text), 1), _STRETCH - _OVERLAP):
        yield start, text[start : start + _STRETCH]
        if start + _STRETCH >= len(text):
            return


def _line(text: str, place: int, shown: re.Pattern[str] | None) -> Snippet:
    start = max(0, place - _BEFORE)
    end = min(len(text), place + _AFTER)
    line = " ".join(text[start:end].split())
    snippet = ("…" if start > 0 else "") + line + ("…" if end < len(text) else "")
    return Snippet(snippet, ranges_in(snippet, shown) if shown is not None else ())


def _unfolded(text: str, folded: str, position: int) -> int:
    """Return the position in `text` whose beginning folds to at least `position` characters."""
    if len(text) == len(folded):
        return position
    low, high = 0, len(text)
    while low < high:
        middle = (low + high) // 2
        if len(fold(text[:middle])) < position:
            low = middle + 1
        else:
            high = middle
    return low
