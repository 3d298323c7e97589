"""What went wrong with a message, said inside it by real widgets, which the keyboard and a screen reader find."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from msgspec import Struct
from PySide6.QtCore import QObject, QRect, Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QSizePolicy, QVBoxLayout, QWidget

from desktop.i18n import tr
from desktop.model.failure import Failure
from desktop.model.message import State
from desktop.ui.transcript.entry import Entry
from desktop.ui.transcript.strip import label_of
from desktop.ui.transcript.style import Style

if TYPE_CHECKING:
    from desktop.ui.explain import Explanation

Explain = Callable[[Failure], "Explanation"]
_KEPT = 24  # widgets of messages out of sight


class Content(Struct, frozen=True):
    """`actions` are (name, label); `tone` is "danger", "warning" or "" for what is no one's fault."""

    sentence: str
    actions: Sequence[tuple[str, str]] = ()
    detail: str = ""
    tone: str = ""


class Notice(QFrame):
    """A sentence, the buttons that help, and a fold with the rest."""

    chosen = Signal(str)  # action name
    resized = Signal()

    def __init__(self, content: Content, style: Style, parent: QWidget) -> None:
        super().__init__(parent)
        self.setObjectName("notice")
        self._style = style
        self._detail = self._label(content.detail, "dim")
        self._detail.hide()  # until it is unfolded
        column = QVBoxLayout(self)
        column.setContentsMargins(14, 10, 14, 10)
        column.setSpacing(8)
        column.addWidget(self._label(content.sentence, "text"))
        if content.actions or content.detail:
            column.addLayout(self._buttons(content.actions, fold=bool(content.detail)))
            column.addWidget(self._detail)
        tone = content.tone
        ground, edge = style.colour(f"{tone}_tint" if tone else "code_background"), style.colour(tone or "border")
        self.setStyleSheet(
            f"#notice {{ background: {ground.name()}; border: 0;"
            f" border-left: 3px solid {edge.name()}; border-radius: 6px; }}"
            f"QLabel {{ background: transparent; }} {_buttons(style)}"
        )

    def _label(self, text: str, role: str) -> QLabel:
        label = QLabel(text, self)
        label.setTextFormat(Qt.TextFormat.PlainText)
        label.setWordWrap(True)
        label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        label.setFont(self._style.prose("").font if role == "text" else self._style.small)
        label.setStyleSheet(f"color: {self._style.colour(role).name()}")
        label.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.MinimumExpanding)
        return label

    def _buttons(self, actions: Sequence[tuple[str, str]], *, fold: bool) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(8)
        for name, label in actions:
            button = QPushButton(label, self)
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            button.setCursor(Qt.CursorShape.PointingHandCursor)
            button.clicked.connect(lambda _=False, name=name: self.chosen.emit(name))
            row.addWidget(button)
        if fold:
            more = QPushButton(tr("Details"), self)
            more.setFlat(True)
            more.setFocusPolicy(Qt.FocusPolicy.TabFocus)
            more.setCheckable(True)
            more.setCursor(Qt.CursorShape.PointingHandCursor)
            more.toggled.connect(self._unfold)
            row.addWidget(more)
        row.addStretch(1)
        return row

    def _unfold(self, shown: bool) -> None:
        self._detail.setVisible(shown)
        self.resized.emit()


class Notices(QObject):
    """Makes the notice of each message when it comes into sight, and puts it where the message has room for it."""

    chosen = Signal(str, str)  # action name, message id
    resized = Signal()

    _style: Style

    def __init__(self, explain: Explain, viewport: QWidget) -> None:
        super().__init__(viewport)
        self._explain = explain
        self._viewport = viewport
        self._made: dict[str, tuple[Entry, Notice]] = {}

    def height(self, entry: Entry, width: int) -> int:
        """Return the height that the notice of `entry` needs, 0 where it has none."""
        if entry.message.state not in (State.FAILED, State.INTERRUPTED, State.STOPPED, State.LENGTH):
            return 0
        notice = self._notice(entry)
        return notice.heightForWidth(width) if notice is not None else 0

    def place(self, seen: Sequence[tuple[Entry, QRect]]) -> None:
        """Put the notices of the messages in sight at their rectangles in the viewport, and hide all others."""
        wanted = {entry.message.id: rect for entry, rect in seen if rect.height()}
        for message_id, (_, notice) in list(self._made.items()):
            if message_id in wanted:
                notice.setGeometry(wanted[message_id])
                notice.show()
            elif len(self._made) > _KEPT:
                self._drop(message_id)
            else:
                notice.hide()

    def set_style(self, style: Style) -> None:
        self._style = style
        self.clear()

    def clear(self) -> None:
        for message_id in list(self._made):
            self._drop(message_id)

    def sentence(self, entry: Entry) -> str:
        """Return what the notice of `entry` says, "" where it has none."""
        content = self._content(entry)
        return content.sentence if content else ""

    def _notice(self, entry: Entry) -> Notice | None:
        message = entry.message
        found = self._made.get(message.id)
        if found is not None and found[0] == entry:
            return found[1]
        if found is not None:
            self._drop(message.id)
        content = self._content(entry)
        if content is None:
            return None
        made = Notice(content, self._style, self._viewport)
        made.chosen.connect(lambda action: self.chosen.emit(action, message.id))
        made.resized.connect(self.resized)
        self._made[message.id] = (entry, made)
        return made

    def _content(self, entry: Entry) -> Content | None:
        message = entry.message
        offered = tuple((name, label_of(name)) for name in ("continue",) if name in entry.actions)
        if message.failure is not None and message.state != State.STOPPED:
            explained = self._explain(message.failure)
            tone = "danger" if message.state == State.FAILED else "warning"
            return Content(explained.sentence, explained.actions, explained.detail, tone)
        if message.state == State.LENGTH:
            return Content(tr("The answer was cut: it reached the longest length that is allowed."), offered)
        if message.state == State.STOPPED:
            return Content(tr("You stopped this answer."), offered)
        return None

    def _drop(self, message_id: str) -> None:
        _, notice = self._made.pop(message_id)
        notice.hide()
        notice.deleteLater()


def _buttons(style: Style) -> str:
    colour = style.colour
    return (
        f"QPushButton {{ color: {colour('accent').name()}; background: {colour('paper').name()};"
        f" border: 1px solid {colour('outline').name()}; border-radius: 6px; padding: 4px 12px; }}"
        f"QPushButton:hover {{ background: {colour('hover').name()}; }}"
        f"QPushButton:focus {{ border: 2px solid {colour('focus').name()}; padding: 3px 11px; }}"
        f"QPushButton:flat {{ color: {colour('dim').name()}; background: transparent; border-color: transparent; }}"
    )
