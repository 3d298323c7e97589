"""What a screen reader finds in the transcript: a list of messages, and in each its blocks.

Qt keeps the interfaces it was given in a cache that owns them, and does not notice when Python lets go of one. So none
is let go before Qt: there is one for each message and block that was ever asked for, known by its number.
"""

# The stubs know no None, which is what Qt is told where there is nothing.
# mypy: disable-error-code="override"

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPoint, QPointF
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QAccessibleEvent, QAccessibleInterface
from PySide6.QtWidgets import QAccessibleWidget
from shiboken6 import Shiboken

from desktop.i18n import tr
from desktop.model.message import State
from desktop.ui.transcript.accessible_messages import MessageAccessible

if TYPE_CHECKING:
    from desktop.ui.transcript.view import TranscriptView


@cache
def install() -> None:
    """Tell Qt, once, that transcripts describe themselves."""
    QAccessible.installFactory(_Factory())


class _Factory:
    """Keeps what it has given while the view lives: in its last moments Python lets go of everything too early."""

    def __init__(self) -> None:
        self._given: list[TranscriptAccessible] = []

    def __call__(self, _class_name: str, watched: QObject | None) -> QAccessibleInterface | None:
        for ended in [each for each in self._given if not each.is_valid]:
            ended.end()
            self._given.remove(ended)
        found = getattr(watched, "accessible", None)
        if not isinstance(found, TranscriptAccessible):
            return None
        if found not in self._given:
            self._given.append(found)
        return found.new_interface()


class TranscriptAccessible:
    """What a view has for screen readers: its messages, and the announcements of what happens in it."""

    def __init__(self, view: TranscriptView) -> None:
        self._view = view
        self._lists: list[ListAccessible] = []
        self._messages: dict[int, MessageAccessible] = {}

    @property
    def is_valid(self) -> bool:
        return Shiboken.isValid(self._view)

    def new_interface(self) -> ListAccessible:
        """Qt asks more than once, whenever PySide gives the view another metaobject, and deletes each answer."""
        self._lists.append(ListAccessible(self._view))
        return self._lists[-1]

    def end(self) -> None:
        """Take the messages and blocks out of Qt's cache; what belongs to a widget Qt itself takes out."""
        for message in self._messages.values():
            for part in message.parts():
                QAccessible.deleteAccessibleInterface(QAccessible.uniqueId(part))

    def announce_end(self, number: int) -> None:
        """Say that an answer has ended, where someone listens."""
        if QAccessible.isActive():
            whole = self._view.arrangement.entries[number].message.state == State.COMPLETE
            words = tr("The answer is complete.") if whole else tr("The answer has ended early.")
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self._view, words))

    def announce_focus(self, number: int) -> None:
        if QAccessible.isActive():
            QAccessible.updateAccessibility(QAccessibleEvent(self.message(number), QAccessible.Event.Focus))

    def message(self, number: int) -> MessageAccessible:
        if number not in self._messages:
            self._messages[number] = MessageAccessible(self._view, number)
        return self._messages[number]


class ListAccessible(QAccessibleWidget):
    """The list. Behind the messages it has one more child: the viewport, where the buttons of messages are."""

    def __init__(self, view: TranscriptView) -> None:
        super().__init__(view, QAccessible.Role.List)
        self._view = view

    def childCount(self) -> int:
        return len(self._view.arrangement.entries) + 1

    def child(self, index: int) -> QAccessibleInterface | None:
        count = len(self._view.arrangement.entries)
        if index == count:
            return QAccessible.queryAccessibleInterface(self._view.viewport())
        return self._view.accessible.message(index) if 0 <= index < count else None

    def indexOfChild(self, child: QAccessibleInterface) -> int:
        if isinstance(child, MessageAccessible):
            return child.number
        return self.childCount() - 1 if child.object() is self._view.viewport() else -1

    def childAt(self, x: int, y: int) -> QAccessibleInterface | None:
        hit = self._view.sight.hit(QPointF(self._view.viewport().mapFromGlobal(QPoint(x, y))))
        return self._view.accessible.message(hit.number) if hit else None

    def focusChild(self) -> QAccessibleInterface | None:
        focused = self._view.focused_message
        return self._view.accessible.message(focused) if focused is not None else super().focusChild()
