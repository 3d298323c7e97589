from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from desktop.settings import Settings
from desktop.ui.theme import Appearance
from desktop.ui.welcome import Welcome
from tests.conftest import PROJECT


@pytest.mark.parametrize("has_account", [False, True])
def test_the_words_of_its_buttons_are_whole_in_a_narrow_window(
    qtbot: QtBot, qapp: QApplication, tmp_path: Path, *, has_account: bool
) -> None:
    pane = QWidget()
    qtbot.addWidget(pane)
    welcome = Welcome(Appearance(Settings(tmp_path / "settings.json"), qapp, PROJECT / "resources"), pane)
    welcome.show_ways(has_account=has_account)
    buttons = welcome.prompts if has_account else [*welcome.cards.values()]
    pane.show()
    for width, rows in ((900, 2 if has_account else 1), (380, len(buttons)), (900, 2 if has_account else 1)):
        welcome.resize(width, 600)
        qtbot.waitUntil(lambda rows=rows: len({button.y() for button in buttons}) == rows)
        qtbot.waitUntil(lambda: all(button.width() >= button.sizeHint().width() for button in buttons))
