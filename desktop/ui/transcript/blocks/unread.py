"""Room for a passage that has not been read yet: it is read when it comes into sight."""

from __future__ import annotations

import math

from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainter

from desktop.render.blocks import Unread
from desktop.ui.transcript import utf16
from desktop.ui.transcript.blocks.columns import columns_of
from desktop.ui.transcript.blocks.layout import BlockLayout, Marked
from desktop.ui.transcript.style import Style

_SAMPLE = 1_000  # characters of it that show how wide its letters are


class UnreadLayout(BlockLayout):
    block: Unread

    def __init__(self, block: Unread, width: int, style: Style, *, dim: bool) -> None:
        super().__init__(block, width, style, dim=dim)
        self.height = unread_height(block, width, style)
        self.natural_width = width
        self.length = utf16.length(block.source)

    def paint(self, painter: QPainter, origin: QPointF, _clip: QRectF, marked: Marked) -> None:
        self._paint_marked(painter, origin, marked)

    def plain(self, start: int, end: int) -> str:
        return utf16.cut(self.block.source, start, end)

    def offset_at(self, point: QPointF) -> int:
        return self.length if point.y() > self.height / 2 else 0


def unread_height(block: Unread, width: int, style: Style) -> int:
    """Return about how high the blocks of a passage will be."""
    sample = block.source[:_SAMPLE]
    letters = len(block.source) * columns_of(sample) / max(1, len(sample))
    line = style.prose(sample).line
    lines = max(letters * style.character_width / max(width, 1), block.source.count("\n") * 0.9)
    return math.ceil(lines) * line
