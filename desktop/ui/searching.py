"""Looking for something in all conversations, and going to it."""

from __future__ import annotations

from collections.abc import Callable
from functools import cached_property
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Qt, Signal, Slot
from PySide6.QtWidgets import QStackedWidget

from desktop.controllers.conversations import ConversationsController
from desktop.errors import TeahouseError
from desktop.i18n import tr
from desktop.ui import search
from desktop.ui.conversation_pane import ConversationPane
from desktop.ui.theme import Appearance

if TYPE_CHECKING:
    from desktop.controllers.searching import SearchingController
    from desktop.store.search import Hit


class Searching(QObject):
    """The room “searching” of `actions.TABLE`: the page of results, and the list that is narrowed.

    `stack` holds the conversation first; the page comes into it beside that when it is wanted first.
    """

    narrowed = Signal(object)  # ids of the conversations that the list is to show; None for all
    notice = Signal(str)
    failed = Signal(TeahouseError)

    def __init__(
        self,
        stack: QStackedWidget,
        pane: ConversationPane,
        conversations: ConversationsController,
        appearance: Appearance,
        make_controller: Callable[[], SearchingController],
    ) -> None:
        super().__init__(stack)
        self._stack = stack
        self._pane = pane
        self._conversations = conversations
        self._appearance = appearance
        self._make_controller = make_controller
        conversations.opened.connect(self.leave)

    def search_everything(self) -> None:
        """Open the page of results, with what was looked for last."""
        self._open(None)

    @Slot(str)
    def search_for(self, text: str) -> None:
        """Open the page of results with this question."""
        self._open(text or None)

    @Slot(str)
    def narrow(self, text: str) -> None:
        """Look for the conversations that the list is to show."""
        if text.strip():
            self._controller.narrow(text)
        else:
            self._controller.stop_narrowing()
            self.narrowed.emit(None)

    @Slot()
    def leave(self) -> None:
        """Show the conversation, where it was read."""
        self._stack.setCurrentIndex(0)

    @cached_property
    def page(self) -> search.SearchPage:
        page = search.SearchPage(self._controller, self._appearance, self._stack)
        page.chosen.connect(self._show_hit)
        page.left.connect(self._on_left)
        self._stack.addWidget(page)
        return page

    @cached_property
    def _controller(self) -> SearchingController:
        controller = self._make_controller()
        controller.narrowed.connect(self.narrowed)
        controller.failed.connect(self.failed)
        return controller

    def _open(self, text: str | None) -> None:
        self._stack.setCurrentWidget(self.page)
        self.page.open(text)

    @Slot()
    def _on_left(self) -> None:
        self.leave()
        self._pane.composer.setFocus()

    @Slot(object)
    def _show_hit(self, hit: Hit) -> None:
        """Go to the conversation, and in it to the message, on whichever branch that is."""
        if self._conversations.get(hit.conversation_id) is None:
            self.notice.emit(tr("This conversation is in the trash, or gone. Search again to see what there is now."))
            return
        self._conversations.open_by_id(hit.conversation_id)
        self.leave()
        if hit.message_id is not None and not self._pane.show_hit(hit.message_id, self.page.words):
            self.notice.emit(tr("This message is not there any more. Search again to see what there is now."))
        if hit.message_id is not None:
            self._pane.transcript.setFocus(Qt.FocusReason.OtherFocusReason)
