"""What a screen reader finds in the transcript: a list of messages, and in each its blocks.

Qt keeps the interfaces it was given in a cache that does not notice when Python lets go of one. So none is let go:
there is one for each message and block that was ever asked for, known by its number, and all end with the view.
"""

# The stubs know no None, which is what Qt is told where there is nothing.
# mypy: disable-error-code="override"

from __future__ import annotations

from dataclasses import replace
from functools import cache
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPoint, QPointF, QRect
from PySide6.QtGui import (
    QAccessible,
    QAccessibleActionInterface,
    QAccessibleAnnouncementEvent,
    QAccessibleEvent,
    QAccessibleInterface,
    QWindow,
)
from PySide6.QtWidgets import QAccessibleWidget
from shiboken6 import Shiboken
from shiboken6.Shiboken import VoidPtr

from desktop.i18n import language, tr
from desktop.model.message import Role, State
from desktop.render.blocks import Block, Math, Prose
from desktop.render.math import typeset
from desktop.render.plain import block_text
from desktop.ui.transcript.entry_layout import EntryLayout
from desktop.ui.transcript.strip import label_of

if TYPE_CHECKING:
    from desktop.ui.transcript.view import TranscriptView

_NAME, _DESCRIPTION = QAccessible.Text.Name, QAccessible.Text.Description


@cache
def install() -> None:
    """Tell Qt, once, that transcripts describe themselves."""
    QAccessible.installFactory(_interface_of)


def _interface_of(_class_name: str, watched: QObject | None) -> QAccessibleInterface | None:
    found = getattr(watched, "accessible", None)
    return found if isinstance(found, TranscriptAccessible) else None


class TranscriptAccessible(QAccessibleWidget):
    """The list. Behind the messages it has one more child: the viewport, where the buttons of messages are."""

    def __init__(self, view: TranscriptView) -> None:
        super().__init__(view, QAccessible.Role.List, tr("Transcript"))
        self._view = view
        self._messages: dict[int, MessageAccessible] = {}

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
            self._messages[number] = MessageAccessible(self._view, self, number)
        return self._messages[number]

    def childCount(self) -> int:
        return len(self._view.arrangement.entries) + 1

    def child(self, index: int) -> QAccessibleInterface | None:
        count = len(self._view.arrangement.entries)
        if index == count:
            return QAccessible.queryAccessibleInterface(self._view.viewport())
        return self.message(index) if 0 <= index < count else None

    def indexOfChild(self, child: QAccessibleInterface) -> int:
        if isinstance(child, MessageAccessible):
            return child.number
        return self.childCount() - 1 if child.object() is self._view.viewport() else -1

    def childAt(self, x: int, y: int) -> QAccessibleInterface | None:
        hit = self._view.sight.hit(QPointF(self._view.viewport().mapFromGlobal(QPoint(x, y))))
        return self.message(hit.number) if hit else None

    def focusChild(self) -> QAccessibleInterface | None:
        focused = self._view.focused_message
        return self.message(focused) if focused is not None else super().focusChild()


class _Part(QAccessibleInterface):
    """Something in the view that is no object of Qt's."""

    def __init__(self, view: TranscriptView, above: QAccessibleInterface, number: int) -> None:
        super().__init__()
        self._view = view
        self._above = above
        self.number = number

    def parent(self) -> QAccessibleInterface:
        return self._above

    def object(self) -> QObject | None:
        return None

    def window(self) -> QWindow | None:
        return self._view.window().windowHandle()

    def setText(self, kind: QAccessible.Text, text: str) -> None:  # noqa: N802 - an override
        """Nothing here can be written."""

    def relations(
        self, _match: QAccessible.RelationFlag = QAccessible.RelationFlag.AllRelations
    ) -> list[tuple[QAccessibleInterface, QAccessible.RelationFlag]]:
        return []

    def childAt(self, _x: int, _y: int) -> QAccessibleInterface | None:
        return None

    def _on_screen(self, area: QRect) -> QRect:
        return QRect(self._view.viewport().mapToGlobal(area.topLeft()), area.size())


class MessageAccessible(_Part):
    def __init__(self, view: TranscriptView, above: QAccessibleInterface, number: int) -> None:
        super().__init__(view, above, number)
        self._blocks: dict[int, BlockAccessible] = {}
        self._actions = _Actions(view, number)

    @property
    def layout(self) -> EntryLayout:
        return self._view.arrangement.layout(self.number)

    def isValid(self) -> bool:
        return Shiboken.isValid(self._view) and self.number < len(self._view.arrangement.entries)

    def role(self) -> QAccessible.Role:
        return QAccessible.Role.ListItem

    def state(self) -> QAccessible.State:
        state = QAccessible.State()
        state.focusable = True
        state.readOnly = True
        state.multiLine = True
        state.focused = self._view.focused_message == self.number
        state.offscreen = self.number not in self._view.sight.numbers()
        return state

    def text(self, kind: QAccessible.Text) -> str:
        if not self.isValid():
            return ""
        entry = self._view.arrangement.entries[self.number]
        if kind == _DESCRIPTION:
            return " · ".join(part for part in (entry.caption, entry.details) if part)
        if kind != _NAME:
            return ""
        said = self._said()
        match entry.message.role:
            case Role.USER:
                return tr("You: {text}", text=said)
            case Role.SYSTEM:
                return tr("System prompt: {text}", text=said)
            case Role.ASSISTANT:
                return tr("Assistant: {text}", text=said)

    def _said(self) -> str:
        """The words of the message, and what went wrong with it."""
        notice = self._view.overlays.notice_of(self.number)
        said = "\n".join(_spoken(block) for block in self.layout.text.blocks)
        return "\n".join(part for part in (said, self.layout.status, notice) if part)

    def rect(self) -> QRect:
        return self._on_screen(self._view.sight.area_of(self.number)) if self.isValid() else QRect()

    def childCount(self) -> int:
        return len(self.layout.text) if self.isValid() else 0

    def child(self, index: int) -> QAccessibleInterface | None:
        if not 0 <= index < self.childCount():
            return None
        if index not in self._blocks:
            self._blocks[index] = BlockAccessible(self._view, self, index)
        return self._blocks[index]

    def indexOfChild(self, child: QAccessibleInterface) -> int:
        return child.number if isinstance(child, BlockAccessible) else -1

    def interface_cast(self, kind: QAccessible.InterfaceType) -> VoidPtr:
        # Declared as a number, but taken for a pointer: neither a number nor None is safe to return.
        is_actions = kind == QAccessible.InterfaceType.ActionInterface
        return VoidPtr(Shiboken.getCppPointer(self._actions)[0] if is_actions else 0)


class BlockAccessible(_Part):
    """A block of a message's text; `number` counts within the message."""

    _above: MessageAccessible

    @property
    def _block(self) -> Block:
        return self._above.layout.text.blocks[self.number]

    def isValid(self) -> bool:
        return self._above.isValid() and self.number < self._above.childCount()

    def role(self) -> QAccessible.Role:
        heading = self.isValid() and isinstance(self._block, Prose) and self._block.level
        return QAccessible.Role.Heading if heading else QAccessible.Role.Paragraph

    def state(self) -> QAccessible.State:
        state = QAccessible.State()
        state.readOnly = True
        return state

    def text(self, kind: QAccessible.Text) -> str:
        return _spoken(self._block) if kind == _NAME and self.isValid() else ""

    def rect(self) -> QRect:
        if not self.isValid():
            return QRect()
        layout = self._above.layout
        column = layout.text
        area = self._view.sight.area_of(self._above.number)
        top = area.top() + layout.text_top + column.top(self.number)
        return self._on_screen(QRect(area.left(), top, column.width, column.layout(self.number).height))

    def childCount(self) -> int:
        return 0

    def child(self, _index: int) -> QAccessibleInterface | None:
        return None

    def indexOfChild(self, _child: QAccessibleInterface) -> int:
        return -1


def _spoken(block: Block) -> str:
    """Return the text of a block, with its formulas in words."""
    match block:
        case Math():
            return _in_words(block.tex, display=True) or block.tex
        case Prose():
            spans = [
                replace(span, text=_in_words(span.tex, display=span.display) or span.text) if span.tex else span
                for span in block.spans
            ]
            return block_text(replace(block, spans=tuple(spans)))
    return block_text(block)


def _in_words(tex: str, *, display: bool) -> str:
    return typeset(tex, display=display, locale=language()).speech


class _Actions(QAccessibleActionInterface):
    """What can be done with a message, by the names that the view emits."""

    def __init__(self, view: TranscriptView, number: int) -> None:
        super().__init__()
        self._view = view
        self._number = number

    def actionNames(self) -> list[str]:
        return list(self._view.arrangement.entries[self._number].actions)

    def localizedActionName(self, name: str) -> str:  # noqa: N802 - an override
        return label_of(name)

    def doAction(self, name: str) -> None:
        entry = self._view.arrangement.entries[self._number]
        if name in entry.actions:
            self._view.action_requested.emit(name, entry.message.id)

    def keyBindingsForAction(self, _name: str) -> list[str]:
        return []
