"""What of the transcript is in sight: scrolling, following the end, and painting only what is new."""

from __future__ import annotations

from collections.abc import Callable, Iterator

from PySide6.QtCore import QObject, QPointF, QRect, QRectF, Signal
from PySide6.QtWidgets import QAbstractScrollArea

from desktop.ui.transcript.arrangement import Arrangement
from desktop.ui.transcript.blocks.layout import BlockLayout
from desktop.ui.transcript.entry import Position
from desktop.ui.transcript.entry_layout import Section
from desktop.ui.transcript.hits import Hit, hit_at
from desktop.ui.transcript.selection import Caret

_EDGE = 20  # px from the upper edge within which a place is not well seen
_ANYWHERE = 1 << 30
_TRIES = 5  # what is laid out on the way to a place may be higher or lower than was thought
_LEAST_SEEN = 60  # px of a message that has taken another's place
_STEP = 40  # px of a scroll bar's single step; a notch of the wheel is three


Places = dict[int, tuple[int, int]]  # number of a message in sight → its top in the viewport, and its height


class Sight(QObject):
    """The viewport of `area` as a window on `arrangement`. Points and rectangles are the viewport's."""

    settled = Signal()  # what is in sight has its place

    def __init__(self, area: QAbstractScrollArea, arrangement: Arrangement) -> None:
        super().__init__(area)
        self._area = area
        self._viewport = area.viewport()
        self._bar = area.verticalScrollBar()
        self._bar.setSingleStep(_STEP)
        self._arrangement = arrangement
        self._moving = False  # it is us who move the scroll bar
        self._painted_top = 0
        self._painted: Places = {}
        self.at_end = True  # the reader is at the end, and stays there
        self.covered = 0  # px at the upper edge that something stands on
        self.stop_at: int | None = None  # number of a reply that is not followed further than it fills the view
        self._beyond = 0  # the scroll position up to which one may be, though what was there has gone

    @property
    def top(self) -> int:
        return self._bar.value()

    @property
    def left(self) -> int:
        # In the middle of the whole width, so that nothing moves sideways when the scroll bar comes.
        return (self._area.width() - self._arrangement.width) // 2

    @property
    def height(self) -> int:
        return self._viewport.height()

    def on_scrolled(self) -> None:
        """The scroll bar has another value."""
        if not self._moving:
            self._beyond = min(self._beyond, self.top)
            self.at_end = self.top >= self._last_top >= self._beyond
            self.settle()

    def refresh(self, top: int | None = None) -> None:
        """Lay out what is in sight, at `top` where that is given, and paint everything."""
        self.settle(top, changed_from=0)

    def hold(self, top: int) -> None:
        """As `refresh`, but what is in sight stays where it is even if nothing is left below it."""
        self.at_end, self._beyond = False, _ANYWHERE
        self.refresh(top)
        self._beyond = self.top
        self.refresh()

    def hold_message(self, number: int, y: int) -> None:
        """Show a message that has taken another's place at the height where that was."""
        height = self._arrangement.layout(number).height
        if y + height < _LEAST_SEEN:  # it ends above what is in sight, where the other one went on
            y = min(0, self.height - height)
        place = Position(self._arrangement.entries[number].message.id, offset=-y)
        self.hold(self._arrangement.top_of(place) or 0)

    def settle(self, top: int | None = None, changed_from: int | None = None) -> None:
        """Lay out what is in sight and paint what is new: all below `changed_from`, and what has scrolled in."""
        before = self._arrangement.total
        wanted = self.top if top is None else top
        top = self._arrangement.settle(wanted, self.height, at_end=self.at_end)
        self._beyond = 0 if self.at_end else max(0, self._beyond + top - wanted)
        if self.at_end:
            top = self._stopped(top)
        is_remeasured = changed_from is None and self._arrangement.total != before
        self._moving = True
        self._bar.setRange(0, max(self._last_top, self._beyond))
        self._bar.setPageStep(self.height)
        self._bar.setValue(top)
        self._moving = False
        self.at_end = self.at_end or self.top == self._last_top >= self._beyond
        self._paint(changed_from, is_remeasured=is_remeasured)
        self.settled.emit()

    def _stopped(self, top: int) -> int:
        """Return the end, or where a reply begins that has filled the view: it is followed no further."""
        if self.stop_at is None:
            return top
        layout = self._arrangement.layout(self.stop_at)
        above = layout.text_top if layout.reasoning_open else 0
        if top <= self._arrangement.top(self.stop_at) + above or not layout.text.blocks:
            return top
        beginning = self._arrangement.top_of(Position(layout.entry.message.id, offset=above)) or 0
        self.at_end, self.stop_at = False, None
        return self._arrangement.settle(beginning, self.height, at_end=False)

    @property
    def _last_top(self) -> int:
        return max(0, self._arrangement.total - self.height)

    def _paint(self, changed_from: int | None, *, is_remeasured: bool) -> None:
        """`is_remeasured`: messages have other heights than before, most often some that are out of sight."""
        area, painted, moved = self._viewport.rect(), self._painted, self._painted_top - self.top
        self._painted_top = self.top
        self._painted = {number: (y, self._arrangement.layout(number).height) for number, y in self.seen()}
        if is_remeasured:
            moved = _moved_as_one(painted, self._painted, area.height())
        if changed_from == 0 or abs(moved) >= area.height():
            self._viewport.update()
            return
        if moved:
            self._viewport.scroll(0, moved)
        if changed_from is not None:
            self._viewport.update(area.adjusted(0, max(0, changed_from - self.top), 0, 0))

    # What is there

    def position(self) -> Position | None:
        return self._arrangement.position(self.top, at_end=self.at_end)

    def seen(self) -> list[tuple[int, int]]:
        """Return (number, top in the viewport) of the messages in sight."""
        return [(number, y - self.top) for number, y in self._arrangement.seen(self.top, self.height)]

    def numbers(self) -> list[int]:
        return [number for number, _ in self.seen()]

    def area_of(self, number: int) -> QRect:
        """Return where a message is."""
        layout = self._arrangement.layout(number)
        return QRect(self.left, self._arrangement.top(number) - self.top, layout.width, layout.height)

    def hit(self, point: QPointF) -> Hit | None:
        """Return what is at a point."""
        return hit_at(self._arrangement, point + QPointF(-self.left, self.top))

    def layouts(self) -> Iterator[tuple[BlockLayout, QPointF]]:
        """Yield the laid-out blocks in sight, each with its corner."""
        for number, y in self.seen():
            for _, column, left, top in self._arrangement.layout(number).columns():
                for index in column.rows(-y - top, self.height - y - top):
                    corner = QPointF(self.left + left + column.left(index), y + top + column.top(index))
                    yield column.layout(index), corner

    def prepare(self) -> bool:
        """Read what is in sight and what would come there next; False where that has been done."""
        before = self._arrangement.total
        found = self._arrangement.prepare(self.top, self.height)
        if self._arrangement.total != before:
            self.settle()
        return found

    def bring_place(self, place: Callable[[], Caret]) -> None:
        """Scroll so that a place in the text stands in the upper part of the view, unless it is in sight already.

        It is asked for again and again: what is read on the way gives it another number.
        """
        for _ in range(_TRIES):
            y = self._y_of(place())
            if self.covered + _EDGE <= y < self.height - 3 * _EDGE:
                return
            self.at_end = False
            self.refresh(max(0, self.top + y - self.height // 3))

    def reveal(self, place: Callable[[], Caret]) -> None:
        """Scroll as little as needed to show a place in the text; see `bring_place`."""
        for _ in range(_TRIES):
            y = self._y_of(place())
            wanted = min(max(y, self.covered + _EDGE), self.height - 2 * _EDGE)
            if y == wanted:
                return
            self.at_end = False
            self.refresh(max(0, self.top + y - wanted))

    def first_place(self) -> Caret | None:
        """Return the beginning of the first block that begins in sight."""
        seen = self.seen()
        for number, y in seen:
            for section, column, _, top in self._arrangement.layout(number).columns():
                for block in column.rows(-y - top, self.height - y - top):
                    if y + top + column.top(block) >= 0:
                        return Caret(number, section, block, 0)
        return Caret(seen[0][0], Section.TEXT, 0, 0) if seen else None

    def _y_of(self, place: Caret) -> int:
        layout = self._arrangement.layout(place.entry)
        top = layout.text_top if place.section == Section.TEXT else layout.reasoning_top
        column = layout.column(place.section)
        block = column.layout(place.block)
        rect = next(block.rects(place.offset, place.offset + 1), QRectF())
        return self.area_of(place.entry).top() + top + column.top(place.block) + round(rect.top())

    def bring(self, number: int) -> None:
        """Scroll as little as needed to show a message, or as much of its beginning as there is room for."""
        area = self.area_of(number)
        if area.top() < 0 or area.height() > self.height:
            self._bar.setValue(self.top + area.top())
        elif area.top() + area.height() > self.height:
            self._bar.setValue(self.top + area.top() + area.height() - self.height)


def _moved_as_one(before: Places, now: Places, height: int) -> int:
    """Return how far down all that stays in sight has moved, where what is new came in at an edge; else `height`."""
    stays = before.keys() & now.keys()
    moves = {now[number][0] - before[number][0] for number in stays}
    if len(moves) != 1 or any(now[number][1] != before[number][1] for number in stays):
        return height
    moved = moves.pop()
    came = [now[number] for number in now.keys() - stays]
    at_edge = all(top + extent <= moved or top >= height + moved for top, extent in came)
    return moved if at_edge else height
