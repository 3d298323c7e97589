"""What can be done with what is under the mouse, and with the message that it is in."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QMenu

from desktop.i18n import tr
from desktop.render.blocks import Code, Prose, Span, Table
from desktop.render.links import visible_host
from desktop.render.plain import spans_text
from desktop.ui.transcript.copying import copy_rich, copy_text
from desktop.ui.transcript.entry import Entry
from desktop.ui.transcript.entry_layout import EntryLayout
from desktop.ui.transcript.hits import Hit
from desktop.ui.transcript.strip import add_actions

if TYPE_CHECKING:
    from desktop.ui.transcript.view import TranscriptView

_MOST_IMAGES = 8  # of a message that its menu offers


def context_menu(hit: Hit, view: TranscriptView) -> QMenu:
    """Return the menu for a point. What is copied or quoted is the selection, or the message where nothing is."""
    menu = QMenu(view)
    selection, entry = view.selection, hit.entry.entry
    if selection:
        _add_copy(menu, tr("Copy selection"), selection.markdown())
    _add(menu, tr("Copy as rich text"), lambda: copy_rich(selection.blocks() or hit.entry.text.blocks))
    _add(menu, tr("Quote"), lambda: view.quoted.emit(selection.markdown() or entry.message.text))
    menu.addSeparator()
    if hit.link is not None:
        _add_copy(menu, tr("Copy link address"), hit.link)
    _add_copies(menu, hit, hit.span)
    if hit.span is not None and hit.span.image is not None:
        if hit.block is not None and isinstance(hit.block.layout.block, Prose):  # a cell has no room for a picture
            add_load(menu, hit.span.image, view)
        _add_copy(menu, tr("Copy image address"), hit.span.image)
    menu.addSeparator()
    message_id = entry.message.id
    add_actions(menu, actions_of(entry), lambda action: view.action_requested.emit(action, message_id))
    return menu


def actions_of(entry: Entry) -> list[str]:
    """Return what can be done with a message, its other versions included."""
    index, count = entry.siblings
    return [*entry.actions, *(["switch_previous"] * (index > 0)), *(["switch_next"] * (index + 1 < count))]


def add_load(menu: QMenu, address: str, view: TranscriptView) -> None:
    """Offer to load an image, where that can be done."""
    if view.images.offers(address):
        _add(menu, tr("Load image from {host}", host=visible_host(address)), lambda: view.images.load(address))


def images_of(entry: EntryLayout) -> list[str]:
    """Return the addresses of the first images in what was read of a message, each once."""
    spans = (span for block in entry.text.blocks if isinstance(block, Prose) for span in block.spans)
    addresses = dict.fromkeys(span.image for span in spans if span.image is not None)
    return list(addresses)[:_MOST_IMAGES]


def _add_copies(menu: QMenu, hit: Hit, span: Span | None) -> None:
    if span is not None and span.tex is not None:
        _add_copy(menu, tr("Copy formula as LaTeX"), span.tex)
    block = hit.block.layout.block if hit.block and hit.block.inside else None
    if isinstance(block, Code):
        _add_copy(menu, tr("Copy code"), block.text)
    elif isinstance(block, Table):
        _add_copy(menu, tr("Copy table as Markdown"), block.source)
        _add_copy(menu, tr("Copy table as CSV"), as_csv(block))


def as_csv(table: Table) -> str:
    """Return the cells of a table as RFC 4180 wants them, without their formatting."""
    written = io.StringIO()
    csv.writer(written).writerows([spans_text(cell) for cell in row] for row in (table.header, *table.rows))
    return written.getvalue()


def _add_copy(menu: QMenu, label: str, text: str) -> None:
    _add(menu, label, lambda: copy_text(text))


def _add(menu: QMenu, label: str, act: Callable[[], None]) -> None:
    menu.addAction(label).triggered.connect(lambda _=False: act())
