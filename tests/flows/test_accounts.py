"""Accounts through the real window and dialog: with a real keyring, with none, with a wrong key."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QPushButton

from desktop.model.message import State
from desktop.ui.dialogs.account_dialog import AccountDialog
from tests.fixtures.demo import Demo
from tests.fixtures.secret_service import SecretService
from tests.flows.conftest import Start
from tests.flows.person import Person

KEY = "sk-flow-0123456789abcdef"


@pytest.fixture
def locked_demo(start_demo: Callable[..., Demo]) -> Demo:
    """A server that answers to one key only."""
    return start_demo("--speed", "0", "--key", KEY)


def open_dialog(person: Person) -> AccountDialog:
    """The way of somebody new: the card in the empty window."""
    click(person, person.app.pane.welcome.cards["key"])
    dialogs = person.app.window.findChildren(AccountDialog)
    assert len(dialogs) == 1
    return dialogs[0]


def click(person: Person, button: QPushButton) -> None:
    person.qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


def fill(dialog: AccountDialog, address: str, key: str) -> None:
    dialog.form.name.setText("My server")
    dialog.form.address.setText(address)
    dialog.form.key.line.setText(key)


def test_a_wrong_key_is_said_in_a_sentence_and_the_right_one_lists_the_models(start: Start, locked_demo: Demo) -> None:
    person = start()
    dialog = open_dialog(person)
    fill(dialog, locked_demo.base_url, "sk-wrong")
    click(person, dialog.test_button)
    person.wait(lambda: "key" in dialog.note.text().lower() and "Asking" not in dialog.note.text())
    assert "sk-wrong" not in dialog.note.text()
    dialog.form.key.line.setText(KEY)
    click(person, dialog.test_button)
    person.wait(lambda: "It works: 3 models" in dialog.note.text())


def test_a_wrong_address_leads_to_the_right_one(start: Start, demo: Demo) -> None:
    person = start()
    dialog = open_dialog(person)
    fill(dialog, demo.base_url.removesuffix("/v1"), KEY)
    click(person, dialog.test_button)
    person.wait(dialog.fix_button.isVisible)
    click(person, dialog.fix_button)
    person.wait(lambda: "It works" in dialog.note.text())
    assert dialog.form.address.text() == demo.base_url


def test_the_key_goes_into_the_real_keyring_and_works_after_a_restart(
    start: Start, profile: Path, locked_demo: Demo, secret_service: SecretService, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("DBUS_SESSION_BUS_ADDRESS", "XDG_RUNTIME_DIR"):
        monkeypatch.setenv(name, secret_service.environment[name])
    person = start()
    dialog = open_dialog(person)
    fill(dialog, locked_demo.base_url, KEY)
    click(person, dialog.test_button)
    person.wait(lambda: "It works" in dialog.note.text())
    click(person, dialog.save_button)
    person.wait(lambda: bool(person.app.accounts.all()))
    [account] = person.app.accounts.all()
    person.wait(lambda: secret_service.stored(account.id) == KEY)
    assert person.ask("hello").state is State.COMPLETE
    person.app.window.close()

    again = start()
    assert again.ask("and again").state is State.COMPLETE
    job = again.app.accounts.remove(account.id)
    again.wait(lambda: job.over)
    assert secret_service.stored(account.id) == ""
    again.app.window.close()
    for file in profile.rglob("*"):
        assert not file.is_file() or KEY.encode() not in file.read_bytes(), file


def test_without_a_keyring_the_key_is_kept_for_this_run_and_the_dialog_says_so(
    start: Start, profile: Path, locked_demo: Demo
) -> None:
    person = start()
    dialog = open_dialog(person)
    fill(dialog, locked_demo.base_url, KEY)
    click(person, dialog.save_button)
    person.wait(lambda: "for this run only" in dialog.note.text())
    click(person, dialog.cancel_button)
    person.wait(lambda: "deepseek" in person.app.pane.composer.model_button.text())
    assert person.ask("hello").state is State.COMPLETE
    person.app.window.close()

    again = start()
    answer = again.ask("hello again")
    assert answer.state is State.FAILED
    assert answer.failure is not None
    assert answer.failure.kind in {"KeyMissing", "KeyRejected"}
    for file in profile.rglob("*"):
        assert not file.is_file() or KEY.encode() not in file.read_bytes(), file


def test_a_model_is_picked_from_the_list_or_typed(person: Person) -> None:
    person.app.window.models.choose_model()
    popup = person.app.window.models.popup
    assert popup is not None
    popup.filter.setText("reason")
    assert popup.list.currentItem().text() == "deepseek-reasoner"
    person.qtbot.keyClick(popup.filter, Qt.Key.Key_Return)
    assert person.app.pane.composer.model_button.text() == "deepseek-reasoner"
    person.ask("think")
    assert person.answer is not None
    assert person.answer.reasoning

    person.app.window.models.choose_model()
    popup = person.app.window.models.popup
    assert popup is not None
    popup.filter.setText("demo-echo")
    person.qtbot.keyClick(popup.filter, Qt.Key.Key_Return)
    assert person.ask("just this").text == "just this"


def test_the_choice_of_model_belongs_to_the_conversation(person: Person, start: Start) -> None:
    person.app.conversations.choose_model(person.app.conversations.open, "test", "deepseek-reasoner")
    person.ask("one")
    first = person.app.conversations.open.id
    person.app.window.new_conversation()
    person.app.conversations.choose_model(person.app.conversations.open, "test", "deepseek-chat")
    person.ask("two")
    person.app.window.close()
    again = start()
    assert again.app.pane.composer.model_button.text() == "deepseek-chat"
    again.app.conversations.open_by_id(first)
    assert again.app.pane.composer.model_button.text() == "deepseek-reasoner"


def test_the_demo_card_starts_a_server_that_answers(start: Start) -> None:
    person = start()
    click(person, person.app.pane.welcome.cards["demo"])
    answer = person.ask("hello")
    assert answer.state is State.COMPLETE
    assert answer.cost is not None
    person.app.window.close()
    assert start().ask("hello again, after a restart").state is State.COMPLETE
