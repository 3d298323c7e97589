"""Finding words in the conversation that is shown, in folded reasoning and in messages far away too."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterable, Iterator
from time import perf_counter
from typing import NamedTuple

from PySide6.QtCore import QObject, QRectF, QTimer, Signal

from desktop.render.blocks import Block, Unread
from desktop.ui.transcript.arrangement import Arrangement, Renumbering
from desktop.ui.transcript.blocks.layout import BlockLayout
from desktop.ui.transcript.counting import Counting
from desktop.ui.transcript.entry_layout import Section
from desktop.ui.transcript.needle import Needle
from desktop.ui.transcript.selection import Caret, renumbered
from desktop.ui.transcript.sight import Sight

_PATIENCE = 0.03  # seconds of reading at a time, for a message that shows a hit or for the place of one
_SIDE = 40  # px of a wide block that are seen beside a hit


class _Hit(NamedTuple):
    """The nth hit of a message. It stays what it is while hits elsewhere come and go."""

    entry: int
    nth: int


class Finder(QObject):
    """`place` is where the hit stands that was gone to last."""

    changed = Signal()  # `count` or `current` is another
    marked = Signal()  # other words are to be marked, or others in another way

    def __init__(self, arrangement: Arrangement, sight: Sight) -> None:
        super().__init__(sight)
        self._arrangement = arrangement
        self._sight = sight
        arrangement.on_renumbered.append(self._renumber)
        self._needle = Needle(())
        self._counting = Counting(arrangement, self)
        self._counting.changed.connect(self._on_counted)
        self._hit: _Hit | None = None
        self._origin: Caret | None = None  # where a search begins; None: at what is in sight
        self._waiting: bool | None = None  # the direction to go in as soon as there is a hit
        self._reading = QTimer(self)
        self._reading.setSingleShot(True)
        self._reading.timeout.connect(self._read_on)
        self.place: tuple[Caret, Caret] | None = None

    @property
    def count(self) -> int:
        return self._counting.total

    @property
    def current(self) -> int | None:
        """The number of the hit that was gone to last, from 0."""
        return None if self._hit is None else self._counting.before(self._hit.entry) + self._hit.nth

    @property
    def active(self) -> bool:
        """Whether anything is looked for."""
        return bool(self._needle)

    @property
    def complete(self) -> bool:
        """Whether `count` is right; it is about right much sooner."""
        return self._counting.complete and not self._reading.isActive()

    def prepare(self) -> None:
        """A search is about to begin, from what is in sight."""
        self._origin = None
        self._counting.prepare()

    def search(self, words: Iterable[str]) -> None:
        """Look for `words`, each of which is a hit; for nothing where all are blank."""
        self._needle = Needle(words)
        self._leave()
        if self._needle:
            self._counting.start(self._needle)
        else:
            self._origin = None
            self._counting.forget()
        self.marked.emit()

    def search_again(self) -> None:
        """Other messages are shown now: look for the same words in them."""
        self._origin = self._hit = self.place = self._waiting = None
        self._counting.forget()
        self._counting.start(self._needle)

    def touch(self, number: int) -> None:
        """A message is new, or has changed."""
        self._counting.touch(number)

    def go(self, *, forward: bool) -> None:
        """Go to the next hit or the one before, round the conversation; after a search, to the nearest one.

        That is the place of the last hit, where it still is one, so that nobody is carried off while typing on.
        """
        self._waiting = None
        if not self._needle:
            return
        until = perf_counter() + _PATIENCE
        for hit in self._following(forward=forward) if self._hit else self._nearest(forward=forward):
            if hit is not None and self._show(hit):
                return
            if perf_counter() > until:
                self._waiting = forward
                self._reading.start()
                return
        if not self._counting.complete:
            self._waiting = forward

    def go_to(self, number: int) -> None:
        """Go to the first hit of a message, or to the message where none is seen in it."""
        if not self._needle or not self._show(_Hit(number, 0)):
            self._sight.bring(number)

    def ranges_in(self, layout: BlockLayout, first: int, last: int) -> list[tuple[int, int]]:
        """Return the positions of all hits between two positions in a block."""
        return layout.find(self._needle, first, last) if self._needle else []

    def _renumber(self, renumbering: Renumbering) -> None:
        if self.place is not None:
            start, end = self.place
            self.place = renumbered(start, renumbering), renumbered(end, renumbering)
        if self._origin is not None:
            self._origin = renumbered(self._origin, renumbering)
        if self._needle:
            self._counting.touch(renumbering.entry)

    def _leave(self) -> None:
        """Remember where the last hit was, as the place to go on from."""
        if self.place is not None:
            self._origin = self.place[0]
        self._hit = self.place = self._waiting = None

    def _on_counted(self) -> None:
        if self._hit is not None and self._hit.nth >= self._counting.exactly(self._hit.entry):
            self._leave()
        if self._waiting is not None:
            self.go(forward=self._waiting)
        self.changed.emit()

    # Which hit is next

    def _following(self, *, forward: bool) -> Iterator[_Hit | None]:
        """Yield the next hit after a None for each message that was read for it in vain."""
        assert self._hit is not None
        number, nth = self._hit.entry, self._hit.nth + (1 if forward else -1)
        if 0 <= nth < self._counting.exactly(number):
            yield _Hit(number, nth)
        yield from self._beyond(number, forward=forward)

    def _nearest(self, *, forward: bool) -> Iterator[_Hit | None]:
        origin = self._origin or self._sight.first_place()
        if origin is None or origin.entry >= len(self._arrangement.entries):
            return
        number = origin.entry
        count = self._counting.exactly(number)
        nth = self._hits_before(origin) - (0 if forward else 1)
        if 0 <= nth < count:
            yield _Hit(number, nth)
        yield from self._beyond(number, forward=forward)

    def _hits_before(self, place: Caret) -> int:
        """Return how many hits of its message begin before a place."""
        found = self._counting.tally(place.entry, place.section).before(place.block)
        if place.section == Section.TEXT:
            found += self._counting.tally(place.entry, Section.REASONING).total
        if place.offset:
            hits = self._layout(*place[:3]).find(self._needle)
            found += bisect_left(hits, (place.offset, 0))
        return found

    def _beyond(self, start: int, *, forward: bool) -> Iterator[_Hit | None]:
        """Yield what `_following` does of other messages, and of this one again after a whole round."""
        number, wrapped = start, False
        while not (wrapped and (number >= start if forward else number <= start)):
            following = self._counting.following(number, forward=forward)
            if following is None and wrapped:
                return
            if following is None:
                number, wrapped = -1 if forward else len(self._arrangement.entries), True
                continue
            number = following
            count = self._counting.exactly(number)
            yield _Hit(number, 0 if forward else count - 1) if count else None

    # Showing it

    def _show(self, hit: _Hit) -> bool:
        """Go to a hit; False where none is seen in its message once that is read."""
        place = self._place_of(hit)
        if place is None:
            return False
        self._hit = hit
        section, block, nth = place
        if isinstance(self._block(hit.entry, section, block), Unread):
            self.place = None
            self._reading.start()
            return True
        if section == Section.REASONING and not self._arrangement.layout(hit.entry).reasoning_open:
            self._arrangement.toggle_reasoning(hit.entry)
            self._sight.at_end = False
            self._sight.refresh()
        layout = self._layout(hit.entry, section, block)
        start, end = layout.nth_hit(self._needle, nth) or (0, 0)
        caret = Caret(hit.entry, section, block, start)
        self.place = caret, caret._replace(offset=end)
        self._sight.bring_place(lambda: caret if self.place is None else self.place[0])
        self._scroll_sideways(layout, start, end)
        self.marked.emit()
        self.changed.emit()
        return True

    def _place_of(self, hit: _Hit) -> tuple[Section, int, int] | None:
        """Return the section and block of a hit, and which one of the block it is.

        What it is in is read for that, unless it takes long: then the block is still `Unread`.
        """
        until = perf_counter() + _PATIENCE
        place = self._found(hit)
        while place is not None and isinstance(block := self._block(hit.entry, *place[:2]), Unread):
            before = self._needle.place(block.source, place[2]) or (0, 0)
            self._read_to(hit.entry, place[0], block.start + block.source.count("\n", 0, before[0]), until)
            place = self._found(hit)
            if perf_counter() > until:
                break
        return place

    def _read_to(self, number: int, section: Section, line: int, until: float) -> None:
        """Read a message until line number `line` of its text has been, or the time has come."""
        column = self._arrangement.layout(number).column(section)
        while isinstance(column.blocks[index := column.index_of_line(line)], Unread):
            self._arrangement.read_block(number, section, index)
            if perf_counter() > until:
                break
        self._arrangement.resize(number)

    def _read_on(self) -> None:
        """Go on reading towards the hit that is gone to, or for the next one."""
        if self._waiting is not None:
            self.go(forward=self._waiting)
        elif self._hit is not None and self.place is None:
            self._show(self._hit)

    def _found(self, hit: _Hit) -> tuple[Section, int, int] | None:
        """Return where a hit is, or the last one where there are fewer."""
        nth, found = hit.nth, None
        for section in Section:
            tally = self._counting.tally(hit.entry, section)
            if tally.total:
                found = section, *tally.place(min(nth, tally.total - 1))
            if nth < tally.total:
                break
            nth -= tally.total
        return found

    def _block(self, number: int, section: Section, block: int) -> Block:
        return self._arrangement.layout(number).column(section).blocks[block]

    def _layout(self, number: int, section: Section, block: int) -> BlockLayout:
        return self._arrangement.layout(number).column(section).layout(block)

    def _scroll_sideways(self, layout: BlockLayout, start: int, end: int) -> None:
        area = next(layout.rects(start, end), QRectF())
        if area.left() < 0:
            layout.scroll_sideways(area.left() - _SIDE)
        elif area.right() > layout.width:
            layout.scroll_sideways(area.right() - layout.width + _SIDE)
