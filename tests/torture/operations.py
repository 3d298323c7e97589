"""What a person does to conversations, at random, and the same for the same seed: ids and all, but for the times."""

from __future__ import annotations

import random
from collections.abc import Callable, Iterator
from itertools import count as count_from
from pathlib import Path
from types import SimpleNamespace

from desktop.controllers.conversations import ConversationsController
from desktop.controllers.folders import FoldersController
from desktop.controllers.order import OrderController
from desktop.controllers.undo import UndoStack
from desktop.model import ids
from desktop.model.conversation import Conversation, title_from
from desktop.model.ids import new_id
from desktop.model.message import Message, Origin, ReasoningPart, Role, TextPart
from desktop.model.parameters import Parameters
from desktop.settings import Settings
from desktop.store.database import Database
from desktop.store.stores import Stores
from tests.store.make import START
from tests.torture.person import prose

TAGS = ("drinks", "Drinks", "茶", "work")


class Operations:
    """Each is one call of what the window calls, on conversations that `dice` chooses."""

    def __init__(self, stores: Stores, settings: Settings, dice: random.Random) -> None:
        self._dice = dice
        self._stores = stores
        self.conversations = ConversationsController(stores, settings)
        undo = UndoStack()
        self.order = OrderController(self.conversations, stores, undo)
        self.folders = FoldersController(self.conversations, stores, undo, settings)
        self.undoable: tuple[Callable[[], object], ...] = (
            self.rename, self.pin, self.archive, self.move, self.tag, self.delete, self.restore, self.branch,
            self.delete_message, self.create_folder, self.rename_folder, self.delete_folder,
        )  # fmt: skip
        self.others: tuple[Callable[[], object], ...] = (
            self.begin, self.say, self.say, self.answer, self.draft, self.parameters, self.purge, self.undo, self.redo,
        )  # fmt: skip

    def known(self) -> list[Conversation]:
        """All that are not in the trash, in an order that does not depend on any time."""
        shown = self._stores.kept.conversations.all_shown()
        return sorted((each for each in shown if each.head_id is not None), key=lambda each: each.id)

    def one(self) -> str:
        """Do one, and return its name."""
        operation = self._dice.choice((*self.undoable, *self.others)) if len(self.known()) >= 3 else self.begin
        operation()
        return operation.__name__

    def begin(self) -> None:
        self.conversations.open_new()
        self._say(self.conversations.open)

    def say(self) -> None:
        self._say(self._one())

    def answer(self) -> None:
        conversation = self._one()
        parts = (ReasoningPart(prose(self._dice, 10), 1.0), TextPart(prose(self._dice, 60)))
        origin = Origin("account-1", "Home", "small")
        reply = Message(new_id(), conversation.id, conversation.head_id, Role.ASSISTANT, parts, START, origin=origin)
        self._stores.kept.messages.add(reply)
        self.conversations.refresh(conversation.id)

    def draft(self) -> None:
        self.conversations.keep_draft(self._one().id, prose(self._dice, 8))

    def parameters(self) -> None:
        parameters = Parameters(prose(self._dice, 5), self._dice.choice([0.0, 0.5]), max_tokens=self._dice.randrange(9))
        self.conversations.set_parameters(self._one(), parameters)

    def purge(self) -> None:
        trash = self._trash()
        if len(trash) > 2:
            self._stores.kept.conversations.purge(trash[0])

    def undo(self) -> None:
        self.order.undo()

    def redo(self) -> None:
        self.order.redo()

    def rename(self) -> None:
        self.order.rename(self._one().id, title_from(prose(self._dice, 6)))

    def pin(self) -> None:
        self.order.pin(self._some(), pinned=self._dice.random() < 0.5)

    def archive(self) -> None:
        self.order.archive(self._some(), archived=self._dice.random() < 0.5)

    def move(self) -> None:
        self.order.move(self._some(), self._dice.choice([None, *self._folders()]))

    def tag(self) -> None:
        self.order.tag(self._some(), add=self._dice.choices(TAGS), remove=self._dice.choices(TAGS))

    def delete(self) -> None:
        self.order.delete(self._some())

    def restore(self) -> None:
        trash = self._trash()
        if trash:
            self.order.restore(self._dice.sample(trash, self._dice.randint(1, len(trash))))

    def branch(self) -> None:
        conversation = self._one()
        messages = sorted(self.conversations.messages_of(conversation))
        if messages:
            self.order.show_branch(conversation, self._dice.choice(messages))

    def delete_message(self) -> None:
        messages = self.conversations.messages_of(self._one())
        if messages:
            self.order.delete_message(messages[self._dice.choice(sorted(messages))])

    def create_folder(self) -> None:
        if len(self._folders()) < 4:
            self.folders.create(title_from(prose(self._dice, 2)))

    def rename_folder(self) -> None:
        if self._folders():
            self.folders.rename(self._dice.choice(self._folders()), title_from(prose(self._dice, 3)))

    def delete_folder(self) -> None:
        if self._folders():
            self.folders.delete(self._dice.choice(self._folders()))

    def _say(self, conversation: Conversation) -> None:
        text = (TextPart(prose(self._dice, 30)),)
        message = Message(new_id(), conversation.id, conversation.head_id, Role.USER, text, START)
        self.conversations.add_message(conversation, message, "account-1", self._dice.choice(["small", "large"]))

    def _one(self) -> Conversation:
        return self._dice.choice(self.known())

    def _some(self) -> list[str]:
        known = [each.id for each in self.known()]
        return self._dice.sample(known, self._dice.randint(1, min(3, len(known))))

    def _trash(self) -> list[str]:
        return sorted(each.id for each in self._stores.kept.conversations.trash())

    def _folders(self) -> list[str]:
        return sorted(folder.id for folder in self._stores.folders.all())


def perform(profile: Path, seed: str, count: int) -> Iterator[str]:
    """Do `count` operations, a step at a time, and yield the name of each once it is done. For a process of its own."""
    dice = random.Random(seed)
    ticks = count_from(1_800_000_000_000)
    ids.os = SimpleNamespace(urandom=random.Random(seed).randbytes)  # type: ignore[attr-defined]
    ids.time = SimpleNamespace(time_ns=lambda: next(ticks) * 1_000_000)  # type: ignore[attr-defined]
    with Database.open(profile / "conversations.db") as database:
        operations = Operations(Stores(database), Settings(profile / "settings.json"), dice)
        for _ in range(count):
            yield operations.one()
