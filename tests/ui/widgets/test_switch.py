from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible
from pytestqt.qtbot import QtBot

from desktop.ui.widgets.fields import Number, OptionalNumber, WholeNumber
from desktop.ui.widgets.rows import Row
from desktop.ui.widgets.switch import Switch


def test_keys_and_pointer_turn_it(qtbot: QtBot) -> None:
    switch = Switch()
    qtbot.addWidget(switch)
    switch.show()
    qtbot.keyClick(switch, Qt.Key.Key_Space)
    assert switch.isChecked()
    qtbot.mouseClick(switch, Qt.MouseButton.LeftButton)
    assert not switch.isChecked()


def test_it_looks_different_on_off_and_focused(qtbot: QtBot) -> None:
    switch = Switch()
    qtbot.addWidget(switch)
    off = switch.grab().toImage()
    switch.setChecked(True)
    on = switch.grab().toImage()
    assert off != on
    switch.show()
    switch.activateWindow()
    qtbot.waitUntil(switch.isActiveWindow)
    switch.setFocus()
    assert switch.grab().toImage() != on


def test_a_screen_reader_hears_the_label_and_the_state(qtbot: QtBot) -> None:
    switch = Switch()
    row = Row(switch)
    qtbot.addWidget(row)
    row.set_words("Ask the model for a title", "It costs a few tokens.")
    heard = QAccessible.queryAccessibleInterface(switch)
    assert heard.role() == QAccessible.Role.CheckBox
    assert heard.text(QAccessible.Text.Name) == "Ask the model for a title"
    assert heard.text(QAccessible.Text.Description) == "It costs a few tokens."
    assert not heard.state().checked
    switch.setChecked(True)
    assert QAccessible.queryAccessibleInterface(switch).state().checked


def test_a_number_that_may_be_none(qtbot: QtBot) -> None:
    optional = OptionalNumber(Number())
    qtbot.addWidget(optional)
    told: list[object] = []
    optional.changed.connect(told.append)
    optional.set_value(0.7)
    assert (optional.value(), told) == (0.7, [])
    optional.switch.setChecked(False)
    assert (optional.value(), told, optional.field.isEnabled()) == (None, [None], False)
    optional.switch.setChecked(True)
    optional.field.setValue(0.9)
    assert told == [None, 0.7, 0.9]


def test_a_whole_number_stays_whole(qtbot: QtBot) -> None:
    optional = OptionalNumber(WholeNumber())
    qtbot.addWidget(optional)
    optional.field.setMaximum(100_000)
    optional.set_value(4096.0)
    assert optional.value() == 4096
    assert isinstance(optional.value(), int)
