"""The sidebar: New conversation, search, the list, and at the foot the settings."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QItemSelectionModel, QPoint, QSize, Qt, QTimer, Signal, Slot
from PySide6.QtGui import QAction, QFocusEvent, QKeyEvent, QKeySequence
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from desktop.i18n import tr
from desktop.model.conversation import Conversation
from desktop.ui.conversation_list.delegate import ConversationDelegate
from desktop.ui.conversation_list.groups import Sections
from desktop.ui.conversation_list.list_model import ConversationListModel
from desktop.ui.conversation_list.list_view import ConversationListView
from desktop.ui.theme import Appearance
from desktop.ui.widgets.tab_order import tab_through

WIDTH = 264  # px
_SEARCH_DELAY = 120  # ms after the last key; who types on is not asked for yet


class Sidebar(QFrame):
    """Shows what it is given; every wish goes out as a signal with the id of a conversation, a folder or a section."""

    opened = Signal(str)
    renamed = Signal(str, str)
    folder_renamed = Signal(str, str)
    delete_requested = Signal()  # what is selected
    folder_delete_requested = Signal(str)
    menu_requested = Signal(str, QPoint)
    folder_menu_requested = Signal(str, QPoint)
    dropped = Signal(list, str)  # conversations were dragged to a section
    toggled = Signal(str, bool)  # a section is to be collapsed, or not
    more_wanted = Signal(str)  # the end of what is there of a section comes into sight
    search_changed = Signal(str)
    everything_wanted = Signal(str)  # what is typed is to be looked for in all messages, not in the list alone
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
        self.everything_button = QPushButton(self)
        self.everything_button.setObjectName("everythingButton")
        self.everything_button.setAutoDefault(False)
        self.everything_button.hide()
        self.model = ConversationListModel(lambda: tr("New conversation"))
        self.list = ConversationListView(self.model, self)
        self.list.setItemDelegate(ConversationDelegate(appearance, self.list))
        self._waiting: tuple[Sequence[Conversation], Sections] | None = None  # to be shown once an editor is closed
        self._search_timer = QTimer(self)
        self._search_timer.setSingleShot(True)
        self._search_timer.setInterval(_SEARCH_DELAY)
        self._lay_out()
        self._connect()
        self.retranslate()

    def show_conversations(self, conversations: Sequence[Conversation], sections: Sections) -> None:
        """Show these rows; what was selected stays so. While a title is being written in the list, they wait."""
        if self.list.is_editing:
            self._waiting = (conversations, sections)
            return
        self._waiting = None
        chosen = self.list.selected_ids()
        selection = self.list.selectionModel()
        blocked = selection.blockSignals(True)
        self.model.show(conversations, sections)
        for conversation_id in chosen if len(chosen) > 1 else ():
            index = self.model.index_of(conversation_id)
            if index.isValid():
                selection.select(index, QItemSelectionModel.SelectionFlag.Select)
        selection.blockSignals(blocked)
        self.list.ask_for_more()

    def select(self, conversation_id: str | None) -> None:
        """Mark the open conversation without opening it again; among several that are selected it stays one.

        Who is at a heading with the keys, or where a conversation was that is deleted now, stays there.
        """
        index = self.model.index_of(conversation_id)
        selection = self.list.selectionModel()
        if len(self.list.selectedIndexes()) > 1 and selection.isSelected(index):
            return
        blocked = selection.blockSignals(True)
        if index.isValid() and self.model.heading_at(self.list.currentIndex()) is None:
            self.list.setCurrentIndex(index)
        selection.select(index, QItemSelectionModel.SelectionFlag.ClearAndSelect)
        selection.blockSignals(blocked)
        self.list.viewport().update()

    def edit_title(self, row_id: str) -> None:
        """Let the person write the title of a conversation, or the name of a folder, where it stands."""
        index = self.model.index_of(row_id)
        if index.isValid():
            self.list.scrollTo(index)
            self.list.edit(index)

    def step(self, by: int) -> None:
        """Open the conversation `by` rows below the open one, headings not counted."""
        rows = [row for row in range(self.model.rowCount()) if self.model.conversation_at(self.model.index(row))]
        current = next((index.row() for index in self.list.selectedIndexes()), -1)
        place = rows.index(current) + by if current in rows else 0
        if rows and 0 <= place < len(rows):
            self.list.setCurrentIndex(self.model.index(rows[place]))

    def retranslate(self) -> None:
        self.search.setPlaceholderText(tr("Search"))
        self.search.setAccessibleName(tr("Search"))
        self.everything_button.setText(tr("Search in all messages…"))
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
        for widget in (self.new_button, self.search, self.everything_button):
            row = QHBoxLayout()
            row.setContentsMargins(8, 0, 8, 0)
            row.addWidget(widget)
            column.addLayout(row)
        column.addWidget(self.list, 1)
        column.addLayout(foot)
        tab_through(self.new_button, self.search, self.everything_button, self.list, self.settings_button)

    def _connect(self) -> None:
        self.list.opened.connect(self.opened)
        self.list.customContextMenuRequested.connect(self._on_menu)
        self.list.delete_pressed.connect(self.delete_requested)
        self.list.folder_delete_pressed.connect(self.folder_delete_requested)
        self.list.toggled.connect(self.toggled)
        self.list.more_wanted.connect(self.more_wanted)
        self.list.edited.connect(self._show_waiting)
        self.model.title_edited.connect(self.renamed)
        self.model.folder_edited.connect(self.folder_renamed)
        self.model.dropped.connect(self.dropped, Qt.ConnectionType.QueuedConnection)  # the list is still dragging
        self.search.textChanged.connect(self._on_typed)
        self.search.returnPressed.connect(self._want_everything)
        self.everything_button.clicked.connect(self._want_everything)
        self.search.left.connect(self.search_left)
        self._search_timer.timeout.connect(lambda: self.search_changed.emit(self.search.text()))
        self._appearance.changed.connect(self.list.viewport().update)

    @Slot(str)
    def _on_typed(self, text: str) -> None:
        self.everything_button.setVisible(bool(text.strip()))
        self._search_timer.start()

    @Slot()
    def _want_everything(self) -> None:
        self.everything_wanted.emit(self.search.text())

    @Slot()
    def _show_waiting(self) -> None:
        if self._waiting is not None:
            self.show_conversations(*self._waiting)

    @Slot(QPoint)
    def _on_menu(self, place: QPoint) -> None:
        index = self.list.indexAt(place)
        row = self.model.row_at(index)
        where = self.list.viewport().mapToGlobal(place)
        if isinstance(row, Conversation):
            self.menu_requested.emit(row.id, where)
        elif row is not None and row.folder is not None:
            self.folder_menu_requested.emit(row.folder.id, where)


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
