"""The list of the sidebar: what keys, clicks and the wheel do in it."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QItemSelectionModel, QModelIndex, QPersistentModelIndex, QPoint, Qt, Signal, Slot
from PySide6.QtGui import QDrag, QDragLeaveEvent, QDragMoveEvent, QDropEvent, QHoverEvent, QKeyEvent, QResizeEvent
from PySide6.QtWidgets import QAbstractItemDelegate, QAbstractItemView, QFrame, QLabel, QListView, QWidget

from desktop.i18n import tr
from desktop.ui.conversation_list.list_model import ConversationListModel

Index = QModelIndex | QPersistentModelIndex

_AHEAD = 20  # rows; what comes after the last one is asked for before it is reached
_TOGGLES = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space)


class ConversationListView(QListView):
    """One conversation that is selected alone is opened; with Ctrl and Shift several are selected, and none is.

    Only Delete deletes, and it asks nothing, because it can be undone.
    """

    opened = Signal(str)  # conversation id
    delete_pressed = Signal()  # the selected conversations
    folder_delete_pressed = Signal(str)
    toggled = Signal(str, bool)  # a heading's section, whether it is to be collapsed
    more_wanted = Signal(str)  # a section whose end is in sight
    edited = Signal()  # an editor was closed

    def __init__(self, model: ConversationListModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("conversationList")
        viewport = QWidget()  # asked for one that Qt has made, PySide would first make the class of every widget
        viewport.setAttribute(Qt.WidgetAttribute.WA_Hover)
        self.setViewport(viewport)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setEditTriggers(QAbstractItemView.EditTrigger.EditKeyPressed)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setUniformItemSizes(True)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.setMouseTracking(True)
        self.setDragDropMode(QAbstractItemView.DragDropMode.DragDrop)
        self.setDefaultDropAction(Qt.DropAction.MoveAction)
        self.setDropIndicatorShown(False)  # the heading that things would be dropped under lights up instead
        self._hovered = QPersistentModelIndex()
        self.conversations = model
        self.setModel(model)
        self.selectionModel().selectionChanged.connect(self._on_selected)
        self.clicked.connect(self._on_clicked)
        self.verticalScrollBar().valueChanged.connect(self.ask_for_more)

    @property
    def is_editing(self) -> bool:
        return self.state() == QAbstractItemView.State.EditingState

    def is_hovered(self, index: Index) -> bool:
        return self._hovered == index

    def is_at(self, index: Index) -> bool:
        """Whether a person has come to this row with the keys, so that they need to see where they are."""
        by_keys = self.window().testAttribute(Qt.WidgetAttribute.WA_KeyboardFocusChange)
        return by_keys and self.hasFocus() and index == self.currentIndex()

    def selected_ids(self) -> list[str]:
        """Return the ids of the selected conversations, from the top."""
        rows = sorted(index.row() for index in self.selectedIndexes())
        found = (self.conversations.conversation_at(self.conversations.index(row)) for row in rows)
        return [conversation.id for conversation in found if conversation is not None]

    @Slot()
    def ask_for_more(self) -> None:
        """Ask for the next page of each section whose end is on the screen, or nearly."""
        height = max(1, self.sizeHintForRow(0))  # that of all rows; to ask where one lies would lay them all out
        first = self.verticalScrollBar().value() // height
        seen = self.viewport().height() // height
        for row in range(first, min(first + seen + _AHEAD, self.conversations.rowCount())):
            if self.conversations.is_last_of_section(row):
                self.more_wanted.emit(self.conversations.section_at(row))

    def viewportEvent(self, event: QEvent) -> bool:
        if isinstance(event, QHoverEvent):
            is_leaving = event.type() == QEvent.Type.HoverLeave
            place = QModelIndex() if is_leaving else self.indexAt(event.position().toPoint())
            self._hovered = QPersistentModelIndex(place)
        return super().viewportEvent(event)

    def selectionCommand(self, index: Index, event: QEvent | None = None) -> QItemSelectionModel.SelectionFlag:
        """A heading is no part of a selection: what is selected stays so."""
        if self.conversations.heading_at(index) is not None:
            return QItemSelectionModel.SelectionFlag.NoUpdate
        return super().selectionCommand(index, event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        heading = self.conversations.heading_at(self.currentIndex())
        if heading is not None and heading.collapsible and event.key() in _TOGGLES:
            self.toggled.emit(heading.section, not heading.collapsed)
        elif heading is not None and heading.collapsible and event.key() in (Qt.Key.Key_Left, Qt.Key.Key_Right):
            self.toggled.emit(heading.section, event.key() == Qt.Key.Key_Left)
        elif event.key() == Qt.Key.Key_Delete and heading is not None and heading.folder is not None:
            self.folder_delete_pressed.emit(heading.folder.id)
        elif event.key() == Qt.Key.Key_Delete and heading is None:
            self.delete_pressed.emit()
        elif _asks_for_menu(event) and self.currentIndex().isValid():
            self.customContextMenuRequested.emit(self.visualRect(self.currentIndex()).center())
        elif event.key() != Qt.Key.Key_Backspace:
            super().keyPressEvent(event)

    def startDrag(self, _actions: Qt.DropAction) -> None:
        """Drag a small label, which does not hide where it is dropped."""
        chosen = self.selectedIndexes()
        drag = QDrag(self)
        drag.setMimeData(self.conversations.mimeData(chosen))
        label = QLabel(
            str(chosen[0].data())
            if len(chosen) == 1
            else tr("{n} conversation", "{n} conversations", n=len(chosen))
        )
        label.setObjectName("dragged")
        label.setTextFormat(Qt.TextFormat.PlainText)
        label.setParent(self.window(), Qt.WindowType.Tool)
        label.setMaximumWidth(self.width())
        drag.setPixmap(label.grab())
        drag.setHotSpot(QPoint(-12, 0))
        drag.exec(Qt.DropAction.MoveAction)
        label.deleteLater()

    def dragMoveEvent(self, event: QDragMoveEvent) -> None:
        super().dragMoveEvent(event)  # scrolls near the edges
        place = self.indexAt(event.position().toPoint())
        if self.conversations.canDropMimeData(event.mimeData(), event.dropAction(), -1, -1, place):
            event.acceptProposedAction()
            self.conversations.show_target(self.conversations.section_at(place.row()) if place.isValid() else "")
        else:
            event.ignore()
            self.conversations.show_target("")

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        super().dragLeaveEvent(event)
        self.conversations.show_target("")

    def dropEvent(self, event: QDropEvent) -> None:
        """Drop on the row under the pointer; Qt's own would move rows about where the gap between two is hit."""
        place = self.indexAt(event.position().toPoint())
        if self.conversations.dropMimeData(event.mimeData(), event.dropAction(), -1, -1, place):
            event.acceptProposedAction()
        self.conversations.show_target("")
        self.stopAutoScroll()
        self.setState(QAbstractItemView.State.NoState)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.ask_for_more()

    def closeEditor(self, editor: QWidget, hint: QAbstractItemDelegate.EndEditHint) -> None:
        super().closeEditor(editor, hint)
        self.edited.emit()

    @Slot()
    def _on_selected(self) -> None:
        chosen = self.selectedIndexes()
        if len(chosen) == 1 and chosen[0] == self.currentIndex():
            conversation = self.conversations.conversation_at(chosen[0])
            if conversation is not None:
                self.opened.emit(conversation.id)

    @Slot(QModelIndex)
    def _on_clicked(self, index: QModelIndex) -> None:
        heading = self.conversations.heading_at(index)
        if heading is not None and heading.collapsible:
            self.toggled.emit(heading.section, not heading.collapsed)


def _asks_for_menu(event: QKeyEvent) -> bool:
    is_shifted = event.modifiers() == Qt.KeyboardModifier.ShiftModifier
    return event.key() == Qt.Key.Key_Menu or (event.key() == Qt.Key.Key_F10 and is_shifted)
