"""How a row of the sidebar is drawn: quiet headings, one line a conversation, a dot while it is being answered."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QFont, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from desktop.model.conversation import Conversation
from desktop.ui.conversation_list.list_model import CONVERSATION_ROLE, REPLYING_ROLE
from desktop.ui.theme import RADIUS_SMALL, Appearance

Index = QModelIndex | QPersistentModelIndex

_ROW, _HEADING = 34, 32  # px
_MARGIN = 8


class ConversationDelegate(QStyledItemDelegate):
    def __init__(self, appearance: Appearance, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._appearance = appearance

    def sizeHint(self, _option: QStyleOptionViewItem, index: Index) -> QSize:
        is_conversation = isinstance(index.data(CONVERSATION_ROLE), Conversation)
        return QSize(100, _ROW if is_conversation else _HEADING)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        conversation = index.data(CONVERSATION_ROLE)
        if isinstance(conversation, Conversation):
            self._paint_conversation(painter, option, index)
        else:
            self._paint_heading(painter, option, str(index.data()))
        painter.restore()

    def updateEditorGeometry(self, editor: QWidget, option: QStyleOptionViewItem, _index: Index) -> None:
        editor.setGeometry(option.rect.adjusted(_MARGIN - 2, 2, -_MARGIN + 2, -2))

    def _paint_heading(self, painter: QPainter, option: QStyleOptionViewItem, text: str) -> None:
        font = QFont(option.font)
        font.setPixelSize(max(9, font.pixelSize() - 2))
        painter.setFont(font)
        painter.setPen(self._appearance.theme.colours["faint"])
        place = option.rect.adjusted(_MARGIN + 6, 8, -_MARGIN, 0)
        painter.drawText(place, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, text)

    def _paint_conversation(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        colours = self._appearance.theme.colours
        card = QRectF(option.rect.adjusted(_MARGIN, 1, -_MARGIN, -1))
        state = option.state
        if state & QStyle.StateFlag.State_Selected:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(colours["selected"])
            painter.drawRoundedRect(card, RADIUS_SMALL, RADIUS_SMALL)
        elif state & QStyle.StateFlag.State_MouseOver:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(colours["hover"])
            painter.drawRoundedRect(card, RADIUS_SMALL, RADIUS_SMALL)
        if state & QStyle.StateFlag.State_HasFocus and state & QStyle.StateFlag.State_KeyboardFocusChange:
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.setPen(colours["focus"])
            painter.drawRoundedRect(card.adjusted(0.5, 0.5, -0.5, -0.5), RADIUS_SMALL, RADIUS_SMALL)
        text = card.toRect().adjusted(6, 0, -8, 0)
        if index.data(REPLYING_ROLE):
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(colours["accent"])
            painter.drawEllipse(QPointF(text.right() - 2, card.center().y()), 3, 3)
            text.adjust(0, 0, -12, 0)
        painter.setFont(option.font)
        painter.setPen(colours["text"])
        title = painter.fontMetrics().elidedText(str(index.data()), Qt.TextElideMode.ElideRight, text.width())
        painter.drawText(text, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, title)
