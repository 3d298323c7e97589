"""Which conversations there are, and which one is open."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from contextlib import ExitStack
from datetime import UTC, datetime
from typing import Any

from msgspec.structs import replace
from PySide6.QtCore import QObject, Signal

from desktop.controllers.catalogue import Catalogue
from desktop.model.account import Account
from desktop.model.conversation import Conversation, TitleSource, title_from
from desktop.model.folder import Folder
from desktop.model.ids import new_id
from desktop.model.message import Message
from desktop.model.parameters import Parameters
from desktop.model.tree import branch
from desktop.settings import Settings
from desktop.store.stores import Stores


class ConversationsController(QObject):
    """Keeps what the list shows in step with the store; every change is committed before anybody is told of it.

    A conversation nobody has written in yet is one that the list does not show. It is stored once it has a draft, and
    "New conversation" comes back to it. All methods raise StoreError, and then nothing has changed. What a person does
    to conversations so that it can be undone is asked of `OrderController`.
    """

    listed = Signal()  # `shown` is another
    opened = Signal(Conversation)  # another conversation is open
    changed = Signal(Conversation)  # what is known of one: title, model, parameters, head …
    rebranched = Signal(Conversation)  # of the open one: other messages are to be shown, or other versions of them

    def __init__(self, stores: Stores, settings: Settings, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._stores = stores
        self._settings = settings
        self.catalogue = Catalogue(stores)
        self._fresh: dict[str, Conversation] = {}  # those that are not stored yet
        self._open = self._unwritten(None)

    @property
    def shown(self) -> list[Conversation]:
        """What the list has read so far (`catalogue` reads on): those with a message, in no particular order."""
        return self.catalogue.listed

    @property
    def open(self) -> Conversation:
        """The conversation on the screen."""
        return self._open

    def get(self, conversation_id: str) -> Conversation | None:
        """Return one that is not in the trash."""
        return self._fresh.get(conversation_id) or self.catalogue.get(conversation_id)

    def is_temporary(self, conversation: Conversation) -> bool:
        """Whether nothing of it is ever written to the disk."""
        return self._stores.is_temporary(conversation.id)

    def folder_of(self, conversation: Conversation) -> Folder | None:
        folders = self._stores.folders.all() if conversation.folder_id else ()
        return next((folder for folder in folders if folder.id == conversation.folder_id), None)

    def messages_of(self, conversation: Conversation) -> dict[str, Message]:
        return self._stores.of(conversation.id).messages.of(conversation.id)

    def branch_of(self, conversation: Conversation) -> list[Message]:
        return branch(self.messages_of(conversation), conversation.head_id)

    def show_branch(self, conversation: Conversation, head_id: str) -> None:
        """Move the head, as on the way to something that was looked for: that is no step to be undone."""
        self.change({conversation.id: {"head_id": head_id}})

    def open_last(self) -> None:
        """Open what was open when the program ended, or a new conversation where that is gone or not wanted."""
        last = self.get(self._settings.text("conversation_id"))
        if last is not None and self._settings.switch("restore_conversation"):
            self._show(last)
        else:
            self.open_new()

    def open_by_id(self, conversation_id: str) -> None:
        conversation = self.get(conversation_id)
        if conversation is not None and conversation.id != self._open.id:
            self._show(conversation)

    def open_new(self, folder: Folder | None = None) -> None:
        """Open a conversation without a message; in a folder it starts from what the folder says."""
        self._show(self._unwritten(folder))

    def open_temporary(self) -> None:
        """Open a conversation of which nothing is ever written to the disk."""
        waiting = [each for each in self._fresh.values() if self.is_temporary(each)]
        conversation = waiting[0] if waiting else self._make_fresh(None)
        self._stores.hold_in_memory(conversation.id)
        self._show(conversation)

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
        self._change_one(conversation, account_id=account_id, model=model)
        self._settings.set("account_id", account_id)
        self._settings.set("model", model)

    def set_parameters(self, conversation: Conversation, parameters: Parameters) -> None:
        self._change_one(conversation, parameters=parameters)

    def keep_draft(self, conversation_id: str, draft: str) -> None:
        conversation = self.get(conversation_id)
        if conversation is not None and conversation.draft != draft:
            self._ensure_stored(conversation)
            self._stores.of(conversation.id).conversations.set_draft(conversation.id, draft)
            self._remember(replace(conversation, draft=draft))

    def name_by_model(self, conversation_id: str, title: str) -> None:
        """Take the model's title, unless a person has named the conversation meanwhile."""
        conversation = self.get(conversation_id)
        if conversation is not None and conversation.title_source is TitleSource.FIRST_WORDS and title:
            self._change_one(conversation, title=title, title_source=TitleSource.MODEL)
            self.listed.emit()

    def change(
        self, changes: Mapping[str, Mapping[str, Any]], also: Callable[[], object] | None = None
    ) -> None:
        """Give fields of conversations other values, of all or of none; `also` is what goes along with their messages.

        They may be in the trash, and go there or come back. If the open one goes, a new one takes its place.
        """
        before = self._open
        after: list[Conversation] = []
        with ExitStack() as together:
            for store in {self._stores.of(conversation_id) for conversation_id in changes}:
                together.enter_context(store.database.transaction())
            for conversation_id, fields in changes.items():
                store = self._stores.of(conversation_id)
                store.conversations.change(conversation_id, **fields)
                after.append(store.conversations.get(conversation_id))
            if also is not None:
                also()
        for conversation in after:
            self._remember(conversation)
        if before.id in changes:
            self._follow(before, rebranched=also is not None)
        self.listed.emit()

    def add_message(self, conversation: Conversation, message: Message, account_id: str, model: str) -> None:
        """Commit `message` as the new head of `conversation`; the first one gives it its title.

        A conversation that somebody goes on with is archived no longer.
        """
        store = self._stores.of(conversation.id)
        with store.database.transaction():  # a question without its title or its model would be half a change
            self._ensure_stored(conversation)
            store.messages.add(message)
            fields: dict[str, Any] = {"account_id": account_id, "model": model, "archived": None}
            if not conversation.title:
                fields |= {"title": title_from(message.text), "title_source": TitleSource.FIRST_WORDS}
            store.conversations.change(conversation.id, **fields)
        self.refresh(conversation.id)

    def refresh(self, conversation_id: str) -> Conversation:
        """Read again what the store knows, after messages were added or the head has moved."""
        conversation = self._stores.of(conversation_id).conversations.get(conversation_id)
        self._remember(conversation)
        if conversation.id == self._open.id:  # the command line opens none: what the window has noted stays
            self._note_open()
        self.listed.emit()
        return conversation

    def refresh_all(self) -> None:
        """Read again what is in memory, after another process or a change to a whole folder."""
        before = self._open
        if not self.catalogue.read_again([before.id, *self._stores.temporary_ids]):
            return
        now = self.get(before.id)
        if now is None:
            self.open_new()
        elif now != before:
            self._open = now
            self.changed.emit(now)
            if now.head_id != before.head_id:
                self.rebranched.emit(now)
        self.listed.emit()

    def keep(self, conversation_id: str) -> None:
        """Write a temporary conversation to the disk: from now on it is one like any other."""
        conversation = self.get(conversation_id)
        if conversation is not None and self._stores.is_temporary(conversation_id):
            self._ensure_stored(conversation)
            self._stores.keep(conversation_id)
            self.refresh(conversation_id)

    def _show(self, conversation: Conversation) -> None:
        self._open = conversation
        self._note_open()
        self.opened.emit(conversation)

    def _follow(self, before: Conversation, *, rebranched: bool) -> None:
        """Show what has become of the open conversation."""
        if self.get(before.id) is None:
            self.open_new()
        elif rebranched or self._open.head_id != before.head_id:
            self.rebranched.emit(self._open)

    def _note_open(self) -> None:
        """For the next start. A conversation without a message is found again without, a temporary one not at all."""
        is_kept = self._open.head_id is not None and not self.is_temporary(self._open)
        self._settings.set("conversation_id", self._open.id if is_kept else None)

    def _unwritten(self, folder: Folder | None) -> Conversation:
        place = folder.id if folder is not None else None
        waiting = [
            each
            for each in (*self.catalogue.unwritten, *self._fresh.values())
            if each.folder_id == place and not self.is_temporary(each)
        ]
        if not waiting:
            return self._make_fresh(folder)
        return max(waiting, key=lambda each: (each.id not in self._fresh, each.id))

    def _make_fresh(self, folder: Folder | None) -> Conversation:
        now = datetime.now(UTC)
        conversation = Conversation(new_id(), "", created=now, updated=now)
        if folder is not None:
            conversation = replace(
                conversation,
                folder_id=folder.id,
                account_id=folder.account_id,
                model=folder.model,
                parameters=folder.parameters,
            )
        self._fresh[conversation.id] = conversation
        return conversation

    def _change_one(self, conversation: Conversation, **fields: Any) -> None:
        self._ensure_stored(conversation)
        store = self._stores.of(conversation.id)
        store.conversations.change(conversation.id, **fields)
        self._remember(store.conversations.get(conversation.id))

    def _ensure_stored(self, conversation: Conversation) -> None:
        if self.catalogue.get(conversation.id) is None:
            self._stores.of(conversation.id).conversations.add(conversation)

    def _remember(self, conversation: Conversation) -> None:
        """Take what the store now has, and tell of it."""
        self._fresh.pop(conversation.id, None)
        self.catalogue.put(conversation)
        if conversation.id == self._open.id:
            self._open = conversation
        self.changed.emit(conversation)
