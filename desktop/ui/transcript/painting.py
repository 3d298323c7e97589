"""One message on the screen."""

from __future__ import annotations

from collections.abc import Callable

from msgspec import Struct
from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter

from desktop.i18n import tr
from desktop.model.message import State
from desktop.ui.theme import RADIUS_LARGE
from desktop.ui.transcript.blocks.layout import Marked
from desktop.ui.transcript.column import BlockColumn
from desktop.ui.transcript.entry_layout import EntryLayout, Section
from desktop.ui.transcript.frames import FramePainter

_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


class EntryPainter(Struct):
    """Draws what lies in `clip` of a message whose top left corner is at `corner`, both in the painter's coordinates.

    `marked` says what stands on a colour in a block, given its section, its number and the heights of what is drawn.
    """

    painter: QPainter
    entry: EntryLayout
    corner: QPointF
    clip: QRectF
    marked: Callable[[Section, int, float, float], Marked]

    def paint(self, *, ring: bool) -> None:
        """`ring`: the message has the focus of the keyboard."""
        entry, style = self.entry, self.entry.style
        if entry.is_user:
            self.painter.setPen(Qt.PenStyle.NoPen)
            self.painter.setBrush(style.colour("user_tint"))
            self.painter.drawRoundedRect(QRectF(entry.bubble).translated(self.corner), RADIUS_LARGE, RADIUS_LARGE)
        self._paint_caption()
        if entry.has_reasoning:
            self._paint_reasoning_head()
        for section, column, left, top in entry.columns():
            self._paint_column(section, column, self.corner + QPointF(left, top))
        self._paint_words(entry.status, entry.status_rect, "dim", style.prose("").font)
        self._paint_words(entry.entry.details, entry.details_rect, "faint", style.small)
        if ring:
            self._paint_ring()

    def _paint_ring(self) -> None:
        area = QRectF(-12, 2, self.entry.width + 24, self.entry.height - 4).translated(self.corner)
        self.painter.setPen(self.entry.style.focus_pen)
        self.painter.setBrush(Qt.BrushStyle.NoBrush)
        self.painter.drawRoundedRect(area, RADIUS_LARGE, RADIUS_LARGE)

    def _paint_caption(self) -> None:
        entry = self.entry
        caption = entry.entry.caption
        index, count = entry.entry.siblings
        if count > 1:
            caption = f"{caption} · {index + 1}/{count}"
        self._paint_words(caption, entry.caption, "faint", entry.style.small)

    def _paint_reasoning_head(self) -> None:
        entry, style, head = self.entry, self.entry.style, self.entry.reasoning_head
        side = style.em(1.05)
        spot = QRectF(self.corner.x() - 3, self.corner.y() + head.center().y() - side / 2, side, side)
        chevron = style.icon("chevron-down" if entry.reasoning_open else "chevron-right")
        chevron.paint(self.painter, spot.toAlignedRect())
        self._paint_words(reasoning_title(entry), head.adjusted(side + 1, 0, 0, 0), "dim", style.small)
        if entry.reasoning_open and entry.reasoning.blocks:
            line = QRectF(4, entry.reasoning_top + 2, 1, entry.reasoning.height - 4)
            self.painter.fillRect(line.translated(self.corner), style.colour("border"))

    def _paint_column(self, section: Section, column: BlockColumn, corner: QPointF) -> None:
        frames = FramePainter(self.painter, self.entry.style)
        for index in column.rows(int(self.clip.top() - corner.y()) - 1, int(self.clip.bottom() - corner.y()) + 2):
            layout = column.layout(index)
            top = corner.y() + column.top(index)
            frames.paint(column, index, QRectF(corner.x(), top, column.width, layout.height))
            place = QPointF(corner.x() + column.left(index), top)
            marked = self.marked(section, index, self.clip.top() - top, self.clip.bottom() - top)
            layout.paint(self.painter, place, self.clip, marked)

    def _paint_words(self, text: str, area: QRect, role: str, font: QFont) -> None:
        if not text or not area.height():
            return
        self.painter.setFont(font)
        self.painter.setPen(self.entry.style.colour(role))
        words = QFontMetrics(font).elidedText(text, Qt.TextElideMode.ElideRight, area.width())
        self.painter.drawText(QRectF(area).translated(self.corner), _LEFT, words)


def reasoning_title(entry: EntryLayout) -> str:
    """Return the one line that stands for the reasoning."""
    message = entry.entry.message
    so_far = entry.shown.thinking.get(message.id)
    if so_far is not None and not entry.text.blocks and message.state == State.WRITING:
        return tr("Thinking… {n} s", "Thinking… {n} s", n=int(so_far))
    seconds = message.reasoning_seconds if message.reasoning_seconds is not None else so_far
    if seconds is None:
        return tr("Thought")
    return tr("Thought for {n} s", "Thought for {n} s", n=max(1, round(seconds)))
