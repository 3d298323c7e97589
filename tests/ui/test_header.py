from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from PySide6.QtGui import QAction
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop.model.conversation import Conversation
from desktop.model.message import Message, Role
from desktop.model.usage import Usage
from desktop.settings import Settings
from desktop.ui.actions import TABLE
from desktop.ui.header import Header
from desktop.ui.theme import Appearance
from tests.conftest import PROJECT

WHEN = datetime(2026, 11, 1, tzinfo=UTC)


def test_a_long_title_keeps_clear_of_the_figures(qtbot: QtBot, qapp: QApplication, tmp_path: Path) -> None:
    appearance = Appearance(Settings(tmp_path / "settings.json"), qapp, PROJECT / "resources")
    header = Header(appearance, {spec.name: QAction() for spec in TABLE})
    qtbot.addWidget(header)
    header.resize(500, 48)
    answer = Message("2", "1", None, Role.ASSISTANT, (), WHEN, usage=Usage(1000, 200))
    header.show_conversation(Conversation("1", "Words without an end " * 20, WHEN, WHEN, head_id="2"), [answer])
    header.show()
    assert header.sum.text()
    assert header.sum.x() - header.title.geometry().right() > 12
