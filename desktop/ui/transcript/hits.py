"""What is at a point of the transcript."""

from __future__ import annotations

from msgspec import Struct
from PySide6.QtCore import QPointF

from desktop.i18n import language
from desktop.render.blocks import Span
from desktop.render.links import is_safe_link, visible_host
from desktop.render.math import typeset
from desktop.ui.transcript.arrangement import Arrangement
from desktop.ui.transcript.blocks.layout import BlockLayout, Control
from desktop.ui.transcript.entry_layout import EntryLayout, Section
from desktop.ui.transcript.inline import Offer
from desktop.ui.transcript.selection import Caret


class BlockHit(Struct, frozen=True):
    """The block that is nearest to a point, and the point as that block sees it. `inside`: it is really there."""

    section: Section
    index: int
    layout: BlockLayout
    point: QPointF
    inside: bool


class Hit(Struct, frozen=True):
    """The message that is nearest to a point; `point` is relative to its corner."""

    number: int
    entry: EntryLayout
    point: QPointF
    block: BlockHit | None

    @property
    def on_reasoning_head(self) -> bool:
        return self.entry.has_reasoning and self.entry.reasoning_head.contains(self.point.toPoint())

    @property
    def span(self) -> Span | None:
        return self.block.layout.span_at(self.block.point) if self.block and self.block.inside else None

    @property
    def link(self) -> str | None:
        """The address that a click opens. The parser has judged it; it is judged again, since a click acts."""
        span = self.span
        return span.link if span is not None and span.link and is_safe_link(span.link) else None

    @property
    def offered_image(self) -> str | None:
        """The address of the image that a click loads."""
        span = self.span
        return span.image if isinstance(span, Offer) and span.loads else None

    @property
    def is_deceptive(self) -> bool:
        """Whether that address may be another than a reader thinks."""
        span = self.span
        return span is not None and span.deceptive

    @property
    def hint(self) -> str:
        """What the tooltip says: where a link really leads, how a formula is spoken and what is wrong with it."""
        if self.link is not None:
            return f"{visible_host(self.link)}\n{self.link}"
        if self.control is not None:
            return self.control.hint
        span = self.span
        if span is not None and span.image is not None:
            return f"{visible_host(span.image)}\n{span.image}"
        if span is None or span.tex is None:
            return ""
        formula = typeset(span.tex, display=span.display, locale=language())
        return "\n".join((formula.speech, *formula.problems))

    @property
    def control(self) -> Control | None:
        return self.block.layout.control_at(self.block.point) if self.block and self.block.inside else None

    @property
    def is_clickable(self) -> bool:
        """Whether a click here does more than to put the caret."""
        return self.on_reasoning_head or any((self.control, self.link, self.offered_image))

    @property
    def caret(self) -> Caret | None:
        if self.block is None:
            return None
        offset = self.block.layout.offset_at(self.block.point)
        return Caret(self.number, self.block.section, self.block.index, offset)


def hit_at(arrangement: Arrangement, point: QPointF) -> Hit | None:
    """Return what is at `point`, counted from the top left of all messages; None where there are none."""
    number = arrangement.at(int(point.y()))
    if number < 0:
        return None
    entry = arrangement.layout(number)
    local = QPointF(point.x(), point.y() - arrangement.top(number))
    return Hit(number, entry, local, _block_at(entry, local))


def _block_at(entry: EntryLayout, point: QPointF) -> BlockHit | None:
    best: BlockHit | None = None
    distance = float("inf")
    for section, column, left, top in entry.columns():
        away = max(top - point.y(), point.y() - (top + column.height), 0.0)
        if away >= distance:
            continue
        index = column.block_at(int(point.y() - top))
        layout = column.layout(index)
        inner = point - QPointF(left + column.left(index), top + column.top(index))
        inside = away == 0 and 0 <= inner.x() < layout.width and 0 <= inner.y() < layout.height
        best, distance = BlockHit(section, index, layout, inner, inside), away
    return best
