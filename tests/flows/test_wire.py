"""The wire as a person meets it: what was sent, waiting and trying again, remedies, and changes that count at once."""

from __future__ import annotations

import json

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QPushButton

from desktop.model.message import State
from desktop.ui.dialogs.request_dialog import RequestDialog
from tests.fixtures.demo import Demo
from tests.flows.conftest import Start
from tests.flows.person import Person


def ask_model(person: Person, model: str, account_id: str = "test") -> None:
    person.app.conversations.choose_model(person.app.conversations.open, account_id, model)


def click(person: Person, button: QPushButton) -> None:
    person.qtbot.mouseClick(button, Qt.MouseButton.LeftButton)


def show_request(person: Person) -> RequestDialog:
    """Choose it from the answer's actions, as a screen reader does."""
    answer = person.answer
    assert answer is not None
    assert "request" in person.app.pane.transcript.arrangement.entries[-1].actions
    person.app.pane.transcript.action_requested.emit("request", answer.id)
    [dialog] = person.app.window.findChildren(RequestDialog)
    return dialog


def asked(demo: Demo, text: str) -> str:
    """Return the body that asked for an answer to `text`; titles are asked for in other words."""
    [body] = [each.body for each in demo.questions() if each.json["messages"][-1]["content"] == text]
    return body


# The request inspector


def test_a_message_shows_exactly_what_was_sent_for_it(person: Person, demo: Demo) -> None:
    person.ask("first 茶")
    person.ask("second")
    dialog = show_request(person)
    click(person, dialog.json_button)
    sent = asked(demo, "second")
    assert QGuiApplication.clipboard().text() == sent
    assert json.loads(dialog.view.toPlainText()) == json.loads(sent)
    dialog.close()


def test_after_a_restart_it_is_made_again_and_says_so(person: Person, start: Start, demo: Demo) -> None:
    person.ask("first")
    person.app.window.close()
    again = start()
    dialog = show_request(again)
    assert "may differ" in dialog.note.text()
    click(again, dialog.json_button)
    assert QGuiApplication.clipboard().text() == asked(demo, "first")
    dialog.close()


def test_a_refused_request_can_be_looked_at_with_the_servers_name_for_it(person: Person) -> None:
    ask_model(person, "demo-error-402")
    assert person.ask("hello").state is State.FAILED
    dialog = show_request(person)
    assert '"demo-error-402"' in dialog.view.toPlainText()
    assert "Request" in dialog.place.text()
    dialog.close()
