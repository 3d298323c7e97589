"""How a row of the sidebar is drawn: quiet headings, one line a conversation, a dot while it is being answered.

The list is asked for the state of a row, not Qt's style: to name a state of that, PySide makes 566 enumerators first.
"""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QFont, QFontMetrics, QHelpEvent, QPainter
from PySide6.QtWidgets import QAbstractItemView, QStyledItemDelegate, QStyleOptionViewItem, QToolTip, QWidget

from desktop.model.conversation import Conversation
from desktop.ui.conversation_list.groups import Heading
from desktop.ui.conversation_list.list_model import INSET_ROLE, REPLYING_ROLE, ROW_ROLE, TARGET_ROLE
from desktop.ui.conversation_list.list_view import ConversationListView
from desktop.ui.theme import RADIUS_SMALL, Appearance

Index = QModelIndex | QPersistentModelIndex

_ROW = 34  # px
_MARGIN = 8
_ICON = 14
_DOT = 12  # and the air beside it


class ConversationDelegate(QStyledItemDelegate):
    def __init__(self, appearance: Appearance, rows: ConversationListView) -> None:
        super().__init__(rows)
        self._appearance = appearance
        self._rows = rows

    def sizeHint(self, _option: QStyleOptionViewItem, _index: Index) -> QSize:
        """All rows are of one height: the list asks for that of the first, however many there are."""
        return QSize(100, _ROW)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        row = index.data(ROW_ROLE)
        if isinstance(row, Heading):
            if index.data(TARGET_ROLE):
                self._paint_card(painter, option, "selected")
            self._paint_heading(painter, option, row, index)
        else:
            self._paint_conversation(painter, option, index)
        painter.restore()

    def helpEvent(
        self, event: QHelpEvent, view: QAbstractItemView, option: QStyleOptionViewItem, index: Index
    ) -> bool:
        """Say nothing that can be read anyway: the title of a conversation, where it is whole and there are no tags."""
        row = index.data(ROW_ROLE)
        if isinstance(row, Conversation) and not row.tags:
            width = QFontMetrics(option.font).horizontalAdvance(str(index.data()))
            if width <= _text_area(option, index).width():
                QToolTip.hideText()
                return True
        return super().helpEvent(event, view, option, index)

    def updateEditorGeometry(self, editor: QWidget, option: QStyleOptionViewItem, _index: Index) -> None:
        editor.setGeometry(option.rect.adjusted(_MARGIN - 2, 2, -_MARGIN + 2, -2))

    def _paint_heading(self, painter: QPainter, option: QStyleOptionViewItem, heading: Heading, index: Index) -> None:
        colours = self._appearance.theme.colours
        place = option.rect.adjusted(_MARGIN + 6, 8, -_MARGIN - 6, 0)
        if heading.collapsible:
            painter.setPen(colours["text" if self._rows.is_hovered(index) else "dim"])
            chevron = self._appearance.icon("chevron-right" if heading.collapsed else "chevron-down")
            chevron.paint(painter, QRect(place.left() - 3, place.center().y() - _ICON // 2 + 1, _ICON, _ICON))
            place.adjust(_ICON, 0, 0, 0)
            self._paint_focus(painter, option, index)
        else:
            painter.setPen(colours["faint"])
        font = QFont(option.font)
        font.setPixelSize(max(9, font.pixelSize() - 2))
        painter.setFont(font)
        label = painter.fontMetrics().elidedText(heading.label, Qt.TextElideMode.ElideRight, place.width())
        painter.drawText(place, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, label)

    def _paint_card(self, painter: QPainter, option: QStyleOptionViewItem, colour: str) -> None:
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self._appearance.theme.colours[colour])
        painter.drawRoundedRect(_card(option), RADIUS_SMALL, RADIUS_SMALL)

    def _paint_focus(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        if self._rows.is_at(index):
            pen = painter.pen()
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(self._appearance.theme.colours["focus"])
            painter.drawRoundedRect(_card(option).adjusted(0.5, 0.5, -0.5, -0.5), RADIUS_SMALL, RADIUS_SMALL)
            painter.setPen(pen)

    def _paint_conversation(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        colours = self._appearance.theme.colours
        card = _card(option)
        if self._rows.selectionModel().isSelected(index):
            self._paint_card(painter, option, "selected")
        elif self._rows.is_hovered(index):
            self._paint_card(painter, option, "hover")
        self._paint_focus(painter, option, index)
        text = _text_area(option, index)
        if index.data(REPLYING_ROLE):
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(colours["accent"])
            painter.drawEllipse(QPointF(text.right() + _DOT - 2, card.center().y()), 3, 3)
        painter.setFont(option.font)
        painter.setPen(colours["text"])
        title = painter.fontMetrics().elidedText(str(index.data()), Qt.TextElideMode.ElideRight, text.width())
        painter.drawText(text, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, title)


def _text_area(option: QStyleOptionViewItem, index: Index) -> QRect:
    """Return where the title of a conversation stands."""
    left, right = _ICON if index.data(INSET_ROLE) else 0, _DOT if index.data(REPLYING_ROLE) else 0
    return _card(option).toRect().adjusted(6 + left, 0, -8 - right, 0)


def _card(option: QStyleOptionViewItem) -> QRectF:
    """Return the part of a row that a selection fills."""
    return QRectF(option.rect.adjusted(_MARGIN, 1, -_MARGIN, -1))
