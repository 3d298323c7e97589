"""A part of a block as Markdown: what begins or ends a selection that goes over several blocks."""

from __future__ import annotations

import re
from collections.abc import Iterable
from itertools import groupby

from desktop.exchange.markdown import fenced
from desktop.render.blocks import Block, Code, Prose, Span

_MARKS = {"bold": "**", "italic": "*", "strike": "~~"}  # from the outermost on


def excerpt(block: Block, cut: Iterable[tuple[Span, str]], *, is_beginning: bool) -> str:
    """Return the Markdown of the spans of `block` in `cut`, each with the part of it that counts."""
    if isinstance(block, Code):
        return fenced("".join(said for _, said in cut).strip("\n"), block.language)
    marked_up = "".join(_linked(address, list(spans)) for address, spans in groupby(cut, lambda each: each[0].link))
    return _beginning(block) + marked_up if is_beginning else marked_up


def _beginning(block: Block) -> str:
    """Return the marks that a block begins with."""
    frame = block.frame
    marks = "> " * frame.quotes
    if frame.marker:
        marks += "  " * (frame.indent - 1) + frame.marker.replace("•", "-") + " "
    if frame.task is not None:
        marks += "[x] " if frame.task else "[ ] "
    return marks + (f"{'#' * block.level} " if isinstance(block, Prose) and block.level else "")


def _linked(address: str | None, cut: list[tuple[Span, str]]) -> str:
    text = _marked_up(cut, list(_MARKS))
    if not address or not text.strip():
        return text
    return f"[{text}](<{address}>)" if ")" in address else f"[{text}]({address})"


def _marked_up(cut: Iterable[tuple[Span, str]], styles: list[str]) -> str:
    """Return spans in Markdown, with one pair of marks around all neighbours of a style."""
    if not styles:
        return "".join(_unstyled(span, said) for span, said in cut)
    style, *inner = styles
    written = ""
    for is_styled, spans in groupby(cut, lambda each: getattr(each[0], style)):
        text = _marked_up(spans, inner)
        words = text.strip()  # marks beside a space mean nothing
        written += text.replace(words, f"{_MARKS[style]}{words}{_MARKS[style]}", 1) if is_styled and words else text
    return written


def _unstyled(span: Span, said: str) -> str:
    if span.image:
        return f"![{said}]({span.image})"
    return _code(said) if span.code and said.strip() else said


def _code(text: str) -> str:
    ticks = "`" * (_longest_ticks(text) + 1)
    air = " " if "`" in (text[0], text[-1]) else ""
    return f"{ticks}{air}{text}{air}{ticks}"


def _longest_ticks(text: str) -> int:
    return max((len(run) for run in re.findall("`+", text)), default=0)
