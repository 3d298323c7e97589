"""Blocks as a piece of HTML for the clipboard: real lists, so that a word processor takes them for what they are."""

from __future__ import annotations

import re
from collections.abc import Iterable

from desktop.exchange.html import block_html, spans_html
from desktop.render.blocks import Block, Frame, Prose

_ORDERED = re.compile(r"(\d{1,9})[.)]$")


def html_fragment(blocks: Iterable[Block]) -> str:
    """Return `blocks` as HTML without a page around it. Everything in it is escaped, and it loads nothing."""
    writer = _Writer()
    for block in blocks:
        writer.add(block)
    return writer.end()


class _Writer:
    """A frame counts quotes and lists; here they are opened and closed."""

    def __init__(self) -> None:
        self._written: list[str] = []
        self._quotes = 0
        self._lists: list[str] = []  # the tags of the open lists; in each an item is open
        self._item_is_empty = False

    def add(self, block: Block) -> None:
        frame = block.frame
        self._enter_quotes(frame.quotes)
        text = self._enter_item(frame)
        if isinstance(block, Prose) and not block.level and self._item_is_empty:
            self._written.append(text + spans_html(block.spans))
        else:
            self._written.append((f"<p>{text}</p>" if text else "") + block_html(block))
        self._item_is_empty = False

    def end(self) -> str:
        self._enter_quotes(0)
        self._leave_lists(0)
        return "".join(self._written)

    def _enter_quotes(self, depth: int) -> None:
        if depth != self._quotes:
            self._leave_lists(0)
        change = depth - self._quotes
        self._written.append("<blockquote>" * change if change > 0 else "</blockquote>" * -change)
        self._quotes = depth

    def _enter_item(self, frame: Frame) -> str:
        """Open and close lists and items; return what an item says before its text, for want of a list that can."""
        self._leave_lists(frame.indent)
        markers = frame.marker.split()[-frame.indent :] if frame.indent else []
        for depth, marker in enumerate(markers, frame.indent - len(markers) + 1):
            self._open_item(depth, marker)
        while len(self._lists) < frame.indent:
            self._open_item(len(self._lists) + 1, "")
        if frame.task is not None:
            return "☑ " if frame.task else "☐ "
        unusual = markers and markers[-1] != "•" and _tag(markers[-1]) == "ul"  # such as that of a footnote
        return f"{markers[-1]} " if unusual else ""

    def _open_item(self, depth: int, marker: str) -> None:
        tag = _tag(marker)
        number = _ORDERED.match(marker)
        if len(self._lists) >= depth:
            self._leave_lists(depth)
            if self._lists[-1] == tag:
                self._written.append("</li>")
            else:
                self._leave_lists(depth - 1)
        while len(self._lists) < depth:
            self._lists.append(tag)
            self._written.append(f'<ol start="{number[1]}">' if number else f"<{tag}>")
            if len(self._lists) < depth:
                self._written.append("<li>")
        self._written.append("<li>")
        self._item_is_empty = True

    def _leave_lists(self, depth: int) -> None:
        while len(self._lists) > depth:
            self._written.append(f"</li></{self._lists.pop()}>")


def _tag(marker: str) -> str:
    return "ol" if _ORDERED.match(marker) else "ul"

