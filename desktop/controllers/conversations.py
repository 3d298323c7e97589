"""Which conversations there are, and which one is open."""

from __future__ import annotations

from dataclasses import replace
from datetime import UTC, datetime

from PySide6.QtCore import QObject, Signal

from desktop.model.account import Account
from desktop.model.conversation import Conversation, TitleSource, title_from
from desktop.model.ids import new_id
from desktop.model.message import Message
from desktop.model.parameters import Parameters
from desktop.model.tree import branch
from desktop.settings import Settings
from desktop.store.conversations import Conversations
from desktop.store.messages import Messages


class ConversationsController(QObject):
    """Keeps the list in memory, in step with the store; every change is committed before anybody is told of it.

    A conversation nobody has written in yet is one that the list does not show. It is stored once it has a draft, and
    "New conversation" comes back to it. All methods raise StoreError, and then nothing has changed.
    """

    listed = Signal()  # `shown` is another
    opened = Signal(Conversation)  # another conversation is open
    changed = Signal(Conversation)  # what is known of one: title, model, parameters, head …
    trashed = Signal(Conversation)

    def __init__(
        self, conversations: Conversations, messages: Messages, settings: Settings, parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._store = conversations
        self._messages = messages
        self._settings = settings
        self._known = {conversation.id: conversation for conversation in conversations.all_shown()}
        self._stored = set(self._known)
        self._fresh = _new_conversation()  # the one that is not stored yet
        self._open = self._unwritten()

    @property
    def shown(self) -> list[Conversation]:
        """What the list shows: conversations with at least one message, in no particular order."""
        return [conversation for conversation in self._known.values() if conversation.head_id is not None]

    @property
    def open(self) -> Conversation:
        """The conversation on the screen."""
        return self._open

    def get(self, conversation_id: str) -> Conversation | None:
        known = self._known.get(conversation_id)
        return self._fresh if known is None and self._fresh.id == conversation_id else known

    def messages_of(self, conversation: Conversation) -> dict[str, Message]:
        return self._messages.of(conversation.id) if conversation.id in self._stored else {}

    def branch_of(self, conversation: Conversation) -> list[Message]:
        return branch(self.messages_of(conversation), conversation.head_id)

    def open_last(self) -> None:
        """Open what was open when the program ended, or a new conversation where that is gone or not wanted."""
        last = self._known.get(self._settings.text("conversation_id"))
        if last is not None and self._settings.switch("restore_conversation"):
            self._show(last)
        else:
            self.open_new()

    def open_by_id(self, conversation_id: str) -> None:
        conversation = self.get(conversation_id)
        if conversation is not None and conversation.id != self._open.id:
            self._show(conversation)

    def open_new(self) -> None:
        self._show(self._unwritten())

    def parameters_of(self, conversation: Conversation) -> Parameters:
        """What is sent with its messages: its own values over those of the settings."""
        return conversation.parameters.over(self._settings.parameters())

    def model_of(self, conversation: Conversation, accounts: list[Account]) -> tuple[Account | None, str]:
        """Return the account and model that answer next: the conversation's, else the last chosen, else the first."""
        by_id = {account.id: account for account in accounts}
        account = by_id.get(conversation.account_id or "")
        if account is not None and conversation.model:
            return account, conversation.model
        account = account or by_id.get(self._settings.text("account_id"))
        if account is not None and account.id == self._settings.text("account_id") and self._settings.text("model"):
            return account, self._settings.text("model")
        account = account or next(iter(accounts), None)
        if account is None:
            return None, ""
        return account, account.model or next(iter(account.models), "")

    def choose_model(self, conversation: Conversation, account_id: str, model: str) -> None:
        """Let `model` answer in `conversation`, and in new ones from now on."""
        self._ensure_stored(conversation)
        self._store.set_model(conversation.id, account_id, model)
        self._remember(replace(conversation, account_id=account_id, model=model))
        self._settings.set("account_id", account_id)
        self._settings.set("model", model)

    def set_parameters(self, conversation: Conversation, parameters: Parameters) -> None:
        self._ensure_stored(conversation)
        self._store.set_parameters(conversation.id, parameters)
        self._remember(replace(conversation, parameters=parameters))

    def keep_draft(self, conversation_id: str, draft: str) -> None:
        conversation = self.get(conversation_id)
        if conversation is not None and conversation.draft != draft:
            self._ensure_stored(conversation)
            self._store.set_draft(conversation.id, draft)
            self._remember(replace(conversation, draft=draft))

    def rename(self, conversation_id: str, title: str) -> None:
        self._name(conversation_id, title, TitleSource.PERSON)

    def name_by_model(self, conversation_id: str, title: str) -> None:
        """Take the model's title, unless a person has named the conversation meanwhile."""
        conversation = self.get(conversation_id)
        if conversation is not None and conversation.title_source is TitleSource.FIRST_WORDS:
            self._name(conversation_id, title, TitleSource.MODEL)

    def pin(self, conversation_id: str, *, pinned: bool) -> None:
        conversation = self.get(conversation_id)
        if conversation is not None:
            self._store.pin(conversation_id, pinned=pinned)
            self._remember(replace(conversation, pinned=pinned))
            self.listed.emit()

    def delete(self, conversation_id: str) -> None:
        """Move to the trash. If it was open, a new conversation takes its place."""
        conversation = self._known.get(conversation_id)
        if conversation is None:
            return
        self._store.delete(conversation_id)
        del self._known[conversation_id]
        if self._open.id == conversation_id:
            self.open_new()
        self.listed.emit()
        self.trashed.emit(conversation)

    def restore(self, conversation_id: str) -> None:
        """Bring back from the trash."""
        self._store.restore(conversation_id)
        self._known[conversation_id] = self._store.get(conversation_id)
        self._stored.add(conversation_id)
        self.listed.emit()

    def trash(self) -> list[Conversation]:
        return self._store.trash()

    def add_message(self, conversation: Conversation, message: Message, account_id: str, model: str) -> None:
        """Commit `message` as the new head of `conversation`; the first one gives it its title."""
        with self._store.together():  # a question without its title or its model would be half a change
            if conversation.id not in self._stored:
                self._store.add(conversation)
            self._messages.add(message)
            self._store.set_model(conversation.id, account_id, model)
            if not conversation.title:
                self._store.rename(conversation.id, title_from(message.text), TitleSource.FIRST_WORDS)
        self._stored.add(conversation.id)
        self.refresh(conversation.id)

    def refresh(self, conversation_id: str) -> Conversation:
        """Read again what the store knows, after messages were added or the head has moved."""
        conversation = self._store.get(conversation_id)
        self._remember(conversation)
        self._note_open()
        self.listed.emit()
        return conversation

    def show_branch(self, conversation: Conversation, head_id: str) -> None:
        """Move the head: another branch of the tree is shown from now on."""
        self._store.set_head(conversation.id, head_id)
        self.refresh(conversation.id)

    def _show(self, conversation: Conversation) -> None:
        self._open = conversation
        self._note_open()
        self.opened.emit(conversation)

    def _note_open(self) -> None:
        """For the next start. A conversation without a message is found again without."""
        self._settings.set("conversation_id", self._open.id if self._open.head_id else None)

    def _unwritten(self) -> Conversation:
        waiting = [conversation for conversation in self._known.values() if conversation.head_id is None]
        if waiting:
            return max(waiting, key=lambda conversation: conversation.id)
        if self._fresh.id in self._stored:
            self._fresh = _new_conversation()
        return self._fresh

    def _name(self, conversation_id: str, title: str, source: TitleSource) -> None:
        conversation = self.get(conversation_id)
        if conversation is not None and title:
            self._store.rename(conversation_id, title, source)
            self._remember(replace(conversation, title=title, title_source=source))
            self.listed.emit()

    def _ensure_stored(self, conversation: Conversation) -> None:
        if conversation.id not in self._stored:
            self._store.add(conversation)
            self._stored.add(conversation.id)

    def _remember(self, conversation: Conversation) -> None:
        self._known[conversation.id] = conversation
        if conversation.id == self._open.id:
            self._open = conversation
        self.changed.emit(conversation)


def _new_conversation() -> Conversation:
    now = datetime.now(UTC)
    return Conversation(new_id(), "", created=now, updated=now)
