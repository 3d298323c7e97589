from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop.model.account import Account
from desktop.model.parameters import Parameters
from desktop.settings import Settings
from desktop.ui.composer.composer import Composer
from desktop.ui.composer.model_popup import ModelPopup
from desktop.ui.composer.parameters_panel import ParametersPanel
from desktop.ui.theme import Appearance
from desktop.ui.widgets.fields import OptionalNumber
from tests.conftest import PROJECT


@pytest.fixture
def composer(qtbot: QtBot, qapp: QApplication, tmp_path: Path) -> Composer:
    made = Composer(Appearance(Settings(tmp_path / "settings.json"), qapp, PROJECT / "resources"))
    qtbot.addWidget(made)
    made.resize(700, 120)
    made.show()
    return made


def test_it_grows_to_ten_lines_and_no_further(composer: Composer, qtbot: QtBot) -> None:
    heights = []
    for lines in (1, 5, 10, 40):
        composer.editor.setPlainText("\n".join("x" * 3 for _ in range(lines)))
        heights.append(composer.editor.height())
    assert heights[0] < heights[1] < heights[2] == heights[3]


def test_a_long_line_grows_it_too(composer: Composer) -> None:
    before = composer.editor.height()
    composer.editor.setPlainText("word " * 200)
    assert composer.editor.height() > before


def test_the_button_sends_stops_and_rests(composer: Composer, qtbot: QtBot) -> None:
    assert not composer.button.isEnabled()
    composer.editor.setPlainText("hello")
    with qtbot.waitSignal(composer.submitted) as sent:
        qtbot.mouseClick(composer.button, Qt.MouseButton.LeftButton)
    assert sent.args == ["hello"]
    assert composer.text() == "hello"
    composer.set_replying(True)
    with qtbot.waitSignal(composer.stop_requested):
        qtbot.mouseClick(composer.button, Qt.MouseButton.LeftButton)


def test_nothing_is_sent_while_a_reply_is_written(composer: Composer, qtbot: QtBot) -> None:
    composer.editor.setPlainText("next")
    composer.set_replying(True)
    with qtbot.assertNotEmitted(composer.submitted):
        qtbot.keyClick(composer.editor, Qt.Key.Key_Return)
    assert composer.text() == "next"


def test_a_kept_draft_is_shown_without_being_told_as_new(composer: Composer, qtbot: QtBot) -> None:
    with qtbot.assertNotEmitted(composer.draft_changed):
        composer.set_text("kept")
    assert composer.button.isEnabled()


def test_the_popup_finds_names_and_takes_typed_ones(composer: Composer, qtbot: QtBot) -> None:
    popup = ModelPopup(composer)
    accounts = [
        Account("a", "One", "http://127.0.0.1/v1", models=("alpha", "beta")),
        Account("b", "Two", "http://127.0.0.1/v1", model="gamma"),
    ]
    popup.offer(accounts, "b", "gamma")
    assert popup.list.currentItem().text() == "gamma"
    popup.filter.setText("BET")
    assert popup.list.currentItem().text() == "beta"
    popup.filter.setText("my-own")
    with qtbot.waitSignal(popup.chosen) as chosen:
        qtbot.keyClick(popup.filter, Qt.Key.Key_Return)
    assert chosen.args == ["a", "my-own"]


@pytest.fixture
def panel(composer: Composer) -> Callable[..., ParametersPanel]:
    return lambda parameters, model: ParametersPanel(parameters, Parameters(temperature=0.7), model, composer)


def test_a_conversation_s_own_value_is_told_and_can_be_taken_back(
    panel: Callable[..., ParametersPanel], qtbot: QtBot
) -> None:
    opened = panel(Parameters(), "deepseek-chat")
    row = opened.findChild(OptionalNumber, "max_tokens")
    with qtbot.waitSignal(opened.changed) as changed:
        row.switch.click()
    assert changed.args[0].max_tokens == 4096
    with qtbot.waitSignal(opened.changed) as changed:
        row.switch.click()
    assert changed.args[0] == Parameters()


def test_what_the_reasoner_ignores_is_shown_as_unused(panel: Callable[..., ParametersPanel]) -> None:
    opened = panel(Parameters(temperature=1.0), "deepseek-reasoner")
    assert not opened.findChild(OptionalNumber, "temperature").isEnabled()
    assert not opened.findChild(OptionalNumber, "top_p").isEnabled()
    assert opened.findChild(OptionalNumber, "max_tokens").isEnabled()
