"""The line of a text that is shown for a hit: around the place where most of what was asked for stands together."""

from __future__ import annotations

import re
from collections import deque
from collections.abc import Iterator, Sequence
from itertools import islice

from msgspec import Struct

from desktop.store.words import Term, fold, is_letter, starts_single

_BEFORE, _AFTER = 30, 150  # characters of a snippet before its first hit, and from there on
_STRETCH, _OVERLAP = 4096, 256  # characters that are folded at once; a hit may stand across the border of two
_MOST_STRETCHES = 32  # that are looked through for a better place than the one found
_MOST_SHOWN = 20

Range = tuple[int, int]


class Shown:
    """Finds terms in folded text: their words with nothing but punctuation and space between."""

    def __init__(self, terms: Sequence[Term]) -> None:
        # The longest first. Letters are looked up and not written into the pattern: such a set is slow to compile.
        ordered = sorted(terms, key=lambda term: term.words, reverse=True)
        self._terms = [(term, re.compile(_regex(term))) for term in ordered]
        self._any = re.compile("|".join(map(_regex, ordered)))
        self.count = len(terms)

    def places(self, folded: str, start: int = 0) -> Iterator[Range]:
        """Yield start and end of each hit from `start` on."""
        while (possible := self._any.search(folded, start)) is not None:
            start = possible.start()
            end = next((end for term, regex in self._terms if (end := _end(term, regex, folded, start))), None)
            if end is not None:
                yield start, end
            start = end or start + 1


def _regex(term: Term) -> str:
    return r"[\W_]*".join(re.escape(word[0] if starts_single(word) else word) for word in term.words)


def _end(term: Term, regex: re.Pattern[str], folded: str, start: int) -> int:
    """Return where the term ends that begins at `start`; 0 where it does not stand there as words of its own."""
    match = regex.match(folded, start)
    if match is None or (not starts_single(term.words[0]) and is_letter(folded[start - 1 : start])):
        return 0
    cut_short = term.whole and not starts_single(term.words[-1]) and is_letter(folded[match.end() : match.end() + 1])
    return 0 if cut_short else match.end()


class Snippet(Struct, frozen=True):
    """One line. `highlights` are start and end of each hit in it, in characters."""

    text: str
    highlights: tuple[Range, ...]


def snippet_of(texts: list[str], shown: Shown | None) -> Snippet:
    """Return the best line of the first of `texts` that has a hit; where none has, the beginning of the first."""
    for text in texts:
        place = None if shown is None else _best_place(text, shown)
        if place is not None:
            return _line(text, place, shown)
    return _line((texts or [""])[0], 0, shown)


def ranges_in(text: str, shown: Shown, most: int = _MOST_SHOWN) -> tuple[Range, ...]:
    """Return start and end of up to `most` hits, as positions in `text` itself, which folding may have shifted."""
    folded = fold(text)
    found: list[Range] = []
    for start, end in islice(shown.places(folded), most):
        found.append((_unfolded(text, folded, start), _unfolded(text, folded, end)))
    return tuple(found)


def _best_place(text: str, shown: Shown) -> int | None:
    """Return where the line begins that holds the most different hits, the first such; None where there is no hit."""
    best, place = 0, None
    for number, (start, stretch) in enumerate(_stretches(text)):
        if place is not None and number > _MOST_STRETCHES:
            break
        folded = fold(stretch)
        line: deque[Range] = deque()  # the hits that fit into a line with the last one
        for hit in shown.places(folded, 1 if start else 0):
            line.append(hit)
            while line[0][0] < hit[0] - _AFTER:
                line.popleft()
            different = len({folded[at:end] for at, end in line})
            if different > best:
                best, place = different, start + _unfolded(stretch, folded, line[0][0])
            if best >= shown.count:
                return place
    return place


def _stretches(text: str) -> Iterator[tuple[int, str]]:
    """Yield pieces of `text` and where they start; the first character of all but the first only stands before."""
    for start in range(0, max(len(text), 1), _STRETCH - _OVERLAP):
        yield start, text[start : start + _STRETCH]
        if start + _STRETCH >= len(text):
            return


def _line(text: str, place: int, shown: Shown | None) -> Snippet:
    start = 0 if len(text) <= _AFTER else max(0, place - _BEFORE)
    if start > 0:  # not within a word, where there are spaces
        start += text[start:place].find(" ") + 1
    end = min(len(text), place + _AFTER)
    line = " ".join(text[start:end].split())
    before, after = "…" if start > 0 else "", "…" if end < len(text) else ""
    ranges = ranges_in(line, shown) if shown is not None else ()
    return Snippet(before + line + after, tuple((at + len(before), to + len(before)) for at, to in ranges))


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
