"""The blocks of one part of a message, one under another, each laid out when it comes into sight."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from math import floor

from desktop.render.blocks import Block
from desktop.ui.transcript.blocks.layout import BlockLayout
from desktop.ui.transcript.frames import gap, inset, quotes_of
from desktop.ui.transcript.height_index import HeightIndex
from desktop.ui.transcript.typesetter import Typesetter


class BlockColumn:
    """`width` pixels wide. A row is a block with the air above it; its height is an estimate until it was laid out."""

    def __init__(self, blocks: Sequence[Block], width: int, typesetter: Typesetter, *, dim: bool = False) -> None:
        self.width = width
        self.dim = dim
        self._typesetter = typesetter
        self.blocks = list(blocks)
        self._aboves: list[int] = []
        self._quotes: list[tuple[int, ...]] = []
        for index in range(len(self.blocks)):
            self._join(index)
        self._heights = HeightIndex(self._estimate(index) for index in range(len(self.blocks)))

    def __len__(self) -> int:
        return len(self.blocks)

    @property
    def height(self) -> int:
        return self._heights.total

    def replace(self, first: int, blocks: Sequence[Block]) -> int:
        """Put `blocks` in the place of all from number `first` on. What only continues a block keeps its layout.

        Return the height above which everything looks as before.
        """
        changed = self.height
        old = self.blocks[first:]
        del self.blocks[first:], self._aboves[first:], self._quotes[first:]
        kept = 0
        for index, block in enumerate(blocks, first):
            self.blocks.append(block)
            self._join(index)
            if kept == index - first and kept < len(old) and self._continues(index, old[kept]):
                kept += 1
                if block is not old[kept - 1] and (layout := self._cached(index)) is not None:
                    changed = min(changed, self.top(index) + floor(layout.changed_from))
                continue
            changed = min(changed, self._heights.top(index))
            if index < len(self._heights):
                self._heights.truncate(index)
                self._forget(index, first + len(old))
            self._heights.append(self._estimate(index))
        if len(self.blocks) < len(self._heights):
            changed = min(changed, self._heights.top(len(self.blocks)))
            self._heights.truncate(len(self.blocks))
            self._forget(len(self.blocks), first + len(old))
        return changed

    def _continues(self, index: int, old: Block) -> bool:
        """Whether block number `index`, new in the place of `old`, needs no layout of its own."""
        block = self.blocks[index]
        layout = self._cached(index)
        if layout is None:
            return block == old
        if not layout.adopt(block):
            return False
        self._heights[index] = self.above(index) + layout.height
        return True

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
            self._heights[index] = self.above(index) + layout.height

    def layout(self, index: int) -> BlockLayout:
        """Return block number `index` laid out; its row then has its true height."""
        found = self._cached(index)
        if found is None:
            block = self.blocks[index]
            width = max(40, self.width - inset(block.frame, self._typesetter.style))
            found = self._typesetter.layout(block, width, dim=self.dim)
            self._typesetter.cache.put((self, index), found)
            self._heights[index] = self.above(index) + found.height
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
        return self._aboves[index]

    def quotes(self, index: int) -> tuple[int, ...]:
        """Return the quotes that block number `index` stands in, as `frames.quotes_of` does."""
        return self._quotes[index]

    def block_at(self, y: int) -> int:
        """Return the number of the block at a height: the nearest; -1 where there is none."""
        return self._heights.row_at(max(0, y))

    def previous(self, index: int) -> Block | None:
        return self.blocks[index - 1] if index else None

    def forget(self) -> None:
        """Let go of all layouts; the column is not used again."""
        self._forget(0, len(self.blocks))

    def _cached(self, index: int) -> BlockLayout | None:
        return self._typesetter.cache.get((self, index))

    def _forget(self, first: int, end: int) -> None:
        for index in range(first, end):
            self._typesetter.cache.drop((self, index))

    def _join(self, index: int) -> None:
        """Learn how block number `index` goes on from the one before it."""
        block, previous = self.blocks[index], self.previous(index)
        self._aboves.append(gap(previous, block, self._typesetter.style))
        self._quotes.append(quotes_of(block, previous, self._quotes[-1] if self._quotes else ()))

    def _estimate(self, index: int) -> int:
        block = self.blocks[index]
        width = max(40, self.width - inset(block.frame, self._typesetter.style))
        return self.above(index) + self._typesetter.estimate(block, width)
