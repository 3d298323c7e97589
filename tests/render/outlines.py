"""What a specification's HTML says of a text's blocks, in the same form as what our parser says of them.

Lists are flat here, as they are in `desktop.render.blocks`: an item's markers stand before its first block.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from html.parser import HTMLParser
from typing import NamedTuple

from desktop.render.blocks import Block, Code, Math, Prose, Rule, Span, Spans, Table

_STYLES = {"em": "italic", "strong": "bold", "del": "strike"}
_BLOCKS = frozenset({"p", "pre", "h1", "h2", "h3", "h4", "h5", "h6", "th", "td"})
_LINE_ENDS = re.compile(r" *\n *")
_UNCLOSED = re.compile(r"<(?=[^>]*\Z)")  # text, which Python's parser left out in some of its versions


class Run(NamedTuple):
    """Text in one style; an image is the text that stands for it."""

    text: str
    styles: frozenset[str] = frozenset()
    link: str | None = None
    image: str | None = None


@dataclass(frozen=True)
class Row:
    """A block. `markers` has a number for each ordered item that it opens, and None for each other one."""

    kind: str  # "text", "heading 1", "code python", "table left -", "rule", "math"
    runs: tuple[tuple[Run, ...], ...]  # for each cell; other blocks have one
    quotes: int = 0
    indent: int = 0
    markers: tuple[int | None, ...] = ()
    task: bool | None = None


class Outline(HTMLParser):
    """Reads the HTML of one example. `lists` has for each list whether it is loose, and where its items' blocks are."""

    def __init__(self, html: str) -> None:
        super().__init__(convert_charrefs=True)
        self.rows: list[Row] = []
        self.lists: list[tuple[bool, tuple[int, ...]]] = []
        self._containers: list[_Container] = []
        self._markers: list[int | None] = []
        self._task: bool | None = None
        self._runs: list[Run] = []
        self._styles: list[str] = []
        self._link: str | None = None
        self._code: str | None = None  # the language of the code block that is read
        self._cells: list[tuple[Run, ...]] = []
        self._alignments: list[str] = []
        self._in_table = False
        self.feed(_UNCLOSED.sub("&lt;", html))
        self.close()
        self._end_text()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        attributes = {name: value or "" for name, value in attrs}
        if tag in ("ul", "ol", "blockquote", "li", *_BLOCKS, "hr", "table"):
            self._end_text()
        if tag in ("ul", "ol"):
            self._containers.append(_Container(tag, int(attributes.get("start", 1)) if tag == "ol" else None))
        elif tag == "li":
            self._enter_item()
        elif tag == "blockquote":
            self._containers.append(_Container(tag))
        elif tag == "hr":
            self._add("rule")
        elif tag == "p" and self._containers and self._containers[-1].kind == "li":
            self._containers[-2].is_loose = True
        elif tag == "table":
            self._in_table, self._cells, self._alignments = True, [], []
        elif tag == "th":
            self._alignments.append(attributes.get("align", "-"))
        else:
            self._start_inline(tag, attributes)

    def _start_inline(self, tag: str, attributes: dict[str, str]) -> None:
        if tag == "input":
            self._task = "checked" in attributes
        elif tag == "pre":
            self._code = ""
        elif tag == "code" and self._code is not None:
            self._code = attributes.get("class", "").removeprefix("language-")
        elif tag == "a":
            self._link = attributes.get("href") or None  # a link that leads nowhere is text
        elif tag == "img":
            image = attributes.get("src", "")
            self._runs.append(Run(attributes.get("alt", ""), frozenset(self._styles), self._link, image))
        elif tag in (*_STYLES, "code"):
            self._styles.append(_STYLES.get(tag, tag))

    def handle_endtag(self, tag: str) -> None:
        if tag == "pre":
            self._add(f"code {self._code}", self._taken())
            self._code = None
        elif tag in ("th", "td"):
            self._cells.append(_trimmed(self._taken()))
        elif tag == "table":
            self._in_table = False
            self._add(" ".join(["table", *self._alignments]), *self._cells)
        elif tag == "p":
            self._add("text", _trimmed(self._taken()))
        elif tag == "li":
            self._end_text()
        elif re.fullmatch("h[1-6]", tag):
            self._add(f"heading {tag[1]}", _trimmed(self._taken()))
        elif tag == "a":
            self._link = None
        elif self._styles and self._styles[-1] == _STYLES.get(tag, tag) and self._code is None:
            self._styles.pop()
        if tag in ("ul", "ol", "li", "blockquote"):
            self._leave(tag)

    def handle_data(self, data: str) -> None:
        self._runs.append(Run(data, frozenset(self._styles), self._link))

    def _enter_item(self) -> None:
        its_list = self._containers[-1]
        self._markers.append(its_list.number)
        if its_list.number is not None:
            its_list.number += 1
        self._containers.append(_Container("li"))

    def _leave(self, tag: str) -> None:
        if tag in ("ul", "ol", "blockquote"):
            self._end_text()
        if tag == "li" and self._markers:
            self._add("text", ())
        container = self._containers.pop()
        if tag in ("ul", "ol"):
            self.lists.append((container.is_loose, tuple(container.children)))

    def _taken(self) -> tuple[Run, ...]:
        runs, self._runs = joined(self._runs), []
        return runs

    def _end_text(self) -> None:
        """Text that stands in an item by itself is a paragraph, as in any tight list."""
        runs = _trimmed(self._taken())
        if runs and not self._in_table:
            self._add("text", runs)

    def _add(self, kind: str, *runs: tuple[Run, ...]) -> None:
        if len(self._containers) > 1 and self._containers[-1].kind == "li":
            self._containers[-2].children.append(len(self.rows))
        quotes = sum(container.kind == "blockquote" for container in self._containers)
        indent = sum(container.kind == "li" for container in self._containers)
        self.rows.append(Row(kind, runs or ((),), quotes, indent, tuple(self._markers), self._task))
        self._markers, self._task = [], None


class _Container:
    def __init__(self, kind: str, number: int | None = None) -> None:
        self.kind = kind
        self.number = number
        self.is_loose = False
        self.children: list[int] = []  # the rows that stand in its items directly


def rows_of(blocks: Iterable[Block]) -> list[Row]:
    """Return what our parser says, without what the specifications know nothing of."""
    return [_row(block) for block in blocks]


def _row(block: Block) -> Row:
    frame = block.frame
    markers = tuple(None if marker == "•" else int(marker[:-1]) for marker in frame.marker.split())
    row = Row("", ((),), frame.quotes, frame.indent, markers, frame.task)
    match block:
        case Prose():
            kind = f"heading {block.level}" if block.level else "text"
            return replace(row, kind=kind, runs=(runs_of(block.spans),))
        case Code():
            return replace(row, kind=f"code {block.language}", runs=(joined([Run(block.text)]),))
        case Table():
            cells = [runs_of(cell) for line in (block.header, *block.rows) for cell in line]
            kind = " ".join(["table", *(alignment or "-" for alignment in block.alignments)])
            return replace(row, kind=kind, runs=tuple(cells))
        case Math():
            return replace(row, kind="math", runs=((Run(block.tex),),))
        case Rule():
            return replace(row, kind="rule")


def runs_of(spans: Spans) -> tuple[Run, ...]:
    return joined(_run(span) for span in spans)


def _run(span: Span) -> Run:
    styles = {name for name in ("bold", "italic", "strike", "code") if getattr(span, name)}
    return Run(span.text, frozenset(styles), span.link, span.image)


def joined(runs: Iterable[Run]) -> tuple[Run, ...]:
    """Join neighbours in the same style, and let a line end have none: which one it has nobody sees."""
    made: list[Run] = []
    for run in runs:
        if run.image is None and not run.text:
            continue
        if made and made[-1][1:] == run[1:] and run.image is None:
            made[-1] = made[-1]._replace(text=made[-1].text + run.text)
        else:
            made.append(run)
    return tuple(made)


def _trimmed(runs: Sequence[Run]) -> tuple[Run, ...]:
    """Return the text of a paragraph as it is shown: its line ends without styles, its own ends without spaces."""
    lines: list[Run] = []
    for run in runs:
        if run.image is not None or "code" in run.styles:
            lines.append(run)
            continue
        first, *others = _LINE_ENDS.split(run.text)
        lines.append(run._replace(text=first))
        for text in others:
            lines += [Run("\n"), run._replace(text=text)]
    made = list(joined(lines))
    for end, strip in ((0, str.lstrip), (-1, str.rstrip)):
        while made and made[end].image is None and "code" not in made[end].styles:
            made[end] = made[end]._replace(text=strip(made[end].text, " \n"))
            if made[end].text:
                break
            made.pop(end)
    return tuple(made)
