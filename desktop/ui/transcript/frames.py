"""What stands around a block: the bars of quotes, the markers and check boxes of lists, the air above."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QFontMetricsF, QPainter, QPen

from desktop.render.blocks import Block, Frame, Prose, Rule
from desktop.ui.transcript.style import Style

if TYPE_CHECKING:
    from desktop.ui.transcript.column import BlockColumn

_QUOTE_STEP = 1.1  # em
_LIST_STEP = 1.65
_GAP = 0.85  # between two blocks
_BAR = 3  # px
_DEEPEST = 12  # levels that are still drawn apart
_TICK = (QPointF(0.24, 0.52), QPointF(0.43, 0.71), QPointF(0.78, 0.3))  # in a box of 1 by 1


def inset(frame: Frame, style: Style) -> int:
    """Return how far a block of `frame` stands from the left edge, in pixels."""
    return min(frame.quotes, _DEEPEST) * style.em(_QUOTE_STEP) + min(frame.indent, _DEEPEST) * style.em(_LIST_STEP)


def gap(previous: Block | None, block: Block, style: Style) -> int:
    """Return the pixels of air between two blocks."""
    if previous is None:
        return 0
    if isinstance(block, Prose) and block.level:
        return style.em(1.5 if block.level < 3 else 1.2)
    if isinstance(previous, Prose) and previous.level:
        return style.em(0.55)
    if isinstance(block, Rule) or isinstance(previous, Rule):
        return style.em(1.3)
    if isinstance(block, Prose) and isinstance(previous, Prose):
        return style.em(_gap_of_prose(previous.frame, block.frame))
    return style.em(_GAP)


def _gap_of_prose(previous: Frame, frame: Frame) -> float:
    """Return the air between two paragraphs, in em; none between the pieces of one that was very long."""
    alike = (frame.quotes, frame.indent) == (previous.quotes, previous.indent)
    if alike and frame.tight and not frame.marker and frame.task is None:
        return 0
    if frame.indent and previous.indent:
        return 0.25 if frame.tight else 0.55
    return _GAP


def quotes_of(block: Block, previous: Block | None, before: tuple[int, ...]) -> tuple[int, ...]:
    """Return for each quote that `block` is in, from the outermost, how many lists it stands in itself.

    `before` is the same of the block before. A frame only counts quotes and lists: a quote that begins in the middle of
    a list item is in that item, any other is around its lists.
    """
    frame = block.frame
    known = before[: frame.quotes]
    in_item = previous is not None and not frame.marker and previous.frame.indent >= frame.indent
    return known + (frame.indent if in_item else 0,) * (frame.quotes - len(known))


class FramePainter:
    """Draws what stands around a block."""

    def __init__(self, painter: QPainter, style: Style) -> None:
        self._painter = painter
        self._style = style

    def paint(self, column: BlockColumn, index: int, area: QRectF) -> None:
        """Draw the frame of one block of `column` into `area`: the whole width, from the block's top to its bottom."""
        block, previous = column.blocks[index], column.previous(index)
        frame = block.frame
        if frame.quotes:
            joined = min(frame.quotes, previous.frame.quotes) if previous else 0
            self._paint_bars(column.quotes(index), joined, column.above(index), area)
        if frame.task is not None or frame.marker:
            base = QPointF(area.left() + inset(frame, self._style), area.top() + column.layout(index).first_baseline)
            self._paint_marker(frame, base)

    def _paint_bars(self, quotes: tuple[int, ...], joined: int, above: int, area: QRectF) -> None:
        """Draw the bars of quotes; the first `joined` of them reach up through the air to the block before."""
        for depth, lists in enumerate(quotes[:_DEEPEST]):
            top = area.top() - (above if depth < joined else 0)
            left = area.left() + inset(Frame(depth, lists), self._style)
            self._painter.fillRect(QRectF(left, top, _BAR, area.bottom() - top), self._style.colour("border"))

    def _paint_marker(self, frame: Frame, base: QPointF) -> None:
        if frame.task is not None:
            self._paint_box(base, ticked=frame.task)
        elif frame.marker == "•":
            self._paint_bullet(base, hollow=frame.indent % 2 == 0)
        else:
            font = self._style.prose("").font
            self._painter.setFont(font)
            self._painter.setPen(self._style.colour("dim"))
            width = QFontMetricsF(font).horizontalAdvance(frame.marker)
            self._painter.drawText(QPointF(base.x() - self._style.em(0.45) - width, base.y()), frame.marker)

    def _paint_bullet(self, base: QPointF, *, hollow: bool) -> None:
        size, colour = self._style.text_size, self._style.colour("dim")
        self._painter.setPen(QPen(colour, 1.2) if hollow else Qt.PenStyle.NoPen)
        self._painter.setBrush(Qt.BrushStyle.NoBrush if hollow else colour)
        centre = QPointF(base.x() - self._style.em(0.8), base.y() - size * 0.3)
        self._painter.drawEllipse(centre, size * 0.17, size * 0.17)

    def _paint_box(self, base: QPointF, *, ticked: bool) -> None:
        style, painter = self._style, self._painter
        side = style.em(0.9)
        box = QRectF(base.x() - style.em(1.4), base.y() - side + style.text_size * 0.1, side, side)
        painter.setPen(QPen(style.colour("accent" if ticked else "outline"), 1.3))
        painter.setBrush(style.colour("accent") if ticked else Qt.BrushStyle.NoBrush)
        painter.drawRoundedRect(box, 3, 3)
        if ticked:
            painter.setPen(QPen(style.colour("on_accent"), 1.8, Qt.PenStyle.SolidLine, Qt.PenCapStyle.RoundCap))
            painter.drawPolyline([box.topLeft() + corner * side for corner in _TICK])
