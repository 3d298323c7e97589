"""Finding words in the conversation that is shown, in folded reasoning and in messages far away too."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections import deque
from collections.abc import Iterator
from itertools import accumulate, islice

from desktop.render.blocks import Block, Code, Prose, Spans, Table
from desktop.ui.transcript.arrangement import Arrangement
from desktop.ui.transcript.blocks.layout import BlockLayout
from desktop.ui.transcript.entry_layout import EntryLayout, Section
from desktop.ui.transcript.selection import Caret
from desktop.ui.transcript.sight import Sight


class Finder:
    """Counts what is looked for in the Markdown of the messages, and finds the place of a hit when it is gone to.

    `current` is the number of the hit that was gone to last, from 0; `place` is where it is.
    """

    def __init__(self, arrangement: Arrangement, sight: Sight) -> None:
        self._arrangement = arrangement
        self._sight = sight
        self._pattern: re.Pattern[str] | None = None
        self._counts: list[int] = []  # of hits in all messages up to and with each
        self.current: int | None = None
        self.place: tuple[Caret, Caret] | None = None

    @property
    def count(self) -> int:
        return self._counts[-1] if self._counts else 0

    def search(self, words: str) -> None:
        """Look for `words`, upper and lower case alike; for nothing where they are empty."""
        self._pattern = pattern = re.compile(re.escape(words), re.IGNORECASE) if words else None
        self.current = self.place = None
        self._counts = []
        if pattern is not None:
            messages = (entry.message for entry in self._arrangement.entries)
            self._counts = list(
                accumulate(sum(len(pattern.findall(part.text)) for part in message.parts) for message in messages)
            )

    def go(self, *, forward: bool) -> None:
        """Go to the next hit or the one before; the first time to the next one from what is in sight."""
        if not self.count:
            return
        if self.current is None:
            seen = self._sight.numbers()
            before = self._counts[seen[0] - 1] if seen and seen[0] else 0
            self.current = (before if forward else before - 1) % self.count
        else:
            self.current = (self.current + (1 if forward else -1)) % self.count
        number = bisect_right(self._counts, self.current)
        self._show(number, self.current - (self._counts[number - 1] if number else 0))

    def ranges_in(self, layout: BlockLayout) -> list[tuple[int, int]]:
        """Return the positions of all hits in a block."""
        return layout.find(self._pattern) if self._pattern is not None else []

    def _show(self, number: int, nth: int) -> None:
        """Bring the nth hit of a message into sight: the last one that can be seen, where Markdown hides some."""
        layout = self._arrangement.layout(number)
        found = deque(islice(self._hits_in(layout), nth + 1), maxlen=1)
        self.place = self._carets(number, *found[0]) if found else None
        if self.place is None:
            self._sight.bring(number)
            return
        if self.place[0].section == Section.REASONING and not layout.reasoning_open:
            self._arrangement.toggle_reasoning(number)
        self._sight.bring_place(self.place[0])

    def _hits_in(self, layout: EntryLayout) -> Iterator[tuple[Section, int, int]]:
        """Yield the section and block of each hit, and which one of the block it is; nothing is laid out for it."""
        assert self._pattern is not None
        for section in Section:
            for index, block in enumerate(layout.column(section).blocks):
                count = sum(len(self._pattern.findall(text)) for text in _texts(block))
                yield from ((section, index, nth) for nth in range(count))

    def _carets(self, number: int, section: Section, index: int, nth: int) -> tuple[Caret, Caret] | None:
        ranges = self.ranges_in(self._arrangement.layout(number).column(section).layout(index))
        if not ranges:
            return None
        start, end = ranges[min(nth, len(ranges) - 1)]
        return Caret(number, section, index, start), Caret(number, section, index, end)


def _texts(block: Block) -> list[str]:
    """Return the texts in which hits are looked for when a block is laid out."""
    match block:
        case Prose():
            return [_text(block.spans)]
        case Code():
            return [block.text]
        case Table():
            return [_text(cell) for row in (block.header, *block.rows) for cell in row]
    return []


def _text(spans: Spans) -> str:
    return "".join("\ufffc" if span.tex is not None else span.text for span in spans)
