"""From the token stream of Markdown's block phase to a flat list of blocks, each with its frame and its source."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Sequence
from typing import TypedDict

from markdown_it import MarkdownIt
from markdown_it.common.utils import unescapeAll
from markdown_it.rules_block import StateBlock
from markdown_it.rules_block.table import escapedSplit
from markdown_it.token import Token
from markdown_it.utils import EnvType
from msgspec import Struct, field

from desktop.render.blocks import Alignment, Block, Code, Frame, Math, Prose, Rule, Span, Spans, Table
from desktop.render.inline import LONGEST, plain_spans, read_spans
from desktop.render.unfinished import completed

LONGEST_PARAGRAPH = 16_000  # characters of one paragraph whose Markdown is read; the rest of it is shown as it is
REST = "\ufdd1"  # stands before the rest of a paragraph whose beginning was read earlier; never in a message

_BREAKS = (re.compile(r"\n"), re.compile(r"[。！？…；]|[.!?;]\s"), re.compile(r"\s|[，、]"))  # best first
_CONTAINERS = {"blockquote": "quote", "list_item": "item", "footnote_reference": "note"}
_LISTS = ("bullet_list", "ordered_list")


class Container(Struct, frozen=True):
    """A quote, list item or footnote around a block: its first line, its depth, its number in an ordered list."""

    kind: str
    line: int
    level: int
    number: int | None = None


class Rest(Struct, frozen=True):
    """Where the last piece of a split paragraph begins: number of the block, line, column, characters before it."""

    block: int
    line: int
    column: int
    consumed: int


class _Where(TypedDict):
    frame: Frame
    source: str
    start: int
    end: int


class Assembly(Struct):
    """Makes blocks of the block tokens of `lines`.

    Where the text is the rest of a longer one, its first `skipped` lines only open the containers again that it stands
    in: what is in them makes no block, unless it is a code block or table that goes on. `offset` is added to line
    numbers, `numbers` are those of the ordered items that are opened again, `last_end` is the line behind the last
    block, and `consumed` is how much was read of the paragraph that begins with `REST`.
    """

    md: MarkdownIt
    env: EnvType
    lines: Sequence[str]
    skipped: int = 0
    offset: int = 0
    numbers: Sequence[int] = ()
    last_end: int = -1
    consumed: int = 0
    paths: list[tuple[Container, ...]] = field(default_factory=list)  # for each block, the containers around it
    pieces: set[int] = field(default_factory=set)  # the numbers of blocks that go on with the text of the one before
    rest: Rest | None = None
    definitions: dict[int, str] = field(default_factory=dict)  # line → label of a link reference
    reopened: int = 0  # containers that began in the skipped lines
    is_growing: bool = False  # the text is still being written
    _open: list[Container] = field(default_factory=list)
    _counters: list[int] = field(default_factory=list)
    _markers: list[str] = field(default_factory=list)
    _task: bool | None = None

    def blocks(self, tokens: Sequence[Token]) -> Iterator[Block]:
        numbers = iter(self.numbers)
        position = 0
        while position < len(tokens):
            token = tokens[position]
            name = token.type.removesuffix("_open").removesuffix("_close")
            end = position + 1
            if name in _LISTS:
                self._enter_or_leave_list(token)
            elif name in _CONTAINERS and token.nesting > 0:
                self._enter(token, _CONTAINERS[name], numbers)
            elif name in _CONTAINERS:
                yield from self._leave()
            else:
                while token.nesting and tokens[end - 1].type != f"{name}_close":
                    end += 1
                for block in self._leaf(name, tokens[position:end]):
                    self.paths.append(tuple(self._open))
                    yield block
            position = end

    def _enter_or_leave_list(self, token: Token) -> None:
        if token.nesting > 0:
            self._counters.append(int(token.attrs.get("start", 1)))
        else:
            self._counters.pop()

    def _enter(self, token: Token, kind: str, numbers: Iterator[int]) -> None:
        line = token.map[0] if token.map else 0
        number = None
        if kind == "item" and token.info:
            if line <= self.skipped:
                self._counters[-1] = next(numbers, self._counters[-1])
            number = self._counters[-1]
            self._counters[-1] += 1
        if kind == "item":
            self._markers.append("•" if number is None else f"{number}{token.markup}")
            self._task = token.meta.get("checked")
        elif kind == "note":
            self._markers.append(f"[{token.meta['label']}]")
        self.reopened += line < self.skipped
        self._open.append(Container(kind, line, token.level, number))

    def _leave(self) -> Iterator[Block]:
        line = self._open[-1].line
        if self._open[-1].kind != "quote" and self._markers:
            where = self._where(line, line + 1)
            if line >= self.skipped:
                self.paths.append(tuple(self._open))
                yield Prose((), **where)
        self._open.pop()

    def _leaf(self, name: str, tokens: Sequence[Token]) -> Iterator[Block]:
        first, last = tokens[0].map or (0, 0)
        goes_on = name in ("fence", "table") and last >= self.skipped
        if first < self.skipped and not goes_on:
            self._frame(first)  # takes the marker, which belongs to a block that was read before
        elif name in ("paragraph", "heading"):
            yield from self._prose(tokens, first, last)
        else:
            make: Callable[[Sequence[Token], _Where], Block] = getattr(self, f"_{name}")
            yield make(tokens, self._where(first, last))

    def _where(self, first: int, last: int, source: str | None = None) -> _Where:
        frame = self._frame(first)
        self.last_end = last + self.offset
        if source is None:
            first = max(first, self.skipped)
            source = "\n".join(self.lines[first:last])
        return {"frame": frame, "source": source, "start": first + self.offset, "end": last + self.offset}

    def _frame(self, line: int) -> Frame:
        marker, task = " ".join(self._markers), self._task
        self._markers.clear()
        self._task = None
        quotes = sum(container.kind == "quote" for container in self._open)
        tight = line + self.offset <= self.last_end
        return Frame(quotes, len(self._open) - quotes, marker, task, tight)

    def _prose(self, tokens: Sequence[Token], first: int, last: int) -> Iterator[Block]:
        level = int(tokens[0].tag[1]) if tokens[0].type == "heading_open" else 0
        content = tokens[1].content
        consumed, start = 0, first
        if content.startswith(REST):
            content = content.removeprefix(REST)
            consumed = self.consumed
        for begin, end in pieces(content):
            text = content[begin:end]
            shown = completed(text) if self._grows(last, level) and end == len(content) else text
            if consumed + begin >= LONGEST_PARAGRAPH:
                spans = plain_spans(shown)
            else:
                spans = read_spans(shown, self.md, self.env)
            whole = not consumed and end - begin == len(content)
            behind = last if end == len(content) else start + text.rstrip("\n").count("\n") + 1
            if begin:
                self.pieces.add(len(self.paths))
            if begin and not level:
                self.rest = Rest(len(self.paths), start, self._column(content, begin, start), consumed + begin)
            yield Prose(spans, level, **self._where(start, behind, None if whole else text))
            start += text.count("\n")

    def _column(self, content: str, begin: int, line: int) -> int:
        """Return where in its line the character `begin` of a paragraph's content stands."""
        line_start = content.rfind("\n", 0, begin) + 1
        from_end = len(content[line_start:].partition("\n")[0].rstrip()) - (begin - line_start)
        return len(self.lines[line].rstrip()) - from_end

    def _grows(self, last: int, level: int) -> bool:
        """Tell whether more text may come to the paragraph or heading before the line `last`."""
        behind = self.lines[last:]
        return self.is_growing and not any(behind) and len(behind) <= (level == 0)

    def _fence(self, tokens: Sequence[Token], where: _Where) -> Block:
        token = tokens[0]
        first, last = token.map or (0, 0)
        info = unescapeAll(token.info).strip()
        ended = last - first > 1 and self._closes(self.lines[last - 1], token.markup)
        closed = ended or not self.is_growing or len(self.lines) - last > (not self.lines[-1])
        return Code(token.content, info.partition(" ")[0], info, closed=closed, **where)

    @staticmethod
    def _closes(line: str, fence: str) -> bool:
        bare = line.lstrip("> \t").rstrip()
        return len(bare) >= len(fence) and not bare.strip(fence[0])

    def _code_block(self, tokens: Sequence[Token], where: _Where) -> Block:
        last = (tokens[0].map or (0, 0))[1]
        closed = not self.is_growing or any(line.strip() for line in self.lines[last:])
        return Code(tokens[0].content, fenced=False, closed=closed, **where)

    def _formula_block(self, tokens: Sequence[Token], where: _Where) -> Block:
        tex, closed = tokens[0].content, tokens[0].meta["closed"]
        return Math(tex if closed else tex.rstrip("\\$ "), closed, **where)

    def _hr(self, _tokens: Sequence[Token], where: _Where) -> Block:
        return Rule(**where)

    def _definition(self, tokens: Sequence[Token], where: _Where) -> Block:
        meta = tokens[0].meta
        self.definitions[where["start"]] = meta["id"]
        spans = [Span(f"[{meta['label']}]: "), Span(meta["url"], link=meta["url"])]
        if meta["title"]:
            spans.append(Span(f" {meta['title']}"))
        return Prose(tuple(spans), **where)

    def _table(self, tokens: Sequence[Token], where: _Where) -> Block:
        rows: list[tuple[Spans, ...]] = []
        alignments: list[Alignment] = []
        cells: list[str] = []
        line = 0
        for token in tokens:
            if token.type == "tr_open":
                cells, line = [], token.map[0] if token.map else 0
            elif token.type == "th_open":
                alignments.append(_alignment(token))
            elif token.type == "inline":
                cells.append(token.content)
            elif token.type == "tr_close":
                cells = self._with_surplus(cells, line)
                rows.append(tuple(read_spans(cell, self.md, self.env) for cell in cells))
        return Table(rows[0], tuple(rows[1:]), tuple(alignments), **where)

    def _with_surplus(self, cells: list[str], line: int) -> list[str]:
        """GFM drops the cells that a row has too many of; no word is dropped here."""
        if self.lines[line].count("|") < len(cells):
            return cells
        written = [cell.strip() for cell in escapedSplit(self.lines[line].lstrip("> \t").rstrip())]
        if written and not written[0]:
            written.pop(0)
        surplus = [cell for cell in written[len(cells) :] if cell]
        return [*cells[:-1], " | ".join([cells[-1], *surplus])]


def beginnings_plugin(md: MarkdownIt) -> None:
    """Note in `env["begins"]`, if there is such a thing, in which column a block begins: (line, level) → column."""

    def note(state: StateBlock, first: int, last: int, silent: bool) -> bool:
        begins = state.env.get("begins")
        if begins is not None and not silent and first < last:
            position = state.bMarks[first] + state.tShift[first]
            begins[first, state.level] = position - (state.src.rfind("\n", 0, position) + 1)
        return False

    md.block.ruler.before("table", "beginnings", note)


def _alignment(token: Token) -> Alignment:
    style = str(token.attrs.get("style", ""))
    for alignment in ("left", "center", "right"):
        if style.endswith(alignment):
            return alignment
    return ""


def pieces(content: str) -> Iterator[tuple[int, int]]:
    """Divide a long text into parts of at most `LONGEST` characters.

    A part ends at a line end, a sentence or a space, in this order, and depends on nothing behind it, so that parts
    stay what they are while the text grows.
    """
    start = 0
    while len(content) - start > LONGEST:
        end = _break_between(content, start + LONGEST // 2, start + LONGEST)
        yield start, end
        start = end
    yield start, len(content)


def _break_between(content: str, first: int, last: int) -> int:
    for pattern in _BREAKS:
        found = list(pattern.finditer(content, first, last))
        if found:
            return found[-1].end()
    return last
