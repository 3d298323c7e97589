"""What is selected: from one place in the transcript to another, over any number of blocks and messages."""

from __future__ import annotations

from typing import NamedTuple

from msgspec.structs import replace

from desktop.render.blocks import Block
from desktop.render.plain import markdown_source
from desktop.ui.transcript.arrangement import Arrangement, Renumbering
from desktop.ui.transcript.blocks.layout import BlockLayout
from desktop.ui.transcript.entry_layout import Section
from desktop.ui.transcript.excerpts import excerpt


class Caret(NamedTuple):
    """A place between two letters. Carets compare as they follow one another."""

    entry: int
    section: Section
    block: int
    offset: int


def renumbered(caret: Caret, renumbering: Renumbering) -> Caret:
    """Return where a caret is after some of the text was read."""
    if caret[:2] != (renumbering.entry, renumbering.section):
        return caret
    return caret._replace(block=renumbering.of(caret.block))


class Selection:
    """From `anchor`, where it began, to `caret`, where it was extended to. Survives what is added below."""

    def __init__(self, arrangement: Arrangement) -> None:
        self._arrangement = arrangement
        arrangement.on_renumbered.append(self._renumber)
        self.anchor: Caret | None = None
        self.caret: Caret | None = None
        self.by_keys = False  # the caret was moved last by the keyboard, and has to be seen

    def __bool__(self) -> bool:
        return self.anchor is not None and self.anchor != self.caret

    def clear(self) -> None:
        self.anchor = self.caret = None
        self.by_keys = False

    def start_at(self, caret: Caret) -> None:
        self.set(caret, caret)

    def extend_to(self, caret: Caret, *, by_keys: bool = False) -> None:
        if self.anchor is None:
            self.anchor = caret
        self.caret = caret
        self.by_keys = by_keys

    def set(self, anchor: Caret, caret: Caret) -> None:
        self.anchor, self.caret = anchor, caret
        self.by_keys = False

    def _renumber(self, renumbering: Renumbering) -> None:
        self.anchor, self.caret = (self._renumbered(caret, renumbering) for caret in (self.anchor, self.caret))

    def _renumbered(self, caret: Caret | None, renumbering: Renumbering) -> Caret | None:
        """Return where a caret is now; what was selected up to the end of what was unread is so still."""
        if caret is None:
            return None
        last_unread = renumbering.first + renumbering.replaced - 1
        if caret.offset and caret[:3] == (renumbering.entry, renumbering.section, last_unread):
            last = renumbering.first + renumbering.made - 1
            column = self._arrangement.layout(caret.entry).column(caret.section)
            return caret._replace(block=last, offset=column.layout(last).length)
        return renumbered(caret, renumbering)

    @property
    def bounds(self) -> tuple[Caret, Caret] | None:
        if self.anchor is None or self.caret is None or self.anchor == self.caret:
            return None
        return min(self.anchor, self.caret), max(self.anchor, self.caret)

    def range_in(self, entry: int, section: Section, block: int, length: int) -> tuple[int, int] | None:
        """Return the positions that are selected in one block of `length`, or None."""
        bounds = self.bounds
        if bounds is None:
            return None
        place = (entry, section, block)
        first, last = bounds
        if place < first[:3] or place > last[:3]:
            return None
        start = first.offset if place == first[:3] else 0
        end = last.offset if place == last[:3] else length
        return (start, end) if end > start or length == 0 else None

    def markdown(self) -> str:
        """Return what is selected: a part of one block as it reads, more than that as Markdown."""
        bounds = self.bounds
        if bounds is None:
            return ""
        numbers = range(bounds[0].entry, bounds[1].entry + 1)
        return "\n\n".join(part for part in (self._of_message(number, bounds) for number in numbers) if part)

    def blocks(self) -> list[Block]:
        """Return the blocks that are selected, each with what is selected of it."""
        bounds = self.bounds
        if bounds is None:
            return []
        first, last = bounds
        found: list[Block] = []
        for number in range(first.entry, last.entry + 1):
            layout = self._arrangement.layout(number)
            if first.entry < number < last.entry:
                found += layout.text.blocks
                continue
            for section, column, _, _ in layout.columns():
                for index, block in enumerate(column.blocks):
                    place = (number, section, index)
                    if place in (first[:3], last[:3]):
                        found += self._part_of(place, column.layout(index))
                    elif first[:3] < place < last[:3]:
                        found.append(block)
        return found

    def _part_of(self, place: tuple[int, Section, int], layout: BlockLayout) -> list[Block]:
        selected = self.range_in(*place, layout.length)
        return [] if selected is None else [layout.part(*selected)]

    def _of_message(self, number: int, bounds: tuple[Caret, Caret]) -> str:
        first, last = bounds
        if first.entry < number < last.entry:
            return self._arrangement.entries[number].message.text.strip("\n")
        parts: list[Block] = []
        for section, column, _, _ in self._arrangement.layout(number).columns():
            for index, block in enumerate(column.blocks):
                place = (number, section, index)
                if place in (first[:3], last[:3]):
                    layout = column.layout(index)
                    if self.range_in(*place, layout.length) is not None:
                        parts.append(self._of_block(place, layout))
                elif first[:3] < place < last[:3]:
                    parts.append(block)
        return markdown_source(parts)

    def _of_block(self, place: tuple[int, Section, int], layout: BlockLayout) -> Block:
        """Return the block with what is selected of it as its source."""
        start, end = self.range_in(*place, layout.length) or (0, 0)
        if (start, end) == (0, layout.length):
            return layout.block
        first, last = self.bounds or (None, None)
        if first and last and first[:3] == last[:3]:
            return replace(layout.block, source=layout.plain(start, end))
        source = excerpt(layout.block, layout.cut(start, end), is_beginning=not start)
        return replace(layout.block, source=source)
