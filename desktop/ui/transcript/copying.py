"""The clipboard: what is copied as Markdown, and as rich text for a word processor."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from PySide6.QtCore import QMimeData
from PySide6.QtGui import QClipboard, QGuiApplication

from desktop import exchange
from desktop.render.blocks import Block, Unread
from desktop.render.markdown import parse
from desktop.render.plain import plain_text


def copy_text(text: str) -> None:
    QGuiApplication.clipboard().setText(text)


def copy_rich(blocks: Sequence[Block]) -> None:
    """Put `blocks` on the clipboard as HTML, and as plain text for whoever takes no HTML."""
    if blocks:
        content = QMimeData()
        blocks = list(_all_read(blocks))
        content.setHtml(exchange.html_fragment(blocks))
        content.setText(plain_text(blocks))
        QGuiApplication.clipboard().setMimeData(content)


def offer_selected(text: str) -> None:
    """Let the middle button paste `text`, on desktops where it does."""
    clipboard = QGuiApplication.clipboard()
    if text and clipboard.supportsSelection():
        clipboard.setText(text, QClipboard.Mode.Selection)


def _all_read(blocks: Sequence[Block]) -> Iterator[Block]:
    for block in blocks:
        if isinstance(block, Unread):
            yield from parse(block.source)
        else:
            yield block
