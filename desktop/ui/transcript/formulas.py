"""Formulas as pictures: typeset once, drawn in any colour and at any size."""

from __future__ import annotations

from msgspec import Struct
from PySide6.QtCore import QByteArray, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

from desktop.i18n import language
from desktop.render.math import Formula, typeset
from desktop.ui.theme import prose_font
from desktop.ui.transcript.block_cache import BlockCache

_KEPT = 400


class Drawing(Struct, eq=False):
    """A formula at one size: `ascent` above and `depth` below the baseline, in pixels."""

    formula: Formula
    width: float
    ascent: float
    depth: float
    scale: int  # pixels of an em
    _picture: QPixmap | None = None
    _colour: QColor | None = None

    @property
    def height(self) -> float:
        return self.ascent + self.depth

    def paint(self, painter: QPainter, left: float, baseline: float, colour: QColor) -> None:
        """Draw it with its left end on the baseline at the given point."""
        device = painter.device()
        ratio = device.devicePixelRatioF() if device is not None else 1.0
        if self._picture is None or self._colour != colour or self._picture.devicePixelRatioF() != ratio:
            self._picture = self._drawn(colour, ratio)
            self._colour = colour
        painter.drawPixmap(round(left), round(baseline - self.ascent), self._picture)

    def _drawn(self, colour: QColor, ratio: float) -> QPixmap:
        width, height = max(1, round(self.width * ratio)), max(1, round(self.height * ratio))
        picture = QPixmap(width, height)
        picture.setDevicePixelRatio(ratio)
        picture.fill(Qt.GlobalColor.transparent)
        painter = QPainter(picture)
        drawing = QSvgRenderer(QByteArray(self.formula.coloured(colour.name()).encode()))
        drawing.render(painter, QRectF(0, 0, width / ratio, height / ratio))
        painter.setPen(colour)
        for glyph in self.formula.glyphs:
            painter.setFont(prose_font(glyph.size * self.scale))
            painter.drawText(QPointF(glyph.x * self.scale, self.ascent + glyph.y * self.scale), glyph.character)
        painter.end()
        return picture


class Formulas:
    """The drawings made lately, by formula and size."""

    def __init__(self) -> None:
        self._kept: BlockCache[tuple[str, bool, int], Drawing] = BlockCache(_KEPT)

    def drawing(self, tex: str, *, display: bool, em: int) -> Drawing | None:
        """Return the drawing of `tex` at `em` pixels, or None where it cannot be drawn: show its source then."""
        key = (tex, display, em)
        found = self._kept.get(key)
        if found is None:
            formula = typeset(tex, display=display, locale=language())
            if not formula.is_drawn:
                return None
            ascent = formula.height - formula.depth
            found = Drawing(formula, formula.width * em, ascent * em, formula.depth * em, em)
            self._kept.put(key, found)
        return found
