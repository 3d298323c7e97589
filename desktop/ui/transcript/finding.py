"""Finding words in the conversation that is shown, in folded reasoning and in messages far away too."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from time import perf_counter
from typing import NamedTuple

from PySide6.QtCore import QObject, QRectF, Signal

from desktop.render.blocks import Unread
from desktop.ui.transcript.arrangement import Arrangement, Renumbering
from desktop.ui.transcript.blocks.layout import BlockLayout
from desktop.ui.transcript.counting import Counting
from desktop.ui.transcript.entry_layout import Section
from desktop.ui.transcript.needle import Needle
from desktop.ui.transcript.selection import Caret, renumbered
from desktop.ui.transcript.sight import Sight

_PATIENCE = 0.03  # seconds in which messages are read one after another for one that shows a hit
_READINGS = 4  # steps of reading until a hit is shown where it is, and not only near
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
        return self._counting.complete

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
            if hit is not None:
                self._show(hit)
                return
            if perf_counter() > until:
                self._waiting = forward
                return
        if not self._counting.complete:
            self._waiting = forward

    def go_to(self, number: int) -> None:
        """Go to the first hit of a message, or to the message where none is seen in it."""
        if self._needle and self._counting.exactly(number):
            self._show(_Hit(number, 0))
        else:
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
        if self._counting.exactly(number):
            after = [nth for nth, start in self._starts(number, origin) if (start >= origin) == forward]
            if after:
                yield _Hit(number, after[0 if forward else -1])
        yield from self._beyond(number, forward=forward)

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

    def _starts(self, number: int, near: Caret) -> Iterator[tuple[int, Caret]]:
        """Yield each hit of a message with its place, which is exact only in the block of `near`."""
        for nth, (section, block, nth_in_block) in enumerate(self._hits(number)):
            offset = 0
            if (section, block) == near[1:3]:
                found = self._layout(number, section, block).nth_hit(self._needle, nth_in_block)
                offset = found[0] if found else 0
            yield nth, Caret(number, section, block, offset)

    def _hits(self, number: int) -> Iterator[tuple[Section, int, int]]:
        """Yield the section and block of each hit of a message, and which one of the block it is."""
        for section in Section:
            for index, block in enumerate(self._arrangement.layout(number).column(section).blocks):
                for nth in range(self._needle.count_in(block)):
                    yield section, index, nth

    # Showing it

    def _show(self, hit: _Hit) -> None:
        self._hit = hit
        section, block, nth = self._place_of(hit)
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

    def _place_of(self, hit: _Hit) -> tuple[Section, int, int]:
        """Return the section and block of a hit, and which one of the block it is; read what it is in for that."""
        for _ in range(_READINGS):
            places = list(self._hits(hit.entry))
            section, block, nth = places[min(hit.nth, len(places) - 1)]
            if not isinstance(self._arrangement.layout(hit.entry).column(section).blocks[block], Unread):
                break
            self._arrangement.read_block(hit.entry, section, block)
            self._arrangement.resize(hit.entry)
        return section, block, nth

    def _layout(self, number: int, section: Section, block: int) -> BlockLayout:
        return self._arrangement.layout(number).column(section).layout(block)

    def _scroll_sideways(self, layout: BlockLayout, start: int, end: int) -> None:
        area = next(layout.rects(start, end), QRectF())
        if area.left() < 0:
            layout.scroll_sideways(area.left() - _SIDE)
        elif area.right() > layout.width:
            layout.scroll_sideways(area.right() - layout.width + _SIDE)
