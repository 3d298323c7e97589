"""How a hit is drawn: who said it where and when, and under that the words around it, with the hits marked."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QPainter, QTextCharFormat, QTextLayout, QTextOption
from PySide6.QtWidgets import QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem

from desktop.store.search import Hit
from desktop.ui.search.results import HIT_ROLE, speaker, title, when
from desktop.ui.theme import RADIUS_SMALL, Appearance

Index = QModelIndex | QPersistentModelIndex

_SIDE, _TOP, _GAP = 12, 8, 4  # px
_ICON = 16
_LINES = 2  # of a message's words


class HitDelegate(QStyledItemDelegate):
    def __init__(self, appearance: Appearance, view: QListView) -> None:
        super().__init__(view)
        self._appearance = appearance
        self._view = view

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        line = option.fontMetrics.lineSpacing()
        hit = index.data(HIT_ROLE)
        words = 0
        if hit is not None and hit.message_id is not None:
            width = QFontMetrics(_strong(option.font)).horizontalAdvance(hit.snippet)
            fits = width <= self._view.viewport().width() - 2 * _SIDE
            words = _GAP + line * (1 if fits else _LINES)
        return QSize(200, 2 * _TOP + max(line, _ICON) + words)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        hit = index.data(HIT_ROLE)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        self._paint_card(painter, option)
        place = option.rect.adjusted(_SIDE, _TOP, -_SIDE, -_TOP)
        head = QRect(place.left(), place.top(), place.width(), max(option.fontMetrics.lineSpacing(), _ICON))
        head = self._paint_date(painter, option, head, hit)
        if hit.message_id is None:
            self._appearance.icon("chat", "accent").paint(painter, head.left(), head.center().y() - 7, _ICON, _ICON)
            line = head.adjusted(_ICON + 8, 0, 0, 0)
            highlights = hit.highlights if hit.title else ()
            self._paint_words(painter, _strong(option.font), line, title(hit), highlights, lines=1)
        else:
            self._paint_source(painter, option, head, hit)
            words = place.adjusted(0, head.height() + _GAP, 0, 0)
            self._paint_words(painter, option.font, words, hit.snippet, hit.highlights, lines=_LINES)
        painter.restore()

    def _paint_card(self, painter: QPainter, option: QStyleOptionViewItem) -> None:
        colours = self._appearance.theme.colours
        card = QRectF(option.rect).adjusted(1, 1, -1, -1)
        selected = bool(option.state & QStyle.StateFlag.State_Selected)
        if selected or option.state & QStyle.StateFlag.State_MouseOver:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(colours["selected" if selected else "hover"])
            painter.drawRoundedRect(card, RADIUS_SMALL, RADIUS_SMALL)
        if selected and option.state & QStyle.StateFlag.State_HasFocus:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(colours["focus"])
            painter.drawRoundedRect(card.adjusted(0.5, 0.5, -0.5, -0.5), RADIUS_SMALL, RADIUS_SMALL)

    def _paint_date(self, painter: QPainter, option: QStyleOptionViewItem, line: QRect, hit: Hit) -> QRect:
        """Draw the date at the right, and return what is left of the line."""
        font = _small(option.font)
        painter.setFont(font)
        painter.setPen(self._appearance.theme.colours["dim"])
        shown = when(hit)
        painter.drawText(line, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight, shown)
        return line.adjusted(0, 0, -QFontMetrics(font).horizontalAdvance(shown) - _SIDE, 0)

    def _paint_source(self, painter: QPainter, option: QStyleOptionViewItem, line: QRect, hit: Hit) -> None:
        font = _small(option.font)
        metrics = QFontMetrics(font)
        painter.setFont(font)
        painter.setPen(self._appearance.theme.colours["dim"])
        said_by = metrics.elidedText(speaker(hit), Qt.TextElideMode.ElideRight, line.width() // 2)
        where = metrics.elidedText(
            title(hit), Qt.TextElideMode.ElideRight, line.width() - metrics.horizontalAdvance(f"{said_by} · ")
        )
        painter.drawText(line, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, f"{said_by} · {where}")

    def _paint_words(
        self,
        painter: QPainter,
        font: QFont,
        place: QRect,
        words: str,
        highlights: tuple[tuple[int, int], ...],
        *,
        lines: int,
    ) -> None:
        layout = QTextLayout(words, font)
        option = QTextOption(Qt.AlignmentFlag.AlignLeft)
        option.setWrapMode(QTextOption.WrapMode.WrapAtWordBoundaryOrAnywhere)
        layout.setTextOption(option)
        layout.setFormats([self._mark(words, start, end) for start, end in highlights])
        layout.beginLayout()
        height = 0.0
        for _ in range(lines):
            line = layout.createLine()
            if not line.isValid():
                break
            line.setLineWidth(place.width())
            line.setPosition(QPointF(0, height))
            height += QFontMetrics(font).lineSpacing()
        layout.endLayout()
        painter.setPen(self._appearance.theme.colours["text"])
        layout.draw(painter, QPointF(place.topLeft()))

    def _mark(self, words: str, start: int, end: int) -> QTextLayout.FormatRange:
        shape = QTextCharFormat()
        shape.setBackground(self._appearance.theme.colours["warning_tint"])
        shape.setFontWeight(QFont.Weight.DemiBold)
        marked = QTextLayout.FormatRange()
        marked.start = _in_utf16(words[:start])
        marked.length = _in_utf16(words[start:end])
        marked.format = shape
        return marked


def _in_utf16(text: str) -> int:
    """Return the length of `text` as Qt counts it."""
    return len(text) + sum(character > "\uffff" for character in text)


def _small(font: QFont) -> QFont:
    smaller = QFont(font)
    smaller.setPixelSize(max(9, font.pixelSize() - 2))
    return smaller


def _strong(font: QFont) -> QFont:
    stronger = QFont(font)
    stronger.setWeight(QFont.Weight.DemiBold)
    return stronger
