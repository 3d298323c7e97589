"""Somebody who reads conversations that have been written already."""

from __future__ import annotations

from collections.abc import Iterable

from msgspec.structs import replace
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QToolButton

from desktop.model.message import Message, Role
from desktop.ui.transcript.find_bar import FindBar
from desktop.ui.transcript.view import TranscriptView
from tests.flows.person import Person
from tests.store import make


class Reader:
    """Somebody in front of a conversation that has been written already."""

    def __init__(self, person: Person) -> None:
        self.person = person
        self.app = person.app
        self.window = person.app.window

    def open(self, *texts: str) -> list[Message]:
        """Write `texts` into a conversation, in turns of person and model, and open it."""
        conversation = make.conversation("Tea")
        messages: list[Message] = []
        for number, text in enumerate(texts):
            role = Role.ASSISTANT if number % 2 else Role.USER
            before = messages[-1] if messages else None
            messages.append(make.message(conversation, text, before, role=role, created=make.minutes(number)))
        store = self.app.stores.kept
        store.conversations.add(conversation)
        for message in messages:
            store.messages.add(message)
        self.show(messages)
        return messages

    def add(self, message: Message, text: str, *, minutes: float) -> Message:
        """Add another version of `message`, and show it."""
        number = f"{message.id}-{minutes}"
        other = replace(make.message(make.conversation(), text), id=number, conversation_id=message.conversation_id)
        other = replace(other, parent_id=message.parent_id, role=message.role, created=make.minutes(minutes))
        self.app.stores.kept.messages.add(other)
        self.show([other])
        return other

    def show(self, messages: Iterable[Message]) -> None:
        conversation_id = next(iter(messages)).conversation_id
        self.app.conversations.open_new()
        self.app.conversations.refresh(conversation_id)
        self.app.conversations.open_by_id(conversation_id)

    @property
    def view(self) -> TranscriptView:
        return self.app.pane.transcript

    @property
    def bar(self) -> FindBar:
        return self.window.reading.find_bar

    def press(self, key: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        """Press a key where the focus is, shortcuts included."""
        self.person.qtbot.keyClick(self.window.focusWidget() or self.window, key, modifiers)

    def type(self, text: str) -> None:
        self.person.qtbot.keyClicks(self.window.focusWidget(), text)

    def trigger(self, name: str) -> None:
        self.window.actions_by_name[name].trigger()

    def wait_for_count(self, said: str) -> None:
        self.person.wait(lambda: self.bar.count.text() == said and self.view.finder.complete)

    def hit_y(self) -> int:
        assert self.view.finder.place is not None
        return self.view.sight._y_of(self.view.finder.place[0])

    def is_hit_seen(self) -> bool:
        return 0 < self.hit_y() < self.view.viewport().height()

    def button(self, label: str) -> QToolButton:
        buttons = self.window.findChildren(QToolButton)
        return next(each for each in buttons if each.accessibleName() == label and each.isVisible())

    def hover(self, number: int) -> None:
        """Point at a message: at the middle of what is seen of it."""
        area = self.view.sight.area_of(number).intersected(self.view.viewport().rect())
        self.person.qtbot.mouseMove(self.view.viewport(), area.center() + QPoint(1, 1))
        self.view.overlays.point_at(number)
