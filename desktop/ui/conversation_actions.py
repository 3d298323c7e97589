"""What can be done with whole conversations: by the actions of the window, and by the menu of the list."""

from __future__ import annotations

from PySide6.QtCore import QObject, QPoint, Qt, Signal, Slot
from PySide6.QtWidgets import QMenu, QWidget

from desktop.controllers.conversations import ConversationsController
from desktop.controllers.replies import RepliesController
from desktop.i18n import tr
from desktop.model.conversation import Conversation


class ConversationActions(QObject):
    """The room “conversations” of `actions.TABLE`: those without an argument act on the open conversation."""

    rename_requested = Signal(str)
    export_requested = Signal(object)  # a Conversation, or None for all of them
    notice = Signal(str, str, object)  # a sentence, the words of a button, and what the button does

    def __init__(self, conversations: ConversationsController, replies: RepliesController, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._conversations = conversations
        self._replies = replies
        self._last_deleted: Conversation | None = None
        conversations.trashed.connect(self._on_trashed)

    def rename(self) -> None:
        if self._conversations.open.head_id is not None:
            self.rename_requested.emit(self._conversations.open.id)

    def pin(self) -> None:
        conversation = self._conversations.open
        if conversation.head_id is not None:
            self._conversations.pin(conversation.id, pinned=not conversation.pinned)

    def export(self) -> None:
        if self._conversations.open.head_id is not None:
            self.export_requested.emit(self._conversations.open)

    def export_all(self) -> None:
        self.export_requested.emit(None)

    def delete(self) -> None:
        self.delete_by_id(self._conversations.open.id)

    def undo_delete(self) -> None:
        if self._last_deleted is not None:
            deleted, self._last_deleted = self._last_deleted, None
            self._conversations.restore(deleted.id)
            self._conversations.open_by_id(deleted.id)

    @Slot(str)
    def delete_by_id(self, conversation_id: str) -> None:
        self._replies.stop(conversation_id)
        self._conversations.delete(conversation_id)

    @Slot(str, QPoint)
    def show_menu(self, conversation_id: str, place: QPoint) -> None:
        conversation = self._conversations.get(conversation_id)
        if conversation is None:
            return
        menu = QMenu(self._window)
        menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        pinned = conversation.pinned
        menu.addAction(tr("Rename"), lambda: self.rename_requested.emit(conversation_id))
        menu.addAction(
            tr("Unpin") if pinned else tr("Pin"),
            lambda: self._conversations.pin(conversation_id, pinned=not pinned),
        )
        menu.addAction(tr("Export to Markdown…"), lambda: self.export_requested.emit(conversation))
        menu.addSeparator()
        menu.addAction(tr("Move to the trash"), lambda: self.delete_by_id(conversation_id))
        menu.popup(place)

    @Slot(Conversation)
    def _on_trashed(self, conversation: Conversation) -> None:
        self._last_deleted = conversation
        sentence = tr("“{title}” is in the trash.", title=conversation.title or tr("New conversation"))
        self.notice.emit(sentence, tr("Undo"), self.undo_delete)
