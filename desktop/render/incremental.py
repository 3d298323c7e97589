"""A message while it is being written: text comes in pieces, and each changes only the last blocks.

The cost of a piece does not depend on the length of the message. What stands before the last block is settled; the last
block and what follows it is read anew with each piece (see `desktop.render.resuming`).
"""

from __future__ import annotations

from collections.abc import Sequence

from markdown_it.utils import EnvType
from msgspec import Struct

from desktop.render.blocks import Block, Code, Table
from desktop.render.characters import with_hidden_shown, with_plain_line_ends
from desktop.render.definitions import Definitions
from desktop.render.markdown import parse
from desktop.render.resuming import Context, Reading, read
from desktop.render.unfinished import without_undecided_lines

_LONGEST_TAIL = 20_000  # characters that are read again with each piece, at the most; a line of code costs much less
_MOST_LINES = 700  # of them
_LONGEST_CODE_LINE = 500_000
_SHORT = 8_000  # characters: a message up to this is read again as a whole at its end, in a few milliseconds


class Change(Struct, frozen=True):
    """The blocks from index `first` on are `blocks` now; those before are as they were.

    With `replaced` that many are, and those behind them are as they were too.
    """

    first: int
    blocks: Sequence[Block]
    replaced: int | None = None


class IncrementalParser:
    """Reads one message as it comes. `blocks` is the message so far.

    With a `context` it is the rest of one, of which `definitions` are known.
    """

    def __init__(self, context: Context | None = None, definitions: Definitions | None = None) -> None:
        self.blocks: list[Block] = []
        self._definitions = definitions or Definitions()
        self._parts: list[str] = []
        self._carriage_return = ""
        self._settled = 0  # blocks that will not change
        self._tail = ""  # the text behind them
        self._context = context or Context()
        self._references: dict[str, dict[str, str]] = {}
        self._footnotes: set[str] = set()
        self.is_exact = True  # reading in parts has given what reading as a whole gives

    def feed(self, text: str) -> Change:
        """Add `text` to the message."""
        text = self._carriage_return + text
        self._carriage_return = "\r" if text.endswith("\r") else ""  # a "\n" may follow
        self._add(with_plain_line_ends(text.removesuffix("\r")))
        shown = without_undecided_lines(
            self._tail, within_line=bool(self._context.rest), within_table=isinstance(self._context.long, Table)
        )
        reading = read(self._context, shown, self._env(is_growing=True))
        change = self._replace(self._settled, reading.blocks)
        self._learn(reading)
        self._settle(reading)
        in_code = self.blocks and isinstance(self.blocks[-1], Code)
        is_long = len(self._tail) > (_LONGEST_CODE_LINE if in_code else _LONGEST_TAIL)
        if is_long or (not in_code and self._tail.count("\n") > _MOST_LINES):
            self._settle_all()
        return change

    def finish(self) -> Change:
        """Read what is left once no more text comes; the blocks are those of `parse` then if this `is_exact`.

        A long message of which it is not, as where a link's address stands at the end, has to be read anew.
        """
        if self._carriage_return:
            self._add("\n")
            self._carriage_return = ""
        text = "".join(self._parts)
        if len(text) <= _SHORT:
            self.is_exact = True
            return self._replace(0, parse(text))
        return self.finish_tail()

    def finish_tail(self) -> Change:
        """Read what is left, and nothing again."""
        reading = read(self._context, self._tail, self._env(is_growing=False))
        self._learn(reading)
        return self._replace(self._settled, reading.blocks)

    def _add(self, text: str) -> None:
        self._parts.append(text)
        self._tail += with_hidden_shown(text)

    def _env(self, *, is_growing: bool) -> EnvType:
        return self._definitions.env(self._references, self._footnotes, is_growing=is_growing)

    def _replace(self, first: int, blocks: Sequence[Block]) -> Change:
        """Put `blocks` in the place of those from `first` on, and tell from where on they differ."""
        common = 0
        for old, new in zip(self.blocks[first:], blocks, strict=False):
            if old != new:
                break
            common += 1
        self.blocks[first + common :] = blocks[common:]
        return Change(first + common, tuple(blocks[common:]))

    def _learn(self, reading: Reading) -> None:
        self._footnotes |= reading.assembly.env["footnotes"]["refs"].keys()
        depends_on_end = bool(reading.assembly.definitions or self._footnotes)
        self.is_exact = self.is_exact and reading.is_exact and not depends_on_end

    def _settle_all(self) -> None:
        """Go on as if all blocks had ended: what has not ended by now is no block that a person wrote."""
        line = self._context.line + self._tail.count("\n")
        self._settled = len(self.blocks)
        self._context = Context(line=line, last_end=line)
        self._tail = ""
        self.is_exact = False

    def _settle(self, reading: Reading) -> None:
        """Move what will not change any more out of the text that is read again."""
        known = reading.assembly.env["references"]
        found = reading.next_context()
        if found is None:
            return
        settled, context, length = found
        for line, label in reading.assembly.definitions.items():
            if line < context.line:
                self._references.setdefault(label, known[label])
        self._settled += settled
        self._context = context
        self._tail = self._tail[length:]
