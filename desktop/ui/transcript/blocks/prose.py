"""Paragraphs, headings, and the items of lists."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator

from msgspec.structs import replace
from PySide6.QtCore import QPointF, QRectF
from PySide6.QtGui import QPainter

from desktop.render.blocks import Block, Prose, Span
from desktop.ui.transcript.blocks.layout import BlockLayout, Marked
from desktop.ui.transcript.inline import inline
from desktop.ui.transcript.lines import Lines
from desktop.ui.transcript.needle import Needle
from desktop.ui.transcript.style import Style


class ProseLayout(BlockLayout):
    block: Prose

    def __init__(self, block: Prose, width: int, style: Style, *, dim: bool) -> None:
        super().__init__(block, width, style, dim=dim)
        self._colour = style.colour("dim" if dim or block.frame.quotes else "text")
        self._lay(block)

    def adopt(self, block: Block) -> bool:
        if not isinstance(block, Prose) or (block.frame, block.level) != (self.block.frame, self.block.level):
            return False
        if block.spans != self.block.spans:
            before = self._lines
            self._lay(block)
            self.changed_from = self._lines.differs_from(before)
        else:
            self.changed_from = self.height
        self.block = block
        return True

    def _lay(self, block: Prose) -> None:
        face = self.style.prose("".join(span.text for span in block.spans), block.level)
        self._lines = Lines(inline(block.spans, self.style, face.font, room=self.width), face, self.width)
        self.height = math.ceil(self._lines.height)
        self.natural_width = self._lines.natural_width
        self.length = self._lines.run.length
        self.first_baseline = self._lines.first_baseline

    def paint(self, painter: QPainter, origin: QPointF, clip: QRectF, marked: Marked) -> None:
        self._paint_marked(painter, origin, marked)
        self._lines.paint(painter, origin, clip, self._colour, self.style.colour("code_background"))

    def plain(self, start: int, end: int) -> str:
        return self._lines.run.plain(start, end)

    def cut(self, start: int, end: int) -> Iterable[tuple[Span, str]]:
        return self._lines.run.cut(start, end)

    def part(self, start: int, end: int) -> Block:
        return replace(self.block, spans=tuple(replace(span, text=said) for span, said in self.cut(start, end)))

    def find(self, needle: Needle, _first: int = 0, _last: int | None = None) -> list[tuple[int, int]]:
        return self._lines.run.find(needle)

    def offset_at(self, point: QPointF) -> int:
        return self._lines.offset_at(point)

    def rects(self, start: int, end: int) -> Iterator[QRectF]:
        return self._lines.rects(start, end)

    def word_at(self, offset: int) -> tuple[int, int]:
        return self._lines.word_at(offset)

    def step(self, offset: int, *, words: bool, forward: bool) -> int | None:
        return self._lines.step(offset, words=words, forward=forward)

    def span_at(self, point: QPointF) -> Span | None:
        place = self._lines.letter_at(point)
        piece = None if place is None else self._lines.run.piece_at(place)
        return piece.span if piece else None
