"""The blocks of one part of a message, one under another, each read and laid out when it comes into sight."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Iterator, Sequence
from itertools import count
from math import floor

from msgspec import Struct

from desktop.render.blocks import Block, Unread
from desktop.render.incremental import Change
from desktop.render.passages import Passages
from desktop.ui.transcript.blocks.layout import BlockLayout
from desktop.ui.transcript.frames import gap, inset, quotes_of
from desktop.ui.transcript.height_index import HeightIndex
from desktop.ui.transcript.typesetter import Typesetter


class _Row(Struct):
    """A block with the air above it. `key` finds its layout, `quotes` is what `frames.quotes_of` says of it."""

    block: Block
    key: int
    above: int = 0
    quotes: tuple[int, ...] = ()
    height: int = 0  # of the block alone: an estimate until it was laid out


class BlockColumn:
    """The blocks of `passages`, `width` pixels wide."""

    def __init__(self, passages: Passages, width: int, typesetter: Typesetter, *, dim: bool = False) -> None:
        self.passages = passages
        self.width = width
        self.dim = dim
        self.blocks: list[Block] = []
        self._typesetter = typesetter
        self._keys = count()
        self._rows: list[_Row] = []
        self._heights = HeightIndex()
        self.take(Change(0, passages.blocks))

    def __len__(self) -> int:
        return len(self.blocks)

    @property
    def height(self) -> int:
        return self._heights.total

    def take(self, change: Change) -> int:
        """Show a change of the blocks. What only continues a block keeps its layout.

        Return the height above which everything looks as before.
        """
        first = change.first
        end = len(self.blocks) if change.replaced is None else first + change.replaced
        changed = self.height
        old = self._rows[first:end]
        self.blocks[first:end] = change.blocks
        kept = 0
        while kept < min(len(old), len(change.blocks)):
            seen_from = self._go_on(first + kept, change.blocks[kept])
            if seen_from is None:
                break
            changed = min(changed, seen_from)
            kept += 1
        if kept < max(len(old), len(change.blocks)):
            changed = min(changed, self._heights.top(first + kept))
            self._put(first + kept, old[kept:], change.blocks[kept:])
        return changed

    def write(self, change: Change) -> int:
        """Show what a reply that is being written is like now, as `take` does."""
        self.passages.blocks[change.first :] = change.blocks
        return self.take(change)

    def read(self, index: int) -> Change:
        """Read block number `index`, which is `Unread`, or some of it, and show what it is; return the change."""
        change = self.passages.read(index)
        self.take(change)
        return change

    def _go_on(self, index: int, block: Block) -> int | None:
        """Let row number `index` go on with `block`, if that needs no layout of its own.

        Return the height from which on it looks different then.
        """
        row, layout = self._rows[index], self._cached(index)
        if layout is None:
            return self.height if block == row.block else None
        if not layout.adopt(block):
            return None
        seen_from = self.height if block is row.block else self.top(index) + floor(layout.changed_from)
        row.block = block
        self._set_height(index, layout.height)
        return seen_from

    def _put(self, first: int, old: list[_Row], blocks: Sequence[Block]) -> None:
        """Make rows of `blocks` in the place of the `old` ones, from number `first` on."""
        for row in old:
            self._typesetter.cache.drop((self, row.key))
        self._rows[first : first + len(old)] = [_Row(block, next(self._keys)) for block in blocks]
        behind = first + len(blocks)
        for index in range(first, behind):
            self._join(index)
            self._rows[index].height = self._estimate(index)
        rows = self._rows[first:behind]
        self._heights.replace(first, len(old), [row.above + row.height for row in rows])
        if behind < len(self._rows):
            self._join(behind)
            self._set_height(behind, self._rows[behind].height)

    def _set_height(self, index: int, height: int) -> None:
        row = self._rows[index]
        row.height = height
        self._heights[index] = row.above + height

    def rows(self, top: int, bottom: int) -> Iterator[int]:
        """Yield the numbers of the blocks between two heights; they may be measured meanwhile."""
        if not self.blocks:
            return
        index = self._heights.row_at(max(0, top))
        y = self._heights.top(index)
        while index < len(self.blocks) and y < bottom:
            yield index
            y += self._heights[index]
            index += 1

    def measure(self, top: int, bottom: int) -> None:
        """Lay out what stands between two heights."""
        for index in self.rows(top, bottom):
            layout = self.layout(index)
            y = self.top(index)
            layout.measure(top - y, bottom - y)
            self._set_height(index, layout.height)

    def unread(self, top: int, bottom: int, *, last: bool = False) -> int | None:
        """Return the number of the first block between two heights that is `Unread`, or of the last."""
        found = [index for index in self.rows(top, bottom) if isinstance(self.blocks[index], Unread)]
        return found[-1 if last else 0] if found else None

    def layout(self, index: int) -> BlockLayout:
        """Return block number `index` laid out; its row then has its true height."""
        found = self._cached(index)
        if found is None:
            block = self.blocks[index]
            found = self._typesetter.layout(block, self._width_of(block), dim=self.dim)
            self._typesetter.cache.put((self, self._rows[index].key), found)
            self._set_height(index, found.height)
        return found

    def top(self, index: int) -> int:
        """Return where block number `index` begins, below the air above it."""
        if index >= len(self.blocks):
            return self.height
        return self._heights.top(index) + self.above(index)

    def left(self, index: int) -> int:
        return inset(self.blocks[index].frame, self._typesetter.style)

    def above(self, index: int) -> int:
        """Return the air above block number `index`."""
        return self._rows[index].above

    def quotes(self, index: int) -> tuple[int, ...]:
        """Return the quotes that block number `index` stands in, as `frames.quotes_of` does."""
        return self._rows[index].quotes

    def block_at(self, y: int) -> int:
        """Return the number of the block at a height: the nearest; -1 where there is none."""
        return self._heights.row_at(max(0, y))

    def index_of_line(self, line: int) -> int:
        """Return the number of the block that begins with line number `line` of the text, or else holds it."""
        return max(0, bisect_right(self.blocks, line, key=lambda block: block.start) - 1)

    def previous(self, index: int) -> Block | None:
        return self.blocks[index - 1] if index else None

    def forget(self) -> None:
        """Let go of all layouts; the column is not used again."""
        for row in self._rows:
            self._typesetter.cache.drop((self, row.key))

    def _cached(self, index: int) -> BlockLayout | None:
        return self._typesetter.cache.get((self, self._rows[index].key))

    def _join(self, index: int) -> None:
        """Learn how block number `index` goes on from the one before it."""
        row, previous = self._rows[index], self.previous(index)
        row.above = gap(previous, row.block, self._typesetter.style)
        row.quotes = quotes_of(row.block, previous, self._rows[index - 1].quotes if index else ())

    def _estimate(self, index: int) -> int:
        block = self.blocks[index]
        return self._typesetter.estimate(block, self._width_of(block))

    def _width_of(self, block: Block) -> int:
        return max(40, self.width - inset(block.frame, self._typesetter.style))
