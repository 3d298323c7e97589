"""What is looked for, and where it stands in a text, whatever the case, width and accents on both sides.

A text keeps its length when it is folded, so that a place in the folded text is one in the text itself.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable
from functools import cache
from itertools import islice

from desktop.render.blocks import Block, Code, Math, Prose, Span, Spans, Table, Unread

OPAQUE = "\ufffc"  # stands in a run of text for what is found only as a whole
_MARKUP = "*`_~\\"  # what Markdown puts between the letters of a word
_BLANKS = "\t\n\r\u00a0\u2028\u3000"
_QUOTES = {"\u2018": "'", "\u2019": "'", "\u201c": '"', "\u201d": '"'}
_ACCENTS = re.compile("[\u0300-\u036f]")


# Compiled with the first search: to show a conversation needs neither.
@cache
def _foldable() -> re.Pattern[str]:
    return re.compile("[\u00a0\u00c0-\u024f\u1e00-\u1eff\u2018\u2019\u201c\u201d\u2028\u3000\uff01-\uffdc]")


@cache
def _hidden() -> re.Pattern[str]:
    return re.compile(
        r"\]\([^()\s]*(?:\([^()\s]*\)[^()\s]*)*(?:\s+\"[^\"\n]*\")?\)"  # the address of a link
        r"|^ {0,3}(?:`{3,}|~{3,})[^`\n]*$"  # the line that opens or closes code
        r"|^ {0,3}\[[^\]\n]+\]:[^\n]*$",  # the definition of a reference
        re.MULTILINE,
    )


def fold(text: str) -> str:
    """Return `text` without differences of case, width, accents and kinds of blanks and quotes, as long as before."""
    if not text.isascii():
        text = _foldable().sub(lambda found: _folded(found[0]), text)
    text = text.lower()
    for blank in "\n\t\r":
        text = text.replace(blank, " ")
    return text


def seen_of(markdown: str) -> str:
    """Return about what a reader sees of Markdown, folded and without the marks that may stand within a word."""
    if "](" in markdown or "```" in markdown or "~~~" in markdown or "]:" in markdown:
        markdown = _hidden().sub("\n", markdown)
    return without_marks(fold(markdown))


def without_marks(folded: str) -> str:
    for mark in _MARKUP:
        folded = folded.replace(mark, "")
    return folded


@cache
def _folded(letter: str) -> str:
    if letter in _BLANKS:
        return " "
    bare = _ACCENTS.sub("", unicodedata.normalize("NFKD", _QUOTES.get(letter, letter)))
    bare = unicodedata.normalize("NFKC", bare).lower()
    return bare if len(bare) == 1 else letter


class Needle:
    """One or several words or phrases, each of which is a hit wherever it stands; blank ones are left out.

    `bare` is what to count in what `seen_of` returns.
    """

    def __init__(self, words: Iterable[str]) -> None:
        self.words = tuple(sorted({fold(word) for word in words if word.strip()}, key=len, reverse=True))
        self._pattern = re.compile("|".join(map(re.escape, self.words)))
        stripped = tuple(without_marks(word) for word in self.words)
        self.is_markup = not all(stripped)  # a word is nothing but marks
        self.bare = self if self.is_markup or stripped == self.words else Needle(stripped)

    def __bool__(self) -> bool:
        return bool(self.words)

    @property
    def longest(self) -> int:
        return len(self.words[0]) if self.words else 0

    def count(self, folded: str) -> int:
        """Return how many hits there are in a folded text."""
        if len(self.words) == 1:
            return folded.count(self.words[0])
        return sum(1 for _ in self._pattern.finditer(folded)) if self.words else 0

    def places(self, text: str) -> list[tuple[int, int]]:
        """Return where each hit in `text` begins and ends."""
        return [found.span() for found in self._pattern.finditer(fold(text))] if self.words else []

    def place(self, text: str, nth: int) -> tuple[int, int] | None:
        """Return where hit number `nth` in `text`, from 0, begins and ends; None where there are fewer."""
        found = next(islice(self._pattern.finditer(fold(text)), nth, None), None) if self.words else None
        return found.span() if found else None

    def count_in(self, block: Block) -> int:
        """Return how many hits the layout of `block` has, without one."""
        match block:
            case Unread():
                return self.count_in_source(block.source)
            case Prose():
                return self.count_in_spans(block.spans)
            case Code():
                return self.count(fold(block.text))
            case Table():
                return sum(self.count_in_spans(cell) for row in (block.header, *block.rows) for cell in row)
            case Math():
                return int(self.stands_in(block.tex))
        return 0

    def count_in_source(self, markdown: str) -> int:
        """Return about how many hits a reader will see of Markdown."""
        return self.count(fold(markdown)) if self.is_markup else self.bare.count(seen_of(markdown))

    def count_in_spans(self, spans: Spans) -> int:
        text = "".join(OPAQUE if is_opaque(span) else span.text for span in spans)
        return self.count(fold(text)) + sum(self.stands_in(span.text) for span in spans if is_opaque(span))

    def stands_in(self, text: str) -> bool:
        """Whether there is a hit in what is found only as a whole."""
        return self.count(fold(text)) > 0


def is_opaque(span: Span) -> bool:
    """Whether a span is found only as a whole, since what is seen of it is not its text: a formula, an image."""
    return span.tex is not None or span.image is not None
