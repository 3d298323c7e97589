"""What stands on a colour: the selection, and the words that were looked for."""

from __future__ import annotations

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

    def of(self, number: int, section: Section, block: int) -> Marked:
        """Return the marks in a block of message `number`; those that come later lie over the others."""
        entry = self._arrangement.layout(number)
        layout, style = entry.column(section).layout(block), entry.style
        ranges = [(start, end, style.colour("warning_tint")) for start, end in self._finder.ranges_in(layout)]
        place = self._finder.place
        if place is not None and place[0][:3] == (number, section, block):
            ranges.append((place[0].offset, place[1].offset, style.found))
        selected = self._selection.range_in(number, section, block, layout.length)
        if selected is not None:
            ranges.append((*selected, style.colour("selection")))
        return Marked(tuple(ranges))
