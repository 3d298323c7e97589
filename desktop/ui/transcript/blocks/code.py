"""Code: lines of one height, of which only those in sight are ever laid out, coloured a slice at a time."""

from __future__ import annotations

import re
from collections.abc import Iterator
from time import perf_counter

from msgspec.structs import replace
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QTextLayout, QTextLine, QTextOption

from desktop.i18n import tr
from desktop.render.blocks import Block, Code
from desktop.render.highlight import Highlighter
from desktop.ui.theme import RADIUS
from desktop.ui.transcript import utf16
from desktop.ui.transcript.block_cache import BlockCache
from desktop.ui.transcript.blocks.code_rows import TAB, CodeRows, Colours, divided
from desktop.ui.transcript.blocks.layout import BlockLayout, Control, Marked
from desktop.ui.transcript.blocks.sideways import Sideways
from desktop.ui.transcript.lines import next_position, x_of
from desktop.ui.transcript.needle import Needle
from desktop.ui.transcript.style import Style

_LONGEST_LABEL = 40  # characters of the language's name
_ROWS_KEPT = 200
_FEWEST_DIGITS = 2  # that there is room for where lines have numbers
_WORD = re.compile(r"\w+|\s+|[^\w\s]")


class CodeLayout(BlockLayout):
    block: Code

    def __init__(self, block: Code, width: int, style: Style, *, dim: bool) -> None:
        super().__init__(block, width, style, dim=dim)
        self._colours: list[Colours] = []
        self._highlighter: Highlighter | None = None
        self._seen_to = 0  # rows that were painted and want colours
        self._sideways = Sideways()
        self._laid: BlockCache[int, QTextLayout] = BlockCache(_ROWS_KEPT)
        self._head = style.em(2.3)
        self._side = style.em(0.95)
        self._foot = style.em(0.75)
        self._column_width = QFontMetricsF(style.code.font).horizontalAdvance("0")
        self._digits = 0
        self._read()

    def _read(self) -> None:
        """Make the rows anew; where lines have numbers, the room for these depends on how many there are."""
        if self.style.code_looks.numbers:
            self._digits = max(_FEWEST_DIGITS, len(str(self.block.text.count("\n") + 1)))
        room = self.width - 2 * self._side - self._gutter
        wraps = self.style.code_looks.wrap
        self._rows = CodeRows(max(8, int(room / self._column_width)) if wraps else None)
        self._colours.clear()
        self._laid.clear()
        self._highlighter = None
        self._add(self.block.text)

    @property
    def _gutter(self) -> float:
        return (self._digits + 1.5) * self._column_width if self._digits else 0.0

    def adopt(self, block: Block) -> bool:
        old = self.block
        if not isinstance(block, Code) or block.language != old.language or block.frame != old.frame:
            return False
        if not block.text.startswith(old.text):
            return False
        self.block = block
        self.changed_from = self.height
        if len(block.text) > len(old.text):
            # The last line may have been half a line: it is read again with what was added.
            kept = old.text.rfind("\n") + 1
            if not old.text.endswith("\n"):
                end = self._rows.starts[-1] + utf16.length(self._rows.texts[-1])
                self._rows.forget_from(end - utf16.length(old.text[kept:]))
            for row in range(len(self._rows), len(self._colours) + 1):
                self._laid.drop(row)
            del self._colours[len(self._rows) :]
            self.changed_from = self._head + len(self._rows) * self.style.code.line
            columns = self._rows.columns
            self._add(block.text[kept:])
            if self._digits and len(str(self._rows.lines)) > self._digits:
                self._read()
                self.changed_from = 0
            elif self._rows.columns != columns and self._sideways.needed:
                self.changed_from = 0  # the whole of it can now be scrolled further
        return True

    def _add(self, text: str) -> None:
        """Add the rows of `text`, which begins at the start of a line."""
        self._rows.add(text)
        self.length = self._rows.length
        self.height = self._head + len(self._rows) * self.style.code.line + self._foot
        self.natural_width = self._rows.columns * self._column_width + 2 * self._side + self._gutter
        self._sideways.fit(self.natural_width, self.width)

    def paint(self, painter: QPainter, origin: QPointF, clip: QRectF, marked: Marked) -> None:
        area = QRectF(origin.x(), origin.y(), self.width, self.height)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self.style.colour("code_background"))
        painter.drawRoundedRect(area, RADIUS, RADIUS)
        self._paint_head(painter, area)
        painter.save()
        line = self.style.code.line
        top = origin.y() + self._head
        first = max(0, int((clip.top() - top) // line))
        last = min(len(self._rows), int((clip.bottom() - top) // line) + 1)
        if self._digits:
            self._paint_numbers(painter, origin.x() + self._side, top, range(first, last))
        left = self._gutter + self._side / 2 if self._digits else 1
        painter.setClipRect(area.adjusted(left, 0, -1, 0), Qt.ClipOperation.IntersectClip)
        self._paint_marked(painter, origin, marked)
        painter.setPen(self.style.theme.code["text"])
        for row in range(first, last):
            self._laid_row(row).draw(painter, QPointF(self._left + origin.x(), top + row * line))
        painter.restore()
        self._seen_to = max(self._seen_to, last)
        bar = area.adjusted(self._side, 0, -self._side, -4)
        self._sideways.paint(painter, bar, self.style.colour("border"))

    def _paint_numbers(self, painter: QPainter, left: float, top: float, rows: range) -> None:
        painter.setFont(self.style.code.font)
        painter.setPen(self.style.colour("faint"))
        for row in rows:
            if number := self._rows.numbers[row]:
                place = QPointF(left, top + row * self.style.code.line + self.style.code.baseline)
                painter.drawText(place, f"{number:>{self._digits}}")

    def _paint_head(self, painter: QPainter, area: QRectF) -> None:
        painter.setFont(self.style.small)
        painter.setPen(self.style.colour("faint"))
        head = QRectF(area.left() + self._side, area.top(), area.width() - 4 * self._side, self._head)
        painter.drawText(head, Qt.AlignmentFlag.AlignVCenter, self.block.language[:_LONGEST_LABEL])
        button = self._button().translated(area.topLeft())
        side = self.style.em(1.1)
        spot = QRectF(0, 0, side, side)
        spot.moveCenter(button.center())
        self.style.icon("copy", "faint").paint(painter, spot.toAlignedRect())

    @property
    def _left(self) -> float:
        return self._side + self._gutter - self._sideways.offset

    def _button(self) -> QRectF:
        return QRectF(self.width - self._head - 2, 0, self._head, self._head)

    def control_at(self, point: QPointF) -> Control | None:
        button = self._button()
        return Control("copy", button, tr("Copy code")) if button.contains(point) else None

    def plain(self, start: int, end: int) -> str:
        return utf16.cut(self.block.text, start, end)

    def part(self, start: int, end: int) -> Block:
        return replace(self.block, text=self.plain(start, end))

    def find(self, needle: Needle, first: int = 0, last: int | None = None) -> list[tuple[int, int]]:
        start = max(0, first - 2 * needle.longest)
        text = utf16.cut(self.block.text, start, self.length if last is None else last + 2 * needle.longest)
        return [(start + begin, start + end) for begin, end in utf16.positions(text, needle.places(text))]

    def nth_hit(self, needle: Needle, nth: int) -> tuple[int, int] | None:
        found = needle.place(self.block.text, nth)
        return utf16.positions(self.block.text, [found])[0] if found else None

    def positions_between(self, top: float, bottom: float) -> tuple[int, int]:
        first, last = (max(0, int((y - self._head) // self.style.code.line)) for y in (top, bottom))
        after = self._rows.starts[last + 1] if last + 1 < len(self._rows) else self.length
        return self._rows.starts[min(first, len(self._rows) - 1)], after

    def offset_at(self, point: QPointF) -> int:
        row = min(max(0, int((point.y() - self._head) // self.style.code.line)), len(self._rows) - 1)
        if point.y() < 0:
            return 0
        return self._rows.starts[row] + int(self._line(row).xToCursor(point.x() - self._left))

    def rects(self, start: int, end: int) -> Iterator[QRectF]:
        height = self.style.code.line
        for row in range(self._rows.at(start), len(self._rows)):
            first = self._rows.starts[row]
            if first >= end:
                return
            line = self._line(row)
            last = first + utf16.length(self._rows.texts[row])
            left = x_of(line, max(start, first) - first)
            right = x_of(line, min(end, last) - first) + (self._column_width / 2 if end > last else 0)
            yield QRectF(self._left + left, self._head + row * height, right - left, height)

    def word_at(self, offset: int) -> tuple[int, int]:
        row = self._rows.at(offset)
        text, start = self._rows.texts[row], self._rows.starts[row]
        place = utf16.index(text, offset - start)
        for found in _WORD.finditer(text):
            if found.end() > place or found.end() == len(text):
                return start + utf16.length(text[: found.start()]), start + utf16.length(text[: found.end()])
        return offset, offset

    def step(self, offset: int, *, words: bool, forward: bool) -> int | None:
        row = self._rows.at(offset)
        if not forward and row and offset == self._rows.starts[row]:
            row -= 1
            end = self._rows.starts[row] + utf16.length(self._rows.texts[row])
            if end < offset:
                return end
        laid, start = self._laid_row(row), self._rows.starts[row]
        found = start + next_position(laid, offset - start, words=words, forward=forward)
        if found != offset:
            return found
        return self._rows.starts[row + 1] if forward and row + 1 < len(self._rows) else None

    def scroll_sideways(self, pixels: float) -> bool:
        return self._sideways.move(pixels)

    def advance(self, seconds: float) -> QRectF:
        """Colour lines, as far as they were seen."""
        first = len(self._colours)
        until = perf_counter() + seconds
        if self._highlighter is None:
            self._highlighter = Highlighter(self.block.language)
        while len(self._colours) < self._ready:
            row = len(self._colours)
            line = self._rows.line_of(row)
            count, text = line or (1, "")
            colours = self._highlighter.feed_line(f"{text}\n") if line else ()
            self._colours += divided(colours, self._rows.texts[row : row + count])
            for coloured in range(row, row + count):
                self._laid.drop(coloured)
            if perf_counter() > until:
                break
        top, height = self._head + first * self.style.code.line, (len(self._colours) - first) * self.style.code.line
        return QRectF(0, top, self.width, height)

    @property
    def _ready(self) -> int:
        """How many rows can be coloured now: a last line that is still being written cannot."""
        complete = self.block.closed or self.block.text.endswith("\n")
        return min(self._seen_to, len(self._rows) - (0 if complete else 1))

    @property
    def waiting(self) -> bool:
        language = self.block.language
        return bool(language) and len(self._colours) < self._ready and self.style.can_colour(language)

    def _line(self, row: int) -> QTextLine:
        return self._laid_row(row).lineAt(0)

    def _laid_row(self, row: int) -> QTextLayout:
        laid = self._laid.get(row)
        if laid is None:
            laid = self._lay_row(row)
            self._laid.put(row, laid)
        return laid

    def _lay_row(self, row: int) -> QTextLayout:
        text, face = self._rows.texts[row], self.style.code
        laid = QTextLayout(text, face.font)
        laid.setCacheEnabled(True)
        option = QTextOption()
        option.setWrapMode(QTextOption.WrapMode.NoWrap)
        option.setTabStopDistance(TAB * self._column_width)
        laid.setTextOption(option)
        if row < len(self._colours):
            laid.setFormats([self._range(text, *colour) for colour in self._colours[row]])
        laid.beginLayout()
        line = laid.createLine()
        line.setLineWidth(1e6)
        line.setPosition(QPointF(0, face.baseline - line.ascent()))
        laid.endLayout()
        return laid

    def _range(self, text: str, start: int, length: int, role: str) -> QTextLayout.FormatRange:
        made = QTextLayout.FormatRange()
        made.start = utf16.length(text[:start])
        made.length = utf16.length(text[start : start + length])
        made.format = self.style.code_format(role)
        return made
