"""What a message looks like once its Markdown is understood: a flat list of blocks, each small enough to lay out alone.

Blocks are compared by value, so a view keeps what it has laid out for a block that did not change. Nothing in a block
can act by itself: `Span.link` is http, https or mailto or it is None, an image is a name that was never loaded, and the
controls that reorder text (U+202A-202E, U+2066-2069) have become visible tokens such as `⟦U+202E⟧`.
"""

from __future__ import annotations

from typing import Literal

from msgspec import Struct

Alignment = Literal["", "left", "center", "right"]


class Span(Struct, frozen=True):
    """A run of inline text in one style.

    `text` is what a reader sees and a screen reader says: never Markdown, but for mathematics its source with the
    delimiters (`$x^2$`), and for an image its alternative text. With `line_break` the text is "\\n" and nothing else is
    set: line ends in the source are kept, since people and models who break a line mean it.
    """

    text: str
    bold: bool = False
    italic: bool = False
    strike: bool = False
    code: bool = False
    raised: bool = False  # superscript: the reference to a footnote
    link: str | None = None  # what opens after a click: http, https or mailto, percent-encoded
    deceptive: bool = False  # that link may lead elsewhere than its text makes a reader think
    tex: str | None = None  # a formula, without delimiters
    display: bool = False  # that formula was written with $$ or \[ in the middle of text
    image: str | None = None  # the address of a remote image (http or https), never loaded unasked
    line_break: bool = False


Spans = tuple[Span, ...]


class Frame(Struct, frozen=True):
    """Where a block stands. Lists have no block of their own: each item is its own block or blocks.

    `marker` is set on the first block of an item only: "•", "3.", for a footnote "[1]", and where several items open on
    one line all of them, "• 3.". An empty item is a `Prose` without spans. `task` is the state of its check box.
    """

    quotes: int = 0  # depth of block quotes
    indent: int = 0  # depth of lists
    marker: str = ""
    task: bool | None = None
    tight: bool = False  # no blank line between this block and the one before it


class Place(Struct, frozen=True, kw_only=True):
    """What all blocks have.

    `source` is the Markdown of the lines `start` (from 0) up to but not including `end`, with the marks of its
    containers. Where a very long paragraph was split, each piece has its own part of the text, and two neighbours may
    share a line.
    """

    frame: Frame = Frame()
    source: str = ""
    start: int = 0
    end: int = 0


class Prose(Place, frozen=True):
    """A paragraph (`level` 0) or a heading (1 to 6), at most a few thousand characters long."""

    spans: Spans
    level: int = 0


class Unread(Prose, frozen=True):
    """A passage of a long message whose Markdown has not been read yet, however many blocks that is: its text is that.

    See `desktop.render.passages`.
    """


class Code(Place, frozen=True):
    """A code block. `text` ends with a newline where its last line is complete; `closed` once no more can come."""

    text: str
    language: str = ""  # the first word after the fence, as written
    info: str = ""  # all that was written after the fence
    fenced: bool = True  # else it is indented
    closed: bool = True


class Table(Place, frozen=True):
    """A table. Every row has as many cells as the header; what a row has too many of stands in its last cell."""

    header: tuple[Spans, ...]
    rows: tuple[tuple[Spans, ...], ...]
    alignments: tuple[Alignment, ...]


class Math(Place, frozen=True):
    """A displayed formula, without delimiters. One that is not `closed` is still being written: show its source."""

    tex: str
    closed: bool = True


class Rule(Place, frozen=True):
    """A thematic break."""


Block = Prose | Code | Table | Math | Rule
