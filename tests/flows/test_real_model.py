"""The whole program on a model server of somebody else's: llama.cpp with SmolLM2."""

from __future__ import annotations

import re

import pytest
from PySide6.QtCore import Qt

from desktop.model.message import Role, State
from desktop.ui.dialogs.account_dialog import AccountDialog
from tests.fixtures.llama import MODEL, Llama
from tests.flows.conftest import Start


def test_add_an_account_chat_stop_restart_and_find_every_word(
    start: Start, llama: Llama, monkeypatch: pytest.MonkeyPatch
) -> None:
    person = start()
    person.qtbot.mouseClick(person.app.pane.welcome.cards["local"], Qt.MouseButton.LeftButton)
    [dialog] = person.app.window.findChildren(AccountDialog)
    dialog.form.name.setText("llama.cpp")
    dialog.form.address.setText(llama.base_url)
    dialog.form.key.line.setText(llama.key)
    person.qtbot.mouseClick(dialog.test_button, Qt.MouseButton.LeftButton)
    person.wait(lambda: "It works: 1 model" in dialog.note.text())
    person.qtbot.mouseClick(dialog.save_button, Qt.MouseButton.LeftButton)
    person.wait(lambda: "for this run only" in dialog.note.text())  # there is no keyring in this test
    person.qtbot.mouseClick(dialog.cancel_button, Qt.MouseButton.LeftButton)
    assert person.app.pane.composer.model_button.text() == MODEL

    person.app.settings.set("temperature", 0.0)  # the same words in every run
    first = person.ask("Say hello in one short sentence.")
    second = person.ask("Name three colours.")
    for answer in (first, second):
        assert answer.state is State.COMPLETE, answer.failure
        assert answer.text.strip()
        assert answer.usage is not None
        assert not answer.usage.estimated

    person.say("Write a very long story about a teahouse in the mountains.")
    person.wait(lambda: person.answer is not None and len(person.answer.text) > 40)
    person.qtbot.mouseClick(person.app.pane.composer.button, Qt.MouseButton.LeftButton)
    third = person.answer
    assert third is not None
    assert third.state is State.STOPPED
    words = [message.text for message in person.shown]
    assert len(words) == 6
    person.app.window.close()

    again = start()
    assert [message.text for message in again.shown] == words
    assert [message.role for message in again.shown] == [Role.USER, Role.ASSISTANT] * 3
    assert [message.state for message in again.shown][-1] is State.STOPPED
    screen = again.screen()
    # Marks of Markdown are not on the screen, words are.
    assert all(word in screen for text in words for word in re.findall(r"[A-Za-z]{3,}", text)[:1])
