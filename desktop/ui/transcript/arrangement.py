"""Where every message stands: measured in sight, estimated elsewhere; a reader's place holds still meanwhile."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import NamedTuple

from msgspec import Struct
from msgspec.structs import replace

from desktop.render.blocks import Unread
from desktop.ui.transcript.block_cache import BlockCache
from desktop.ui.transcript.entry import Entry, Position
from desktop.ui.transcript.entry_layout import EntryLayout, Section, Sheet, Shown, estimates
from desktop.ui.transcript.height_index import HeightIndex
from desktop.ui.transcript.style import Style
from desktop.ui.transcript.typesetter import Typesetter

MARGIN = 20  # px above the first message and below the last
_KEPT = 120  # messages whose blocks are remembered
_AT_ONCE = 2  # passages that are read before what is in sight is painted
_PASSES = 6  # of measuring; two are enough unless estimates were far off


class Anchor(Struct, frozen=True):
    """Something in sight that is to stay where it is: a mark in a block, or with `block` -1 the top of a message.

    `y` is where it was, in pixels from the top of the whole transcript.
    """

    entry: int
    section: Section = Section.TEXT
    block: int = -1
    mark: int = 0
    y: int = 0


class Renumbering(NamedTuple):
    """Some of a column was read: its `replaced` blocks from number `first` on, the last one unread, are `made` now."""

    entry: int
    section: Section
    first: int
    replaced: int
    made: int

    def of(self, block: int) -> int:
        """Return the number that a block has now: what was unread has that of its first block."""
        return block if block < self.first + self.replaced else block + self.made - self.replaced


class Arrangement:
    """All messages one under another, `width` pixels wide. `top` is always a scroll position: the first pixel seen."""

    def __init__(self, typesetter: Typesetter, width: int, notice_height: Callable[[Entry, int], int]) -> None:
        self.entries: list[Entry] = []
        self._sheet = Sheet(width, typesetter, Shown(), notice_height)
        self._heights = HeightIndex()
        self._numbers: dict[str, int] = {}
        self._layouts: BlockCache[int, EntryLayout] = BlockCache(_KEPT)
        self._before: BlockCache[int, EntryLayout] = self._layouts  # in the looks before; what was read there is kept
        self._pinned: dict[int, EntryLayout] = {}
        self._anchor: Anchor | None = None
        self.on_renumbered: list[Callable[[Renumbering], None]] = []

    # What there is

    def show(self, entries: Sequence[Entry]) -> None:
        """Replace everything."""
        self.entries = list(entries)
        self._numbers = {entry.message.id: number for number, entry in enumerate(self.entries)}
        self._anchor = None  # of what was shown before
        self._pinned.clear()
        self._layouts = BlockCache(_KEPT)
        self.reset()

    def reset(self, typesetter: Typesetter | None = None, width: int | None = None) -> None:
        """Forget what was laid out: the looks or the width are others now. The reader's place is kept."""
        self._sheet.typesetter.cache.clear()
        self._sheet = replace(
            self._sheet, typesetter=typesetter or self._sheet.typesetter, width=width or self._sheet.width
        )
        self._before, self._layouts = self._layouts, BlockCache(_KEPT)
        self._heights = HeightIndex(estimates(self.entries, self.width, self._style))
        for number, written in self._pinned.items():
            self._pinned[number] = EntryLayout(self.entries[number], self._sheet, written)
            self.resize(number)

    def append(self, entry: Entry) -> None:
        self._numbers[entry.message.id] = len(self.entries)
        self.entries.append(entry)
        self._heights.append(estimates([entry], self.width, self._style)[0])

    @property
    def blocks_made(self) -> int:
        """How many blocks were ever laid out in the present looks."""
        return self._sheet.typesetter.cache.made

    @property
    def shown(self) -> Shown:
        return self._sheet.shown

    @property
    def width(self) -> int:
        return self._sheet.width

    @property
    def _style(self) -> Style:
        return self._sheet.typesetter.style

    def number(self, message_id: str) -> int | None:
        return self._numbers.get(message_id)

    def update(self, number: int, entry: Entry, *, same_text: bool) -> None:
        """Show another state of a message; `same_text` where its words are the same, so that what is laid out stays."""
        self.entries[number] = entry
        found = self.laid_out(number)
        if not same_text:
            self._before.drop(number)
        if found is None:
            return
        if same_text:
            found.entry = entry
        else:
            found.forget()
            self._layouts.drop(number)
            self._pinned.pop(number, None)
            self._hold_line(number, found)
        self.resize(number)

    def _hold_line(self, number: int, before: EntryLayout) -> None:
        """Hold the line of the text that was held in a layout of it that is not used any more."""
        anchor = self._anchor
        if anchor is not None and anchor.entry == number and 0 <= anchor.block < len(before.column(anchor.section)):
            line = before.column(anchor.section).blocks[anchor.block].start
            self._anchor = replace(anchor, block=self._block_of_line(number, anchor.section, line))

    def pin(self, number: int) -> EntryLayout:
        """Keep a message laid out while it is being written."""
        self._pinned[number] = self.layout(number)
        return self._pinned[number]

    def unpin(self, number: int) -> None:
        found = self._pinned.pop(number, None)
        if found is not None:
            self._layouts.put(number, found)

    def laid_out(self, number: int) -> EntryLayout | None:
        """Return the layout of a message where there is one already."""
        return self._pinned.get(number) or self._layouts.get(number)

    def layout(self, number: int) -> EntryLayout:
        found = self.laid_out(number)
        if found is None:
            found = EntryLayout(self.entries[number], self._sheet, self._before.get(number))
            self._layouts.put(number, found)
        return found

    # Where it is

    @property
    def total(self) -> int:
        return self._heights.total + 2 * MARGIN

    def top(self, number: int) -> int:
        return MARGIN + self._heights.top(number)

    def at(self, y: int) -> int:
        """Return the number of the message at a height: the nearest; -1 where there is none."""
        return self._heights.row_at(max(0, y - MARGIN))

    def resize(self, number: int) -> None:
        """Take over the height of a message whose layout has changed."""
        layout = self.layout(number)
        layout.place()
        self._heights[number] = layout.height

    def seen(self, top: int, height: int) -> list[tuple[int, int]]:
        """Return (number, top) of the messages in sight."""
        found = []
        number = self.at(top)
        while 0 <= number < len(self.entries):
            y = self.top(number)
            if y >= top + height:
                break
            found.append((number, y))
            number += 1
        return found

    # Reading

    def prepare(self, top: int, height: int) -> bool:
        """Read something that is in sight or about to come there; False where all of a screen's height has been."""
        for start, extent in ((top, height), (top - height, 3 * height)):
            for number, y in self.seen(start, extent):
                if self.laid_out(number) is None:
                    self.layout(number)
                    return True
                if self._read(number, start - y, start + extent - y):
                    self.resize(number)
                    return True
        return False

    def _read(self, number: int, top: int, bottom: int, *, last: bool = False) -> bool:
        """Read the first passage of a message between two heights that is `Unread`, or the last; False for none."""
        layout = self.layout(number)
        for section, column, _, column_top in layout.columns():
            index = column.unread(top - column_top, bottom - column_top, last=last)
            if index is not None:
                self.read_block(number, section, index)
                return True
        return False

    def read_block(self, number: int, section: Section, index: int) -> None:
        """Read a block of a message that is `Unread`, or a slice of it; others have other numbers then."""
        change = self.layout(number).column(section).read(index)
        renumbering = Renumbering(number, section, change.first, change.replaced or 0, len(change.blocks))
        anchor = self._anchor
        if anchor is not None and (anchor.entry, anchor.section) == (number, section):
            self._anchor = None if anchor.block == index else replace(anchor, block=renumbering.of(anchor.block))
        for listener in self.on_renumbered:
            listener(renumbering)

    def _block_of_line(self, number: int, section: Section, line: int) -> int:
        """Return the number of the block that holds a line of the text, which is read for it if that is quick."""
        column = self.layout(number).column(section)
        for _ in range(_AT_ONCE):
            index = column.index_of_line(line)
            if not len(column) or not isinstance(column.blocks[index], Unread):
                break
            self.read_block(number, section, index)
        return column.index_of_line(line)

    # Holding still

    def settle(self, top: int, height: int, *, at_end: bool) -> int:
        """Lay out what is in sight at `top` and return the scroll position at which the reader sees no movement.

        With `at_end` that is the end, however far down it has moved.
        """
        if at_end:
            top = self._end(height)
        elif self._anchor is None or not top - height <= self._anchor.y <= top + 2 * height:
            self._anchor = self._nearest(top, top)
        for turn in range(_PASSES):
            before = self.total
            if turn < _AT_ONCE:
                self._read_in_sight(top, height, last=at_end)
            self._measure(top, height)
            target = self._end(height) if at_end else self._held(top)
            if target == top and self.total == before:
                break
            top = target
        self.hold(top, height)
        return top

    def hold(self, top: int, height: int) -> None:
        """Choose what is to stay where it is from now on: a block in the upper half of the view."""
        self._anchor = self._nearest(top + height // 3, top)

    def toggle_reasoning(self, number: int) -> None:
        """Fold or unfold the reasoning of a message, whose top is what is to stay where it is."""
        layout = self.layout(number)
        self.shown.reasoning[layout.entry.message.id] = not layout.reasoning_open
        self.resize(number)
        self._anchor = Anchor(number, y=self.top(number))

    def position(self, top: int, *, at_end: bool) -> Position | None:
        anchor = self._nearest(top, top)
        if anchor is None:
            return None
        text = self.layout(anchor.entry)
        message_id = self.entries[anchor.entry].message.id
        block = anchor.block if anchor.section == Section.TEXT else -1
        y = self.top(anchor.entry) + (text.text_top + text.text.top(block) if block >= 0 else 0)
        line = text.text.blocks[block].start if block >= 0 else -1
        return Position(message_id, line, top - y, at_end)

    def top_of(self, position: Position, *, instead: int | None = None) -> int | None:
        """Return the scroll position for a place that was left, and hold on to it; None where its message is gone.

        Message number `instead` is then taken, where there is one.
        """
        number = self.number(position.message_id)
        if number is None:
            number = instead
        if number is None or number >= len(self.entries):
            return None
        block = -1
        if position.line >= 0 and len(self.layout(number).text):
            block = self._block_of_line(number, Section.TEXT, position.line)
            self.resize(number)
        anchor = Anchor(number, Section.TEXT, block)
        y = self._y_of(anchor)
        self._anchor = Anchor(number, Section.TEXT, block, 0, y)
        return y + position.offset

    def _end(self, height: int) -> int:
        return max(0, self.total - height)

    def _measure(self, top: int, height: int) -> None:
        for number, y in self.seen(top, height):
            layout = self.layout(number)
            layout.measure(top - y, top + height - y)
            self._heights[number] = layout.height

    def _read_in_sight(self, top: int, height: int, *, last: bool) -> None:
        for number, y in sorted(self.seen(top, height), reverse=last):
            if self._read(number, top - y, top + height - y, last=last):
                self.resize(number)
                return

    def _held(self, top: int) -> int:
        """Return where the view has to be for the anchor to be where it was in it."""
        if self._anchor is None:
            return top
        y = self._y_of(self._anchor)
        moved = y - self._anchor.y
        self._anchor = replace(self._anchor, y=y)
        return max(0, top + moved)

    def _y_of(self, anchor: Anchor) -> int:
        number = min(anchor.entry, len(self.entries) - 1)
        y = self.top(number)
        if anchor.block < 0:
            return y
        layout = self.layout(number)
        column = layout.column(anchor.section)
        if anchor.block >= len(column) or (anchor.section == Section.REASONING and not layout.reasoning_open):
            return y + layout.text_top
        column_top = layout.text_top if anchor.section == Section.TEXT else layout.reasoning_top
        mark = round(column.layout(anchor.block).mark_top(anchor.mark)) if anchor.mark else 0
        return y + column_top + column.top(anchor.block) + mark

    def _nearest(self, y: int, top: int) -> Anchor | None:
        """Return the anchor at height `y`, or the top of its message where that is in sight."""
        number = self.at(y)
        if number < 0:
            return None
        entry_top = self.top(number)
        if entry_top >= top:
            return Anchor(number, y=entry_top)
        anchor = Anchor(number)
        for section, column, _, column_top in self.layout(number).columns():
            local = y - entry_top - column_top
            if local >= 0 or anchor.block < 0:
                block = column.block_at(local)
                mark = column.layout(block).mark_at(local - column.top(block))
                anchor = Anchor(number, section, block, mark)
        return replace(anchor, y=self._y_of(anchor))
