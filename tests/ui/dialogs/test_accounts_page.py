from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLabel, QMessageBox, QPushButton
from pytestqt.qtbot import QtBot

from desktop.controllers.accounts import AccountsController
from desktop.model.account import Account
from desktop.ui.dialogs.account_dialog import AccountDialog
from desktop.ui.dialogs.accounts_page import AccountsPage
from tests.ui.dialogs.conftest import RESOURCES


@pytest.fixture
def page(qtbot: QtBot, accounts: AccountsController) -> Iterator[AccountsPage]:
    page = AccountsPage(accounts, RESOURCES)
    qtbot.addWidget(page)
    page.show()
    yield page
    for dialog in page.findChildren(AccountDialog):
        dialog.close()


def button(page: AccountsPage, name: str) -> QPushButton:
    QApplication.sendPostedEvents()  # lines that are new are shown, those that are gone go
    found = [each for each in page.findChildren(QPushButton) if each.accessibleName() == name and each.isVisible()]
    assert len(found) == 1
    return found[0]


def test_it_follows_the_accounts(page: AccountsPage, accounts: AccountsController, qtbot: QtBot) -> None:
    assert page._empty.isVisible()
    accounts.update(Account("1", "<b>Mine</b>", "https://example.org/v1", model="m"))
    texts = [label.text() for label in page.findChildren(QLabel) if label.isVisible()]
    assert texts == ["<b>Mine</b>", "https://example.org/v1 · m"]
    assert all(label.textFormat() == Qt.TextFormat.PlainText for label in page._card.findChildren(QLabel))


def test_an_account_is_added(page: AccountsPage, accounts: AccountsController, qtbot: QtBot) -> None:
    qtbot.mouseClick(page.add_button, Qt.MouseButton.LeftButton)
    [dialog] = page.findChildren(AccountDialog)
    dialog.form.provider.setCurrentText("llama.cpp")
    qtbot.mouseClick(dialog.save_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: [account.name for account in accounts.all()] == ["llama.cpp"])
    assert button(page, "Edit llama.cpp")


def test_an_account_is_edited(page: AccountsPage, accounts: AccountsController, qtbot: QtBot) -> None:
    accounts.update(Account("1", "Mine", "https://example.org/v1"))
    qtbot.mouseClick(button(page, "Edit Mine"), Qt.MouseButton.LeftButton)
    [dialog] = page.findChildren(AccountDialog)
    dialog.form.name.setText("Ours")
    qtbot.mouseClick(dialog.save_button, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: [account.name for account in accounts.all()] == ["Ours"])
    assert button(page, "Remove Ours")


@pytest.mark.parametrize(("word", "left"), [("Cancel", 1), ("Remove", 0)])
def test_an_account_is_removed_after_a_question(
    page: AccountsPage, accounts: AccountsController, qtbot: QtBot, word: str, left: int
) -> None:
    accounts.update(Account("1", "Mine", "https://example.org/v1"))
    qtbot.mouseClick(button(page, "Remove Mine"), Qt.MouseButton.LeftButton)
    [box] = page.findChildren(QMessageBox)
    assert "Mine" in box.text()
    assert box.defaultButton().text() == "Cancel"
    qtbot.mouseClick(next(each for each in box.buttons() if each.text() == word), Qt.MouseButton.LeftButton)
    assert len(accounts.all()) == left
