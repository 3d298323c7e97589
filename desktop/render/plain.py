"""Blocks as plain text: for a screen reader, a title, the clipboard."""

from __future__ import annotations

from collections.abc import Iterable

from desktop.render.blocks import Block, Code, Math, Prose, Rule, Spans, Table


def plain_text(blocks: Iterable[Block]) -> str:
    """Return what a reader sees of `blocks`, without any markup, one paragraph a line.

    Cells of a table are divided by tabs; formulas are their source.
    """
    return "\n".join(block_text(block) for block in blocks)


def block_text(block: Block) -> str:
    """Return what a reader sees of one block, with the marker of its list item."""
    marker = block.frame.marker
    if block.frame.task is not None:
        marker = f"{marker} {'☑' if block.frame.task else '☐'}"
    text = _content(block)
    return f"{marker} {text}" if marker else text


def spans_text(spans: Spans) -> str:
    """Return what a reader sees of inline text."""
    return "".join(span.text for span in spans)


def markdown_source(blocks: Iterable[Block]) -> str:
    """Return the Markdown of neighbouring blocks as it was written, for the clipboard."""
    parts: list[str] = []
    last_end = -1
    for block in blocks:
        if last_end >= 0 and block.start >= last_end:  # else it is a piece of the same line
            parts.append("\n" if block.start == last_end else "\n\n")
        parts.append(block.source.rstrip("\n"))
        last_end = block.end
    return "".join(parts)


def _content(block: Block) -> str:
    match block:
        case Prose():
            return spans_text(block.spans)
        case Code():
            return block.text.rstrip("\n")
        case Table():
            rows = (block.header, *block.rows)
            return "\n".join("\t".join(map(spans_text, row)) for row in rows)
        case Math():
            return block.tex
        case Rule():
            return ""
