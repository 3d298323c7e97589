"""A Fenwick tree over heights: where does row i begin, and which row is at pixel y, both in O(log n).

Fenwick, "A new data structure for cumulative frequency tables", 1994.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence


class HeightIndex:
    """Whole pixels, none negative. Rows are numbered from 0."""

    def __init__(self, heights: Iterable[int] = ()) -> None:
        self._heights = list(heights)
        self._tree: list[int] = []
        self._add_up()

    def _add_up(self) -> None:
        self._tree = tree = [0, *self._heights]
        count = len(tree)
        for node in range(1, count):
            above = node + (node & -node)
            if above < count:
                tree[above] += tree[node]

    def __len__(self) -> int:
        return len(self._heights)

    def __getitem__(self, row: int) -> int:
        return self._heights[row]

    def __setitem__(self, row: int, height: int) -> None:
        change = height - self._heights[row]
        if not change:
            return
        self._heights[row] = height
        node = row + 1
        while node < len(self._tree):
            self._tree[node] += change
            node += node & -node

    @property
    def total(self) -> int:
        return self.top(len(self._heights))

    def top(self, row: int) -> int:
        """Return the sum of the heights before `row`, which may be the number of rows."""
        total = 0
        while row:
            total += self._tree[row]
            row &= row - 1
        return total

    def row_at(self, y: int) -> int:
        """Return the row at pixel `y`: the first one above them all, the last one below; -1 where there is none."""
        row = 0
        step = 1 << (len(self._tree) - 1).bit_length()
        while step:
            if row + step < len(self._tree) and self._tree[row + step] <= y:
                row += step
                y -= self._tree[row]
            step >>= 1
        return min(row, len(self._heights) - 1)

    def append(self, height: int) -> None:
        node = len(self._tree)
        below = node & (node - 1)
        self._tree.append(height + self.top(node - 1) - self.top(below))
        self._heights.append(height)

    def replace(self, first: int, count: int, heights: Sequence[int]) -> None:
        """Put rows of `heights` in the place of `count` rows from number `first` on: at the end quick, else O(n)."""
        if first + count == len(self._heights):
            self.truncate(first)
            for height in heights:
                self.append(height)
        else:
            self._heights[first : first + count] = heights
            self._add_up()

    def truncate(self, count: int) -> None:
        """Forget the rows from number `count` on."""
        del self._heights[count:]
        del self._tree[count + 1 :]
