"""A message of any length, read where somebody looks.

A long text is divided into passages, each of which begins where all quotes, lists and blocks before it have ended, so
that it can be read without them. To find these places costs a search, not a reading. A passage that cannot be divided,
such as one enormous table, is read from its beginning, a slice at a time.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from itertools import chain, pairwise

from desktop.render.blocks import Block, Frame, Prose, Span, Unread
from desktop.render.characters import with_hidden_shown, with_plain_line_ends
from desktop.render.definitions import Definitions
from desktop.render.formulas import formula_block_end
from desktop.render.incremental import Change, IncrementalParser
from desktop.render.inline import plain_spans
from desktop.render.markdown import parse
from desktop.render.resuming import Context, read
from desktop.render.structure import pieces

AT_ONCE = 5_000  # characters: a message up to this is read as a whole, in about 10 ms
LONGEST = 3_000_000  # a longer one is shown as it was written
SLICE, SLICE_LINES = 2_500, 50  # characters and lines that are read in one step: each line may be a block
_SHORT, _FEW_LINES = 3_000, 110  # a passage up to this is read in one step
_PASSAGE = 1_400  # characters of a passage at least
_LINES_BACK = 200  # within which it has to turn out whether a line stands in a list

_BEGINNING = re.compile(
    r"\n(?:[ \t]*\n(?=(?![0-9]{1,9}[.)])\S)"  # behind a blank line, unless the numbers of a list may go on
    r"|(?=[-*+] {1,4}\S))"  # a point of a list
)
_OPENER = re.compile(r"\n( {0,3}\t?)(?=[`~$\\])(?:(`{3,})[^`\n]*|(~{3,}).*|(?:\$\$|\\\[|\\begin\{).*)(?=\n|\Z)")
_POINT = re.compile(r"( {0,3})(?:[-*+]|[0-9]{1,9}[.)])(?:( {1,4})(?=\S)|(?=\s|$))| {0,3}\[\^")
_RULE = re.compile(r"(?:[-*][ \t]*){3,}")


class Passages:
    """The text of a message. `blocks` is what there is to see of it now; what has not been read is `Unread`."""

    def __init__(self, text: str) -> None:
        self.blocks: list[Block] = []
        self._slices: dict[int, IncrementalParser] = {}  # by the line behind the passage that is being read in slices
        self._is_plain = len(text) > LONGEST
        self._definitions = Definitions()
        if len(text) <= AT_ONCE:
            self.blocks = parse(text)
            return
        text = with_hidden_shown(with_plain_line_ends(text))
        if not self._is_plain:
            self._definitions = Definitions(text)
        self.blocks += _divided(text, _plain_places(text) if self._is_plain else places(text))

    def read(self, index: int) -> Change:
        """Read block number `index`, which is `Unread`, or a slice of it; return what has changed."""
        unread = self.blocks[index]
        assert isinstance(unread, Unread)
        parser = self._slices.pop(unread.end, None)
        if self._is_plain:
            change = Change(index, tuple(_as_written(unread)), 1)
        elif parser is None and len(unread.source) <= _SHORT and unread.source.count("\n") <= _FEW_LINES:
            change = Change(index, tuple(self._read_whole(unread)), 1)
        else:
            change = self._read_slice(index, unread, parser or IncrementalParser(_context(unread), self._definitions))
        self.blocks[change.first : change.first + (change.replaced or 0)] = change.blocks
        return change

    def _read_whole(self, unread: Unread) -> Iterator[Block]:
        reading = read(_context(unread), unread.source, self._definitions.env({}, set(), is_growing=False))
        for block in reading.blocks:
            label = reading.assembly.definitions.get(block.start)
            if label is None or not self._definitions.is_used(label):
                yield block

    def _read_slice(self, index: int, unread: Unread, parser: IncrementalParser) -> Change:
        before = len(parser.blocks)
        end = end_of_slice(unread.source)
        start = parser.feed(unread.source[:end]).first
        left: tuple[Block, ...] = ()
        if end < len(unread.source):
            self._slices[unread.end] = parser
            line = unread.start + unread.source.count("\n", 0, end)
            left = (_unread(unread.source[end:], line, unread.end, tight=True),)
        else:
            start = min(start, parser.finish_tail().first)
        return Change(index - before + start, (*parser.blocks[start:], *left), before - start + 1)


def places(text: str) -> Iterator[int]:
    """Yield where the passages of `text` begin, but for the first."""
    text = f"\n{text}"  # each line begins behind a line end
    openers = _OPENER.finditer(text)
    opener = next(openers, None)
    start = behind = 0  # of the passage; of the last block that may hold blank lines
    while found := _BEGINNING.search(text, max(start + _PASSAGE, behind) - 1):
        while opener is not None and opener.start(1) < found.end():
            if opener.start(1) >= behind:
                end = _end_of(text, opener)
                if end is None:
                    return
                behind = max(behind, end)
            opener = next(openers, None)
        if found.end() >= behind:
            yield found.end() - 1
            start = found.end()


def _end_of(text: str, opener: re.Match[str]) -> int | None:
    """Return where the code or formula that may begin at `opener` has ended; None where that is not certain."""
    indent, backticks, tildes = opener.groups()
    column = _column_of_list(text, opener.start(1)) if indent else 0
    if column is None or "\t" in indent:
        return None
    fence = backticks or tildes
    if 0 < column <= len(indent):
        return _end_in_list(text, opener, fence)
    if not fence:
        return formula_block_end(text, opener.start(1))
    closed = re.compile(rf"^ {{0,3}}{fence}{fence[0]}*[ \t]*$", re.MULTILINE).search(text, opener.end())
    return closed.end() if closed else len(text)


def _end_in_list(text: str, opener: re.Match[str], fence: str | None) -> int | None:
    """As `_end_of`, for what stands in a point of a list: it ends with the point, at the latest."""
    if not fence:
        return opener.start(1)
    found = re.compile(rf"\n(?:[ \t]*{fence}{fence[0]}*[ \t]*(?=\n|$)|(\S))").search(text, opener.end())
    return found.end() if found and not found[1] else None


def _column_of_list(text: str, place: int) -> int | None:
    """Return where the words of the list begin that a line at `place` may stand in; 0 for none, None for unknown."""
    below = " "
    for _ in range(_LINES_BACK):
        if not place:
            return 0
        start = text.rfind("\n", 0, place - 1) + 1
        line, place = text[start : place - 1], start
        if not line.strip():
            if not below[:1].isspace():
                return 0  # a paragraph began behind a blank line, in no list
        elif point := _POINT.match(line):
            is_known = point[2] and not point[1] and not _RULE.fullmatch(line)
            return len(point[0]) if is_known else None
        below = line or below
    return None


def _plain_places(text: str) -> Iterator[int]:
    place = text.find("\n", _PASSAGE) + 1
    while place:
        yield place
        place = text.find("\n", place + _PASSAGE) + 1


def _divided(text: str, places: Iterable[int]) -> Iterator[Unread]:
    line = 0
    for start, end in pairwise(chain((0,), places, (len(text),))):
        source = text[start:end]
        behind = line + source.rstrip().count("\n") + 1
        line_before = text[text.rfind("\n", 0, max(start - 1, 0)) + 1 : start]
        yield _unread(source, line, behind, tight=bool(line_before.strip()))
        line += source.count("\n")


def _unread(source: str, line: int, behind: int, *, tight: bool) -> Unread:
    return Unread((Span(source),), frame=Frame(tight=tight), source=source, start=line, end=behind)


def _context(unread: Unread) -> Context:
    return Context(line=unread.start, last_end=unread.start if unread.frame.tight else -1)


def end_of_slice(source: str) -> int:
    """Return where to stop reading: behind a line, where there is one that is not too long."""
    end, lines = 0, 0
    while lines < SLICE_LINES and (newline := source.find("\n", end, SLICE)) >= 0:
        end, lines = newline + 1, lines + 1
    if lines == SLICE_LINES or (end and len(source) > SLICE):
        return end
    return min(SLICE, len(source))


def _as_written(unread: Unread) -> Iterator[Prose]:
    text, line = unread.source.rstrip("\n"), unread.start
    for start, end in pieces(text):
        piece = text[start:end]
        behind = line + piece.rstrip("\n").count("\n") + 1
        yield Prose(plain_spans(piece), frame=Frame(tight=True), source=piece, start=line, end=behind)
        line += piece.count("\n")
