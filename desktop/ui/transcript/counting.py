"""How often the words that are looked for stand in each message, counted a slice at a time."""

from __future__ import annotations

from bisect import bisect_left, bisect_right
from collections.abc import Iterator
from itertools import accumulate
from time import perf_counter

from PySide6.QtCore import QObject, QTimer, Signal

from desktop.model.message import State
from desktop.render.passages import Passages
from desktop.ui.transcript.arrangement import Arrangement
from desktop.ui.transcript.entry_layout import Section
from desktop.ui.transcript.needle import Needle, fold, seen_of
from desktop.ui.transcript.tally import Tally

_AT_ONCE = 0.02  # seconds: the most a search takes before it goes on in slices
_SLICE = 0.006
_GROWING = 200  # ms after which a message that has changed is counted again
_READ = 400_000  # characters of messages that are read only to count in them, in about half a second of slices


class Counting(QObject):
    """Counts in the Markdown first, without what is certainly not seen of it: a million characters take milliseconds.

    What a reader sees is counted exactly once the blocks of a message are read. Where the messages with hits are not
    too long together that is done for all of them, else when a hit is gone to. `changed`: there is another count.
    """

    changed = Signal()

    def __init__(self, arrangement: Arrangement, parent: QObject) -> None:
        super().__init__(parent)
        self._arrangement = arrangement
        self._needle = Needle(())
        self._counts: list[int] = []
        self._sums: list[int] = []  # of all messages up to and with each; empty when they have to be added up anew
        self._seen: dict[int, str] = {}  # about what is seen of each message, folded
        self._exact: set[int] = set()
        self._tallies: dict[tuple[int, Section], Tally] = {}
        self._touched: set[int] = set()
        self._work: Iterator[None] = iter(())
        self._slices = QTimer(self)
        self._slices.timeout.connect(lambda: self._go_on(_SLICE))
        self._growing = QTimer(self)
        self._growing.setSingleShot(True)
        self._growing.setInterval(_GROWING)
        self._growing.timeout.connect(self._count_touched)

    def prepare(self) -> None:
        """Get ready to search soon, so that the first letter is found as quickly as the next ones."""
        self._begin(self._fold_all(), 0)

    def start(self, needle: Needle) -> None:
        self._needle = needle
        self._counts = [0] * len(self._arrangement.entries)
        self._sums = []
        self._exact.clear()
        self._tallies.clear()
        self._begin(self._count_all() if needle else iter(()), _AT_ONCE)

    def forget(self) -> None:
        """Other messages are shown now, or nothing is looked for any more."""
        self._seen.clear()
        self._touched.clear()
        self.start(Needle(()))

    def touch(self, number: int) -> None:
        """A message is new or has changed: count it again before long."""
        self._seen.pop(number, None)
        if self._needle:
            self._counts += [0] * (len(self._arrangement.entries) - len(self._counts))
            self._touched.add(number)
            if not self._growing.isActive():
                self._growing.start()

    @property
    def complete(self) -> bool:
        """Whether nothing is left to be counted."""
        return not self._slices.isActive() and not self._growing.isActive()

    @property
    def total(self) -> int:
        sums = self._summed()
        return sums[-1] if sums else 0

    def before(self, number: int) -> int:
        """Return how many hits there are before a message."""
        return self._summed()[number - 1] if number else 0

    def following(self, number: int, *, forward: bool) -> int | None:
        """Return the number of the next message with hits, or of the one before; None where there is none that way.

        From -1 on that is the first one of all, back from the number of messages the last one.
        """
        sums = self._summed()
        if forward:
            after = bisect_right(sums, sums[number] if number >= 0 else 0)
            return after if after < len(sums) else None
        before = self.before(number)
        return bisect_left(sums, before) if before else None

    def exactly(self, number: int) -> int:
        """Return how many hits a reader can see in a message."""
        if number not in self._exact:
            self._exact.add(number)
            self._set(number, self._count_blocks(number))
        return self._counts[number]

    def tally(self, number: int, section: Section) -> Tally:
        """Return how many hits each block of a part of a message has, which is laid out for it."""
        found = self._tallies.setdefault((number, section), Tally())
        found.take(self._arrangement.layout(number).column(section).blocks, self._needle)
        return found

    # Slices

    def _begin(self, work: Iterator[None], seconds: float) -> None:
        self._work = work
        self._go_on(seconds)

    def _go_on(self, seconds: float) -> None:
        until = perf_counter() + seconds
        for _ in self._work:
            if perf_counter() > until:
                self._slices.start(0)
                break
        else:
            self._slices.stop()
        self.changed.emit()

    def _fold_all(self) -> Iterator[None]:
        for number in range(len(self._arrangement.entries)):
            self._folded(number)
            yield

    def _count_all(self) -> Iterator[None]:
        for number in range(len(self._counts)):
            self._counts[number] = self._count_source(number)
            self._sums = []
            yield
        left = _READ
        for number in range(len(self._counts)):
            if self._counts[number] and number not in self._exact:
                left -= self._length(number)
                if left < 0:
                    return
                self.exactly(number)
                yield

    def _length(self, number: int) -> int:
        """Return how much would have to be read to count exactly."""
        if self._arrangement.laid_out(number) is not None:
            return 0
        return sum(len(part.text) for part in self._arrangement.entries[number].message.parts)

    # Messages

    def _count_source(self, number: int) -> int:
        message = self._arrangement.entries[number].message
        if message.state is State.WRITING:
            return self._count_blocks(number)
        if self._needle.is_markup:
            return sum(self._needle.count(fold(part.text)) for part in message.parts)
        return self._needle.bare.count(self._folded(number))

    def _folded(self, number: int) -> str:
        found = self._seen.get(number)
        if found is None:
            message = self._arrangement.entries[number].message
            found = self._seen[number] = seen_of("\n".join(part.text for part in message.parts))
        return found

    def _count_blocks(self, number: int) -> int:
        layout = self._arrangement.laid_out(number)
        if layout is None:
            message = self._arrangement.entries[number].message
            texts = (message.reasoning, message.text)
            return sum(self._needle.count_in(block) for text in texts for block in Passages(text).blocks)
        return sum(self.tally(number, section).total for section in Section)

    def _count_touched(self) -> None:
        touched, self._touched = self._touched, set()
        for number in touched:
            self._exact.discard(number)
            self.exactly(number)
        self.changed.emit()

    def _set(self, number: int, count: int) -> None:
        if self._counts[number] != count:
            self._counts[number] = count
            self._sums = []

    def _summed(self) -> list[int]:
        if len(self._sums) != len(self._counts):
            self._sums = list(accumulate(self._counts))
        return self._sums
