"""What stands on a colour: the selection, and the words that were looked for."""

from __future__ import annotations

from PySide6.QtGui import QColor

from desktop.ui.transcript.arrangement import Arrangement
from desktop.ui.transcript.blocks.layout import Marked
from desktop.ui.transcript.entry_layout import Section
from desktop.ui.transcript.finding import Finder
from desktop.ui.transcript.selection import Selection


class Marks:
    def __init__(self, arrangement: Arrangement, selection: Selection, finder: Finder) -> None:
        self._arrangement = arrangement
        self._selection = selection
        self._finder = finder

    def of(self, number: int, section: Section, block: int, top: float, bottom: float) -> Marked:
        """Return the marks between two heights of a block of message `number`; later ones lie over earlier ones."""
        entry = self._arrangement.layout(number)
        layout, style = entry.column(section).layout(block), entry.style
        first, last = layout.positions_between(top, bottom)
        faint = QColor(style.found)
        faint.setAlphaF(faint.alphaF() / 2)
        ranges = [(*hit, faint) for hit in self._finder.ranges_in(layout, first, last)]
        place = self._finder.place
        if place is not None and place[0][:3] == (number, section, block):
            ranges.append((place[0].offset, place[1].offset, style.found))
        selected = self._selection.range_in(number, section, block, layout.length)
        if selected is not None:
            ranges.append((*selected, style.colour("selection")))
        seen = ((max(start, first), min(end, last), colour) for start, end, colour in ranges)
        return Marked(tuple(one for one in seen if one[0] < one[1] or not layout.length))
