"""The inline text of one block: Markdown in, spans out, with a bound on what it may cost."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from itertools import groupby

from markdown_it import MarkdownIt
from markdown_it.token import Token
from markdown_it.utils import EnvType

from desktop.render.blocks import Span, Spans
from desktop.render.links import is_remote_image

LONGEST = 4_000  # characters that are read as one; a longer paragraph is split
MOST_BRACKETS = 300  # in these; the cost of links grows with the square of the brackets, and so many are no prose
_MARKED = re.compile(r"[\n&$*<@\[\\_`~]|://|www\.", re.IGNORECASE)  # without one of these, text is just text
_CLOSERS = {"$": "$", "$$": "$$", r"\(": r"\)", r"\[": r"\]"}


def read_spans(source: str, md: MarkdownIt, env: EnvType) -> Spans:
    """Return the spans of `source`, which is read whole; too much of it, or too many brackets, is shown unread."""
    source = source.strip()
    if not _MARKED.search(source):
        return (Span(source),) if source else ()
    if len(source) > LONGEST or source.count("[") > MOST_BRACKETS:
        return plain_spans(source)
    return _joined(_Reader().read(md.inline.parse(source, md, env, [])))


def plain_spans(source: str) -> Spans:
    """Return `source` as it is, with its line ends."""
    return _joined(_lines(Span(source)))


@dataclass
class _Reader:
    """Walks over inline tokens and keeps the style that is open."""

    style: Span = Span("")
    bold: int = 0
    italic: int = 0
    strike: int = 0

    def read(self, tokens: Iterable[Token]) -> Iterator[Span]:
        for token in tokens:
            if token.nesting:
                self._change_style(token)
            elif token.type in ("softbreak", "hardbreak"):
                yield Span("\n", line_break=True)
            elif token.type == "image":
                yield from self._image(token)
            elif token.type == "formula":
                shown = f"{token.markup}{token.content}{_CLOSERS[token.markup]}"
                is_display = token.markup in ("$$", r"\[")
                yield replace(self.style, text=shown, tex=token.content.strip(), display=is_display)
            elif token.type == "footnote_ref":
                yield replace(self.style, text=f"[{token.meta['label']}]", raised=True)
            else:
                yield from _lines(replace(self.style, text=token.content, code=token.type == "code_inline"))

    def _change_style(self, token: Token) -> None:
        if token.tag == "a":
            address = str(token.attrs["href"]) if token.nesting > 0 else None
            self.style = replace(self.style, link=address)
            return
        self.bold += token.nesting * (token.tag == "strong")
        self.italic += token.nesting * (token.tag == "em")
        self.strike += token.nesting * (token.tag == "s")
        self.style = replace(self.style, bold=self.bold > 0, italic=self.italic > 0, strike=self.strike > 0)

    def _image(self, token: Token) -> Iterator[Span]:
        address = str(token.attrs["src"])
        alternative = "".join(span.text for span in _Reader().read(token.children or ()))
        if is_remote_image(address):
            yield replace(self.style, text=alternative, image=address)
        else:
            yield replace(self.style, text=f"{alternative} ({address})")


def _lines(span: Span) -> Iterator[Span]:
    for number, line in enumerate(span.text.split("\n")):
        if number:
            yield Span("\n", line_break=True)
        if line:
            yield replace(span, text=line)


def _joined(spans: Iterable[Span]) -> Spans:
    """Join neighbours of one style; what stands for itself (a formula, an image, a line end) is left alone."""
    joined: list[Span] = []
    for style, group in groupby(spans, key=lambda span: replace(span, text="")):
        if style.tex is not None or style.image is not None or style.line_break or style.raised:
            joined += group
        else:
            joined.append(replace(style, text="".join(span.text for span in group)))
    return tuple(joined)
