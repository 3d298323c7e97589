from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from desktop.controllers.accounts import AccountsController
from desktop.controllers.presets import GATEWAY
from desktop.model.account import Account
from desktop.system.keys import Keys
from tests.fixtures.demo import Demo
from tests.fixtures.secret_service import SecretService
from tests.ui.dialogs.account_steps import KEY, Open, click, said, wait_for

# Keys: with no keyring, and with a real one


def test_without_a_keyring_the_key_is_for_this_run_and_the_dialog_says_so(
    open_dialog: Open, accounts: AccountsController, keys: Keys, qtbot: QtBot
) -> None:
    dialog = open_dialog()
    qtbot.keyClicks(dialog.form.key.line, KEY)
    with qtbot.waitSignal(dialog.saved) as told:
        click(qtbot, dialog.save_button)
    wait_for(qtbot, dialog, "for this run only")
    assert dialog.isVisible()
    assert KEY not in said(dialog)
    assert keys.key(told.args[0].id) == KEY
    qtbot.keyClick(dialog.cancel_button, Qt.Key.Key_Return)
    assert not dialog.isVisible()
    assert [account.base_url for account in accounts.all()] == [GATEWAY]


def test_a_real_keyring_keeps_shows_and_forgets_a_key(
    open_dialog: Open, accounts: AccountsController, keyring: SecretService, qtbot: QtBot
) -> None:
    dialog = open_dialog()
    qtbot.keyClicks(dialog.form.key.line, KEY)
    click(qtbot, dialog.save_button)
    qtbot.waitUntil(lambda: not dialog.isVisible(), timeout=15_000)
    [account] = accounts.all()
    assert keyring.stored(account.id) == KEY

    again = open_dialog(account)
    qtbot.waitUntil(lambda: "kept in your system's keyring" in again.form.key.state.text())
    assert again.form.key.line.isHidden()
    assert KEY not in said(again)
    again.form.name.setText("Renamed")
    click(qtbot, again.save_button)
    qtbot.waitUntil(lambda: not again.isVisible(), timeout=15_000)
    assert keyring.stored(account.id) == KEY, "a key that was not touched stays"

    last = open_dialog(accounts.all()[0])
    qtbot.waitUntil(last.form.key.remove_button.isVisible)
    click(qtbot, last.form.key.remove_button)
    click(qtbot, last.save_button)
    qtbot.waitUntil(lambda: not last.isVisible(), timeout=15_000)
    assert keyring.stored(account.id) == ""


def test_a_kept_key_is_replaced(
    open_dialog: Open, accounts: AccountsController, keyring: SecretService, qtbot: QtBot
) -> None:
    account = Account("1", "Mine", GATEWAY)
    with qtbot.waitSignal(accounts.save(account, KEY).succeeded, timeout=15_000):
        pass
    dialog = open_dialog(account)
    qtbot.waitUntil(dialog.form.key.replace_button.isVisible)
    click(qtbot, dialog.form.key.replace_button)
    assert dialog.focusWidget() is dialog.form.key.line
    qtbot.keyClicks(dialog.form.key.line, "sk-another-one")
    click(qtbot, dialog.save_button)
    qtbot.waitUntil(lambda: not dialog.isVisible(), timeout=15_000)
    assert keyring.stored("1") == "sk-another-one"


def test_a_kept_key_is_what_a_test_uses(
    open_dialog: Open,
    accounts: AccountsController,
    keyring: SecretService,
    start_demo: Callable[..., Demo],
    qtbot: QtBot,
) -> None:
    demo = start_demo("--key", KEY)
    account = Account("1", "Mine", demo.base_url)
    with qtbot.waitSignal(accounts.save(account, KEY).succeeded, timeout=15_000):
        pass
    dialog = open_dialog(account)
    click(qtbot, dialog.test_button)
    wait_for(qtbot, dialog, "✓")


def test_a_keyring_that_does_not_answer_leaves_a_way_out(
    open_dialog: Open, accounts: AccountsController, keys: Keys, keyring: SecretService, qtbot: QtBot
) -> None:
    keys._vault._seconds = 0.5  # type: ignore[attr-defined]
    dialog = open_dialog()
    qtbot.keyClicks(dialog.form.key.line, KEY)
    with keyring.hung():
        click(qtbot, dialog.save_button)
        wait_for(qtbot, dialog, "its key is not")
    assert dialog.isVisible()
    assert dialog.save_button.isEnabled()
    click(qtbot, dialog.once_button)
    wait_for(qtbot, dialog, "for this run only")
    assert keys.key(accounts.all()[0].id) == KEY
