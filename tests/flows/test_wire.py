"""The wire as a person meets it: what was sent, waiting and trying again, remedies, and changes that count at once."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator

import pytest
from msgspec.structs import replace
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


# Waiting, and trying again


def test_a_second_try_counts_down_beside_a_button_that_cancels_it(person: Person) -> None:
    busy = document({"error": {"message": "slow down"}}, "429 Too Many Requests", headers="Retry-After: 60\r\n")
    with ScriptedServer(busy) as server:
        use(person, server.base_url)
        person.say("hello")
        person.wait(lambda: "Trying again in 5" in person.screen())
        assert "Too many requests" in person.screen()
        click(person, offered(person, "Stop trying"))
        stopped = person.wait_for_answer()
    assert stopped.state is State.STOPPED
    assert len(server.received) == 1
    viewport = person.app.pane.transcript.viewport()
    assert not [
        each for each in viewport.findChildren(QPushButton) if each.text() == "Stop trying" and each.isVisible()
    ]


def test_the_button_goes_with_the_second_try(person: Person) -> None:
    ask_model(person, "demo-rate-limit")
    person.say("hello")
    person.wait(lambda: "Trying again in 2 s" in person.screen())
    button = offered(person, "Stop trying")
    assert person.wait_for_answer().state is State.COMPLETE
    assert not button.isVisible()


def test_elapsed_time_is_shown_before_the_first_word_and_in_the_middle(person: Person) -> None:
    ask_model(person, "demo-silent-start")
    person.say("hello")
    person.wait(lambda: re.search(r"Waiting for the answer… \d", person.screen()) is not None)
    person.press(Qt.Key.Key_Escape)
    assert person.wait_for_answer().state is State.STOPPED
    ask_model(person, "demo-silent")
    person.say("hello")
    person.wait(lambda: "Nothing new for " in person.screen())
    person.press(Qt.Key.Key_Escape)
    assert person.wait_for_answer().state is State.STOPPED
    assert "Nothing new" not in person.screen()


@pytest.mark.parametrize(("model", "state"), [("demo-silent-start", State.FAILED), ("demo-silent", State.INTERRUPTED)])
def test_after_the_accounts_time_limit_a_retry_is_offered(person: Person, demo: Demo, model: str, state: State) -> None:
    use(person, demo.base_url, model, timeout=1.0)
    silent = person.ask("hello")
    assert silent.state is state
    assert "Nothing came from 127.0.0.1 for 1 s" in person.screen()
    assert len([each for each in demo.questions() if each.json["model"] == model]) == 1, "it was not tried by itself"
    ask_model(person, "deepseek-chat")
    click(person, offered(person, "Try again"))
    assert person.wait_for_answer().state is State.COMPLETE


# What is changed in an account counts for the next request


def test_changes_of_an_account_are_taken_up_without_a_restart(person: Person, demo: Demo) -> None:
    use(person, demo.base_url, "deepseek-chat")
    person.ask("as it was")
    key = "sk-the-second-key"
    account = replace(person.app.accounts.get("test"), headers=(("X-Title", "Tea"),))
    saved: list[object] = []
    person.app.accounts.save(account, key, this_run_only=True).succeeded.connect(saved.append)
    person.wait(lambda: bool(saved))
    person.ask("with header and key")
    with HttpProxy(demo.port) as proxy:
        person.app.accounts.update(replace(account, proxy=Proxy(ProxyMode.MANUAL, proxy.address)))
        assert person.ask("through a proxy").state is State.COMPLETE
        assert [each.method for each in proxy.received]
    person.app.accounts.update(replace(account, timeout=1.0))
    ask_model(person, "demo-silent-start")
    assert person.ask("with a time limit").state is State.FAILED
    before, after = (headers(demo, text) for text in ("as it was", "with header and key"))
    assert "x-title" not in before
    assert after["x-title"] == "Tea"
    assert before.get("authorization") != after["authorization"]


def headers(demo: Demo, text: str) -> dict[str, str]:
    [found] = [each.headers for each in demo.questions() if each.json["messages"][-1]["content"] == text]
    return found
