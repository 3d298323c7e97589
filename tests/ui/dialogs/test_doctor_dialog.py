from __future__ import annotations

import platform
import re
from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QLabel, QPushButton
from pytestqt.qtbot import QtBot

from desktop.controllers.accounts import AccountsController
from desktop.model.account import Account, Proxy, ProxyMode
from desktop.system.keys import Keys
from desktop.system.vault import Vault
from desktop.ui.dialogs.accounts_page import AccountsPage
from desktop.ui.dialogs.doctor_dialog import DoctorDialog, StepRow
from tests.fixtures.demo import Demo
from tests.fixtures.proxies import HttpProxy
from tests.fixtures.scripted_server import HOLD, ScriptedServer, document
from tests.ui.dialogs.conftest import RESOURCES, assert_usable_without_eyes_and_mouse

KEY = "sk-canary-0123456789abcdef"
Open = Callable[..., DoctorDialog]


@pytest.fixture
def keys() -> Keys:
    keys = Keys(Vault(seconds=5), KEY)
    keys.save_proxy_password("1", "canary-proxy-word", this_run_only=True)
    return keys


@pytest.fixture
def examine(qtbot: QtBot, accounts: AccountsController) -> Iterator[Open]:
    opened: list[DoctorDialog] = []

    def examine(account: Account) -> DoctorDialog:
        accounts.update(account)
        dialog = DoctorDialog(accounts, account)
        qtbot.addWidget(dialog)
        dialog.show()
        opened.append(dialog)
        return dialog

    yield examine
    for dialog in opened:
        dialog.close()


def wait_for_end(qtbot: QtBot, dialog: DoctorDialog) -> None:
    qtbot.waitUntil(lambda: dialog.run_button.text() == "Run again", timeout=15_000)


def rows(dialog: DoctorDialog) -> list[list[str]]:
    QApplication.sendPostedEvents()  # rows that are new are shown, those that are gone go
    found = [row for row in dialog.findChildren(StepRow) if row.isVisible()]
    return [[label.text() for label in row.findChildren(QLabel)] for row in found]


def test_each_step_is_shown_with_its_time_and_a_sentence(examine: Open, demo: Demo, qtbot: QtBot) -> None:
    dialog = examine(Account("1", "Mine", demo.base_url, model="deepseek-chat"))
    wait_for_end(qtbot, dialog)
    assert [step.name for step in dialog.steps] == ["dns", "tcp", "address", "key", "models", "stream"]
    shown = rows(dialog)
    assert len(shown) == len(dialog.steps)
    for mark, time, title, sentence in shown:
        assert mark == "✓"
        assert re.fullmatch(r"\d+ ms|\d+\.\d s|", time)
        assert title
        assert sentence
    assert dialog.note.text() == "Everything works."
    assert_usable_without_eyes_and_mouse(dialog)


def test_the_step_that_fails_is_explained_and_named(examine: Open, qtbot: QtBot) -> None:
    refusal = document({"error": {"message": f"Invalid token {KEY}"}}, "401 Unauthorized")
    with ScriptedServer(refusal) as server:
        dialog = examine(Account("1", "Mine", server.base_url, model="m"))
        wait_for_end(qtbot, dialog)
    assert rows(dialog)[-1][0] == "✗"
    assert "did not accept the API key" in rows(dialog)[-1][3]
    assert "API key" in dialog.note.text()


def test_it_is_run_again(examine: Open, qtbot: QtBot) -> None:
    with ScriptedServer(document({}, "503 Busy"), document({"data": [{"id": "m"}]})) as server:
        dialog = examine(Account("1", "Mine", server.base_url))
        wait_for_end(qtbot, dialog)
        assert not all(step.ok for step in dialog.steps)
        qtbot.mouseClick(dialog.run_button, Qt.MouseButton.LeftButton)
        wait_for_end(qtbot, dialog)
        assert [step.name for step in dialog.steps if step.ok] == ["dns", "tcp", "address", "key", "models"]
        assert len(rows(dialog)) == 5
    assert "No model is chosen" in dialog.note.text()


def test_it_is_stopped_at_once_and_what_was_found_stays(examine: Open, qtbot: QtBot) -> None:
    with ScriptedServer(document({"data": [{"id": "m"}]}), [HOLD]) as server:
        dialog = examine(Account("1", "Mine", server.base_url, model="m"))
        qtbot.waitUntil(lambda: len(dialog.steps) == 5)
        assert dialog.run_button.text() == "Stop"
        qtbot.mouseClick(dialog.run_button, Qt.MouseButton.LeftButton)
        assert dialog.run_button.text() == "Run again"
        assert dialog.note.text() == "Stopped."
        assert len(rows(dialog)) == 5
        qtbot.waitUntil(server.left.is_set)


def test_closing_it_stops_it(examine: Open, qtbot: QtBot) -> None:
    with ScriptedServer([HOLD]) as server:
        dialog = examine(Account("1", "Mine", server.base_url, model="m"))
        qtbot.waitUntil(lambda: bool(server.received))
        dialog.close()
        qtbot.waitUntil(server.left.is_set)


def test_the_text_for_support_holds_the_findings_and_no_secret(examine: Open, qtbot: QtBot) -> None:
    refusal = document({"error": {"message": f"Invalid token {KEY}"}}, "401 Unauthorized")
    with (
        ScriptedServer(refusal) as server,
        HttpProxy(server.port, user="someone", password="canary-proxy-word") as proxy,
    ):
        account = Account(
            "1",
            "Mine",
            "http://user:canary-in-address@api.example.test/v1?key=canary-in-query",
            model="m",
            headers=(("X-Api-Key", "canary-in-a-header"),),
            proxy=Proxy(ProxyMode.MANUAL, proxy.address.replace("//", "//someone@")),
            plain_http_allowed=True,
        )
        dialog = examine(account)
        wait_for_end(qtbot, dialog)
    qtbot.mouseClick(dialog.copy_button, Qt.MouseButton.LeftButton)
    text = QGuiApplication.clipboard().text()
    assert "canary" not in text
    assert "someone" not in text
    for known in ("http://api.example.test/v1", proxy.address, "X-Api-Key", "✓ tcp", "✗ ", platform.python_version()):
        assert known in text
    assert len(text.splitlines()) == 5 + len(dialog.steps)


def test_every_account_of_the_page_has_a_button_for_it(accounts: AccountsController, demo: Demo, qtbot: QtBot) -> None:
    page = AccountsPage(accounts, RESOURCES)
    qtbot.addWidget(page)
    page.show()
    accounts.update(Account("1", "Mine", demo.base_url, model="deepseek-chat"))
    accounts.update(Account("2", "Other", "http://127.0.0.1:9/v1"))
    QApplication.sendPostedEvents()  # lines that are new are shown, those that are gone go
    shown = [each for each in page.findChildren(QPushButton) if each.isVisible()]
    [button] = [each for each in shown if each.accessibleName() == "Check the connection of Mine"]
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    [dialog] = page.findChildren(DoctorDialog)
    wait_for_end(qtbot, dialog)
    assert all(step.ok for step in dialog.steps)
    assert dialog.windowTitle() == "Connection of Mine"
    dialog.close()
