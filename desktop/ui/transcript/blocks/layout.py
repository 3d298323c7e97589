"""What every laid-out block can do."""

from __future__ import annotations

from abc import ABC, abstractmethod
from collections.abc import Iterable, Iterator

from msgspec import Struct
from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QColor, QPainter

from desktop.render.blocks import Block, Span
from desktop.ui.transcript.needle import Needle
from desktop.ui.transcript.style import Style


class Marked(Struct, frozen=True):
    """Stretches of a block that are shown on a colour: what is selected, and what was searched for."""

    ranges: tuple[tuple[int, int, QColor], ...] = ()


class Control(Struct, frozen=True):
    """Something in a block that can be clicked: a "copy" button."""

    name: str
    rect: QRectF
    hint: str


class BlockLayout(ABC):
    """A block at one width. Points and rectangles are relative to its upper left corner, in pixels.

    Positions in its text grow from 0 to `length`; they are UTF-16 units, as Qt counts, except in tables.
    """

    block: Block
    width: int
    height: int = 0
    natural_width: float = 0.0
    length: int = 0
    first_baseline: float = 0.0
    changed_from: float = 0.0  # the height from which on the last `adopt` has changed what is seen

    def __init__(self, block: Block, width: int, style: Style, *, dim: bool) -> None:
        self.block = block
        self.width = width
        self.style = style
        self.dim = dim

    def adopt(self, block: Block) -> bool:
        """Become the layout of `block` where that only continues the present one; False where it cannot."""
        return block == self.block

    def measure(self, _top: float, _bottom: float) -> None:  # noqa: B027 - most are measured once and for all
        """Make `height` right for what lies between two heights, where it was an estimate."""

    def mark_at(self, _y: float) -> int:
        """Return a mark for what is at height `y`, such as the number of a row; it outlives a `measure`."""
        return 0

    def mark_top(self, _mark: int) -> float:
        """Return the height at which a mark now stands."""
        return 0.0

    @abstractmethod
    def paint(self, painter: QPainter, origin: QPointF, clip: QRectF, marked: Marked) -> None:
        """Draw at `origin` what lies in `clip`, both in the painter's coordinates."""

    @abstractmethod
    def plain(self, start: int, end: int) -> str:
        """Return the text between two positions, as it reads."""

    def part(self, _start: int, _end: int) -> Block:
        """Return the block with what stands between two positions."""
        return self.block

    def cut(self, start: int, end: int) -> Iterable[tuple[Span, str]]:
        """Yield the spans between two positions with their text; one plain span where the block has none."""
        yield Span(""), self.plain(start, end)

    def find(self, _needle: Needle, _first: int = 0, _last: int | None = None) -> list[tuple[int, int]]:
        """Return the positions of all hits, in their order; at least those between `first` and `last`."""
        return []

    def nth_hit(self, needle: Needle, nth: int) -> tuple[int, int] | None:
        """Return the positions of hit number `nth`, from 0; None where there are fewer."""
        found = self.find(needle)
        return found[nth] if nth < len(found) else None

    def positions_between(self, _top: float, _bottom: float) -> tuple[int, int]:
        """Return positions around all that stands between two heights; where a block is small, around all of it."""
        return 0, self.length

    def offset_at(self, _point: QPointF) -> int:
        """Return the position that is nearest to a point."""
        return 0

    def rects(self, _start: int, _end: int) -> Iterator[QRectF]:
        """Yield what the text between two positions covers."""
        yield QRectF(0, 0, self.width, self.height)

    def word_at(self, _offset: int) -> tuple[int, int]:
        """Return the positions around the word at `offset`."""
        return 0, self.length

    def step(self, offset: int, *, words: bool, forward: bool) -> int | None:  # noqa: ARG002 - most have no words
        """Return the position one letter or word further on, or back; None where the block ends."""
        end = self.length if forward else 0
        return end if offset != end else None

    def span_at(self, _point: QPointF) -> Span | None:
        """Return the span whose letters are under a point."""
        return None

    def control_at(self, _point: QPointF) -> Control | None:
        return None

    def scroll_sideways(self, _pixels: float) -> bool:
        """Scroll what is wider than the block; False where nothing is."""
        return False

    @property
    def waiting(self) -> bool:
        """Whether there is work that `advance` could do."""
        return False

    def advance(self, _seconds: float) -> QRectF:
        """Do some of the work that may wait, for about that long, and return what looks different now."""
        return QRectF()

    def _paint_marked(self, painter: QPainter, origin: QPointF, marked: Marked) -> None:
        for start, end, colour in marked.ranges:
            for rect in self.rects(start, end):
                painter.fillRect(rect.translated(origin), colour)
