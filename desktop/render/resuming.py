"""Reading a text from its middle on, as if what is before it had been read too.

Where the text stands in quotes and lists, a stub of each is put before it (`1. > # x`), so that the parser finds itself
in the same place again. Of a long code block or table only the new lines are read, of a long paragraph only the last
part; what is before is kept.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import TypedDict

from markdown_it.utils import EnvType
from msgspec import Struct, field
from msgspec.structs import replace

from desktop.render.blocks import Block, Code, Math, Prose, Table
from desktop.render.limits import MOST_CELLS
from desktop.render.markdown import block_tokens, markdown
from desktop.render.structure import REST, Assembly, Container, Rest
from desktop.render.unfinished import DELIMITER_ROW

_MANY_LINES = 8  # of a code block or table, which are read again with each piece
_STUB = "# x"
_LABEL = re.compile(r"\[\^[^\]]*\]:\s*")
_ITEM = re.compile(r"\s*([-+*]|\d{1,9}[.)])\s")
_CHECK_BOX = re.compile(r"\[[ xX]\]\s+$")


class Context(Struct, frozen=True):
    """What the settled text means for the text behind it, which begins with the line of the number `line`.

    `stubs` are lines that open its containers again. `long` is the settled part of a code block or table that goes on,
    `rest` is what stands before the rest of a paragraph of which `consumed` characters are settled.
    """

    stubs: tuple[str, ...] = ()
    containers: int = 0
    numbers: tuple[int, ...] = ()
    line: int = 0
    last_end: int = -1
    long: Code | Table | None = None
    rest: str = ""
    consumed: int = 0


class _Joined(TypedDict):
    source: str
    end: int


class Reading(Struct):
    """What was read of the text behind the settled one; the lines begin with the stubs."""

    context: Context
    assembly: Assembly
    blocks: list[Block] = field(default_factory=list)
    is_exact: bool = True

    @property
    def complete(self) -> int:
        """The number of lines that ended."""
        return len(self.assembly.lines) - 1

    def next_context(self) -> tuple[int, Context, int] | None:
        """Return how many blocks are settled, what they mean for the rest, and the length of their text."""
        assembly, blocks = self.assembly, self.blocks
        if not blocks:
            return self._behind_blank_lines()
        last = blocks[-1]
        behind = last.end - assembly.offset
        behind_it = assembly.lines[behind : self.complete]
        if _is_closed(last) and behind_it and not any(map(str.strip, behind_it)):
            return self._behind_all()
        if assembly.rest and assembly.rest.block == len(blocks) - 1:
            return self._within_paragraph(assembly.rest)
        index = len(blocks) - 1
        if index and isinstance(last, Math) and (not last.closed or behind > self.complete):
            index -= 1  # what turns out to be no formula belongs to the text before it
        index = self._first_piece(index)
        if index > 1 and self._first_line(index) >= self.complete:
            index = self._first_piece(index - 1)  # what a line means that has begun, it may mean for this block
        first = self._first_line(index)
        if index and first < self.complete:
            return self._before(index, first)
        is_long = self.complete - assembly.skipped > _MANY_LINES
        if len(blocks) == 1 and is_long and behind == self.complete and not assembly.lines[-1]:
            return self._within_lines(last)
        return None

    def _behind_blank_lines(self) -> tuple[int, Context, int] | None:
        if self.complete <= self.assembly.skipped or self.context.rest or self.context.long:
            return None
        return 0, replace(self.context, line=self._number(self.complete)), self._length(self.complete)

    def _behind_all(self) -> tuple[int, Context, int]:
        """A blank line ends all quotes, and the block in any list."""
        path = self.assembly.paths[-1]
        quotes = [number for number, container in enumerate(path) if container.kind == "quote"]
        context = self._within(path[: quotes[0]] if quotes else path, self.complete)
        return len(self.blocks), replace(context, last_end=self.blocks[-1].end), self._length(self.complete)

    def _first_piece(self, index: int) -> int:
        """Return the number of the block that the text of this one begins in."""
        while index in self.assembly.pieces:
            index -= 1
        return index

    def _first_line(self, index: int) -> int:
        """Return where a block begins, with the empty first lines of the items that begin with it."""
        path, path_before = self.assembly.paths[index], self.assembly.paths[index - 1]
        opened = [container.line for container in path if container not in path_before]
        return min([self.blocks[index].start - self.assembly.offset, *opened])

    def _before(self, index: int, first: int) -> tuple[int, Context, int]:
        context = self._within(self.assembly.paths[index], first)
        return index, replace(context, last_end=self.blocks[index - 1].end), self._length(first)

    def _within_paragraph(self, rest: Rest) -> tuple[int, Context, int]:
        context = self._within(self.assembly.paths[-1], rest.line + 1)
        before = _CHECK_BOX.sub("", context.stubs[-1].removesuffix(_STUB)) if context.stubs else ""
        before = re.sub(r"[^>\s]", " ", _LABEL.sub("    ", before))
        context = replace(
            context,
            line=self._number(rest.line),
            last_end=self.blocks[-2].end,
            rest=before + REST,
            consumed=rest.consumed,
        )
        length = self._length(rest.line) + rest.column
        if rest.line == self.assembly.skipped:
            length -= len(self.context.rest)
        return len(self.blocks) - 1, context, length

    def _within_lines(self, last: Block) -> tuple[int, Context, int] | None:
        if isinstance(last, Table):
            opening = 2
        elif isinstance(last, Code) and last.fenced and not last.closed:
            opening = 1
        else:
            return None
        context = self.context
        if context.long is None:
            first = last.start - self.assembly.offset
            context = self._within(self.assembly.paths[-1], first)
            stubs = (*context.stubs, *self.assembly.lines[first : first + opening])
            context = replace(context, stubs=stubs, containers=len(self.assembly.paths[-1]))
        line = self._number(self.complete)
        return 0, replace(context, long=last, line=line, last_end=last.end), self._length(self.complete)

    def _within(self, path: Sequence[Container], line: int) -> Context:
        """Return the context of the text from `line` on, which stands in the containers of `path`."""
        stubs = {container.line: self._opening_of(container) + _STUB for container in path if container.line < line}
        containers = sum(container.line < line for container in path)
        numbers = tuple(container.number for container in path if container.number is not None)
        return Context(tuple(stubs.values()), containers, numbers, self._number(line))

    def _opening_of(self, container: Container) -> str:
        line = self.assembly.lines[container.line]
        column = self.assembly.env["begins"].get((container.line, container.level + 1))
        return f"{line.rstrip()} " if column is None else line[:column]

    def _number(self, line: int) -> int:
        return line + self.assembly.offset

    def _length(self, line: int) -> int:
        """Return how many characters the tail has before `line`."""
        skipped = self.assembly.skipped
        lines = self.assembly.lines[skipped:line]
        return sum(map(len, lines)) + len(lines) - (len(self.context.rest) if lines else 0)


def read(context: Context, tail: str, env: EnvType) -> Reading:
    text = "".join(f"{stub}\n" for stub in context.stubs) + context.rest + tail
    skipped = len(context.stubs)
    assembly = Assembly(
        markdown(),
        env,
        text.split("\n"),
        skipped,
        context.line - skipped,
        context.numbers,
        context.last_end,
        context.consumed,
        is_growing=env["unfinished"],
    )
    blocks = list(assembly.blocks(block_tokens(text, env)))
    is_exact = assembly.reopened == context.containers
    first = blocks[0] if blocks else None
    if context.long:
        continued = _continued(context.long, first)
        blocks[:1] = [continued or context.long]
        is_exact = is_exact and continued is not None
    elif context.rest and tail.strip():
        goes_on = isinstance(first, Prose) and not first.level and first.start == context.line
        is_header = any(map(DELIMITER_ROW.fullmatch, assembly.lines[skipped : skipped + 2]))
        is_exact = is_exact and goes_on and not is_header
    elif isinstance(first, Table) and context.line and _ITEM.match(tail):
        is_exact = False  # behind an item, the next one is an item; alone, its line may head a table
    return Reading(context, assembly, blocks, is_exact)


def _continued(long: Code | Table, new: Block | None) -> Block | None:
    """Return `long` with the lines of `new`; None if they are of another kind."""
    if new is None:
        return None
    source = f"{long.source}\n{new.source}" if new.start < new.end else long.source
    joined: _Joined = {"source": source, "end": new.end}
    if isinstance(long, Code) and isinstance(new, Code):
        return replace(long, text=long.text + new.text, closed=new.closed, **joined)
    if isinstance(long, Table) and isinstance(new, Table) and len(long.rows) * len(long.header) < MOST_CELLS:
        return replace(long, rows=long.rows + new.rows, **joined)
    return None


def _is_closed(block: Block) -> bool:
    """Tell whether a blank line behind `block` is its end."""
    match block:
        case Prose():
            return bool(block.spans)  # an empty item may go on
        case Code():
            return block.closed and block.fenced
        case Math():
            return block.closed
        case _:
            return True
