"""What the buttons of an error do beyond trying again: change what stood in the way, then try again."""

from __future__ import annotations

from collections.abc import Callable
from urllib.parse import urlsplit

from msgspec.structs import replace
from PySide6.QtCore import QObject, Signal
from PySide6.QtWidgets import QWidget

from desktop import ui
from desktop.controllers.accounts import AccountsController
from desktop.controllers.conversations import ConversationsController
from desktop.controllers.presets import provider_of
from desktop.errors import Fact, NotKnown
from desktop.i18n import tr
from desktop.model.account import Account
from desktop.model.message import Message
from desktop.ui import dialogs


class Remedies(QObject):
    """Each takes the message that failed. Where there is nothing to go by, the settings are asked for instead."""

    settings_requested = Signal(str)
    parameters_requested = Signal()
    notice = Signal(str)

    def __init__(
        self,
        conversations: ConversationsController,
        accounts: AccountsController,
        retry: Callable[[Message], None],
        window: QWidget,
    ) -> None:
        super().__init__(window)
        self._conversations = conversations
        self._accounts = accounts
        self._retry = retry
        self._window = window

    def top_up(self, message: Message) -> None:
        """Open the page where the account is topped up: its own, else the one that its service is known by."""
        account = self._account_of(message)
        provider = provider_of(account.base_url) if account else None
        url = (account.top_up_url if account else "") or (provider.top_up_url if provider else "")
        if url:
            ui.open_address(url)
        else:
            self.settings_requested.emit("accounts")

    def lower_max_tokens(self, message: Message) -> None:
        """Let answers of this conversation be as long as the server said that they may be."""
        limit = _fact(message, "limit")
        conversation = self._conversations.get(message.conversation_id)
        if conversation is None or not isinstance(limit, int | float) or limit < 1:
            self.parameters_requested.emit()
            return
        lowered = replace(conversation.parameters, max_tokens=int(limit))
        self._conversations.set_parameters(conversation, lowered)
        self.notice.emit(tr("The longest answer in this conversation is {limit} tokens now.", limit=f"{int(limit):,}"))
        self._retry(message)

    def use_v1_address(self, message: Message) -> None:
        """Give the account the address that was found to answer. It is on the same server, or it is not taken."""
        account, suggestion = self._account_of(message), str(_fact(message, "suggestion") or "")
        if account is None or not _same_server(account.base_url, suggestion):
            self.settings_requested.emit("accounts")
            return
        self._accounts.update(replace(account, base_url=suggestion))
        self.notice.emit(tr("The address of {account} is {address} now.", account=account.name, address=suggestion))
        self._retry(message)

    def allow_plain_http(self, message: Message) -> None:
        """Ask whether to send without encryption; then do, from now on, as long as the account's host stays."""
        account = self._account_of(message)
        if account is None:
            self.settings_requested.emit("accounts")
            return

        def agreed() -> None:
            self._accounts.update(replace(account, plain_http_allowed=True))
            self._retry(message)

        dialogs.ask_for_plain_http(account.host, agreed, self._window)

    def _account_of(self, message: Message) -> Account | None:
        """Return the account that the message was asked of, as it is now; None where it is gone."""
        try:
            return self._accounts.get(message.origin.account_id) if message.origin is not None else None
        except NotKnown:
            return None


def _fact(message: Message, name: str) -> Fact:
    return message.failure.facts.get(name) if message.failure is not None else None


def _same_server(address: str, other: str) -> bool:
    try:
        one, two = urlsplit(address), urlsplit(other)
        return bool(two.hostname) and (one.scheme, one.netloc) == (two.scheme, two.netloc)
    except ValueError:
        return False
