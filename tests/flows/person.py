"""Somebody in front of the window: types, clicks, waits and looks, as a person would."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QAccessibleInterface, QInputMethodEvent
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from desktop.application import Application
from desktop.model.message import Message, State

PATIENCE = 15_000  # milliseconds


class Person:
    def __init__(self, app: Application, qtbot: QtBot) -> None:
        self.app = app
        self.qtbot = qtbot

    @property
    def composer(self) -> QWidget:
        return self.app.pane.composer.editor

    def type(self, text: str) -> None:
        """Commit `text` as an input method does: `keyClicks` cannot type what is not on a keyboard."""
        event = QInputMethodEvent()
        event.setCommitString(text)
        QApplication.sendEvent(self.composer, event)

    def press(self, key: Qt.Key, modifiers: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        self.qtbot.keyClick(self.composer, key, modifiers)

    def say(self, text: str) -> None:
        """Type and press Enter; return at once."""
        self.type(text)
        self.press(Qt.Key.Key_Return)

    def ask(self, text: str) -> Message:
        """Type, press Enter and wait for the end of the answer."""
        self.say(text)
        return self.wait_for_answer()

    def wait_for_answer(self) -> Message:
        replies = self.app.replies
        self.wait(lambda: not replies.is_running(self.app.conversations.open.id))
        answer = self.answer
        assert answer is not None
        assert answer.state is not State.WRITING
        return answer

    @property
    def shown(self) -> list[Message]:
        """The messages on the screen, as the store has them."""
        conversations = self.app.conversations
        return conversations.branch_of(conversations.open)

    @property
    def answer(self) -> Message | None:
        """The last message, if it is an answer."""
        last = self.shown[-1:] or [None]
        return last[0] if last[0] is not None and last[0].origin is not None else None

    def listed(self) -> list[str]:
        """What the sidebar says, line by line, headings included."""
        model = self.app.window.sidebar.model
        return [str(model.index(row).data()) for row in range(model.rowCount())]

    def wait(self, condition: Callable[[], object], timeout: int = PATIENCE) -> None:
        self.qtbot.waitUntil(condition, timeout=timeout)

    def screen(self) -> str:
        """All text of the transcript, as a screen reader finds it."""
        interface = QAccessible.queryAccessibleInterface(self.app.pane.transcript)
        return "\n".join(_texts(interface))


def _texts(interface: QAccessibleInterface) -> Iterator[str]:
    yield interface.text(QAccessible.Text.Name)
    yield interface.text(QAccessible.Text.Value)
    yield interface.text(QAccessible.Text.Description)
    for number in range(interface.childCount()):
        child = interface.child(number)
        if child is not None:
            yield from _texts(child)
