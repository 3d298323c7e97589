"""A person installs nothing, opens the window, talks to a model, and finds every word again."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QInputMethodEvent
from PySide6.QtWidgets import QApplication

from desktop.model.account import Account
from desktop.model.conversation import TitleSource
from desktop.model.message import State
from tests.fixtures.demo import Demo
from tests.flows.conftest import Start
from tests.flows.person import Person


def test_write_press_enter_and_read_the_answer(person: Person) -> None:
    answer = person.ask("你好，茶馆 😀")
    assert [message.text for message in person.shown] == ["你好，茶馆 😀", answer.text]
    assert answer.state is State.COMPLETE
    assert person.composer.toPlainText() == ""
    assert answer.text.split("\n")[0] in person.screen()


def test_restart_finds_window_conversation_and_place(person: Person, start: Start) -> None:
    person.app.conversations.choose_model(person.app.conversations.open, "test", "demo-long")
    answer = person.ask("a long one, please")
    person.app.window.resize(700, 600)
    bar = person.app.pane.transcript.verticalScrollBar()
    bar.setValue(bar.maximum() // 2)
    # Well inside a block: between two, the same place can be told as the end of one or as the beginning of the other.
    bar.setValue(bar.value() - round(person.app.pane.transcript.position().offset) + 10)
    place = person.app.pane.transcript.position()
    size = person.app.window.size()
    person.app.window.close()

    again = start()
    assert [message.text for message in again.shown] == ["a long one, please", answer.text]
    assert again.app.window.size() == size

    def is_there() -> bool:
        found = again.app.pane.transcript.position()  # None before anything is laid out
        same = found is not None and (found.message_id, found.line) == (place.message_id, place.line)
        return same and abs(found.offset - place.offset) <= 2

    again.wait(is_there)


def test_a_title_is_made_at_once_and_asked_from_the_model_after_the_first_answer(person: Person, demo: Demo) -> None:
    person.say("Tell me about green tea and how it differs from all others")
    assert person.app.conversations.open.title == "Tell me about green tea and how it…"
    person.wait_for_answer()
    person.wait(lambda: person.app.conversations.open.title_source is TitleSource.MODEL)
    assert person.listed() == ["Today", person.app.conversations.open.title]
    person.ask("more")
    assert len([each for each in demo.questions() if "title" in each.body.lower()[:2000]]) == 1


def test_no_title_is_asked_where_the_setting_says_no(person: Person, demo: Demo) -> None:
    person.app.settings.set("title_by_model", False)
    person.ask("hello")
    assert len(demo.questions()) == 1
    assert person.app.conversations.open.title == "hello"


def test_shift_enter_breaks_the_line_and_blank_text_is_not_sent(person: Person) -> None:
    person.press(Qt.Key.Key_Return)
    person.type("one")
    person.press(Qt.Key.Key_Return, Qt.KeyboardModifier.ShiftModifier)
    person.type("two")
    assert person.composer.toPlainText() == "one\ntwo"
    assert person.shown == []


def test_ctrl_enter_sends_where_the_setting_says_so(person: Person) -> None:
    person.app.settings.set("enter_sends", "ctrl_enter")
    person.type("one")
    person.press(Qt.Key.Key_Return)
    assert person.shown == []
    person.press(Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    assert person.shown[0].text == "one\n"


def test_enter_during_composition_sends_nothing(person: Person) -> None:
    QApplication.sendEvent(person.composer, QInputMethodEvent("nihao", []))
    person.press(Qt.Key.Key_Return)
    assert person.shown == []
    person.type("你好")
    person.press(Qt.Key.Key_Return)
    assert person.shown[0].text == "你好"


@pytest.mark.parametrize("model", ["demo-slow", "demo-silent", "demo-silent-start"])
def test_stop_before_headers_in_silence_and_in_mid_stream(person: Person, demo: Demo, model: str) -> None:
    person.app.conversations.choose_model(person.app.conversations.open, "test", model)
    person.say("go")
    assert person.app.pane.composer.button.accessibleName() == "Stop"
    if model == "demo-slow":
        person.wait(lambda: person.answer is not None and person.answer.text != "")
    else:
        person.wait(lambda: len(demo.questions()) == 1)
    person.qtbot.mouseClick(person.app.pane.composer.button, Qt.MouseButton.LeftButton)
    assert person.app.pane.composer.button.accessibleName() == "Send"
    assert person.answer is not None
    assert person.answer.state is State.STOPPED


def test_a_stopped_answer_is_continued_where_it_stands_and_the_draft_stays(person: Person) -> None:
    person.app.conversations.choose_model(person.app.conversations.open, "test", "demo-slow")
    person.say("Tell me")
    person.wait(lambda: person.answer is not None and person.answer.text != "")
    person.press(Qt.Key.Key_Escape)
    stopped = person.wait_for_answer()
    person.app.conversations.choose_model(person.app.conversations.open, "test", "deepseek-chat")
    person.ask("Something else")
    person.type("half a thought")
    person.app.pane.message_action.emit("continue", stopped)
    person.wait_for_answer()
    question, first, asked, answer = person.shown
    assert (question.text, first.id, asked.parent_id) == ("Tell me", stopped.id, stopped.id)
    assert answer.state is State.COMPLETE
    assert person.composer.toPlainText() == "half a thought"
    messages = person.app.conversations.messages_of(person.app.conversations.open)
    assert "Something else" in [message.text for message in messages.values()]


def test_the_draft_of_each_conversation_is_kept(person: Person, start: Start) -> None:
    person.ask("first")
    first = person.app.conversations.open.id
    person.type("unsent in the first")
    person.app.window.new_conversation()
    person.type("unsent in a new one")
    person.app.conversations.open_by_id(first)
    assert person.composer.toPlainText() == "unsent in the first"
    person.app.window.close()
    again = start()
    assert again.composer.toPlainText() == "unsent in the first"
    again.app.window.new_conversation()
    assert again.composer.toPlainText() == "unsent in a new one"


def test_a_reply_goes_on_while_another_conversation_is_shown(person: Person) -> None:
    person.app.conversations.choose_model(person.app.conversations.open, "test", "demo-20000")
    person.say("count")
    slow = person.app.conversations.open.id
    person.app.window.new_conversation()
    person.app.conversations.choose_model(person.app.conversations.open, "test", "deepseek-chat")
    person.ask("meanwhile")
    person.app.conversations.open_by_id(slow)
    answer = person.wait_for_answer()
    assert answer.state is State.COMPLETE
    assert answer.text[-40:].strip() in person.screen()


def test_a_new_conversation_shows_nothing_of_the_last_one(person: Person) -> None:
    person.ask("said in the first")
    person.app.window.new_conversation()
    person.ask("said in the second")
    assert "said in the second" in person.screen()
    assert "said in the first" not in person.screen()


def test_delete_goes_to_the_trash_and_undo_brings_it_back(person: Person) -> None:
    person.app.settings.set("title_by_model", False)
    person.ask("keep me")
    sidebar = person.app.window.sidebar
    sidebar.list.setFocus()
    sidebar.select(person.app.conversations.open.id)
    person.qtbot.keyClick(sidebar.list, Qt.Key.Key_Delete)
    assert person.listed() == []
    assert "keep me" in person.app.window.toast.sentence.text()
    person.qtbot.mouseClick(person.app.window.toast.button, Qt.MouseButton.LeftButton)
    assert person.listed() == ["Today", "keep me"]
    assert person.shown[0].text == "keep me"


def test_ctrl_z_in_the_empty_composer_undoes_a_deletion(person: Person) -> None:
    person.app.settings.set("title_by_model", False)
    person.ask("keep me too")
    person.app.window.conversations.delete()
    person.app.pane.composer.setFocus()
    person.wait(person.app.pane.composer.editor.hasFocus)
    person.press(Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert person.listed() == ["Today", "keep me too"]
    person.type("words")
    person.press(Qt.Key.Key_Z, Qt.KeyboardModifier.ControlModifier)  # now it is the editor's
    assert person.composer.toPlainText() == ""


def test_escape_leaves_the_search(person: Person) -> None:
    person.ask("hello")
    person.app.window.find_conversation()
    search = person.app.window.sidebar.search
    search.setText("nothing like it")
    person.wait(lambda: person.listed() == [])
    person.qtbot.keyClick(search, Qt.Key.Key_Escape)
    person.wait(lambda: len(person.listed()) == 2)
    person.wait(person.app.pane.composer.editor.hasFocus)


def test_rename_and_pin_last(person: Person, start: Start) -> None:
    person.app.settings.set("title_by_model", False)
    person.ask("one")
    person.app.order.rename(person.app.conversations.open.id, "Named by me")
    person.app.window.new_conversation()
    person.ask("two")
    person.app.window.conversations.pin()
    assert person.listed() == ["Pinned", "two", "Today", "Named by me"]
    person.app.window.close()
    assert start().listed() == ["Pinned", "two", "Today", "Named by me"]


def test_search_narrows_the_list(person: Person) -> None:
    person.app.settings.set("title_by_model", False)
    person.ask("about 乌龙茶")
    person.app.window.new_conversation()
    person.ask("about mountains")
    person.app.window.sidebar.search.setText("乌龙")
    person.wait(lambda: person.listed() == ["Today", "about 乌龙茶"])
    person.app.window.sidebar.search.clear()
    person.wait(lambda: len(person.listed()) == 3)


def test_an_edited_message_makes_a_branch_and_both_can_be_seen(person: Person) -> None:
    first = person.ask("frist try")
    question = person.shown[0]
    person.type("a draft")
    person.app.window.messages.perform("edit", question)
    assert person.composer.toPlainText() == "frist try"
    person.composer.setPlainText("first try")
    person.press(Qt.Key.Key_Return)
    person.wait_for_answer()
    assert person.shown[0].text == "first try"
    assert person.composer.toPlainText() == "a draft"
    person.app.window.messages.perform("switch_previous", person.shown[0])
    assert [message.id for message in person.shown] == [question.id, first.id]


def test_details_tell_tokens_seconds_and_cost(person: Person) -> None:
    answer = person.ask("hello")
    person.app.window.messages.perform("details", answer)
    assert "tokens in" in person.screen()


def test_the_key_is_in_no_file_of_the_profile(
    start: Start, profile: Path, demo: Demo, monkeypatch: pytest.MonkeyPatch
) -> None:
    secret = "sk-never-to-be-seen-4711"
    monkeypatch.setenv("TEAHOUSE_API_KEY", secret)
    person = start()
    person.app.accounts.update(Account("test", "Test", demo.base_url, model="demo-error-401"))
    person.ask("hello")
    person.app.window.close()
    for file in profile.rglob("*"):
        if file.is_file():
            assert secret.encode() not in file.read_bytes(), file
