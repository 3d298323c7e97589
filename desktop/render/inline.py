"""The inline text of one block: Markdown in, spans out, with a bound on what it may cost."""

from __future__ import annotations

import re
from collections.abc import Iterable

from markdown_it import MarkdownIt
from markdown_it.token import Token
from markdown_it.utils import EnvType
from msgspec import Struct, field
from msgspec.structs import replace

from desktop.render.blocks import Span, Spans
from desktop.render.links import is_deceptive, is_remote_image

LONGEST = 2_500  # characters that are read as one; a longer paragraph is split
MOST_BRACKETS = 300  # in these; the cost of links grows with the square of the brackets, and so many are no prose
_MARKED = re.compile(r"[\n&$*<@\[\\_`~]|://|www\.", re.IGNORECASE)  # without one of these, text is just text
_CLOSERS = {"$": "$", "$$": "$$", r"\(": r"\)", r"\[": r"\]"}


_LINE_END = Span("\n", line_break=True)


def read_spans(source: str, md: MarkdownIt, env: EnvType) -> Spans:
    """Return the spans of `source`, which is read whole; too much of it, or too many brackets, is shown unread."""
    source = source.strip()
    if not _MARKED.search(source):
        return (Span(source),) if source else ()
    if len(source) > LONGEST or source.count("[") > MOST_BRACKETS:
        return plain_spans(source)
    return _Reader().read(md.inline.parse(source, md, env, []))


def plain_spans(source: str) -> Spans:
    """Return `source` as it is, with its line ends."""
    reader = _Reader()
    reader.add(source.strip("\n"))
    return reader.finish()


class _Reader(Struct):
    """Walks over inline tokens and joins the text that is in one style."""

    _bold: int = 0
    _italic: int = 0
    _strike: int = 0
    _link: str | None = None
    _link_start: int = 0  # the number of its first span
    _code: bool = False
    _last_style: tuple[object, ...] | None = None  # of the last span, if more text may be joined to it
    _text: list[str] = field(default_factory=list)
    _spans: list[Span] = field(default_factory=list)

    def read(self, tokens: Iterable[Token]) -> Spans:
        for token in tokens:
            if token.nesting:
                self._close()
                self._change_style(token)
            elif token.type in ("softbreak", "hardbreak"):
                self.add("\n")
            elif token.type == "code_inline":
                self._close()
                self._code = True
                self.add(token.content)
                self._close()
                self._code = False
            elif token.type == "image":
                self._add_image(token)
            elif token.type == "formula":
                shown = f"{token.markup}{token.content}{_CLOSERS[token.markup]}"
                self._add_single(shown, tex=token.content.strip(), display=token.markup in ("$$", r"\["))
            elif token.type == "footnote_ref":
                self._add_single(f"[{token.meta['label']}]", raised=True)
            else:
                self._text.append(token.content)
        return self.finish()

    def add(self, text: str) -> None:
        """Add text in the present style; its line ends become spans of their own."""
        first, *others = text.split("\n")
        self._text.append(first)
        for line in others:
            self._close()
            self._last_style = None
            self._spans.append(_LINE_END)
            self._text.append(line)

    def finish(self) -> Spans:
        self._close()
        return tuple(self._spans)

    def _close(self) -> None:
        text = "".join(self._text)
        self._text.clear()
        if not text:
            return
        style = self._bold > 0, self._italic > 0, self._strike > 0, self._code, False, self._link
        if style == self._last_style:
            text = self._spans.pop().text + text
        self._last_style = style
        self._spans.append(Span(text, *style))

    def _add_single(
        self,
        text: str,
        *,
        raised: bool = False,
        tex: str | None = None,
        display: bool = False,
        image: str | None = None,
    ) -> None:
        self._close()
        self._last_style = None
        styled = self._bold > 0, self._italic > 0, self._strike > 0, False, raised
        self._spans.append(Span(text, *styled, link=self._link, tex=tex, display=display, image=image))

    def _change_style(self, token: Token) -> None:
        if token.tag == "a":
            self._judge_link()
            self._link = str(token.attrs["href"]) or None if token.nesting > 0 else None  # [text]() leads nowhere
            self._link_start = len(self._spans)
        elif token.tag == "strong":
            self._bold += token.nesting
        elif token.tag == "em":
            self._italic += token.nesting
        elif token.tag == "s":
            self._strike += token.nesting

    def _judge_link(self) -> None:
        """Say of the link that ends here whether it is deceptive."""
        spans = self._spans[self._link_start :]
        if self._link and is_deceptive("".join(span.text for span in spans), self._link):
            self._spans[self._link_start :] = [replace(span, deceptive=True) for span in spans]

    def _add_image(self, token: Token) -> None:
        address = str(token.attrs["src"])
        alternative = "".join(span.text for span in _Reader().read(token.children or ()))
        if is_remote_image(address):
            self._add_single(alternative, image=address)
        else:
            self.add(f"{alternative} ({address})")
