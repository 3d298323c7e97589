from __future__ import annotations

import json
import subprocess
from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QPushButton
from pytestqt.qtbot import QtBot

from desktop.controllers.requests import Request
from desktop.model.account import Account
from desktop.ui.dialogs.request_dialog import RequestDialog
from tests.fixtures.scripted_server import ScriptedServer, document
from tests.ui.dialogs.conftest import assert_usable_without_eyes_and_mouse

BODY = '{"model":"m","messages":[{"role":"user","content":"茶\\nit\'s $HOME & `x`"}],"stream":true}'
Show = Callable[..., RequestDialog]


@pytest.fixture
def show(qtbot: QtBot) -> Show:
    def show(request: Request, request_id: str | None = None) -> RequestDialog:
        dialog = RequestDialog(request, request_id)
        qtbot.addWidget(dialog)
        dialog.show()
        return dialog

    return show


def copied_by(qtbot: QtBot, button: QPushButton) -> str:
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert button.text() == "Copied"
    return QGuiApplication.clipboard().text()


def test_it_is_laid_out_to_be_read_and_copied_to_the_letter(show: Show, qtbot: QtBot) -> None:
    account = Account("1", "Mine", "https://example.org/v1")
    dialog = show(Request(BODY, account), "2026-17")
    assert json.loads(dialog.view.toPlainText()) == json.loads(BODY)
    assert dialog.view.blockCount() > 5
    assert "茶" in dialog.view.toPlainText()
    assert "POST https://example.org/v1/chat/completions" in dialog.place.text()
    assert "2026-17" in dialog.place.text()
    assert copied_by(qtbot, dialog.json_button) == BODY
    assert "as it was sent" in dialog.note.text()
    assert_usable_without_eyes_and_mouse(dialog)


def test_what_is_copied_as_curl_sends_the_same_bytes(show: Show, qtbot: QtBot) -> None:
    with ScriptedServer(document({"ok": True})) as server:
        dialog = show(Request(BODY, Account("1", "Mine", server.base_url)))
        command = copied_by(qtbot, dialog.curl_button)
        assert "$TEAHOUSE_API_KEY" in command
        environment = {"TEAHOUSE_API_KEY": "sk-from-the-shell", "PATH": "/usr/bin:/bin"}
        subprocess.run(["sh", "-c", command], check=True, capture_output=True, env=environment)
    [received] = server.received
    assert received.body.decode() == BODY
    assert received.headers["authorization"] == "Bearer sk-from-the-shell"
    assert received.target == "/v1/chat/completions"


def test_one_that_was_made_again_says_so(show: Show) -> None:
    dialog = show(Request(BODY, Account("1", "Mine", "https://example.org/v1"), rebuilt=True))
    assert "may differ" in dialog.note.text()


def test_where_the_account_is_gone_the_text_is_there_all_the_same(show: Show, qtbot: QtBot) -> None:
    dialog = show(Request(BODY, None, rebuilt=True))
    assert not dialog.curl_button.isEnabled()
    assert "gone" in dialog.place.text()
    assert copied_by(qtbot, dialog.json_button) == BODY


def test_of_a_very_long_one_the_beginning_is_shown_and_all_is_copied(show: Show, qtbot: QtBot) -> None:
    body = json.dumps({"messages": [{"role": "user", "content": "x" * 3_000_000}]})
    dialog = show(Request(body, Account("1", "Mine", "https://example.org/v1")))
    assert len(dialog.view.toPlainText()) < 110_000
    assert "Only the beginning" in dialog.note.text()
    assert copied_by(qtbot, dialog.json_button) == body
