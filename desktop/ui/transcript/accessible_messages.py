"""What a screen reader finds of one message: its words, what can be done with it, and its blocks one by one."""

# The stubs know no None, which is what Qt is told where there is nothing.
# mypy: disable-error-code="override"

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

from msgspec.structs import replace
from PySide6.QtCore import QObject, QRect
from PySide6.QtGui import (
    QAccessible,
    QAccessibleActionInterface,
    QAccessibleAttributesInterface,
    QAccessibleInterface,
    QWindow,
)
from shiboken6 import Shiboken
from shiboken6.Shiboken import VoidPtr

from desktop.i18n import language, tr
from desktop.model.message import Role
from desktop.render.blocks import Block, Code, Math, Prose, Rule, Table
from desktop.render.math import typeset
from desktop.render.plain import block_text
from desktop.ui.transcript.column import BlockColumn
from desktop.ui.transcript.entry_layout import EntryLayout, Section
from desktop.ui.transcript.painting import reasoning_title
from desktop.ui.transcript.strip import label_of

if TYPE_CHECKING:
    from desktop.ui.transcript.view import TranscriptView

_NAME, _DESCRIPTION = QAccessible.Text.Name, QAccessible.Text.Description
_REASONING = "reasoning"  # the action that folds and unfolds it


class _Part(QAccessibleInterface):
    """Something in the view that is no object of Qt's."""

    def __init__(self, view: TranscriptView, number: int) -> None:
        super().__init__()
        self._view = view
        self.number = number

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
    """A message. Below it are the blocks of its text, and before them those of its reasoning while that is open."""

    def __init__(self, view: TranscriptView, number: int) -> None:
        super().__init__(view, number)
        self._actions = _Actions(view, number)
        self._blocks: dict[tuple[Section, int], BlockAccessible] = {}

    def parent(self) -> QAccessibleInterface | None:
        return QAccessible.queryAccessibleInterface(self._view)

    @property
    def layout(self) -> EntryLayout:
        return self._view.arrangement.layout(self.number)

    def parts(self) -> Iterator[QAccessibleInterface]:
        """Yield everything that Qt may have been given of this message."""
        yield from self._blocks.values()
        yield self

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
            thought = reasoning_title(self.layout) if self.layout.has_reasoning else ""
            return " · ".join(part for part in (entry.caption, thought, entry.details) if part)
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
        return sum(len(column) for _, column, _, _ in self.layout.columns()) if self.isValid() else 0

    def child(self, index: int) -> QAccessibleInterface | None:
        for section, column, _, _ in self.layout.columns() if self.isValid() else ():
            if 0 <= index < len(column):
                key = (section, index)
                if key not in self._blocks:
                    self._blocks[key] = BlockAccessible(self._view, self, *key)
                return self._blocks[key]
            index -= len(column)
        return None

    def indexOfChild(self, child: QAccessibleInterface) -> int:
        if not isinstance(child, BlockAccessible) or not self.isValid():
            return -1
        before = [len(column) for section, column, _, _ in self.layout.columns() if section < child.section]
        return sum(before) + child.number

    def interface_cast(self, kind: QAccessible.InterfaceType) -> VoidPtr:
        # Declared as a number, but taken for a pointer: neither a number nor None is safe to return.
        is_actions = kind == QAccessible.InterfaceType.ActionInterface
        return VoidPtr(Shiboken.getCppPointer(self._actions)[0] if is_actions else 0)


class BlockAccessible(_Part):
    """A block of a message's reasoning or text, in which `number` counts."""

    def __init__(self, view: TranscriptView, above: MessageAccessible, section: Section, number: int) -> None:
        super().__init__(view, number)
        self._above = above
        self.section = section
        self._attributes = _Attributes(self)

    def parent(self) -> QAccessibleInterface:
        return self._above

    @property
    def _column(self) -> BlockColumn:
        return self._above.layout.column(self.section)

    @property
    def _block(self) -> Block:
        return self._column.blocks[self.number]

    @property
    def level(self) -> int:
        """The level of a heading, 0 for what is none."""
        return self._block.level if self.isValid() and isinstance(self._block, Prose) else 0

    def isValid(self) -> bool:
        return self._above.isValid() and self.number < len(self._column)

    def role(self) -> QAccessible.Role:
        if self.level:
            return QAccessible.Role.Heading
        if self.isValid() and isinstance(self._block, Rule):
            return QAccessible.Role.Separator
        is_quote = self.isValid() and self._block.frame.quotes > 0
        return QAccessible.Role.BlockQuote if is_quote else QAccessible.Role.Paragraph

    def state(self) -> QAccessible.State:
        state = QAccessible.State()
        state.readOnly = True
        return state

    def text(self, kind: QAccessible.Text) -> str:
        if not self.isValid():
            return ""
        if kind == _DESCRIPTION:
            return _kind_of(self._block)
        return _spoken(self._block) if kind == _NAME else ""

    def rect(self) -> QRect:
        message = self._above.layout
        tops = {section: top for section, _, _, top in message.columns()}
        if not self.isValid() or self.section not in tops:
            return QRect()
        area, column = self._view.sight.area_of(self._above.number), self._column
        top = area.top() + tops[self.section] + column.top(self.number)
        return self._on_screen(QRect(area.left(), top, column.width, column.layout(self.number).height))

    def childCount(self) -> int:
        return 0

    def child(self, _index: int) -> QAccessibleInterface | None:
        return None

    def indexOfChild(self, _child: QAccessibleInterface) -> int:
        return -1

    def interface_cast(self, kind: QAccessible.InterfaceType) -> VoidPtr:
        is_attributes = kind == QAccessible.InterfaceType.AttributesInterface
        return VoidPtr(Shiboken.getCppPointer(self._attributes)[0] if is_attributes and self.level else 0)


def _kind_of(block: Block) -> str:
    """Say what a block is, where its words alone do not."""
    match block:
        case Code():
            return tr("Code, {language}", language=block.language) if block.language else tr("Code")
        case Table():
            return tr("Table, {rows} rows, {columns} columns", rows=len(block.rows) + 1, columns=len(block.header))
        case Math():
            return tr("Formula")
    return ""


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


class _Attributes(QAccessibleAttributesInterface):
    """The level of a heading, so that a screen reader can go from one to the next of its kind."""

    def __init__(self, block: BlockAccessible) -> None:
        super().__init__()
        self._block = block

    def attributeKeys(self) -> list[QAccessible.Attribute]:  # noqa: N802 - an override
        return [QAccessible.Attribute.Level]

    def attributeValue(self, _key: QAccessible.Attribute) -> int:  # noqa: N802 - an override
        return self._block.level


class _Actions(QAccessibleActionInterface):
    """What can be done with a message, by the names that the view emits, and with its reasoning."""

    def __init__(self, view: TranscriptView, number: int) -> None:
        super().__init__()
        self._view = view
        self._number = number

    def actionNames(self) -> list[str]:
        has_reasoning = self._view.arrangement.layout(self._number).has_reasoning
        return [*self._view.arrangement.entries[self._number].actions, *([_REASONING] if has_reasoning else [])]

    def localizedActionName(self, name: str) -> str:  # noqa: N802 - an override
        return tr("Show or hide the reasoning") if name == _REASONING else label_of(name)

    def doAction(self, name: str) -> None:
        entry = self._view.arrangement.entries[self._number]
        if name in entry.actions:
            self._view.action_requested.emit(name, entry.message.id)
        elif name == _REASONING:
            self._view.toggle_reasoning(self._number)

    def keyBindingsForAction(self, _name: str) -> list[str]:
        return []
