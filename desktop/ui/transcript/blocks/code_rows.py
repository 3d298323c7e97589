"""The rows of a code block: a line is one, or as many as it takes where it is wrapped or very long."""

from __future__ import annotations

import re
from bisect import bisect_right
from collections.abc import Iterator, Sequence
from itertools import accumulate

from desktop.ui.transcript import utf16

TAB = 4  # columns
_LONGEST_LINE = 2_000  # characters; a longer one goes on in the next row, so that no row takes long to lay out
_WIDE = re.compile("[\u1100-\u115f\u2e80-\ua4cf\uac00-\ud7a3\uf900-\ufaff\ufe30-\ufe6f\uff00-\uff60\uffe0-\uffe6]")
_ASTRAL = re.compile("[\U00010000-\U0010ffff]")

Colours = tuple[tuple[int, int, str], ...]


class CodeRows:
    """`texts` are the rows, `starts` their positions as Qt counts, `numbers` those of the lines they begin, else 0.

    With `width`, no row is wider than so many columns of a monospaced font. `columns` is the width of the widest.
    """

    def __init__(self, width: int | None) -> None:
        self.texts: list[str] = []
        self.starts: list[int] = []
        self.numbers: list[int] = []
        self.length = 0
        self.columns = 0
        self.lines = 0
        self._width = width
        self._uncoloured: set[int] = set()  # numbers of the rows of lines that are too long to be coloured

    def __len__(self) -> int:
        return len(self.texts)

    def add(self, text: str) -> None:
        """Add the rows of `text`, which begins at the start of a line."""
        place = self.starts[-1] + utf16.length(self.texts[-1]) + 1 if self.texts else 0
        lines = text.split("\n")
        if not lines[-1] and (len(lines) > 1 or self.texts):
            lines.pop()
        longest = len(max(lines, key=len, default=""))
        narrow = self._width is None or longest * (1 if text.isascii() and "\t" not in text else TAB) <= self._width
        if narrow and longest <= _LONGEST_LINE and (text.isascii() or not _ASTRAL.search(text)):
            place = self._add_simple(lines, place)
        else:
            for line in lines:
                place = self._add_line(line, place)
        self.length = max(0, place - 1)

    def forget_from(self, position: int) -> None:
        """Forget the rows from a position on that is the start of a line."""
        while self.texts and self.starts[-1] >= position:
            self.texts.pop()
            self.starts.pop()
            self.lines -= self.numbers.pop() > 0
            self._uncoloured.discard(len(self.texts))

    def at(self, position: int) -> int:
        """Return the number of the row that a position stands in."""
        return max(0, bisect_right(self.starts, position) - 1)

    def line_of(self, row: int) -> tuple[int, str] | None:
        """Return how many rows the line has that begins with this one, and its text; None where it has no colours."""
        if row in self._uncoloured:
            return None
        end = row + 1
        while end < len(self.texts) and not self.numbers[end]:
            end += 1
        return end - row, "".join(self.texts[row:end])

    def _add_simple(self, lines: Sequence[str], place: int) -> int:
        """Add lines each of which is a row, and each letter of which is one for Qt, in one go."""
        *starts, place = accumulate((len(line) + 1 for line in lines), initial=place)
        self.starts += starts
        self.texts += lines
        self.numbers += range(self.lines + 1, self.lines + len(lines) + 1)
        self.lines += len(lines)
        widest = TAB if "\t" in "".join(lines) else 2  # columns of a letter
        for line in lines:
            if len(line) * widest > self.columns:
                self.columns = max(self.columns, columns_of(line))
        return place

    def _add_line(self, line: str, place: int) -> int:
        """Add the rows of one line, which begins at position `place`, and return where the next one begins."""
        self.lines += 1
        number = self.lines
        for part in _parts(line, self._width):
            if len(line) > _LONGEST_LINE:
                self._uncoloured.add(len(self.texts))
            self.texts.append(part)
            self.starts.append(place)
            self.numbers.append(number)
            self.columns = max(self.columns, columns_of(part))
            place += utf16.length(part)
            number = 0
        return place + 1


def divided(colours: Sequence[tuple[int, int, str]], texts: Sequence[str]) -> Iterator[Colours]:
    """Yield the colours of each of the rows `texts` of a line."""
    begin = 0
    for text in texts:
        end = begin + len(text)
        here = ((max(start, begin), min(start + length, end), role) for start, length, role in colours)
        yield tuple((start - begin, stop - start, role) for start, stop, role in here if stop > start)
        begin = end


def columns_of(row: str) -> int:
    """Return how many columns a row takes in a monospaced font."""
    if "\t" in row:
        row = row.expandtabs(TAB)
    return len(row) if row.isascii() else 2 * len(row) - len(_WIDE.sub("", row))


def _parts(line: str, width: int | None) -> Iterator[str]:
    """Divide a line into rows, before a word where that leaves a row at least half full."""
    start = 0
    while start < len(line) or not start:
        end = min(len(line), start + _LONGEST_LINE)
        if width is not None:
            end = _end_of_row(line, start, min(end, start + width), width)
        if end < len(line) and width is not None:
            space = line.rfind(" ", start + (end - start) // 2, end)
            end = space + 1 if space >= 0 else end
        yield line[start:end]
        start = end or len(line) + 1


def _end_of_row(line: str, start: int, end: int, width: int) -> int:
    """Return how far the row that begins at `start` can reach, at most `end`."""
    taken, low = columns_of(line[start:end]), start + 1
    while taken > width and end > low:
        end = max(low, end - max(1, (taken - width) // TAB))
        taken = columns_of(line[start:end])
    return end
