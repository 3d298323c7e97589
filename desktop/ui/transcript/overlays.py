"""The real widgets on the transcript: notices, the strip with a message's actions, the button for new text."""

from __future__ import annotations

from PySide6.QtCore import QObject, QPoint, Signal
from PySide6.QtWidgets import QAbstractScrollArea

from desktop.ui.transcript.arrangement import Arrangement
from desktop.ui.transcript.new_text import NewTextButton
from desktop.ui.transcript.notices import Notices
from desktop.ui.transcript.sight import Sight
from desktop.ui.transcript.status_button import StatusButton
from desktop.ui.transcript.strip import Strip
from desktop.ui.transcript.style import Style

_AIR = 2  # px over the buttons in the room that a message keeps for them
_FLOATING = 8  # px between the lower edge and the buttons of a message that goes on below it


class Overlays(QObject):
    """Keeps them in their places."""

    chosen = Signal(str, str)  # action name, message id
    end_wanted = Signal()

    def __init__(self, area: QAbstractScrollArea, arrangement: Arrangement, sight: Sight, notices: Notices) -> None:
        super().__init__(area)
        self._arrangement = arrangement
        self._sight = sight
        self._notices = notices
        self._pointed: int | None = None  # number of the message whose actions are shown
        self.strip = Strip(area.viewport())
        self.status_button = StatusButton(area.viewport())
        self.new_text = NewTextButton(area)
        self.strip.chosen.connect(self.chosen)
        self.new_text.clicked.connect(self.end_wanted)
        notices.chosen.connect(self.chosen)
        self.status_button.chosen.connect(self.chosen)
        notices.resized.connect(self._on_notice_resized)
        sight.settled.connect(self._place)

    def clear(self) -> None:
        """Other messages are shown now."""
        self._pointed = None
        self._notices.clear()
        self.status_button.offer("", "")
        self.new_text.hide()

    def set_style(self, style: Style) -> None:
        self.strip.set_style(style)
        self._notices.set_style(style)
        self.status_button.set_style(style)
        self.new_text.set_style(style)

    def point_at(self, number: int | None) -> None:
        """Show the actions of a message: the mouse is over it, or the keyboard's focus is on it."""
        self._pointed = number
        self._place_strip()

    def notice_of(self, number: int) -> str:
        """Return what is said to have gone wrong with a message, "" if nothing has."""
        return self._notices.sentence(self._arrangement.entries[number])

    def _place(self) -> None:
        if self._sight.at_end:
            self.new_text.hide()
        seen = [(self._arrangement.layout(number), QPoint(self._sight.left, y)) for number, y in self._sight.seen()]
        self._notices.place([(layout.entry, layout.notice_rect.translated(corner)) for layout, corner in seen])
        self.status_button.place(seen)
        self._place_strip()

    def _place_strip(self) -> None:
        number = self._pointed
        if number is None or number >= len(self._arrangement.entries):
            self.strip.hide()
            return
        layout = self._arrangement.layout(number)
        self.strip.show_entry(layout.entry)
        message = self._sight.area_of(number)
        foot = layout.strip_rect.translated(message.topLeft())
        lowest = self._sight.height - self.strip.height() - _FLOATING
        self.strip.float(floating=foot.top() + _AIR > lowest)
        right = foot.right() - self.strip.width() + 1
        if foot.top() + _AIR > lowest:
            self.strip.move(right, max(lowest, message.top()))
        else:
            self.strip.move(right if layout.is_user else foot.left() - 5, foot.top() + _AIR)
        self.strip.setVisible(not self.strip.is_empty)

    def _on_notice_resized(self) -> None:
        for number in self._sight.numbers():
            self._arrangement.resize(number)
        self._sight.refresh()
