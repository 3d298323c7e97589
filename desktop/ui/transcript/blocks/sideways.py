"""Scrolling sideways inside a block that is wider than the column."""

from __future__ import annotations

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter

_THICKNESS = 4


class Sideways:
    """`content` pixels seen through `view` pixels; `offset` of them are out of sight on the left."""

    def __init__(self) -> None:
        self.content = 0.0
        self.view = 0.0
        self.offset = 0.0

    @property
    def needed(self) -> bool:
        return self.content > self.view + 1

    def fit(self, content: float, view: float) -> None:
        self.content, self.view = content, view
        self.move(0)

    def move(self, pixels: float) -> bool:
        """Return whether there is anything to scroll."""
        self.offset = min(max(0.0, self.offset + pixels), max(0.0, self.content - self.view))
        return self.needed

    def reveal(self, left: float, right: float) -> None:
        """Scroll so far that the stretch from `left` to `right` can be seen."""
        if left < self.offset or right > self.offset + self.view:
            self.offset = 0.0
            self.move(left - self.view / 4)

    def paint(self, painter: QPainter, area: QRectF, colour: QColor) -> None:
        """Draw a thin bar along the lower edge of `area`."""
        if not self.needed:
            return
        length = max(24.0, area.width() * self.view / self.content)
        left = area.left() + (area.width() - length) * self.offset / (self.content - self.view)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(colour)
        painter.drawRoundedRect(QRectF(left, area.bottom() - _THICKNESS, length, _THICKNESS), 2, 2)
