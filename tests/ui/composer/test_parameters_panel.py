from __future__ import annotations

from PySide6.QtCore import QPoint
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from desktop.model.parameters import Parameters
from desktop.ui.composer.parameters_panel import ParametersPanel
from desktop.ui.theme import load_theme, style_sheet
from desktop.ui.widgets.fields import OptionalNumber
from tests.conftest import PROJECT

THEMES = PROJECT / "resources" / "themes"


def test_the_switches_stand_one_below_the_other(qtbot: QtBot) -> None:
    window = QWidget()
    qtbot.addWidget(window)
    panel = ParametersPanel(Parameters(), Parameters(), "some-model", window)
    panel.setStyleSheet(style_sheet(load_theme(THEMES / "light.toml"), THEMES))
    panel.show()
    numbers = panel.findChildren(OptionalNumber)
    assert len(numbers) == 3
    assert len({number.switch.mapTo(panel, QPoint()).x() for number in numbers}) == 1
