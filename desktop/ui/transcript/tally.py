"""How many hits each block of a column has."""

from __future__ import annotations

from bisect import bisect_right
from collections.abc import Sequence
from itertools import accumulate

from desktop.render.blocks import Block
from desktop.ui.transcript.needle import Needle


class Tally:
    def __init__(self) -> None:
        self._blocks: list[Block] = []
        self._counts: list[int] = []
        self._sums: list[int] = []  # of all blocks up to and with each

    def take(self, blocks: Sequence[Block], needle: Needle) -> None:
        """Count in what is new since the last time: the end of a reply that is written, a passage that was read."""
        known = self._blocks
        least = min(len(known), len(blocks))
        first = next((n for n in range(least) if known[n] is not blocks[n]), least)
        least -= first
        same = next((n for n in range(least) if known[-1 - n] is not blocks[-1 - n]), least)
        if first + same == len(known) == len(blocks):
            return
        new = map(needle.count_in, blocks[first : len(blocks) - same])
        self._counts = [*self._counts[:first], *new, *self._counts[len(known) - same :]]
        self._blocks = list(blocks)
        self._sums = list(accumulate(self._counts))

    @property
    def total(self) -> int:
        return self._sums[-1] if self._sums else 0

    def before(self, block: int) -> int:
        """Return how many hits there are before a block."""
        return self._sums[block - 1] if block else 0

    def place(self, nth: int) -> tuple[int, int]:
        """Return the number of the block that has hit number `nth`, from 0, and which one of its hits that is."""
        block = bisect_right(self._sums, nth)
        return block, nth - self.before(block)
