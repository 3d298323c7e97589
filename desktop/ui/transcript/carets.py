"""Where a caret goes by the keys that move it: over letters, words, lines, blocks, pages and messages."""

from __future__ import annotations

from collections.abc import Iterator
from enum import Enum, auto

from PySide6.QtCore import QPointF, QRectF

from desktop.ui.transcript.arrangement import Arrangement
from desktop.ui.transcript.hits import hit_at
from desktop.ui.transcript.selection import Caret

_STEP = 8  # px: less than any line is high
_FAR = 1e6
_PAGE = 0.9  # of the view's height, so that something known stays in sight


class Motion(Enum):
    LETTER = auto()
    WORD = auto()
    LINE = auto()
    LINE_END = auto()
    BLOCK = auto()
    PAGE = auto()
    END = auto()


class Carets:
    """Moves carets through what can be seen of an arrangement: not through folded reasoning."""

    def __init__(self, arrangement: Arrangement) -> None:
        self._arrangement = arrangement
        self._column: float | None = None  # the x that lines are gone up and down at

    def moved(self, caret: Caret, motion: Motion, *, forward: bool, page: int = 0) -> Caret:
        """Return where `caret` goes; it stays where there is nothing further on. `page` is in pixels."""
        if motion not in (Motion.LINE, Motion.PAGE):
            self._column = None
        match motion:
            case Motion.LETTER | Motion.WORD:
                return self._by_letters(caret, words=motion is Motion.WORD, forward=forward)
            case Motion.LINE:
                return self._by_lines(caret, 0, forward=forward)
            case Motion.PAGE:
                return self._by_lines(caret, page * _PAGE, forward=forward)
            case Motion.LINE_END:
                return self._at(_FAR if forward else -_FAR, self.area(caret).center().y()) or caret
            case Motion.BLOCK:
                return self._by_blocks(caret, forward=forward)
            case Motion.END:
                return self._edge(forward=forward) or caret

    def area(self, caret: Caret) -> QRectF:
        """Return where the letter after a caret stands, counted from the top left of all messages."""
        entry = self._arrangement.layout(caret.entry)
        for section, column, left, top in entry.columns():
            if section == caret.section and caret.block < len(column):
                layout = column.layout(caret.block)
                area = next(layout.rects(caret.offset, caret.offset + 1), None)
                if area is None:  # behind the last letter of a table
                    area = QRectF(layout.width if caret.offset else 0, layout.height - _STEP, 0, _STEP)
                y = self._arrangement.top(caret.entry) + top + column.top(caret.block)
                return area.translated(left + column.left(caret.block), y)
        return QRectF(0, self._arrangement.top(caret.entry), 0, _STEP)

    def first(self, number: int) -> Caret | None:
        """Return the place before the first letter of a message; None where it has none."""
        return next((Caret(number, section, 0, 0) for section, *_ in self._arrangement.layout(number).columns()), None)

    def last(self, number: int) -> Caret | None:
        """Return the place behind the last letter of a message; None where it has none."""
        found = None
        for section, column, _, _ in self._arrangement.layout(number).columns():
            last = len(column) - 1
            found = Caret(number, section, last, column.layout(last).length)
        return found

    def _at(self, x: float, y: float) -> Caret | None:
        hit = hit_at(self._arrangement, QPointF(x, y))
        return hit.caret if hit else None

    def _by_letters(self, caret: Caret, *, words: bool, forward: bool) -> Caret:
        column = self._arrangement.layout(caret.entry).column(caret.section)
        if caret.block < len(column):
            offset = column.layout(caret.block).step(caret.offset, words=words, forward=forward)
            if offset is not None:
                return caret._replace(offset=offset)
        return next(self._beyond(caret, forward=forward), caret)

    def _by_blocks(self, caret: Caret, *, forward: bool) -> Caret:
        if not forward and caret.offset:
            return caret._replace(offset=0)
        found = next(self._beyond(caret, forward=forward), None)
        if found is None:
            return self._edge(forward=forward) or caret
        return found._replace(offset=0)

    def _by_lines(self, caret: Caret, pixels: float, *, forward: bool) -> Caret:
        """Go to the next line, at least so many pixels away, as near as may be to where the first one was left."""
        line = self.area(caret)
        if self._column is None:
            self._column = line.left()
        step = _STEP if forward else -_STEP
        y = line.center().y() + (pixels if forward else -pixels)
        while 0 < y < self._arrangement.total:
            found = self._at(self._column, y)
            if found is not None and (found > caret) == forward and self.area(found).top() != line.top():
                return found
            y += step
        return self._edge(forward=forward) or caret

    def _beyond(self, caret: Caret, *, forward: bool) -> Iterator[Caret]:
        """Yield the near end of each block after that of `caret`, or before it."""
        step = 1 if forward else -1
        number = caret.entry
        while 0 <= number < len(self._arrangement.entries):
            columns = list(self._arrangement.layout(number).columns())
            for section, column, _, _ in columns[::step]:
                blocks = range(len(column))
                for block in blocks[::step]:
                    if ((number, section, block) > caret[:3]) == forward and (number, section, block) != caret[:3]:
                        yield Caret(number, section, block, 0 if forward else column.layout(block).length)
            number += step

    def _edge(self, *, forward: bool) -> Caret | None:
        """Return the end of all that can be selected, or its beginning."""
        numbers = range(len(self._arrangement.entries))
        places = (self.last(n) for n in reversed(numbers)) if forward else (self.first(n) for n in numbers)
        return next((place for place in places if place is not None), None)
