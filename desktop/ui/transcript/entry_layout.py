"""Where everything of one message stands: caption, reasoning, text, notice, details, and room for its actions."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator
from enum import IntEnum

from msgspec import Struct, field
from PySide6.QtCore import QRect

from desktop.model.message import Role, State
from desktop.render.blocks import Prose
from desktop.render.passages import Passages
from desktop.ui.transcript.column import BlockColumn
from desktop.ui.transcript.entry import Entry
from desktop.ui.transcript.style import Style
from desktop.ui.transcript.typesetter import Typesetter

ABOVE = 8  # px of air over a message
STRIP = 30  # px under it that are kept free for its actions
_BUBBLE_SHARE = 0.8  # of the column
_BUBBLE_X, _BUBBLE_Y = 14, 9  # px of air inside the tint
_REASONING_INSET = 18
_SHRUNK_BLOCKS = 6  # a tint over more blocks than this is as wide as it may be


class Section(IntEnum):
    """The parts of a message whose words can be selected, in their order."""

    REASONING = 1
    TEXT = 2


class Shown(Struct):
    """What a person has unfolded, and what the window has to say of replies that have no text yet, by message id."""

    reasoning: dict[str, bool] = field(default_factory=dict)
    status: dict[str, str] = field(default_factory=dict)
    thinking: dict[str, float] = field(default_factory=dict)  # seconds so far, of replies that are reasoning


class Sheet(Struct, frozen=True):
    """What all messages are laid out with. `notice_height` gives a message's notice a height at a width, 0 for none."""

    width: int
    typesetter: Typesetter
    shown: Shown
    notice_height: Callable[[Entry, int], int]


class EntryLayout:
    """One message. Heights and points count from its top left corner.

    The rectangles are right after `place`, which is to be called when anything about the message has changed.
    """

    caption = QRect()
    reasoning_head = QRect()  # the line that folds the reasoning; empty where there is none
    reasoning_top = 0
    text_top = 0
    bubble = QRect()  # the tint behind a person's own words
    status_rect = QRect()
    notice_rect = QRect()  # where the widget stands that says what went wrong
    details_rect = QRect()
    strip_rect = QRect()  # where the buttons appear
    height = 0
    text: BlockColumn
    reasoning: BlockColumn

    def __init__(self, entry: Entry, sheet: Sheet, before: EntryLayout | None = None) -> None:
        """With `before`, show what has been read there; of a reply more may have come than its message holds yet."""
        self.entry = entry
        self.width = sheet.width
        self.shown = sheet.shown
        self.style = sheet.typesetter.style
        self._notice_height = sheet.notice_height
        message, width, typesetter = entry.message, sheet.width, sheet.typesetter
        self.is_user = message.role == Role.USER
        text = Passages(message.text) if before is None else before.text.passages
        reasoning = Passages(message.reasoning) if before is None else before.reasoning.passages
        text_width = round(width * _BUBBLE_SHARE) - 2 * _BUBBLE_X if self.is_user else width
        self.text = BlockColumn(text, text_width, typesetter, dim=message.role == Role.SYSTEM)
        self.reasoning = BlockColumn(reasoning, width - _REASONING_INSET, typesetter, dim=True)
        self.place()

    @property
    def reasoning_open(self) -> bool:
        return self.shown.reasoning.get(self.entry.message.id, False)

    @property
    def has_reasoning(self) -> bool:
        return bool(self.reasoning.blocks) or self.entry.message.id in self.shown.thinking

    @property
    def status(self) -> str:
        """The quiet line in a reply that has nothing else to show yet, or of which nothing more comes."""
        message = self.entry.message
        if message.state != State.WRITING or (self.has_reasoning and not self.text.blocks):
            return ""
        return self.shown.status.get(message.id, "" if self.text.blocks else "…")

    @property
    def text_bottom(self) -> int:
        return self.text_top + self.text.height

    def place(self) -> None:
        """Give everything its place, from top to bottom."""
        em = self.style.em
        self.caption = QRect(0, ABOVE, self.width, em(1.9) if self.entry.caption and not self.is_user else 0)
        self.reasoning_head = _below(self.caption, em(2) if self.has_reasoning else 0)
        self.reasoning_top = self.reasoning_head.top() + self.reasoning_head.height()
        self.text_top = self.reasoning_top
        if self.has_reasoning:
            self.text_top += em(0.6) + (self.reasoning.height + em(0.6) if self.reasoning_open else 0)
        if self.is_user:
            self.text_top += _BUBBLE_Y
            self.bubble = self._bubble()
        bottom = self.text_bottom + (_BUBBLE_Y if self.is_user else 0)
        self.status_rect = QRect(0, bottom, self.width, em(1.8) if self.status and not self.text.blocks else 0)
        notice = self._notice_height(self.entry, self.width)
        self.notice_rect = _below(self.status_rect, notice, em(0.7) if notice and self.text.blocks else 0)
        self.details_rect = _below(self.notice_rect, em(2) if self.entry.details else 0)
        self.strip_rect = _below(self.details_rect, STRIP)
        if self.status and self.text.blocks:
            self.status_rect = self.strip_rect  # a reply has no actions before it ends; nothing moves for this
        self.height = self.strip_rect.top() + STRIP

    def _bubble(self) -> QRect:
        inner = self.text.width
        if len(self.text) <= _SHRUNK_BLOCKS and all(isinstance(block, Prose) for block in self.text.blocks):
            layouts = [self.text.layout(index) for index in range(len(self.text))]
            widths = [layout.natural_width + self.text.left(index) for index, layout in enumerate(layouts)]
            inner = min(inner, round(max(widths, default=0)) + 2)
        width = inner + 2 * _BUBBLE_X
        return QRect(self.width - width, self.text_top - _BUBBLE_Y, width, self.text.height + 2 * _BUBBLE_Y)

    # The blocks

    def columns(self) -> Iterator[tuple[Section, BlockColumn, int, int]]:
        """Yield the columns that can be seen, each with its left edge and top."""
        if self.reasoning_open and self.reasoning.blocks:
            yield Section.REASONING, self.reasoning, _REASONING_INSET, self.reasoning_top
        if self.text.blocks:
            left = self.bubble.left() + _BUBBLE_X if self.is_user else 0
            yield Section.TEXT, self.text, left, self.text_top

    def column(self, section: Section) -> BlockColumn:
        return self.text if section == Section.TEXT else self.reasoning

    def measure(self, top: int, bottom: int) -> None:
        """Lay out what stands between two heights."""
        if self.reasoning_open:
            self.reasoning.measure(top - self.reasoning_top, bottom - self.reasoning_top)
        self.text.measure(top - self.text_top, bottom - self.text_top)
        self.place()

    def forget(self) -> None:
        self.text.forget()
        self.reasoning.forget()


def _below(rect: QRect, height: int, air: int = 0) -> QRect:
    return QRect(0, rect.top() + rect.height() + air, rect.width(), height)


def estimates(entries: Iterable[Entry], width: int, style: Style) -> list[int]:
    """Return about how high each message will be, at the cost of a few additions each."""
    line, frame = style.prose("").line, ABOVE + STRIP + style.em(1.9) + style.prose("").line
    per_letter = style.character_width * 1.25 / width  # lines
    user, per_users_letter = Role.USER, per_letter / _BUBBLE_SHARE
    found = []
    for entry in entries:
        message = entry.message
        letters = len(message.parts[-1].text) if message.parts else 0
        found.append(frame + line * int(letters * (per_users_letter if message.role is user else per_letter)))
    return found
