"""Inline text broken into lines of one height, with formulas on their baselines."""

from __future__ import annotations

from collections.abc import Iterator
from typing import cast

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QTextLayout, QTextLine, QTextOption

from desktop.ui.transcript import utf16
from desktop.ui.transcript.inline import CODE_AIR, Inline
from desktop.ui.transcript.style import Typeface

_ANY_WIDTH = 1e6
_FORMULA_AIR = 2  # px between a tall formula and the lines around it


class Lines:
    """`run` in `face`, broken at `width` pixels (None: not at all). Points are relative to the upper left corner.

    Each line has the height of its face: letters of a fallback font do not push the lines apart, only formulas do.
    """

    def __init__(
        self, run: Inline, face: Typeface, width: float | None, align: Qt.AlignmentFlag = Qt.AlignmentFlag.AlignLeft
    ) -> None:
        self.run = run
        self.face = face
        self.align = align
        self.height = 0.0
        self.natural_width = 0.0
        self._tops: list[float] = []
        self._baselines: list[float] = []
        self._pills: list[QRectF] | None = None
        self._layout = QTextLayout(run.text, face.font)
        self._layout.setCacheEnabled(True)
        option = QTextOption()
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        option.setTextDirection(Qt.LayoutDirection.LayoutDirectionAuto)
        self._layout.setTextOption(option)
        if run.formats:
            self._layout.setFormats(run.formats)
        self.wrap(width)

    def wrap(self, width: float | None) -> None:
        """Break the lines anew."""
        self._tops, self._baselines, self.height, self.natural_width = [], [], 0.0, 0.0
        self._pills = None
        drawings = list(self.run.drawings())
        layout = self._layout
        layout.beginLayout()
        while (line := layout.createLine()).isValid():
            line.setLineWidth(_ANY_WIDTH if width is None else max(1.0, width))
            above, below = self.face.baseline, self.face.line - self.face.baseline
            if drawings:
                start, end = line.textStart(), line.textStart() + line.textLength()
                for drawing in [drawing for place, drawing in drawings if start <= place < end]:
                    above = max(above, drawing.ascent + _FORMULA_AIR)
                    below = max(below, drawing.depth + _FORMULA_AIR)
            baseline = self.height + above
            natural = line.naturalTextWidth()
            line.setPosition(QPointF(self._shift(natural, width), baseline - line.ascent()))
            self._tops.append(self.height)
            self._baselines.append(baseline)
            self.height += above + below
            self.natural_width = max(self.natural_width, natural)
        layout.endLayout()

    def _shift(self, natural: float, width: float | None) -> float:
        if width is None or self.align == Qt.AlignmentFlag.AlignLeft:
            return 0.0
        return (width - natural) / (2 if self.align == Qt.AlignmentFlag.AlignHCenter else 1)

    def differs_from(self, before: Lines) -> float:
        """Return the height above which these lines look like those they come after."""
        if self.face is not before.face:
            return 0.0
        line = self._layout.lineForTextPosition(self.run.same_until(before.run))
        # A word that has grown may have left the line before.
        return self._tops[line.lineNumber() - 1] if line.isValid() and line.lineNumber() > 0 else 0.0

    @property
    def first_baseline(self) -> float:
        return self._baselines[0] if self._baselines else self.face.baseline

    def paint(self, painter: QPainter, origin: QPointF, clip: QRectF, colour: QColor, pill: QColor) -> None:
        """Draw what lies within `clip`, which is in the painter's coordinates."""
        if self._pills is None:
            self._pills = list(self._find_pills())
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(pill)
        for rect in self._pills:
            painter.drawRoundedRect(rect.translated(origin), 4, 4)
        painter.setPen(colour)
        self._layout.draw(painter, origin, [], clip)
        for place, drawing in self.run.drawings():
            row, x = self.place_of(place)
            drawing.paint(painter, origin.x() + x, origin.y() + self._baselines[row], colour)

    def offset_at(self, point: QPointF) -> int:
        """Return the position between two letters that is nearest to `point`."""
        if not self._tops:
            return 0
        row = self._row_at(point.y())
        line = self._layout.lineAt(row)
        place = int(line.xToCursor(point.x()))
        # The end of a wrapped line is the start of the next; stay on the line that was pointed at.
        last = line.textStart() + line.textLength()
        return min(place, last - 1) if place == last and row + 1 < len(self._tops) else place

    def letter_at(self, point: QPointF) -> int | None:
        """Return the position of the letter under `point`, or None where there is none."""
        if not self._tops or not 0 <= point.y() < self.height:
            return None
        line = self._layout.lineAt(self._row_at(point.y()))
        left = line.position().x()
        if not left <= point.x() < left + line.naturalTextWidth():
            return None
        return int(line.xToCursor(point.x(), QTextLine.CursorPosition.CursorOnCharacter))

    def place_of(self, offset: int) -> tuple[int, float]:
        """Return the line that the letter at `offset` is on, and its left edge."""
        line = self._layout.lineForTextPosition(min(offset, self.run.length))
        return line.lineNumber(), x_of(line, offset)

    def rects(self, start: int, end: int) -> Iterator[QRectF]:
        """Yield what a selection from `start` to `end` covers: one rectangle a line, as high as the line."""
        for row in range(self._layout.lineForTextPosition(start).lineNumber() if self._tops else 0, len(self._tops)):
            line = self._layout.lineAt(row)
            first, last = line.textStart(), line.textStart() + line.textLength()
            if first >= end:
                return
            left, right = sorted((x_of(line, max(first, start)), x_of(line, min(last, end))))
            bottom = self._tops[row + 1] if row + 1 < len(self._tops) else self.height
            yield QRectF(left, self._tops[row], max(right - left, 3.0 if end > last else 0.0), bottom - self._tops[row])

    def word_at(self, offset: int) -> tuple[int, int]:
        """Return where the word around `offset` begins and ends."""
        text = self.run.text
        if not text:
            return 0, 0
        boundary = self._layout
        start = offset if offset < self.run.length else offset - 1
        end = boundary.nextCursorPosition(start, QTextLayout.CursorMode.SkipWords)
        begin = boundary.previousCursorPosition(end, QTextLayout.CursorMode.SkipWords)
        said = utf16.cut(text, begin, end)
        return begin, end - utf16.length(said) + utf16.length(said.rstrip())

    def step(self, offset: int, *, words: bool, forward: bool) -> int | None:
        """Return the position one letter or word further on, or back; None where the text ends."""
        found = next_position(self._layout, offset, words=words, forward=forward)
        return found if found != offset else None

    def _row_at(self, y: float) -> int:
        for row in range(len(self._tops) - 1, -1, -1):
            if self._tops[row] <= y:
                return row
        return 0

    def _find_pills(self) -> Iterator[QRectF]:
        size = self.face.font.pixelSize()
        for piece in self.run.pieces:
            if not piece.span.code:
                continue
            for rect in self.rects(piece.start, piece.end):
                row = self._row_at(rect.top())
                top = self._baselines[row] - size * 1.02
                yield QRectF(rect.left() - CODE_AIR + 1, top, rect.width() + CODE_AIR - 2, size * 1.36)


def x_of(line: QTextLine, offset: int) -> float:
    """Return the left edge of the letter at `offset`."""
    x, _ = cast("tuple[float, int]", line.cursorToX(offset))
    return x


def next_position(layout: QTextLayout, position: int, *, words: bool, forward: bool) -> int:
    """Return the position of a caret one letter or word further on, or back; the same where there is none."""
    mode = QTextLayout.CursorMode.SkipWords if words else QTextLayout.CursorMode.SkipCharacters
    go = layout.nextCursorPosition if forward else layout.previousCursorPosition
    return int(go(position, mode))
