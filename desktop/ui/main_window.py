"""The window: sidebar, header, the open conversation. It wires views to controllers and decides nothing else."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property

from PySide6.QtCore import QByteArray, QEvent, Qt, Signal, Slot
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QHBoxLayout, QMainWindow, QStackedWidget, QVBoxLayout, QWidget

from desktop import APP_NAME, controllers
from desktop.controllers.accounts import AccountsController
from desktop.controllers.conversations import ConversationsController
from desktop.controllers.folders import FoldersController
from desktop.controllers.order import OrderController
from desktop.controllers.replies import RepliesController
from desktop.errors import TeahouseError
from desktop.i18n import tr
from desktop.model.conversation import Conversation
from desktop.settings import Settings
from desktop.ui import widgets
from desktop.ui.actions import TABLE, colour_actions, make_actions, translate_actions
from desktop.ui.conversation_actions import ConversationActions
from desktop.ui.conversation_list.shown import ShownList
from desktop.ui.conversation_list.sidebar import Sidebar
from desktop.ui.conversation_pane import ConversationPane
from desktop.ui.explain import explain
from desktop.ui.header import Header
from desktop.ui.message_actions import MessageActions
from desktop.ui.model_choice import ModelChoice
from desktop.ui.reading import Reading
from desktop.ui.searching import Searching
from desktop.ui.theme import Appearance

_TEXT_SIZES = (10, 32)  # px


class MainWindow(QMainWindow):
    """`closing` comes once, before the window goes; what is to be kept is kept then."""

    closing = Signal()
    settings_requested = Signal(str)  # name of the page, "" for the first
    export_requested = Signal(object)  # a Conversation, a list of them, or None for all of them
    import_requested = Signal()
    folder_requested = Signal(str)  # what new conversations in it start from
    account_requested = Signal(str)  # "demo", "key" or "local"
    about_requested = Signal()

    def __init__(
        self,
        conversations: ConversationsController,
        accounts: AccountsController,
        replies: RepliesController,
        *,
        order: OrderController,
        folders: FoldersController,
        settings: Settings,
        appearance: Appearance,
        pane: ConversationPane,
        make_searching: Callable[[], controllers.SearchingController],
    ) -> None:
        super().__init__()
        self._conversations = conversations
        self._accounts = accounts
        self._replies = replies
        self._settings = settings
        self._appearance = appearance
        self.pane = pane
        self.messages = MessageActions(conversations, accounts, replies, order, pane)
        self.models = ModelChoice(conversations, accounts, settings, pane.composer)
        self.conversations = ConversationActions(
            conversations, order, folders, replies, selected=self._selected, window=self
        )
        self.reading = Reading(pane, appearance)
        self._stack = QStackedWidget(self)  # the conversation, and what takes its place for a while
        self.searching = Searching(self._stack, pane, conversations, appearance, make_searching)
        rooms = {
            "window": self, "conversations": self.conversations, "reading": self.reading, "models": self.models,
            "searching": self.searching,
        }  # fmt: skip
        self.actions_by_name = make_actions(self, {spec.name: getattr(rooms[spec.room], spec.name) for spec in TABLE})
        self._show_icons()
        appearance.changed.connect(self._show_icons)
        self.sidebar = Sidebar(appearance, self.actions_by_name["new_conversation"], self.actions_by_name["settings"])
        self.shown_list = ShownList(self.sidebar, conversations, folders)
        self.header = Header(appearance, self.actions_by_name)
        self._warned_of_loss = False  # that closing would lose words
        self._lay_out()
        self._connect()
        self._restore()
        self.show_list()

    # The actions of the room “window” in `actions.TABLE`.

    def new_conversation(self) -> None:
        self._conversations.open_new()

    def find_conversation(self) -> None:
        self._show_sidebar(shown=True)
        self.sidebar.search.setFocus()
        self.sidebar.search.selectAll()

    def write(self) -> None:
        self.searching.leave()
        self.pane.composer.setFocus()

    def stop(self) -> None:
        """Esc: leave the editing of a message, else stop the answer, else what was looked for."""
        if self.pane.edited is not None:
            self.pane.end_edit()
        elif self._replies.is_running(self._conversations.open.id):
            self._replies.stop(self._conversations.open.id)
        else:
            self.reading.leave()

    def previous_conversation(self) -> None:
        self.sidebar.step(-1)

    def next_conversation(self) -> None:
        self.sidebar.step(1)

    def toggle_sidebar(self) -> None:
        self._show_sidebar(shown=self.sidebar.isHidden())
        if self.sidebar.isHidden():
            self.write()

    def larger_text(self) -> None:
        self._change_text_size(1)

    def smaller_text(self) -> None:
        self._change_text_size(-1)

    def settings(self) -> None:
        self.settings_requested.emit("")

    def import_conversations(self) -> None:
        self.import_requested.emit()

    def about(self) -> None:
        self.about_requested.emit()

    def quit(self) -> None:
        self.close()

    # What others tell the window.

    @cached_property
    def toast(self) -> widgets.Toast:
        toast = widgets.Toast(self)
        toast.stand_above(self.pane.composer)
        return toast

    @Slot()
    def show_list(self) -> None:
        self.shown_list.show()

    def show_error(self, error: TeahouseError) -> None:
        """Say what happened and what to do, at the foot of the window."""
        self.toast.say(explain(error).sentence)

    def show_notice(self, sentence: str) -> None:
        self.toast.say(sentence)

    def raise_to_front(self) -> None:
        self.setWindowState(self.windowState() & ~Qt.WindowState.WindowMinimized)
        self.show()
        self.raise_()
        self.activateWindow()

    def closeEvent(self, event: QCloseEvent) -> None:
        self.pane.keep_draft()
        if (self.pane.has_unkept_draft or self._replies.has_unkept) and not self._warned_of_loss:
            self._warned_of_loss = True
            self.show_notice(
                tr("Some words could not be saved and would be lost. Copy them, or close again to leave without them.")
            )
            event.ignore()
            return
        self._settings.set("window_geometry", self.saveGeometry().toBase64().toStdString())
        self.closing.emit()
        super().closeEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            translate_actions(self.actions_by_name)
            self._show_title()
            self.show_list()
        super().changeEvent(event)

    def _lay_out(self) -> None:
        right = QWidget(self)
        column = QVBoxLayout(right)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.header)
        column.addWidget(self.pane, 1)
        centre = QWidget(self)
        row = QHBoxLayout(centre)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.sidebar)
        self._stack.addWidget(right)
        row.addWidget(self._stack, 1)
        self.setCentralWidget(centre)
        self.setMinimumSize(480, 400)

    def _connect(self) -> None:
        self._conversations.opened.connect(self._on_opened)
        self._conversations.changed.connect(self._on_changed)
        self.conversations.rename_requested.connect(self._edit_title)
        self.conversations.export_requested.connect(self.export_requested)
        self.conversations.folder_requested.connect(self.folder_requested)
        self.conversations.notice.connect(self._tell)
        self._replies.running_changed.connect(self._show_running)
        self._replies.unsaved.connect(self.show_error)
        self.sidebar.opened.connect(self._conversations.open_by_id)
        self.sidebar.renamed.connect(self.conversations.rename_to)
        self.sidebar.folder_renamed.connect(self.conversations.rename_folder)
        self.sidebar.delete_requested.connect(self.conversations.delete)
        self.sidebar.folder_delete_requested.connect(self.conversations.delete_folder)
        self.sidebar.menu_requested.connect(self.conversations.show_menu)
        self.sidebar.folder_menu_requested.connect(self.conversations.show_folder_menu)
        self.sidebar.dropped.connect(self.conversations.place)
        self.sidebar.search_changed.connect(self.searching.narrow)
        self.sidebar.everything_wanted.connect(self.searching.search_for)
        self.sidebar.opened.connect(self.searching.leave)
        self.searching.narrowed.connect(self.shown_list.narrow)
        self.searching.notice.connect(self.show_notice)
        self.searching.failed.connect(self.show_error)
        self.sidebar.search_left.connect(self.write)
        self.pane.submitted.connect(self._send)
        self.pane.failed.connect(self.show_error)
        self.pane.welcome.card_chosen.connect(self.account_requested)
        self.messages.settings_requested.connect(self.settings_requested)
        self.messages.notice.connect(self.show_notice)
        self.messages.model_requested.connect(self.models.choose_model)
        self.messages.remedies.parameters_requested.connect(self.models.show_parameters)
        self.models.settings_requested.connect(self.settings_requested)

    def _restore(self) -> None:
        self.resize(1180, 780)
        geometry = self._settings.text("window_geometry")
        if geometry:
            self.restoreGeometry(QByteArray.fromBase64(geometry.encode()))
        self._show_sidebar(shown=self._settings.switch("sidebar_shown"))
        self._show_title()

    @Slot(str)
    def _send(self, text: str) -> None:
        conversation = self._conversations.open
        account, model = self._conversations.model_of(conversation, self._accounts.all())
        if account is None:
            self.account_requested.emit("key")
        elif not model:
            self.models.choose_model()
        elif self.pane.edited is not None:
            self._replies.resend(self.pane.edited, text, account, model)
            self.pane.end_edit()
        else:
            self._replies.send(conversation, text, account, model)
            self.pane.composer.clear()

    @Slot(Conversation)
    def _on_opened(self, conversation: Conversation) -> None:
        self.pane.show_conversation(conversation)
        self.sidebar.select(conversation.id)
        self._show_title()

    @Slot(Conversation)
    def _on_changed(self, conversation: Conversation) -> None:
        if conversation.id == self._conversations.open.id:
            self._show_title()

    @Slot()
    def _show_running(self) -> None:
        self.sidebar.model.show_replying(self._replies.running)
        self._show_title()

    @Slot()
    def _show_icons(self) -> None:
        colour_actions(self.actions_by_name, self._appearance)

    def _show_title(self) -> None:
        conversation = self._conversations.open
        title = conversation.title
        folder = None if title else self._conversations.folder_of(conversation)
        self.header.show_conversation(
            conversation,
            self.pane.messages.values(),
            folder=folder.name if folder else "",
            temporary=self._conversations.is_temporary(conversation),
        )
        self.setWindowTitle(f"{title} — {APP_NAME}" if title else APP_NAME)

    @Slot(str, str, object)
    def _tell(self, sentence: str, action: str, act: Callable[[], None]) -> None:
        self.toast.say(sentence, action, act)

    @Slot(str)
    def _edit_title(self, conversation_id: str) -> None:
        self._show_sidebar(shown=True)
        self.sidebar.edit_title(conversation_id)

    def _show_sidebar(self, *, shown: bool) -> None:
        self.sidebar.setVisible(shown)
        self._settings.set("sidebar_shown", shown)

    def _selected(self) -> list[str]:
        return self.sidebar.list.selected_ids()

    def _change_text_size(self, by: int) -> None:
        smallest, largest = _TEXT_SIZES
        size = int(self._settings.number("text_size") or 15) + by
        self._settings.set("text_size", min(max(size, smallest), largest))
