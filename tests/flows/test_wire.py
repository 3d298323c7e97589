"""The wire as a person meets it: what was sent, waiting and trying again, remedies, and changes that count at once."""

from __future__ import annotations

import json
from collections.abc import Iterator
from dataclasses import replace

import pytest
from PySide6.QtCore import QObject, Qt, QUrl, Slot
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtWidgets import QMessageBox, QPushButton

from desktop.controllers.presets import GATEWAY
from desktop.model.account import Account, Proxy, ProxyMode
from desktop.model.failure import Failure
from desktop.model.message import State
from desktop.model.parameters import Parameters
from desktop.ui.dialogs.request_dialog import RequestDialog
from desktop.ui.dialogs.settings_dialog import SettingsDialog
from tests.fixtures.demo import Demo
from tests.fixtures.proxies import HttpProxy
from tests.fixtures.scripted_server import ScriptedServer, delta, document, streamed
from tests.flows.conftest import Start
from tests.flows.person import Person


class Browser(QObject):
    """Takes the pages that the program opens."""

    def __init__(self) -> None:
        super().__init__()
        self.opened: list[str] = []

    @Slot(QUrl)
    def open(self, url: QUrl) -> None:
        self.opened.append(url.toString())


@pytest.fixture
def browser(person: Person) -> Iterator[Browser]:
    browser = Browser()
    QDesktopServices.setUrlHandler("https", browser, "open")
    yield browser
    QDesktopServices.unsetUrlHandler("https")


def use(person: Person, base_url: str, model: str = "m", **fields: object) -> None:
    """Let the person's account be this one, whatever it was."""
    person.app.accounts.update(Account("test", "Test", base_url, model=model, **fields))
    ask_model(person, model)


def offered(person: Person, label: str) -> QPushButton:
    """Return the button of that name that is seen in the transcript."""
    viewport = person.app.pane.transcript.viewport()
    [button] = [each for each in viewport.findChildren(QPushButton) if each.text() == label and each.isVisible()]
    return button


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


# Remedies


def test_a_longest_answer_above_the_limit_is_lowered_to_it_and_asked_again(person: Person) -> None:
    refused = document({"error": {"message": "Invalid max_tokens value, the valid range of max_tokens is [1, 8192]"}},
                       "400 Bad Request")  # fmt: skip
    with ScriptedServer(refused, streamed(delta("Here."), delta(finish="stop"))) as server:
        use(person, server.base_url)
        conversation = person.app.conversations.open
        person.app.conversations.set_parameters(conversation, Parameters(max_tokens=100_000))
        assert person.ask("write a book").state is State.FAILED
        assert "8,192" in person.screen()
        click(person, offered(person, "Lower it and try again"))
        assert person.wait_for_answer().text == "Here."
        sent = [each.document["max_tokens"] for each in server.received[:2]]
    assert sent == [100_000, 8192]
    assert person.app.conversations.open.parameters.max_tokens == 8192
    assert "8,192" in person.app.window.toast.sentence.text()


def test_a_conversation_that_is_too_long_says_the_limit_and_offers_a_new_one(person: Person) -> None:
    ask_model(person, "demo-context")
    failed = person.ask("go on")
    assert failed.failure is not None
    assert f"{failed.failure.facts['limit']:,}" in person.screen()
    click(person, offered(person, "New conversation"))
    assert person.shown == []


def test_a_wrong_address_is_put_right_and_asked_again(person: Person, demo: Demo) -> None:
    use(person, demo.base_url.removesuffix("/v1"), "deepseek-chat")
    assert person.ask("hello").state is State.FAILED
    click(person, offered(person, "Use the right address"))
    assert person.wait_for_answer().state is State.COMPLETE
    assert person.app.accounts.get("test").base_url == demo.base_url


def test_the_address_of_another_server_is_never_taken(person: Person, demo: Demo) -> None:
    """A stored failure is only words: it must not send the key anywhere."""
    answer = person.ask("hello")
    elsewhere = Failure("AddressWrong", {"url": demo.base_url, "suggestion": "https://elsewhere.example/v1"})
    person.app.window.messages.perform("use_v1_address", replace(answer, failure=elsewhere))
    assert person.app.accounts.get("test").base_url == demo.base_url


def test_http_to_another_machine_is_asked_about_then_allowed(person: Person) -> None:
    with ScriptedServer(streamed(delta("Here."), delta(finish="stop"))) as server, HttpProxy(server.port) as proxy:
        use(person, "http://api.example.test/v1", proxy=Proxy(ProxyMode.MANUAL, proxy.address))
        assert person.ask("hello").state is State.FAILED
        assert proxy.connections == 0
        for word, asked_again in (("Cancel", False), ("Send without encryption", True)):
            click(person, offered(person, "Send without encryption"))
            [box] = [each for each in person.app.window.findChildren(QMessageBox) if each.isVisible()]
            assert "api.example.test" in box.text()
            click(person, next(each for each in box.buttons() if each.text() == word))
            assert person.app.accounts.get("test").plain_http_allowed is asked_again
        assert person.wait_for_answer().text == "Here."


@pytest.mark.parametrize(
    ("own", "address", "opened"),
    [
        ("https://pay.example.org/me", "", "https://pay.example.org/me"),
        ("", GATEWAY, "https://cnaitoken.store/topup"),
        ("", "https://unknown.example.org/v1", None),
    ],
)
def test_topping_up_opens_the_page_of_the_account_or_of_its_service(
    person: Person, demo_account: Account, *, own: str, address: str, opened: str | None, browser: Browser
) -> None:
    ask_model(person, "demo-error-402")
    assert person.ask("hello").state is State.FAILED
    account = replace(demo_account, top_up_url=own, base_url=address or demo_account.base_url)
    person.app.accounts.update(account)
    click(person, offered(person, "Top up"))
    assert browser.opened == ([opened] if opened else [])
    settings = person.app.window.findChildren(SettingsDialog)
    assert [dialog.isVisible() for dialog in settings] == ([] if opened else [True])
    for dialog in settings:
        dialog.close()
