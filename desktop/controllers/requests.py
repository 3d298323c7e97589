"""The requests that replies came of, for who wants to see them: the newest as they left, older ones made again."""

from __future__ import annotations

from collections import OrderedDict

from msgspec import Struct

from desktop import api
from desktop.controllers.accounts import AccountsController
from desktop.controllers.conversations import ConversationsController
from desktop.errors import NotKnown
from desktop.model.account import Account
from desktop.model.message import Message
from desktop.model.tree import branch

_ROOM = 8_000_000  # characters that are kept; the newest request is, however long


class Request(Struct, frozen=True):
    """`body` is the exact JSON text. `account` is where it went, None where that is gone.

    With `rebuilt` the body was made again from the conversation as it is now, and need not be what was sent.
    """

    body: str
    account: Account | None
    rebuilt: bool = False


class Requests:
    """Keeps what was sent in this run, as far as there is room."""

    def __init__(self, conversations: ConversationsController, accounts: AccountsController) -> None:
        self._conversations = conversations
        self._accounts = accounts
        self._kept: OrderedDict[str, Request] = OrderedDict()  # by message id, the oldest first
        self._size = 0

    def keep(self, message_id: str, body: str, account: Account) -> None:
        """Note what was sent for a reply; a later try takes the place of an earlier one."""
        self._forget(message_id)
        self._kept[message_id] = Request(body, account)
        self._size += len(body)
        while self._size > _ROOM and len(self._kept) > 1:
            self._forget(next(iter(self._kept)))

    def of(self, reply: Message) -> Request | None:
        """Return the request of a reply; None for what no model was asked for."""
        kept = self._kept.get(reply.id)
        if kept is not None:
            return kept
        conversation = self._conversations.get(reply.conversation_id)
        if conversation is None or reply.origin is None or reply.parent_id is None:
            return None
        path = branch(self._conversations.messages_of(conversation), reply.parent_id)
        account = self._account(reply.origin.account_id)
        parameters = self._conversations.parameters_of(conversation)
        request = api.build_request(path, reply.origin.model, parameters, account or Account("", "", ""))
        return Request(api.body_of(request), account, rebuilt=True)

    def _account(self, account_id: str) -> Account | None:
        try:
            return self._accounts.get(account_id)
        except NotKnown:
            return None

    def _forget(self, message_id: str) -> None:
        forgotten = self._kept.pop(message_id, None)
        self._size -= len(forgotten.body) if forgotten else 0
