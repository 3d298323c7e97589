"""What a person does to conversations, at random, and the same for the same seed: ids and all, but for the times."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from dataclasses import replace
from itertools import count as count_from
from pathlib import Path
from types import SimpleNamespace

from desktop.controllers.conversations import ConversationsController
from desktop.controllers.order import OrderController
from desktop.controllers.undo import UndoStack
from desktop.model import ids
from desktop.model.conversation import Conversation, title_from
from desktop.model.ids import new_id
from desktop.model.message import Message, Origin, ReasoningPart, Role, TextPart
from desktop.model.parameters import Parameters
from desktop.settings import Settings
from desktop.store.conversations import Conversations
from desktop.store.database import Database
from desktop.store.messages import Messages
from desktop.store.stores import Stores
from tests.store.make import START
from tests.torture.person import prose


class Operations:
    """Each operation is one call of what the window calls."""

    def __init__(self, database: Database, settings: Settings, dice: random.Random) -> None:
        self._dice = dice
        self._store = Conversations(database)
        self._messages = Messages(database)
        stores = Stores(database)
        self._controller = ConversationsController(stores, settings)
        self._order = OrderController(self._controller, stores, UndoStack())

    def one(self) -> str:
        """Do one, and return its name."""
        known = sorted(self._controller.shown, key=lambda conversation: conversation.id)
        if len(known) < 3:
            return self._begin()
        chosen = self._dice.choice(known)
        operations: tuple[Callable[[Conversation], object], ...] = (
            self._say, self._say, self._answer, self._branch, self._rename, self._pin, self._delete, self._restore,
            self._draft, self._parameters, self._purge,
        )  # fmt: skip
        operation = self._dice.choice(operations)
        operation(chosen)
        return operation.__name__

    def _begin(self) -> str:
        self._controller.open_new()
        self._say(self._controller.open)
        return "begin"

    def _say(self, conversation: Conversation) -> None:
        text = prose(self._dice, 30)
        message = Message(new_id(), conversation.id, conversation.head_id, Role.USER, (TextPart(text),), START)
        self._controller.add_message(conversation, message, "account-1", self._dice.choice(["small", "large"]))

    def _answer(self, conversation: Conversation) -> None:
        parts = (ReasoningPart(prose(self._dice, 10), 1.0), TextPart(prose(self._dice, 60)))
        origin = Origin("account-1", "Home", "small")
        reply = Message(new_id(), conversation.id, conversation.head_id, Role.ASSISTANT, parts, START, origin=origin)
        self._messages.add(reply)
        self._controller.refresh(conversation.id)

    def _branch(self, conversation: Conversation) -> None:
        head = self._dice.choice(sorted(self._controller.messages_of(conversation)))
        self._order.show_branch(conversation, head)

    def _rename(self, conversation: Conversation) -> None:
        self._order.rename(conversation.id, title_from(prose(self._dice, 6)))

    def _pin(self, conversation: Conversation) -> None:
        self._order.pin([conversation.id], pinned=not conversation.pinned)

    def _delete(self, conversation: Conversation) -> None:
        self._order.delete([conversation.id])

    def _restore(self, _: Conversation) -> None:
        trash = sorted(self._store.trash(), key=lambda conversation: conversation.id)
        if trash:
            self._order.restore([self._dice.choice(trash).id])

    def _draft(self, conversation: Conversation) -> None:
        self._controller.keep_draft(conversation.id, prose(self._dice, 8))

    def _parameters(self, conversation: Conversation) -> None:
        parameters = Parameters(system_prompt=prose(self._dice, 5), temperature=self._dice.choice([0.0, 0.5, 1.0]))
        self._controller.set_parameters(conversation, replace(parameters, max_tokens=self._dice.randrange(1, 100)))

    def _purge(self, _: Conversation) -> None:
        trash = sorted(self._store.trash(), key=lambda conversation: conversation.id)
        if len(trash) > 2:
            self._store.purge(trash[0].id)


def perform(profile: Path, seed: str, count: int) -> Iterator[str]:
    """Do `count` operations, a step at a time, and yield the name of each once it is done. For a process of its own."""
    dice = random.Random(seed)
    ticks = count_from(1_800_000_000_000)
    ids.os = SimpleNamespace(urandom=random.Random(seed).randbytes)  # type: ignore[attr-defined]
    ids.time = SimpleNamespace(time_ns=lambda: next(ticks) * 1_000_000)  # type: ignore[attr-defined]
    with Database.open(profile / "conversations.db") as database:
        operations = Operations(database, Settings(profile / "settings.json"), dice)
        for _ in range(count):
            yield operations.one()
