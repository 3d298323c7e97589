from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint
from PySide6.QtGui import QContextMenuEvent, QGuiApplication
from PySide6.QtWidgets import QMenu
from pytestqt.qtbot import QtBot

from desktop.ui.transcript.entry_layout import Section
from desktop.ui.transcript.selection import Caret
from desktop.ui.transcript.view import TranscriptView
from tests.ui.transcript.conftest import answered


def menu_at(view: TranscriptView, block: int, inside: QPoint) -> QMenu:
    """Click with the right button into a block of the only message, and return the menu."""
    layout = view.arrangement.layout(0)
    place = view.sight.area_of(0).topLeft() + QPoint(0, layout.text_top + layout.text.top(block)) + inside
    event = QContextMenuEvent(QContextMenuEvent.Reason.Mouse, place, view.viewport().mapToGlobal(place))
    view.contextMenuEvent(event)
    return view.findChildren(QMenu)[-1]


@pytest.mark.parametrize(("markdown", "label", "copied"), [
    ("[a link](https://example.org/x)", "Copy link address", "https://example.org/x"),
    ("$$x^2 + y^2$$", "Copy formula as LaTeX", "x^2 + y^2"),
    ("```python\nx = 1\n```", "Copy code", "x = 1\n"),
    ("| a | b |\n|--|--|\n| **1** | 2, \"3\" |", "Copy table as CSV", 'a,b\r\n1,"2, ""3"""\r\n'),
    ("| a | b |\n|--|--|\n| **1** | 2 |", "Copy table as Markdown", "| a | b |\n|--|--|\n| **1** | 2 |"),
])  # fmt: skip
def test_what_is_under_the_mouse_can_be_copied(view: TranscriptView, markdown: str, label: str, copied: str) -> None:
    view.show_branch([answered(markdown)], None)
    width = view.arrangement.layout(0).text.layout(0).width
    menu = menu_at(view, 0, QPoint(width // 2 if "$" in markdown else 20, 12))
    action = next(action for action in menu.actions() if action.text() == label)
    action.trigger()
    assert QGuiApplication.clipboard().text() == copied
    menu.close()


def labels(menu: QMenu) -> list[str]:
    return [action.text() for action in menu.actions() if not action.isSeparator()]


def test_the_message_offers_its_actions(view: TranscriptView, qtbot: QtBot) -> None:
    entry = answered("words")
    view.show_branch([entry], None)
    menu = menu_at(view, 0, QPoint(5, 5))
    assert labels(menu) == ["Copy as rich text", "Quote", "Copy", "Answer again"]
    with qtbot.waitSignal(view.action_requested) as asked:
        menu.actions()[-1].trigger()
    assert asked.args == ["regenerate", entry.message.id]
    menu.close()


def test_the_whole_message_is_quoted_and_copied_where_nothing_is_selected(view: TranscriptView, qtbot: QtBot) -> None:
    view.show_branch([answered("Some **bold** words.\n\n- an item")], None)
    menu = menu_at(view, 0, QPoint(5, 5))
    actions = {action.text(): action for action in menu.actions()}
    with qtbot.waitSignal(view.quoted) as quoted:
        actions["Quote"].trigger()
    assert quoted.args == ["Some **bold** words.\n\n- an item"]
    actions["Copy as rich text"].trigger()
    content = QGuiApplication.clipboard().mimeData()
    assert content.html() == "<p>Some <strong>bold</strong> words.</p><ul><li>an item</li></ul>"
    assert content.text() == "Some bold words.\n• an item"
    menu.close()


def test_the_selection_is_quoted_and_copied(view: TranscriptView, qtbot: QtBot) -> None:
    view.show_branch([answered("Some **bold** words.\n\n<b>and & more</b>")], None)
    view.selection.set(Caret(0, Section.TEXT, 0, 7), Caret(0, Section.TEXT, 1, 9))
    menu = menu_at(view, 0, QPoint(5, 5))
    actions = {action.text(): action for action in menu.actions()}
    with qtbot.waitSignal(view.quoted) as quoted:
        actions["Quote"].trigger()
    assert quoted.args == ["**ld** words.\n\n<b>and & "]
    actions["Copy as rich text"].trigger()
    content = QGuiApplication.clipboard().mimeData()
    assert content.html() == "<p><strong>ld</strong> words.</p><p>&lt;b&gt;and &amp; </p>"
    menu.close()


def test_a_long_message_is_copied_with_all_its_marks_read(view: TranscriptView) -> None:
    view.show_branch([answered("words " * 20 + "\n\n- an **item**\n\n" + "text\n\n" * 2000), answered("end")], None)
    menu = menu_at(view, 1, QPoint(5, 5))
    view.selection.set(Caret(0, Section.TEXT, 0, 0), Caret(1, Section.TEXT, 0, 3))
    {action.text(): action for action in menu.actions()}["Copy as rich text"].trigger()
    html = QGuiApplication.clipboard().mimeData().html()
    assert "<ul><li>an <strong>item</strong></li></ul>" in html
    assert html.count("<p>text</p>") == 2000
    assert html.endswith("<p>end</p>")
    menu.close()
