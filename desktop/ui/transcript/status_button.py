"""The button beside the quiet line of a reply that waits."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPoint, Qt, Signal
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QPushButton, QWidget

from desktop.ui.transcript.entry_layout import EntryLayout
from desktop.ui.transcript.strip import label_of
from desktop.ui.transcript.style import Style

_AIR = 12  # px between the words and the button
_STEP = 24  # px; the button stays where it is while the seconds in the words are counted


class StatusButton(QPushButton):
    """Offers one action of one message; a transcript has one reply at most that waits."""

    chosen = Signal(str, str)  # action name, message id

    _style: Style

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._message_id = ""
        self._action = ""
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.clicked.connect(lambda: self.chosen.emit(self._action, self._message_id))
        self.hide()

    def offer(self, message_id: str, action: str) -> None:
        """Offer `action`, or nothing where it is ""."""
        self._message_id, self._action = message_id, action
        self._name()

    def set_style(self, style: Style) -> None:
        self._style = style
        colour = style.colour
        self.setFont(style.small)
        self.setStyleSheet(
            f"QPushButton {{ color: {colour('accent').name()}; background: {colour('paper').name()};"
            f" border: 1px solid {colour('outline').name()}; border-radius: 6px; padding: 0px 10px; }}"
            f"QPushButton:hover {{ background: {colour('hover').name()}; }}"
            f"QPushButton:focus {{ border: 2px solid {colour('focus').name()}; padding: 0px 9px; }}"
        )
        self._name()

    def place(self, seen: Sequence[tuple[EntryLayout, QPoint]]) -> None:
        """Stand beside the status of the message, if that is among those in sight; each with its corner there."""
        for layout, corner in seen:
            if self._action and layout.entry.message.id == self._message_id and layout.status:
                words = QFontMetrics(self._style.prose("").font).horizontalAdvance(layout.status) + _AIR
                area = layout.status_rect.translated(corner)
                left = min(-(-words // _STEP) * _STEP, area.width() - self.sizeHint().width())
                self.setGeometry(area.left() + left, area.top(), self.sizeHint().width(), area.height())
                self.show()
                return
        self.hide()

    def _name(self) -> None:
        self.setText(label_of(self._action) if self._action else "")
