"""What the buttons in and under a message do."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, Qt, Signal, Slot
from PySide6.QtGui import QGuiApplication

from desktop.controllers.accounts import AccountsController
from desktop.controllers.conversations import ConversationsController
from desktop.controllers.order import OrderController
from desktop.controllers.replies import RepliesController
from desktop.errors import NotKnown
from desktop.i18n import tr
from desktop.model.account import Account
from desktop.model.message import Message, Role
from desktop.model.tree import tip_below
from desktop.ui import dialogs
from desktop.ui.conversation_pane import ConversationPane
from desktop.ui.entries import shown_siblings
from desktop.ui.remedies import Remedies


class MessageActions(QObject):
    """Takes the action names of the transcript and of `explain`; each has one method here."""

    settings_requested = Signal(str)
    model_requested = Signal()
    notice = Signal(str)

    def __init__(
        self,
        conversations: ConversationsController,
        accounts: AccountsController,
        replies: RepliesController,
        order: OrderController,
        pane: ConversationPane,
    ) -> None:
        super().__init__(pane)
        self._conversations = conversations
        self._accounts = accounts
        self._replies = replies
        self._order = order
        self._pane = pane
        self.remedies = Remedies(conversations, accounts, self._answer_again, pane)
        self.remedies.settings_requested.connect(self.settings_requested)
        self.remedies.notice.connect(self.notice)
        self._by_name: dict[str, Callable[[Message], None]] = {
            "copy": self._copy,
            "edit": self._edit,
            "regenerate": self._answer_again,
            "retry": self._answer_again,
            "cancel_retry": self._stop,
            "cancel": self._stop,
            "continue": self._continue,
            "details": pane.toggle_details,
            "request": self._show_request,
            "delete": self._delete,
            "switch_previous": lambda message: self._switch(message, -1),
            "switch_next": lambda message: self._switch(message, 1),
            "open_settings": lambda _: self.settings_requested.emit("accounts"),
            "use_v1_address": self.remedies.use_v1_address,
            "allow_plain_http": self.remedies.allow_plain_http,
            "lower_max_tokens": self.remedies.lower_max_tokens,
            "change_max_tokens": lambda _: self.remedies.parameters_requested.emit(),
            "pick_model": lambda _: self.model_requested.emit(),
            "new_conversation": lambda _: conversations.open_new(),
            "top_up": self.remedies.top_up,
        }
        pane.message_action.connect(self.perform)

    @Slot(str, Message)
    def perform(self, name: str, message: Message) -> None:
        self._by_name[name](message)

    def _copy(self, message: Message) -> None:
        QGuiApplication.clipboard().setText(message.text or message.reasoning)
        self.notice.emit(tr("Copied as Markdown."))

    def _edit(self, message: Message) -> None:
        self._pane.edit(message)

    def _answer_again(self, message: Message) -> None:
        account, model = self._answering(message)
        if account is not None:
            self._replies.answer_again(message, account, model)

    def _continue(self, message: Message) -> None:
        account, model = self._answering(message)
        if account is not None and not self._replies.is_running(message.conversation_id):
            self._replies.follow_up(message, tr("Please go on exactly where you stopped."), account, model)

    def _stop(self, message: Message) -> None:
        self._replies.stop(message.conversation_id)

    def _show_request(self, message: Message) -> None:
        request = self._replies.requests.of(message)
        if request is not None:
            dialog = dialogs.RequestDialog(request, _request_id(message), self._pane.window())
            dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
            dialog.open()

    def _switch(self, message: Message, by: int) -> None:
        """Show the version before or after `message`, down to the newest tip of its branch."""
        messages = self._pane.messages
        versions = shown_siblings(messages, message)
        place = versions.index(message.id) + by
        if 0 <= place < len(versions) and not self._replies.is_running(message.conversation_id):
            head = tip_below(messages.values(), versions[place])
            self._order.show_branch(self._conversations.open, head)

    def _delete(self, message: Message) -> None:
        """Move the message, and what was said below it, to the trash; the window offers the way back."""
        if self._replies.is_running(message.conversation_id):
            self.notice.emit(tr("Wait for the end of the answer, or stop it, before you delete a message."))
        else:
            self._order.delete_message(message)

    def _answering(self, message: Message) -> tuple[Account | None, str]:
        """The account and model chosen now; where there is none, those that wrote the message."""
        account, model = self._conversations.model_of(self._conversations.open, self._accounts.all())
        if account is None and message.role is Role.ASSISTANT and message.origin is not None:
            try:
                return self._accounts.get(message.origin.account_id), message.origin.model
            except NotKnown:
                self.settings_requested.emit("accounts")
        return account, model


def _request_id(message: Message) -> str | None:
    """What the server called the request, with its answer or its refusal."""
    said = message.failure.facts.get("request_id") if message.failure is not None else None
    return message.request_id or (str(said) if said else None)
