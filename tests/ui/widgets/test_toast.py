from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, QPointF, Qt
from PySide6.QtGui import QEnterEvent
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from desktop.ui.widgets.toast import SHOWN, Toast


@pytest.fixture
def window(qtbot: QtBot) -> QWidget:
    window = QWidget()
    window.resize(800, 600)
    qtbot.addWidget(window)
    window.show()
    return window


def test_it_stands_at_the_foot_and_goes_by_itself(window: QWidget, qtbot: QtBot) -> None:
    toast = Toast(window)
    toast.say("“Tea” is in the trash.", "Undo", lambda: None)
    assert toast.isVisible()
    assert toast.timer.isActive()
    assert toast.timer.interval() == SHOWN
    assert window.rect().contains(toast.geometry())
    assert abs(toast.geometry().center().x() - window.rect().center().x()) <= 1
    toast.timer.setInterval(1)
    qtbot.waitUntil(lambda: not toast.isVisible())


def test_the_button_acts_once_and_closes(window: QWidget, qtbot: QtBot) -> None:
    done: list[str] = []
    toast = Toast(window)
    toast.say("Deleted.", "Undo", lambda: done.append("undone"))
    qtbot.mouseClick(toast.button, Qt.MouseButton.LeftButton)
    assert done == ["undone"]
    assert not toast.isVisible()


def test_a_new_sentence_takes_the_place_of_the_old_one(window: QWidget) -> None:
    done: list[str] = []
    toast = Toast(window)
    toast.say("Deleted.", "Undo", lambda: done.append("undone"))
    toast.say("Copied.")
    assert not toast.button.isVisible()
    toast.button.click()
    assert done == []


def test_it_stays_under_the_pointer(window: QWidget) -> None:
    toast = Toast(window)
    toast.say("Deleted.", "Undo", lambda: None)
    place = QPointF(5, 5)
    QApplication.sendEvent(toast, QEnterEvent(place, place, place))
    assert not toast.timer.isActive()
    QApplication.sendEvent(toast, QEvent(QEvent.Type.Leave))
    assert toast.timer.isActive()


def test_it_stays_while_it_has_the_focus_and_takes_none_by_itself(window: QWidget, qtbot: QtBot) -> None:
    toast = Toast(window)
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    toast.say("Deleted.", "Undo", lambda: None)
    assert not toast.button.hasFocus()
    toast.button.setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.waitUntil(lambda: not toast.timer.isActive())
    qtbot.keyClick(toast.button, Qt.Key.Key_Escape)
    assert not toast.isVisible()


def test_it_follows_the_window_and_keeps_clear_of_what_it_stands_above(window: QWidget) -> None:
    foot = QWidget(window)
    foot.setGeometry(0, 480, 800, 120)
    foot.show()
    toast = Toast(window)
    toast.stand_above(foot)
    toast.say("A long sentence " * 12)
    window.resize(420, 500)
    foot.setGeometry(0, 340, 420, 160)
    assert not toast.geometry().intersects(foot.geometry())
    assert window.rect().contains(toast.geometry())
    assert toast.sentence.heightForWidth(toast.sentence.width()) <= toast.sentence.height()


def test_words_are_not_markup(window: QWidget) -> None:
    toast = Toast(window)
    toast.say("“<b>Tea</b>” is in the trash.")
    assert toast.sentence.textFormat() == Qt.TextFormat.PlainText
