"""The widget that shows a conversation's branch."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from time import monotonic

from PySide6.QtCore import QEvent, QPointF, QRectF, Qt, Signal
from PySide6.QtGui import (
    QContextMenuEvent,
    QFocusEvent,
    QKeyEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
)
from PySide6.QtWidgets import QAbstractScrollArea, QFrame, QWidget

from desktop.i18n import tr
from desktop.jobs import JobRunner
from desktop.model.message import Role
from desktop.system.paths import resources_folder
from desktop.ui.theme import Theme
from desktop.ui.transcript.accessible import TranscriptAccessible, install
from desktop.ui.transcript.arrangement import Arrangement
from desktop.ui.transcript.copying import copy_rich
from desktop.ui.transcript.entry import Entry, Position
from desktop.ui.transcript.finding import Finder
from desktop.ui.transcript.images import Fetch, Images
from desktop.ui.transcript.keys import Keys
from desktop.ui.transcript.lexers import Lexers
from desktop.ui.transcript.marks import Marks
from desktop.ui.transcript.notices import Explain, Notices
from desktop.ui.transcript.overlays import Overlays
from desktop.ui.transcript.painting import EntryPainter
from desktop.ui.transcript.pointer import Pointer
from desktop.ui.transcript.selection import Selection
from desktop.ui.transcript.sight import Sight
from desktop.ui.transcript.streams import Streams
from desktop.ui.transcript.style import COLUMN_WIDTH, CodeLooks, Style
from desktop.ui.transcript.typesetter import Typesetter
from desktop.ui.transcript.waiting import SlowWork, ThinkingClock

_SIDE = 24  # px beside the column at least


class TranscriptView(QAbstractScrollArea):
    """Messages one under another in a centred column.

    Nothing in it acts by itself: links, buttons and menus only emit. What a reader who is not at the end sees does not
    move, whatever comes. Deltas are shown as they are given: once a frame is often enough.
    """

    action_requested = Signal(str, str)  # action name, message id
    quoted = Signal(str)  # Markdown that is to be answered to
    link_activated = Signal(str)  # http, https or mailto; a person has clicked it

    def __init__(
        self,
        theme: Theme,
        text_size: int,
        explain: Explain,
        parent: QWidget | None = None,
        *,
        resources: Path | None = None,
        jobs: JobRunner | None = None,
        fetch_image: Fetch | None = None,
        now: Callable[[], float] = monotonic,
    ) -> None:
        """With `jobs`, the colours of a language are got ready in the background; with `fetch_image` too, a person can
        have images loaded."""
        super().__init__(parent)
        install()
        self.accessible = TranscriptAccessible(self)
        self._lexers = Lexers(jobs, self)
        self.images = Images(fetch_image, jobs, explain, self)
        can_colour = self._lexers.ready
        self._style = Style(
            theme, text_size, resources or resources_folder(), can_colour=can_colour, images=self.images
        )
        notices = Notices(explain, self.viewport())
        self.arrangement = Arrangement(Typesetter(self._style), COLUMN_WIDTH, notices.height)
        self.selection = Selection(self.arrangement)
        self.sight = Sight(self, self.arrangement)
        self.finder = Finder(self.arrangement, self.sight)
        self._marks = Marks(self.arrangement, self.selection, self.finder)
        self.overlays = Overlays(self, self.arrangement, self.sight, notices)
        self._streams = Streams(self.arrangement, now)
        self._pointer = Pointer(self)
        self._keys = Keys(self)
        self._slow_work = SlowWork(self.sight, self._catch_up, self.viewport())
        self._clock = ThinkingClock(self._streams, self.viewport())
        self.stops_at_first_screen = False  # a reply is followed only until it fills the view
        self._set_up()

    def _set_up(self) -> None:
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.viewport().setMouseTracking(True)
        self.overlays.chosen.connect(self.action_requested)
        self.overlays.end_wanted.connect(self._read_on)
        self.finder.marked.connect(self.viewport().update)
        self._lexers.arrived.connect(self.viewport().update)
        self.images.changed.connect(self._show_images)
        self.retranslate()

    # What is shown

    def show_branch(self, entries: Sequence[Entry], position: Position | None) -> None:
        """Replace everything, and go to `position`, or to the end.

        Where its message is not among `entries`, the one that has its place now is gone to: switching to another
        version moves nothing.
        """
        place = self.arrangement.number(position.message_id) if position else None
        self._replace(entries)
        top = None
        if position is not None and not position.at_end:
            top = self.arrangement.top_of(position, instead=place)
        self.sight.at_end = top is None
        self.sight.refresh(top)

    def show_other_branch(self, entries: Sequence[Entry]) -> None:
        """Show another branch of the same conversation: the first message that is another one stays at its height."""
        old, focused = self.arrangement.entries, self._keys.focused
        pairs = enumerate(zip(old, entries, strict=False))
        number = next((n for n, (one, other) in pairs if one.message.id != other.message.id), None)
        if number not in self.sight.numbers():
            self.show_branch(entries, self.position())
            return
        y = self.sight.area_of(number).top()
        self._replace(entries)
        self.sight.hold_message(number, y)
        self._keys.focused = number if focused == number else None
        self.overlays.point_at(number)

    def _replace(self, entries: Sequence[Entry]) -> None:
        self._streams.clear()
        self.selection.clear()
        self.overlays.clear()
        self._keys.focused = self.sight.stop_at = None
        self.arrangement.show(entries)
        self.finder.search_again()

    def append(self, entry: Entry) -> None:
        """Add a message below. A person's own is gone to, wherever they were reading."""
        self.arrangement.append(entry)
        self.finder.touch(len(self.arrangement.entries) - 1)
        self.sight.at_end = self.sight.at_end or entry.message.role == Role.USER
        self.sight.refresh()

    def update_entry(self, entry: Entry) -> None:
        """Show a message, known by its id, in another state."""
        number = self.arrangement.number(entry.message.id)
        if number is not None:
            same = self.arrangement.entries[number].message.parts == entry.message.parts
            self.arrangement.update(number, entry, same_text=same or entry.message.id in self._streams)
            self.finder.touch(number)
            self.sight.refresh()

    def begin_stream(self, message_id: str) -> None:
        self._streams.begin(message_id)
        if self.stops_at_first_screen:
            self.sight.stop_at = self.arrangement.number(message_id)
        self.sight.refresh()

    def stream(self, message_id: str, reasoning: str, text: str) -> None:
        """Add what has come of a reply: both are deltas, and either may be empty."""
        self.arrangement.shown.status.pop(message_id, None)
        changed_from = self._streams.feed(message_id, reasoning, text, fold=self.sight.at_end)
        number = self.arrangement.number(message_id)
        if changed_from is not None and number is not None:
            self.finder.touch(number)
            self.sight.settle(changed_from=changed_from)
            self._slow_work.start()
            if not self.sight.at_end:
                self.overlays.new_text.appear()
            self._clock.start()

    def _catch_up(self) -> bool:
        """Read some of a reply that came faster than it could be read; False for none."""
        message_id = self._streams.pending
        if message_id is not None:
            self.stream(message_id, "", "")
        return message_id is not None

    def end_stream(self, entry: Entry) -> None:
        """Show a reply that has ended; what was streamed of it stays where it is."""
        streamed = self._streams.end(entry)
        self.sight.refresh()
        number = self.arrangement.number(entry.message.id)
        if number is not None:
            self.finder.touch(number)
            if streamed:
                self.accessible.announce_end(number)

    def set_status(self, message_id: str, text: str, action: str = "") -> None:
        """Say in a reply what it waits for, until more of it comes; `action` is offered beside that."""
        number = self.arrangement.number(message_id)
        if number is not None:
            self.arrangement.shown.status[message_id] = text
            self.overlays.status_button.offer(message_id, action)
            self.arrangement.resize(number)
            self.sight.refresh()

    def show_hit(self, message_id: str, words: Sequence[str]) -> bool:
        """Go to the first of `words` that is seen in a message, and mark them all; False where it is not shown here."""
        number = self.arrangement.number(message_id)
        if number is None:
            return False
        self.finder.search(words)
        self.finder.go_to(number)
        return True

    def toggle_reasoning(self, number: int) -> None:
        """Fold or unfold the reasoning of a message; its first line stays where it is."""
        self.arrangement.toggle_reasoning(number)
        self.sight.hold(self.sight.top)

    def copy_rich(self) -> None:
        """Copy what is selected, or the message with the ring, for a word processor."""
        blocks = self.selection.blocks()
        if not blocks and self._keys.focused is not None:
            blocks = self.arrangement.layout(self._keys.focused).text.blocks
        copy_rich(blocks)

    # Looks

    def set_theme(self, theme: Theme) -> None:
        self._set_style(self._style.altered(theme=theme))

    def set_text_size(self, pixels: int) -> None:
        self._set_style(self._style.altered(text_size=pixels))

    def set_code_looks(self, looks: CodeLooks) -> None:
        self._set_style(self._style.altered(code_looks=looks))

    def retranslate(self) -> None:
        """Speak the language that is spoken now."""
        self.setAccessibleName(tr("Transcript"))
        self._set_style(self._style.altered())

    def _set_style(self, style: Style) -> None:
        self._style = style
        self.overlays.set_style(style)
        self.arrangement.reset(Typesetter(style))
        self.sight.refresh()

    def _show_images(self) -> None:
        """An image looks different now; what is read stays where it is."""
        self.arrangement.reset()
        self.sight.hold(self.sight.top)

    # Where the reader is

    @property
    def at_bottom(self) -> bool:
        return self.sight.at_end

    def scroll_to_end(self) -> None:
        self.sight.at_end = True
        self.sight.refresh()

    def _read_on(self) -> None:
        self.sight.stop_at = None
        self.scroll_to_end()

    def position(self) -> Position | None:
        """Return the place that is read now; None where nothing is shown."""
        return self.sight.position()

    @property
    def focused_message(self) -> int | None:
        """The number of the message that has the keyboard's focus."""
        return self._keys.focused

    # Events

    def selection_changed(self) -> None:
        self.viewport().update()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        clip = QRectF(event.rect())
        painter.fillRect(clip, self._style.colour("paper"))
        for number, y in self.sight.seen():
            layout, corner = self.arrangement.layout(number), QPointF(self.sight.left, y)
            if y <= clip.bottom() and y + layout.height >= clip.top():
                entry = EntryPainter(painter, layout, corner, clip, partial(self._marks.of, number))
                entry.paint(ring=number == self._keys.focused)
        if (caret := self._keys.caret_area) is not None:
            painter.fillRect(caret, self._style.colour("text"))
        painter.end()
        self._slow_work.start()

    def scrollContentsBy(self, _dx: int, _dy: int) -> None:
        self.sight.on_scrolled()

    def resizeEvent(self, event: QResizeEvent) -> None:
        width = min(COLUMN_WIDTH, self.width() - 2 * _SIDE)
        top = None
        if width != self.arrangement.width and width > 0:
            position = self.position()
            self.arrangement.reset(width=width)
            if position is not None and not position.at_end:
                top = self.arrangement.top_of(position)
        self.sight.refresh(top)
        super().resizeEvent(event)

    def event(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ShortcutOverride and isinstance(event, QKeyEvent) and self._keys.claims(event):
            event.accept()
            return True
        return super().event(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        if event.reason() == QContextMenuEvent.Reason.Keyboard:
            self._keys.open_menu()
        else:
            self._pointer.open_menu(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not self._keys.press(event):
            super().keyPressEvent(event)

    def focusNextPrevChild(self, forward: bool) -> bool:
        # A button in a message asks here too, and then there is no ring to be moved.
        return (self.hasFocus() and self._keys.step(forward=forward)) or super().focusNextPrevChild(forward)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self._keys.enter(event.reason())

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._keys.leave(event.reason())
