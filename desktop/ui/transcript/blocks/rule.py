"""A line across the column."""

from __future__ import annotations

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainter

from desktop.render.blocks import Rule
from desktop.ui.transcript.blocks.layout import BlockLayout, Marked
from desktop.ui.transcript.style import Style


class RuleLayout(BlockLayout):
    def __init__(self, block: Rule, width: int, style: Style, *, dim: bool) -> None:
        super().__init__(block, width, style, dim=dim)
        self.height = 1
        self.natural_width = width

    def paint(self, painter: QPainter, origin: QPointF, _clip: QRectF, _marked: Marked) -> None:
        painter.fillRect(QRectF(origin.x(), origin.y(), self.width, 1), self.style.colour("border"))

    def plain(self, _start: int, _end: int) -> str:
        return ""
