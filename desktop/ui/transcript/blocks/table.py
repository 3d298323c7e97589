"""Tables, row by row: each cell is a run of its own, and only rows in sight are laid out."""

from __future__ import annotations

import math
from collections.abc import Iterable, Iterator, Sequence

from msgspec.structs import replace
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter

from desktop.render.blocks import Block, Prose, Span, Spans, Table
from desktop.ui.transcript.block_cache import BlockCache
from desktop.ui.transcript.blocks.columns import NaturalWidths, cell_lines, columns_of, fit, text_of
from desktop.ui.transcript.blocks.layout import BlockLayout, Marked
from desktop.ui.transcript.blocks.sideways import Sideways
from desktop.ui.transcript.height_index import HeightIndex
from desktop.ui.transcript.lines import Lines
from desktop.ui.transcript.needle import Needle
from desktop.ui.transcript.style import Style

_CELL = 1 << 20  # positions that each cell has room for; a position is cell * _CELL + position in the cell's text
_ROWS_KEPT = 120
_ROWS_ESTIMATED = 200
_CELLS_READ = 3_000  # of which the widths of columns are learnt when a whole table is there
_ALIGN = {
    "right": Qt.AlignmentFlag.AlignRight,
    "center": Qt.AlignmentFlag.AlignHCenter,
}


class TableLayout(BlockLayout):
    block: Table

    def __init__(self, block: Table, width: int, style: Style, *, dim: bool) -> None:
        super().__init__(block, width, style, dim=dim)
        self._pad_x, self._pad_y = style.em(0.8), style.em(0.4)
        self._natural = NaturalWidths(len(block.header), style)
        self._natural.learn([block.header], bold=True)
        self._natural.learn(block.rows[:: 1 + len(block.rows) * len(block.header) // _CELLS_READ])
        self._sideways = Sideways()
        self._laid: BlockCache[int, list[Lines]] = BlockCache(_ROWS_KEPT)
        self._lay_columns()

    @property
    def _rows(self) -> Sequence[Sequence[Spans]]:
        return (self.block.header, *self.block.rows)

    def adopt(self, block: Block) -> bool:
        old = self.block
        if not isinstance(block, Table) or block.frame != old.frame or block.header != old.header:
            return False
        kept = len(old.rows)
        if block.alignments != old.alignments or block.rows[: kept - 1] != old.rows[: max(0, kept - 1)]:
            return False
        self.block = block
        self.changed_from = 0.0
        # The last row may have been half a row.
        changed = kept - 1 if kept and block.rows[kept - 1 : kept] != old.rows[-1:] else kept
        added = block.rows[changed:]
        if self._natural.learn(added):
            self._lay_columns()
            return True
        self.changed_from = self._heights.top(changed + 1) - 1  # with the line between the rows
        self._heights.truncate(changed + 1)
        for row, cells in enumerate(added, changed + 1):
            self._laid.drop(row)
            self._heights.append(self._estimate(cells))
        self._sized()
        return True

    def _lay_columns(self) -> None:
        paddings = 2 * self._pad_x * len(self.block.header)
        self._widths = fit(self._natural.widths, self.width - paddings, self.style)
        self._lefts = [0.0]
        for width in self._widths:
            self._lefts.append(self._lefts[-1] + width + 2 * self._pad_x)
        self._laid.clear()
        self._narrowed = [w < n - 0.5 for w, n in zip(self._widths, self._natural.widths, strict=True)]
        self._heights = HeightIndex(self._estimates())
        self._sideways.fit(self._lefts[-1], self.width)
        self._sized()

    def _sized(self) -> None:
        self.height = self._heights.total + (10 if self._sideways.needed else 0)
        self.natural_width = self._lefts[-1]
        self.length = len(self._heights) * len(self.block.header) * _CELL

    def _estimates(self) -> list[int]:
        """Return the heights of all rows: of a long table's later rows what the first ones have on average."""
        first = [self._estimate(cells) for cells in self._rows[:_ROWS_ESTIMATED]]
        return first + [round(sum(first) / len(first))] * (1 + len(self.block.rows) - len(first))

    def _estimate(self, cells: Sequence[Spans]) -> int:
        """Return the height of a row, exact where every cell has one line of plain text."""
        highest = 0
        for column, cell in enumerate(cells):
            text = text_of(cell)
            face = self.style.prose(text, small=True)
            lines = 1
            if self._narrowed[column]:
                letters = max(1.0, self._widths[column] / (self.style.character_width * 0.87))
                lines = max(1, math.ceil(columns_of(text) / letters))
            highest = max(highest, lines * face.line)
        return highest + 2 * self._pad_y

    def measure(self, top: float, bottom: float) -> None:
        if not len(self._heights):
            return
        row = max(0, self._heights.row_at(max(0, int(top))))
        while row < len(self._heights) and self._heights.top(row) < bottom:
            tallest = max((lines.height for lines in self._row(row)), default=0.0)
            self._heights[row] = math.ceil(tallest) + 2 * self._pad_y
            row += 1
        self._sized()

    def mark_at(self, y: float) -> int:
        return max(0, self._heights.row_at(max(0, int(y))))

    def mark_top(self, mark: int) -> float:
        return float(self._heights.top(min(mark, len(self._heights))))

    def _row(self, row: int) -> list[Lines]:
        laid = self._laid.get(row)
        if laid is None:
            laid = [self._cell(cell, column, header=row == 0) for column, cell in enumerate(self._cells(row))]
            self._laid.put(row, laid)
        return laid

    def _cells(self, row: int) -> Sequence[Spans]:
        return self.block.rows[row - 1] if row else self.block.header

    def _cell(self, cell: Spans, column: int, *, header: bool) -> Lines:
        face = self.style.prose(text_of(cell), small=True)
        lines = cell_lines(cell, self.style, face, bold=header)
        lines.align = _ALIGN.get(self.block.alignments[column], Qt.AlignmentFlag.AlignLeft)
        lines.wrap(math.ceil(self._widths[column]) + 1)
        return lines

    def paint(self, painter: QPainter, origin: QPointF, clip: QRectF, marked: Marked) -> None:
        painter.save()
        area = QRectF(origin.x(), origin.y(), self.width, self.height)
        painter.setClipRect(area.adjusted(-2, 0, 2, 1), Qt.ClipOperation.IntersectClip)
        self._paint_marked(painter, origin, marked)
        colour = self.style.colour("dim" if self.dim else "text")
        row = self.mark_at(clip.top() - origin.y())
        while row < len(self._heights) and (top := origin.y() + self._heights.top(row)) < clip.bottom():
            self._paint_row(painter, row, QPointF(origin.x() - self._sideways.offset, top), clip, colour)
            row += 1
        painter.restore()
        self._sideways.paint(painter, area, self.style.colour("border"))

    def _paint_row(self, painter: QPainter, row: int, corner: QPointF, clip: QRectF, colour: QColor) -> None:
        pill = self.style.colour("code_background")
        for column, lines in enumerate(self._row(row)):
            place = corner + QPointF(self._lefts[column] + self._pad_x, self._pad_y)
            lines.paint(painter, place, clip, colour, pill)
        below = corner.y() + self._heights[row] - 1
        line = QRectF(corner.x(), below, self._lefts[-1], 1)
        if row + 1 < len(self._heights) or row == 0:
            painter.fillRect(line, self.style.colour("outline" if row == 0 else "border"))

    def plain(self, start: int, end: int) -> str:
        cells: list[str] = []
        count = len(self.block.header)
        for cell in range(start // _CELL, min(-(-end // _CELL), len(self._heights) * count)):
            if cells:
                cells.append("\t" if cell % count else "\n")
            cells.append(self._plain_cell(cell, start - cell * _CELL, end - cell * _CELL))
        return "".join(cells)

    def _plain_cell(self, cell: int, start: int, end: int) -> str:
        row, column = divmod(cell, len(self.block.header))
        if start <= 0 and end >= _CELL - 1:
            return text_of(self._cells(row)[column])
        return self._row(row)[column].run.plain(max(0, start), end)

    def cut(self, start: int, end: int) -> Iterable[tuple[Span, str]]:
        yield Span(""), self.plain(start, end)

    def part(self, start: int, end: int) -> Block:
        """Return a part of one cell as a paragraph, of several the rows that they are in, below the header."""
        count = len(self.block.header)
        cell, last = start // _CELL, (end - 1) // _CELL
        row, column = divmod(cell, count)
        if cell == last:
            cut = self._row(row)[column].run.cut(start - cell * _CELL, end - cell * _CELL)
            return Prose(spans=tuple(replace(span, text=said) for span, said in cut), frame=self.block.frame)
        return replace(self.block, rows=self.block.rows[max(0, row - 1) : last // count])

    def find(self, needle: Needle, first: int = 0, last: int | None = None) -> list[tuple[int, int]]:
        found = []
        count = len(self.block.header)
        for cell in range(first // _CELL, -(-(self.length if last is None else last) // _CELL)):
            row, column = divmod(cell, count)
            if needle.count_in_spans(self._cells(row)[column]):
                ranges = self._row(row)[column].run.find(needle)
                found += [(cell * _CELL + start, cell * _CELL + end) for start, end in ranges]
        return found

    def nth_hit(self, needle: Needle, nth: int) -> tuple[int, int] | None:
        cells = (cell for row in self._rows for cell in row)
        for number, cell in enumerate(cells):
            count = needle.count_in_spans(cell)
            if nth < count:
                return self.find(needle, number * _CELL, (number + 1) * _CELL)[nth]
            nth -= count
        return None

    def positions_between(self, top: float, bottom: float) -> tuple[int, int]:
        in_row = len(self.block.header) * _CELL
        return self.mark_at(top) * in_row, (self.mark_at(bottom) + 1) * in_row

    def _at(self, point: QPointF) -> tuple[int, int, QPointF]:
        """Return the row and column that are nearest to a point, and the point as the cell sees it."""
        row = self.mark_at(point.y())
        x = point.x() + self._sideways.offset
        column = next((i for i in range(len(self._widths)) if x < self._lefts[i + 1]), len(self._widths) - 1)
        inside = QPointF(x - self._lefts[column] - self._pad_x, point.y() - self._heights.top(row) - self._pad_y)
        return row, column, inside

    def offset_at(self, point: QPointF) -> int:
        if point.y() < 0:
            return 0
        if point.y() >= self._heights.total:
            return self.length
        row, column, inside = self._at(point)
        return (row * len(self._widths) + column) * _CELL + self._row(row)[column].offset_at(inside)

    def span_at(self, point: QPointF) -> Span | None:
        row, column, inside = self._at(point)
        lines = self._row(row)[column]
        place = lines.letter_at(inside)
        piece = None if place is None else lines.run.piece_at(place)
        return piece.span if piece else None

    def word_at(self, offset: int) -> tuple[int, int]:
        cell, place = divmod(min(offset, self.length - 1), _CELL)
        row, column = divmod(cell, len(self._widths))
        start, end = self._row(row)[column].word_at(place)
        return cell * _CELL + start, cell * _CELL + end

    def step(self, offset: int, *, words: bool, forward: bool) -> int | None:
        cell, place = divmod(offset, _CELL)
        cells = len(self._heights) * len(self._widths)
        if cell < cells:
            inside = self._lines_of(cell).step(place, words=words, forward=forward)
            if inside is not None:
                return cell * _CELL + inside
        if forward:
            return min((cell + 1) * _CELL, self.length) if offset < self.length else None
        return (cell - 1) * _CELL + self._lines_of(cell - 1).run.length if cell else None

    def _lines_of(self, cell: int) -> Lines:
        row, column = divmod(cell, len(self._widths))
        return self._row(row)[column]

    def rects(self, start: int, end: int) -> Iterator[QRectF]:
        count = len(self._widths)
        for cell in range(start // _CELL, min(-(-end // _CELL), len(self._heights) * count)):
            row, column = divmod(cell, count)
            corner = QPointF(self._lefts[column] - self._sideways.offset, self._heights.top(row))
            first, last = start - cell * _CELL, end - cell * _CELL
            if first <= 0 and last >= _CELL - 1:
                yield QRectF(corner.x(), corner.y(), self._lefts[column + 1] - self._lefts[column], self._heights[row])
                continue
            lines = self._row(row)[column]
            for rect in lines.rects(max(0, first), min(last, lines.run.length)):
                yield rect.translated(corner + QPointF(self._pad_x, self._pad_y))

    def scroll_sideways(self, pixels: float) -> bool:
        return self._sideways.move(pixels)
