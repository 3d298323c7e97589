from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QModelIndex, QPoint, Qt
from PySide6.QtGui import QColor, QHelpEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton, QToolTip, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from desktop.settings import Settings
from desktop.ui.conversation_list.delegate import ConversationDelegate
from desktop.ui.conversation_list.list_model import ConversationListModel
from desktop.ui.conversation_list.list_view import ConversationListView
from desktop.ui.theme import Appearance
from tests.ui.conversation_list.test_list_model import conversation

RESOURCES = Path(__file__).resolve().parents[3] / "resources"


@pytest.fixture
def appearance(qapp: QApplication, tmp_path: Path) -> Appearance:
    return Appearance(Settings(tmp_path / "settings.json"), qapp, RESOURCES)


@pytest.fixture
def view(qtbot: QtBot, appearance: Appearance) -> Iterator[ConversationListView]:
    """A list of three conversations in a window, below a button that has the focus."""
    window = QWidget()
    qtbot.addWidget(window)
    model = ConversationListModel(lambda: "New conversation")
    view = ConversationListView(model, window)
    view.setItemDelegate(ConversationDelegate(appearance, view))
    column = QVBoxLayout(window)
    column.addWidget(QPushButton("above", window))
    column.addWidget(view)
    model.show([conversation(name) for name in ("one", "two", "three")])
    window.resize(300, 300)
    window.show()
    qtbot.waitExposed(window)
    yield view
    window.close()


def colour(view: ConversationListView, index: QModelIndex) -> QColor:
    """Return the colour of a row beside its words."""
    place = view.visualRect(index)
    return view.viewport().grab().toImage().pixelColor(QPoint(place.right() - 14, place.center().y()))


def test_the_row_under_the_pointer_is_lit(
    qtbot: QtBot, view: ConversationListView, appearance: Appearance
) -> None:
    colours = appearance.theme.colours
    first, second = view.conversations.index(1), view.conversations.index(2)
    plain = colour(view, first)
    QTest.mouseMove(view.viewport(), view.visualRect(first).center())
    qtbot.waitUntil(lambda: view.is_hovered(first))
    assert colour(view, first) == colours["hover"] != plain
    QTest.mouseMove(view.viewport(), view.visualRect(second).center())
    qtbot.waitUntil(lambda: view.is_hovered(second))
    assert colour(view, first) == plain
    view.setCurrentIndex(second)
    assert colour(view, second) == colours["selected"]
    QApplication.sendEvent(view.viewport(), QEvent(QEvent.Type.Leave))
    QTest.mouseMove(view.window(), QPoint(5, 5))
    qtbot.waitUntil(lambda: not view.is_hovered(second))


def test_only_a_title_that_is_cut_off_has_a_tooltip(qtbot: QtBot, view: ConversationListView) -> None:
    long = "a title that is much too long for the little room that the list has for it, whatever the font"
    view.conversations.show([conversation("short"), conversation(long)])
    for name, said in (("short", ""), (long, long)):
        place = view.visualRect(view.conversations.index_of(name)).center()
        help_wanted = QHelpEvent(QEvent.Type.ToolTip, place, view.viewport().mapToGlobal(place))
        QApplication.sendEvent(view.viewport(), help_wanted)
        qtbot.waitUntil(lambda said=said: QToolTip.text() == said)  # type: ignore[misc]
    QToolTip.hideText()


def test_a_ring_shows_where_the_keys_are_and_a_click_shows_none(qtbot: QtBot, view: ConversationListView) -> None:
    first = view.conversations.index(1)
    QTest.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=view.visualRect(first).center())
    assert view.currentIndex() == first
    assert not view.is_at(first)
    view.window().activateWindow()
    qtbot.waitUntil(view.hasFocus)
    QTest.keyClick(view, Qt.Key.Key_Backtab)
    QTest.keyClick(view.window().focusWidget(), Qt.Key.Key_Tab)
    assert view.is_at(first)
    assert not view.is_at(view.conversations.index(2))
