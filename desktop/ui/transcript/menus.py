"""What can be done with what is under the mouse, and with the message that it is in."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable

from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QMenu, QWidget

from desktop.i18n import tr
from desktop.render.blocks import Code, Span, Table
from desktop.render.plain import spans_text
from desktop.ui.transcript.entry import Entry
from desktop.ui.transcript.hits import Hit
from desktop.ui.transcript.selection import Selection
from desktop.ui.transcript.strip import add_actions


def context_menu(hit: Hit, selection: Selection, chosen: Callable[[str], None], parent: QWidget) -> QMenu:
    """Return the menu for a point; `chosen` is called with the name of a message's action."""
    menu = QMenu(parent)
    if selection:
        _add(menu, tr("Copy selection"), selection.markdown())
    if hit.link is not None:
        _add(menu, tr("Copy link address"), hit.link)
    _add_copies(menu, hit, hit.span)
    if not menu.isEmpty():
        menu.addSeparator()
    add_actions(menu, actions_of(hit.entry.entry), chosen)
    return menu


def actions_of(entry: Entry) -> list[str]:
    """Return what can be done with a message, its other versions included."""
    index, count = entry.siblings
    return [*entry.actions, *(["switch_previous"] * (index > 0)), *(["switch_next"] * (index + 1 < count))]


def _add_copies(menu: QMenu, hit: Hit, span: Span | None) -> None:
    if span is not None and span.tex is not None:
        _add(menu, tr("Copy formula as LaTeX"), span.tex)
    block = hit.block.layout.block if hit.block and hit.block.inside else None
    if isinstance(block, Code):
        _add(menu, tr("Copy code"), block.text)
    elif isinstance(block, Table):
        _add(menu, tr("Copy table as Markdown"), block.source)
        _add(menu, tr("Copy table as CSV"), as_csv(block))


def as_csv(table: Table) -> str:
    """Return the cells of a table as RFC 4180 wants them, without their formatting."""
    written = io.StringIO()
    csv.writer(written).writerows([spans_text(cell) for cell in row] for row in (table.header, *table.rows))
    return written.getvalue()


def _add(menu: QMenu, label: str, text: str) -> None:
    menu.addAction(label).triggered.connect(lambda: QGuiApplication.clipboard().setText(text))
