"""How wide the columns of a table are."""

from __future__ import annotations

import heapq
import re
from bisect import bisect_right
from collections.abc import Sequence
from itertools import accumulate

from msgspec.structs import replace
from PySide6.QtGui import QFontMetricsF

from desktop.render.blocks import Spans
from desktop.ui.transcript.inline import inline
from desktop.ui.transcript.lines import Lines
from desktop.ui.transcript.style import Style, Typeface

_MEASURED = 4  # cells of each column that are laid out to learn its width: those with most text
_NARROWEST = 9.0  # em: a column is not squeezed below this; the table is scrolled sideways instead
_WIDE = re.compile("[\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff\uff00-\uffef]")
_LONGEST_CELL = 6_000  # characters that are shown of a cell; copying gives all of them
_LONGEST = 400  # characters: whatever is longer is wider than any column


def text_of(cell: Spans) -> str:
    return cell[0].text if len(cell) == 1 else "".join(span.text for span in cell)


def columns_of(text: str) -> int:
    """Return about how many letters wide `text` is."""
    return len(text) if text.isascii() else 2 * len(text) - len(_WIDE.sub("", text))


class NaturalWidths:
    """The width that each column would like, learnt from few of its cells."""

    def __init__(self, count: int, style: Style) -> None:
        self.widths = [0.0] * count
        self._most = [0] * count
        self._style = style

    def learn(self, rows: Sequence[Sequence[Spans]], *, bold: bool = False) -> bool:
        """Take in more rows; return whether a column wants to be wider than before."""
        before = list(self.widths)
        for column in range(len(self.widths)):
            cells = [row[column] for row in rows]
            sizes = [columns_of(text_of(cell)) for cell in cells]
            for index in heapq.nlargest(_MEASURED, range(len(cells)), key=sizes.__getitem__):
                if sizes[index] * 1.6 < self._most[column]:
                    break
                self._most[column] = max(self._most[column], sizes[index])
                self.widths[column] = max(self.widths[column], self._measured(cells[index], bold=bold))
        return self.widths != before

    def _measured(self, cell: Spans, *, bold: bool) -> float:
        face = self._style.prose(text_of(cell), small=True)
        if columns_of(text_of(cell)) > _LONGEST:
            return _LONGEST * QFontMetricsF(face.font).averageCharWidth()
        return cell_lines(cell, self._style, face, bold=bold).natural_width


def cell_lines(cell: Spans, style: Style, face: Typeface, *, bold: bool = False) -> Lines:
    """Return the lines of a cell; of one that would take long to lay out only the beginning, with an ellipsis."""
    if bold:
        face = face.bold()
    return Lines(inline(_beginning(cell), style, face.font), face, None)


def _beginning(cell: Spans) -> Spans:
    ends = list(accumulate(len(span.text) for span in cell))
    if not ends or ends[-1] <= _LONGEST_CELL:
        return cell
    last = bisect_right(ends, _LONGEST_CELL)
    rest = _LONGEST_CELL - (ends[last - 1] if last else 0)
    return (*cell[:last], replace(cell[last], text=f"{cell[last].text[:rest]}…"))


def fit(natural: Sequence[float], available: float, style: Style) -> list[float]:
    """Return widths that sum to at most `available` where that can be: the widest columns give way first."""
    if sum(natural) <= available or not natural:
        return list(natural)
    narrowest = style.em(_NARROWEST)
    rest, cap = available, available
    open_columns = sorted(natural)
    for index, width in enumerate(open_columns):
        cap = rest / (len(open_columns) - index)
        if width > cap:
            break
        rest -= width
    return [min(width, max(cap, narrowest)) for width in natural]
