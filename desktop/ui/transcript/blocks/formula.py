"""A displayed formula; what cannot be drawn, or is still being written, shows its source."""

from __future__ import annotations

import math

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QPainter

from desktop.i18n import tr
from desktop.render.blocks import Math, Span
from desktop.render.math import typeset
from desktop.ui.transcript.blocks.layout import BlockLayout, Marked
from desktop.ui.transcript.blocks.sideways import Sideways
from desktop.ui.transcript.formulas import Drawing
from desktop.ui.transcript.inline import FORMULA_SCALE, inline
from desktop.ui.transcript.lines import Lines
from desktop.ui.transcript.needle import Needle
from desktop.ui.transcript.style import Style

_SMALLEST = 0.72  # a formula that is too wide is drawn this much smaller before it has to be scrolled


class FormulaLayout(BlockLayout):
    block: Math

    def __init__(self, block: Math, width: int, style: Style, *, dim: bool) -> None:
        super().__init__(block, width, style, dim=dim)
        self._sideways = Sideways()
        self._air = style.em(0.3)
        self._drawing = self._drawn()
        self._source: Lines | None = None
        if self._drawing is None:
            self._source = self._lines()
            self.height = math.ceil(self._source.height)
            self.natural_width = self._source.natural_width
            self.length = self._source.run.length
            self.first_baseline = self._source.first_baseline
        else:
            self._sideways.fit(self._drawing.width, width)
            self.height = math.ceil(self._drawing.height) + 2 * self._air + (8 if self._sideways.needed else 0)
            self.natural_width = self._drawing.width
            self.length = 1
            self.first_baseline = self._air + self._drawing.ascent

    def _drawn(self) -> Drawing | None:
        if not self.block.closed:
            return None
        em = self.style.em(FORMULA_SCALE)
        drawing = self.style.formulas.drawing(self.block.tex, display=True, em=em)
        if drawing is not None and drawing.width > self.width:
            em = max(round(em * _SMALLEST), math.floor(em * self.width / drawing.width))
            drawing = self.style.formulas.drawing(self.block.tex, display=True, em=em)
        return drawing

    def _lines(self) -> Lines:
        spans: tuple[Span, ...] = (Span(self.block.tex.strip() or " ", code=True),)
        if self.block.closed:
            why = "; ".join(typeset(self.block.tex, display=True).problems)
            words = Span(tr("This formula cannot be drawn: {why}", why=why), italic=True)
            spans = (*spans, Span("\n", line_break=True), words)
        face = self.style.prose(self.block.tex)
        return Lines(inline(spans, self.style, face.font, dim=True), face, self.width)

    def paint(self, painter: QPainter, origin: QPointF, clip: QRectF, marked: Marked) -> None:
        self._paint_marked(painter, origin, marked)
        colour = self.style.colour("dim" if self.dim else "text")
        if self._source is not None:
            self._source.paint(painter, origin, clip, colour, self.style.colour("code_background"))
            return
        assert self._drawing is not None
        left = origin.x() + max(0.0, (self.width - self._drawing.width) / 2) - self._sideways.offset
        painter.save()
        area = QRectF(origin.x(), origin.y(), self.width, self.height)
        painter.setClipRect(area.adjusted(-4, -2, 4, 2), Qt.ClipOperation.IntersectClip)
        self._drawing.paint(painter, left, origin.y() + self.first_baseline, colour)
        painter.restore()
        self._sideways.paint(painter, area, self.style.colour("border"))

    def plain(self, start: int, end: int) -> str:
        if self._source is not None:
            return self._source.run.plain(start, end)
        return self.block.tex if end > start else ""

    def find(self, needle: Needle, _first: int = 0, _last: int | None = None) -> list[tuple[int, int]]:
        return [(0, self.length)] if needle.stands_in(self.block.tex) else []

    def offset_at(self, point: QPointF) -> int:
        if self._source is not None:
            return self._source.offset_at(point)
        return int(point.x() > self.width / 2)

    def step(self, offset: int, *, words: bool, forward: bool) -> int | None:
        if self._source is not None:
            return self._source.step(offset, words=words, forward=forward)
        return super().step(offset, words=words, forward=forward)

    def span_at(self, point: QPointF) -> Span | None:
        inside = QRectF(0, 0, self.width, self.height).contains(point)
        return Span(self.block.tex, tex=self.block.tex, display=True) if inside and self._drawing else None

    def scroll_sideways(self, pixels: float) -> bool:
        return self._sideways.move(pixels)
