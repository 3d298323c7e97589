"""The widget that shows a conversation's branch."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from pathlib import Path
from time import monotonic

from PySide6.QtCore import QEvent, QPointF, QRect, QRectF, Qt, QTimer, Signal
from PySide6.QtGui import (
    QFocusEvent,
    QHelpEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QAbstractScrollArea, QFrame, QToolTip, QWidget

from desktop.i18n import tr
from desktop.model.message import Role
from desktop.system.paths import resources_folder
from desktop.ui.theme import Theme
from desktop.ui.transcript.accessible import TranscriptAccessible, install
from desktop.ui.transcript.arrangement import Arrangement
from desktop.ui.transcript.blocks.layout import BlockLayout, Marked
from desktop.ui.transcript.entry import Entry, Position
from desktop.ui.transcript.entry_layout import Section
from desktop.ui.transcript.hits import Hit, hit_at
from desktop.ui.transcript.keys import Keys
from desktop.ui.transcript.notices import Explain, Notices
from desktop.ui.transcript.overlay import NewTextButton
from desktop.ui.transcript.painting import EntryPainter
from desktop.ui.transcript.pointer import Pointer, hint_of
from desktop.ui.transcript.selection import Selection
from desktop.ui.transcript.streams import Streams
from desktop.ui.transcript.strip import Strip
from desktop.ui.transcript.style import COLUMN_WIDTH, Style
from desktop.ui.transcript.typesetter import Typesetter
from desktop.ui.transcript.waiting import SlowWork

_SIDE = 24  # px beside the column at least
_STEP = 40  # px of a scroll bar's single step; a notch of the wheel is three


class TranscriptView(QAbstractScrollArea):
    """Messages one under another in a centred column.

    Nothing in it acts by itself: links, buttons and menus only emit. What a reader who is not at the end sees does not
    move, whatever comes. Deltas are shown as they are given: once a frame is often enough.
    """

    action_requested = Signal(str, str)  # action name, message id
    link_activated = Signal(str)  # http, https or mailto; a person has clicked it

    def __init__(
        self,
        theme: Theme,
        text_size: int,
        explain: Explain,
        parent: QWidget | None = None,
        *,
        resources: Path | None = None,
        now: Callable[[], float] = monotonic,
    ) -> None:
        super().__init__(parent)
        install()
        self.accessible = TranscriptAccessible(self)
        self._resources = resources or resources_folder()
        self._style = Style(theme, text_size, self._resources)
        self._at_end = True  # the reader is at the end, and stays there
        self._moving = False  # it is us who move the scroll bar
        self._painted_top = 0
        self._strip_on: int | None = None  # number of the message whose actions are shown
        self._strip = Strip(self._style, self.viewport())
        self._notices = Notices(explain, self._style, self.viewport())
        self.arrangement = Arrangement(Typesetter(self._style), COLUMN_WIDTH, self._notices.height)
        self.selection = Selection(self.arrangement)
        self._streams = Streams(self.arrangement, now)
        self._pointer = Pointer(self)
        self._keys = Keys(self)
        self._new_text = NewTextButton(self)
        self._slow_work = SlowWork(self._layouts_in_sight, self.viewport().update, self)
        self._seconds = QTimer(self)
        self._seconds.setInterval(1000)
        self._set_up()

    def _set_up(self) -> None:
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.viewport().setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.viewport().setMouseTracking(True)
        self.verticalScrollBar().setSingleStep(_STEP)
        self._strip.chosen.connect(self._on_strip)
        self._notices.chosen.connect(self.action_requested)
        self._notices.resized.connect(self._on_notice_resized)
        self._new_text.clicked.connect(self.scroll_to_end)
        self._seconds.timeout.connect(self._count_seconds)
        self.retranslate()

    # What is shown

    def show_branch(self, entries: Sequence[Entry], position: Position | None) -> None:
        """Replace everything, and go to `position`, or to the end.

        Where its message is not among `entries`, the one that has its place now is gone to: switching to another
        version moves nothing.
        """
        place = self.arrangement.number(position.message_id) if position else None
        self._streams.clear()
        self._notices.clear()
        self.selection.clear()
        self._keys.focused = None
        self._strip_on = None
        self._new_text.hide()
        self.arrangement.show(entries)
        top = None
        if position is not None and not position.at_end:
            top = self.arrangement.top_of(position, instead=place)
        self._at_end = top is None
        self.refresh(top)

    def append(self, entry: Entry) -> None:
        """Add a message below. A person's own is gone to, wherever they were reading."""
        self.arrangement.append(entry)
        self._at_end = self._at_end or entry.message.role == Role.USER
        self.refresh()

    def update_entry(self, entry: Entry) -> None:
        """Show a message, known by its id, in another state."""
        number = self.arrangement.number(entry.message.id)
        if number is not None:
            same = self.arrangement.entries[number].message.parts == entry.message.parts
            self.arrangement.update(number, entry, same_text=same or entry.message.id in self._streams)
            self.refresh()

    def begin_stream(self, message_id: str) -> None:
        self._streams.begin(message_id)
        self.refresh()

    def stream(self, message_id: str, reasoning: str, text: str) -> None:
        """Add what has come of a reply: both are deltas, and either may be empty."""
        changed_from = self._streams.feed(message_id, reasoning, text, fold=self._at_end)
        if changed_from is not None:
            self._settle(changed_from=changed_from)
            if not self._at_end:
                self._new_text.appear()
            if self._streams.thinking and not self._seconds.isActive():
                self._seconds.start()

    def end_stream(self, entry: Entry) -> None:
        """Show a reply that has ended; what was streamed of it stays where it is."""
        streamed = self._streams.end(entry)
        self.refresh()
        number = self.arrangement.number(entry.message.id)
        if streamed and number is not None:
            self.accessible.announce_end(number)

    def set_status(self, message_id: str, text: str) -> None:
        """Say in a reply without content what it waits for."""
        number = self.arrangement.number(message_id)
        if number is not None:
            self.arrangement.shown.status[message_id] = text
            self.arrangement.resize(number)
            self.refresh()

    def toggle_reasoning(self, number: int) -> None:
        """Fold or unfold the reasoning of a message; its first line stays where it is."""
        layout = self.arrangement.layout(number)
        self.arrangement.shown.reasoning[layout.entry.message.id] = not layout.reasoning_open
        self.arrangement.resize(number)
        self.arrangement.hold_message(number)
        self._at_end = False
        self.refresh(self._top)

    # Looks

    def set_theme(self, theme: Theme) -> None:
        self._set_style(Style(theme, self._style.text_size, self._resources))

    def set_text_size(self, pixels: int) -> None:
        self._set_style(Style(self._style.theme, pixels, self._resources))

    def retranslate(self) -> None:
        """Speak the language that is spoken now."""
        self.setAccessibleName(tr("Transcript"))
        self._set_style(Style(self._style.theme, self._style.text_size, self._resources))

    def _set_style(self, style: Style) -> None:
        self._style = style
        self._strip.set_style(style)
        self._notices.set_style(style)
        self._new_text.set_style(style)
        self.arrangement.reset(Typesetter(style))
        self.refresh()

    # Where the reader is

    @property
    def at_bottom(self) -> bool:
        return self._at_end

    def scroll_to_end(self) -> None:
        self._at_end = True
        self.refresh()

    def position(self) -> Position | None:
        """Return the place that is read now; None where nothing is shown."""
        return self.arrangement.position(self._top, at_end=self._at_end)

    @property
    def _top(self) -> int:
        return self.verticalScrollBar().value()

    @property
    def _left(self) -> int:
        return (self.viewport().width() - self.arrangement.width) // 2

    def scrollContentsBy(self, _dx: int, _dy: int) -> None:
        if not self._moving:
            bar = self.verticalScrollBar()
            self._at_end = bar.value() >= bar.maximum()
            self._settle()

    def refresh(self, top: int | None = None) -> None:
        """Lay out what is in sight, at `top` where that is given, and paint everything."""
        self._settle(top, changed_from=0)

    def _settle(self, top: int | None = None, changed_from: int | None = None) -> None:
        """Lay out what is in sight and paint what is new: all below `changed_from`, and what has scrolled in."""
        height, bar = self.viewport().height(), self.verticalScrollBar()
        before = self.arrangement.total
        top = self.arrangement.settle(self._top if top is None else top, height, at_end=self._at_end)
        if changed_from is None and self.arrangement.total != before:
            changed_from = 0
        self._moving = True
        bar.setRange(0, max(0, self.arrangement.total - height))
        bar.setPageStep(height)
        bar.setValue(top)
        self._moving = False
        self._at_end = self._at_end or bar.value() == bar.maximum()
        if self._at_end:
            self._new_text.hide()
        self._repaint(changed_from)
        self._place_widgets()

    def _repaint(self, changed_from: int | None) -> None:
        moved = self._painted_top - self._top
        self._painted_top = self._top
        area = self.viewport().rect()
        if changed_from == 0 or abs(moved) >= area.height():
            self.viewport().update()
            return
        if moved:
            self.viewport().scroll(0, moved)
        if changed_from is not None:
            self.viewport().update(area.adjusted(0, max(0, changed_from - self._top), 0, 0))

    def _place_widgets(self) -> None:
        seen = []
        for number, y in self.arrangement.seen(self._top, self.viewport().height()):
            layout = self.arrangement.layout(number)
            seen.append((layout.entry, layout.notice_rect.translated(self._left, y - self._top)))
        self._notices.place(seen)
        self._place_strip()

    def point_at(self, number: int | None) -> None:
        """Show the actions of a message: the mouse is over it, or the keyboard's focus is on it."""
        self._strip_on = number
        self._place_strip()

    def _place_strip(self) -> None:
        number = self._strip_on
        if number is None or number >= len(self.arrangement.entries):
            self._strip.hide()
            return
        layout = self.arrangement.layout(number)
        self._strip.show_entry(layout.entry)
        area = layout.strip_rect.translated(self._left, self.arrangement.top(number) - self._top)
        left = area.right() - self._strip.width() + 1 if layout.is_user else area.left() - 5
        self._strip.move(left, area.top() + 2)
        self._strip.show()

    def messages_in_sight(self) -> list[int]:
        return [number for number, _ in self.arrangement.seen(self._top, self.viewport().height())]

    def bring_into_sight(self, number: int) -> None:
        """Scroll as little as needed to show a message, or as much of its beginning as there is room for."""
        top, height = self.arrangement.top(number), self.viewport().height()
        bottom = top + self.arrangement.layout(number).height
        wanted = min(self._top, top) if bottom <= self._top + height else min(top, bottom - height)
        if not self._top <= top <= self._top + height // 2 or bottom > self._top + height:
            self.verticalScrollBar().setValue(max(0, min(wanted, top)))

    def notice_of(self, number: int) -> str:
        """Return what is said to have gone wrong with a message, "" if nothing has."""
        return self._notices.sentence(self.arrangement.entries[number])

    def area_of(self, number: int) -> QRect:
        """Return where a message is, in the viewport's coordinates."""
        layout = self.arrangement.layout(number)
        return QRect(self._left, self.arrangement.top(number) - self._top, layout.width, layout.height)

    @property
    def focused_message(self) -> int | None:
        """The number of the message that has the keyboard's focus."""
        return self._keys.focused

    def _on_strip(self, action: str) -> None:
        if self._strip_on is not None:
            self.action_requested.emit(action, self.arrangement.entries[self._strip_on].message.id)

    def _on_notice_resized(self) -> None:
        for number in self.messages_in_sight():
            self.arrangement.resize(number)
        self.refresh()

    def _count_seconds(self) -> None:
        self._streams.count_seconds()
        self.viewport().update()
        if not self._streams.thinking:
            self._seconds.stop()

    def _layouts_in_sight(self) -> Iterator[tuple[BlockLayout, QPointF]]:
        """Yield the laid-out blocks in sight, each with its corner in the viewport."""
        height = self.viewport().height()
        for number, y in self.arrangement.seen(self._top, height):
            for _, column, left, top in self.arrangement.layout(number).columns():
                above = y + top - self._top
                for index in column.rows(-above, height - above):
                    corner = QPointF(self._left + left + column.left(index), above + column.top(index))
                    yield column.layout(index), corner

    # Events

    def hit(self, point: QPointF) -> Hit | None:
        """Return what is at a point of the viewport."""
        return hit_at(self.arrangement, point + QPointF(-self._left, self._top))

    def selection_changed(self) -> None:
        self.viewport().update()

    def _marked(self, number: int, section: Section, block: int, length: int) -> Marked:
        """Return what stands on a colour in a block: the selection."""
        selected = self.selection.range_in(number, section, block, length)
        return Marked(((*selected, self._style.colour("selection")),)) if selected else Marked()

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self.viewport())
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        clip = QRectF(event.rect())
        painter.fillRect(clip, self._style.colour("paper"))
        for number, y in self.arrangement.seen(self._top + event.rect().top(), event.rect().height()):
            corner = QPointF(self._left, y - self._top)
            layout = self.arrangement.layout(number)
            entry = EntryPainter(painter, layout, corner, clip, partial(self._marked, number))
            entry.paint()
            if number == self._keys.focused:
                entry.paint_ring()
        painter.end()
        self._slow_work.start()

    def resizeEvent(self, event: QResizeEvent) -> None:
        width = min(COLUMN_WIDTH, self.viewport().width() - 2 * _SIDE)
        if width != self.arrangement.width and width > 0:
            self.arrangement.reset(width=width)
        self.refresh()
        super().resizeEvent(event)

    def viewportEvent(self, event: QEvent) -> bool:
        if event.type() == QEvent.Type.ToolTip and isinstance(event, QHelpEvent):
            hit = self.hit(QPointF(event.pos()))
            QToolTip.showText(event.globalPos(), hint_of(hit) if hit else "", self.viewport())
            return True
        if event.type() == QEvent.Type.Leave and not self._strip.underMouse():
            self.point_at(self._keys.focused)
        return super().viewportEvent(event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        if self._pointer.scroll_sideways(event):
            event.accept()
        else:
            super().wheelEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._pointer.move(event)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._pointer.press(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._pointer.release(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self._pointer.double_click(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if not self._keys.press(event):
            super().keyPressEvent(event)

    def focusNextPrevChild(self, forward: bool) -> bool:
        return self._keys.step(forward=forward) or super().focusNextPrevChild(forward)

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self._keys.enter(event.reason())

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._keys.leave(event.reason())
