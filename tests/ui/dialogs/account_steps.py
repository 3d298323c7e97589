"""What a person does in the account dialog, and where it stands."""

from __future__ import annotations

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel, QLineEdit, QMessageBox, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from desktop.controllers.accounts import AccountsController
from desktop.model.account import Account
from desktop.ui.dialogs.account_dialog import AccountDialog
from tests.fixtures.secret_service import SecretService
from tests.ui.dialogs.conftest import RESOURCES

KEY = "sk-test-0123456789abcdef"
Open = Callable[..., AccountDialog]


@pytest.fixture
def open_dialog(qtbot: QtBot, accounts: AccountsController) -> Iterator[Open]:
    opened: list[AccountDialog] = []

    def open_dialog(account: Account | None = None) -> AccountDialog:
        dialog = AccountDialog(accounts, RESOURCES, account=account)
        qtbot.addWidget(dialog)
        dialog.open()
        opened.append(dialog)
        return dialog

    yield open_dialog
    for dialog in opened:
        dialog.close()


@pytest.fixture
def keyring(secret_service: SecretService, monkeypatch: pytest.MonkeyPatch) -> SecretService:
    """A real gnome-keyring that this process finds."""
    for name, value in secret_service.environment.items():
        monkeypatch.setenv(name, value)
    return secret_service


def click(qtbot: QtBot, button: QPushButton) -> None:
    qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


def wait_for(qtbot: QtBot, dialog: AccountDialog, words: str) -> None:
    qtbot.waitUntil(lambda: words in dialog.note.text(), timeout=15_000)


def said(window: QWidget) -> str:
    """Everything that can be read in a window, secrets typed into it included."""
    texts = [child.text() for child in window.findChildren(QWidget) if isinstance(child, QLabel | QLineEdit)]
    return "\n".join(texts)


def box_over(dialog: AccountDialog) -> QMessageBox:
    box = next(child for child in dialog.findChildren(QMessageBox) if child.isVisible())
    assert isinstance(box, QMessageBox)
    return box


def answer(qtbot: QtBot, box: QMessageBox, words: str) -> None:
    click(qtbot, next(button for button in box.findChildren(QPushButton) if button.text() == words))


# Presets and prices
