"""The sidebar: New conversation, search, the list, and at the foot the settings."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QModelIndex, QPoint, QSize, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QAction, QFocusEvent, QKeyEvent, QKeySequence
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QListView,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from desktop.i18n import tr
from desktop.model.conversation import Conversation
from desktop.ui.conversation_list.delegate import ConversationDelegate
from desktop.ui.conversation_list.list_model import ConversationListModel
from desktop.ui.theme import Appearance

WIDTH = 264  # px
_SEARCH_DELAY = 120  # ms after the last key; who types on is not asked for yet


class Sidebar(QFrame):
    """Shows what it is given; every wish goes out as a signal with a conversation's id."""

    opened = Signal(str)
    renamed = Signal(str, str)
    delete_requested = Signal(str)
    menu_requested = Signal(str, QPoint)
    search_changed = Signal(str)
    search_left = Signal()  # with Escape: nothing is looked for any more

    def __init__(self, appearance: Appearance, new: QAction, settings: QAction, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("sidebar")
        self.setFixedWidth(WIDTH)
        self._appearance = appearance
        self.new_button = _action_button(new, "newButton")
        self.settings_button = _action_button(settings, "settingsButton")
        self.search = SearchField(self)
        self.search.setObjectName("sidebarSearch")
        self.model = ConversationListModel(lambda: tr("New conversation"))
        self.list = ConversationListView(self)
        self.list.setModel(self.model)
        self.list.setItemDelegate(ConversationDelegate(appearance, self.list))
        self._search_timer = QTimer(self)
        self._search_timer.setSingleShot(True)
        self._search_timer.setInterval(_SEARCH_DELAY)
        self._lay_out()
        self._connect()
        self.retranslate()

    def show_conversations(self, conversations: Sequence[Conversation]) -> None:
        self.model.show(conversations)

    def select(self, conversation_id: str | None) -> None:
        """Mark the open conversation without opening it again."""
        index = self.model.index_of(conversation_id)
        blocked = self.list.selectionModel().blockSignals(True)
        self.list.setCurrentIndex(index)
        if not index.isValid():
            self.list.clearSelection()
        self.list.selectionModel().blockSignals(blocked)
        self.list.viewport().update()

    def edit_title(self, conversation_id: str) -> None:
        index = self.model.index_of(conversation_id)
        if index.isValid():
            self.list.edit(index)

    def step(self, by: int) -> None:
        """Open the conversation `by` rows below the open one, headings not counted."""
        rows = [row for row in range(self.model.rowCount()) if self.model.conversation_at(self.model.index(row))]
        current = self.list.currentIndex().row()
        place = rows.index(current) + by if current in rows else 0
        if rows and 0 <= place < len(rows):
            self.list.setCurrentIndex(self.model.index(rows[place]))

    def retranslate(self) -> None:
        self.search.setPlaceholderText(tr("Search"))
        self.search.setAccessibleName(tr("Search"))
        self.list.setAccessibleName(tr("Conversations"))

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)

    def _lay_out(self) -> None:
        foot = QHBoxLayout()
        foot.setContentsMargins(8, 4, 8, 8)
        foot.addWidget(self.settings_button)
        foot.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 8, 0, 0)
        column.setSpacing(6)
        for widget in (self.new_button, self.search):
            row = QHBoxLayout()
            row.setContentsMargins(8, 0, 8, 0)
            row.addWidget(widget)
            column.addLayout(row)
        column.addWidget(self.list, 1)
        column.addLayout(foot)

    def _connect(self) -> None:
        self.list.selectionModel().currentChanged.connect(self._on_current)
        self.list.customContextMenuRequested.connect(self._on_menu)
        self.list.delete_pressed.connect(self.delete_requested)
        self.model.title_edited.connect(self.renamed)
        self.search.textChanged.connect(lambda _: self._search_timer.start())
        self.search.left.connect(self.search_left)
        self._search_timer.timeout.connect(lambda: self.search_changed.emit(self.search.text()))
        self._appearance.changed.connect(self.list.viewport().update)

    @Slot(QModelIndex)
    def _on_current(self, current: QModelIndex) -> None:
        conversation = self.model.conversation_at(current)
        if conversation is not None:
            self.opened.emit(conversation.id)

    @Slot(QPoint)
    def _on_menu(self, place: QPoint) -> None:
        conversation = self.model.conversation_at(self.list.indexAt(place))
        if conversation is not None:
            self.menu_requested.emit(conversation.id, self.list.viewport().mapToGlobal(place))


class SearchField(QLineEdit):
    """Escape empties it and leaves; elsewhere in the window the same key stops the answer."""

    left = Signal()

    def focusInEvent(self, event: QFocusEvent) -> None:
        self.setClearButtonEnabled(True)  # not before: Qt looks through the icon themes for its picture
        super().focusInEvent(event)

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Escape:
            event.accept()
            if event.type() == QEvent.Type.KeyPress:
                self.clear()
                self.left.emit()
            return True
        return super().event(event)


class ConversationListView(QListView):
    """Only Delete deletes, and it asks nothing, because it can be undone."""

    delete_pressed = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("conversationList")
        self.setViewport(QWidget())  # asked for one that Qt has made, PySide would first make the class of every widget
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setEditTriggers(QAbstractItemView.EditTrigger.EditKeyPressed)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.setMouseTracking(True)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        model = self.model()
        assert isinstance(model, ConversationListModel)
        conversation = model.conversation_at(self.currentIndex())
        if event.key() == Qt.Key.Key_Delete and conversation is not None:
            self.delete_pressed.emit(conversation.id)
            return
        if event.key() == Qt.Key.Key_Menu and conversation is not None:
            self.customContextMenuRequested.emit(self.visualRect(self.currentIndex()).center())
            return
        super().keyPressEvent(event)


def _action_button(action: QAction, name: str) -> QPushButton:
    """A push button, not a tool button, whose text cannot stand at the left."""
    button = QPushButton()
    button.setObjectName(name)
    button.setIconSize(QSize(18, 18))
    button.setAutoDefault(False)
    button.clicked.connect(action.trigger)

    def follow() -> None:
        button.setText(action.text())
        button.setIcon(action.icon())
        button.setToolTip(f"{action.text()} ({action.shortcut().toString(QKeySequence.SequenceFormat.NativeText)})")

    action.changed.connect(follow)
    follow()
    return button
