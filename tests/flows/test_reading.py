"""A person reads a conversation: finds words in it, selects, copies, quotes, deletes, and switches between versions."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible, QGuiApplication
from PySide6.QtWidgets import QWidget

from desktop.model.message import State
from tests.flows.conftest import Start
from tests.flows.person import Person
from tests.flows.reader import Reader

KEY, CTRL, SHIFT = Qt.Key, Qt.KeyboardModifier.ControlModifier, Qt.KeyboardModifier.ShiftModifier
FILLER = "\n\n".join(f"Paragraph {n}: " + "words that fill a line or two, " * 6 for n in range(30))


@pytest.fixture
def reader(person: Person) -> Reader:
    with person.qtbot.waitActive(person.app.window):
        person.app.window.activateWindow()
    return Reader(person)


def test_find_go_on_go_back_and_come_back_to_the_composer(reader: Reader) -> None:
    reader.open("Where is the needle?", FILLER, "And the Ｎｅｅｄｌｅ?", FILLER + "\n\nA **nee**dle [x](https://needle.example)")
    reader.app.pane.composer.setFocus()
    reader.trigger("find")
    assert reader.window.focusWidget() is reader.bar.field
    reader.type("needle")
    reader.wait_for_count("3 / 3")  # from what is read on: the conversation was open at its end
    assert reader.is_hit_seen()
    for key, modifiers, said in (
        (KEY.Key_Return, Qt.KeyboardModifier.NoModifier, "1 / 3"),
        (KEY.Key_F3, Qt.KeyboardModifier.NoModifier, "2 / 3"),
        (KEY.Key_Return, SHIFT, "1 / 3"),
        (KEY.Key_F3, SHIFT, "3 / 3"),
    ):
        reader.press(key, modifiers)
        reader.wait_for_count(said)
        assert reader.is_hit_seen()
        assert reader.hit_y() >= reader.bar.geometry().bottom() or reader.view.verticalScrollBar().value() == 0
    reader.person.qtbot.mouseClick(reader.bar.previous_button, Qt.MouseButton.LeftButton)
    reader.wait_for_count("2 / 3")
    reader.press(KEY.Key_Escape)
    assert not reader.bar.isVisible()
    assert reader.window.focusWidget() is reader.person.composer
    assert reader.view.finder.count == 0
    assert reader.view.selection.markdown() == "Ｎｅｅｄｌｅ"


def test_escape_in_the_transcript_closes_the_bar_too(reader: Reader) -> None:
    reader.open("a needle", "no")
    reader.view.setFocus()
    reader.trigger("find")
    reader.type("needle")
    reader.wait_for_count("1 / 1")
    reader.view.setFocus()
    reader.press(KEY.Key_Escape)
    assert not reader.bar.isVisible()
    assert reader.window.focusWidget() is reader.view


def test_a_screen_reader_is_told_which_hit_it_is(reader: Reader) -> None:
    reader.open("a needle", "another needle")
    reader.trigger("find")
    reader.type("needle")
    reader.wait_for_count("1 / 2")
    field = QAccessible.queryAccessibleInterface(reader.bar.field)
    assert field.text(QAccessible.Text.Name) == "Find in this conversation"
    assert field.text(QAccessible.Text.Description) == "Hit 1 of 2"


def test_what_is_not_there_is_said(reader: Reader) -> None:
    reader.open("one", "two")
    reader.trigger("find")
    reader.type("three")
    reader.wait_for_count("No hits")
    assert not reader.bar.next_button.isEnabled()


def test_chinese_is_found_and_reasoning_unfolds(reader: Reader) -> None:
    reader.app.conversations.choose_model(reader.app.conversations.open, "test", "deepseek-reasoner")
    answer = reader.person.ask("你好，茶馆 😀")
    assert answer.reasoning
    word = answer.reasoning.split()[0]
    number = len(reader.view.arrangement.entries) - 1
    assert not reader.view.arrangement.layout(number).reasoning_open
    reader.window.reading.find()
    reader.bar.field.setText(word)
    reader.person.wait(lambda: reader.view.finder.complete and reader.view.finder.current is not None)
    while reader.view.finder.place[0].entry != number:
        reader.press(KEY.Key_Return)
        reader.person.wait(lambda: reader.view.finder.place is not None)
    assert reader.view.arrangement.layout(number).reasoning_open
    assert reader.is_hit_seen()
    reader.bar.field.setText("茶馆")
    reader.person.wait(lambda: reader.view.finder.complete and reader.view.finder.count >= 1)


def test_escape_in_the_composer_leaves_what_was_looked_for(reader: Reader) -> None:
    messages = reader.open("a needle", "no")
    assert reader.app.pane.show_hit(messages[0].id, ["needle"])
    assert reader.view.finder.count == 1
    reader.app.pane.composer.setFocus()
    reader.press(KEY.Key_Escape)
    assert reader.view.finder.count == 0
    reader.app.pane.show_hit(messages[0].id, ["needle"])
    reader.open("another needle", "no")
    assert reader.view.finder.count == 0


def test_the_bar_goes_with_its_conversation(reader: Reader) -> None:
    reader.open("a needle", "no")
    reader.trigger("find")
    reader.type("needle")
    reader.wait_for_count("1 / 1")
    reader.app.conversations.open_new()
    assert not reader.bar.isVisible()
    assert reader.view.finder.count == 0
    reader.trigger("find")  # there is nothing to find anything in
    assert not reader.bar.isVisible()


def test_what_is_selected_is_what_is_looked_for(reader: Reader) -> None:
    reader.open("one tea", "two teas")
    reader.view.setFocus()
    reader.press(KEY.Key_Home, CTRL | SHIFT)
    for _ in range(3):
        reader.press(KEY.Key_Right, CTRL | SHIFT)
    reader.view.selection.clear()
    view = reader.view
    view.selection.set(view._keys._carets.first(0), view._keys._carets.first(0)._replace(offset=3))
    reader.trigger("find")
    assert reader.bar.field.text() == "one"


def test_hits_are_counted_while_an_answer_streams(reader: Reader) -> None:
    reader.app.conversations.choose_model(reader.app.conversations.open, "test", "demo-slow")
    reader.person.say("go on")
    reader.person.wait(lambda: reader.person.answer is not None and len(reader.person.answer.text) > 20)
    reader.trigger("find")
    reader.bar.field.setText("e")
    reader.person.wait(lambda: reader.view.finder.count > 0)
    before = reader.view.finder.count
    reader.person.wait(lambda: reader.view.finder.count > before)
    reader.app.replies.stop(reader.app.conversations.open.id)
    reader.person.wait_for_answer()


def test_a_message_of_another_branch_is_jumped_to(reader: Reader) -> None:
    messages = reader.open("Which tea?", "Take the oolong.\n\n" + FILLER)
    reader.add(messages[1], "Take the green one.", minutes=9)
    assert "oolong" not in reader.person.screen()
    assert reader.app.pane.show_hit(messages[1].id, ["OOLONG"])
    assert "oolong" in reader.person.screen()
    reader.person.wait(lambda: reader.view.finder.place is not None)
    assert reader.is_hit_seen()
    assert not reader.app.pane.show_hit("nobody", ["oolong"])


def test_quote_by_the_keyboard(reader: Reader) -> None:
    reader.open("hello", "Some **bold** words.\n\nMore.")
    reader.person.type("As you said:")
    reader.view.setFocus()
    reader.press(KEY.Key_A, CTRL)
    view = reader.view
    view.selection.set(view._keys._carets.first(1), view._keys._carets.last(1))
    reader.press(KEY.Key_Q, CTRL | SHIFT)
    assert reader.person.composer.toPlainText() == "As you said:\n\n> Some **bold** words.\n>\n> More.\n\n"
    assert reader.window.focusWidget() is reader.person.composer
    reader.person.type("Why?")
    reader.press(KEY.Key_Z, CTRL)
    reader.press(KEY.Key_Z, CTRL)
    assert reader.person.composer.toPlainText() == "As you said:"


def test_select_with_the_keyboard_and_copy_as_rich_text(reader: Reader) -> None:
    reader.open("hello", "Some **bold** words.")
    reader.view.setFocus()
    reader.press(KEY.Key_A, CTRL)
    reader.press(KEY.Key_C, CTRL)
    assert QGuiApplication.clipboard().text() == "hello\n\nSome **bold** words."
    reader.press(KEY.Key_C, CTRL | SHIFT)
    content = QGuiApplication.clipboard().mimeData()
    assert content.html() == "<p>hello</p><p>Some <strong>bold</strong> words.</p>"
    assert content.text() == "hello\nSome bold words."


def test_escape_in_the_transcript_takes_back_the_selection_before_it_stops_the_answer(reader: Reader) -> None:
    reader.app.conversations.choose_model(reader.app.conversations.open, "test", "demo-slow")
    reader.person.say("go on")
    reader.person.wait(lambda: reader.person.answer is not None and reader.person.answer.text != "")
    reader.view.setFocus()
    reader.press(KEY.Key_A, CTRL)
    reader.press(KEY.Key_Escape)
    assert not reader.view.selection
    assert reader.app.replies.is_running(reader.app.conversations.open.id)
    reader.press(KEY.Key_Escape)
    reader.person.wait(lambda: not reader.app.replies.is_running(reader.app.conversations.open.id))
    assert reader.person.answer.state is State.STOPPED


def test_delete_a_message_and_bring_it_back_by_the_toast(reader: Reader) -> None:
    messages = reader.open("first", "answer", "second", "another answer")
    reader.window.messages.perform("delete", messages[2])
    assert [message.text for message in reader.person.shown] == ["first", "answer"]
    assert "second" not in reader.person.screen()
    assert reader.window.toast.isVisible()
    reader.person.qtbot.mouseClick(reader.window.toast.button, Qt.MouseButton.LeftButton)
    assert [message.text for message in reader.person.shown] == ["first", "answer", "second", "another answer"]
    assert "another answer" in reader.person.screen()


def test_delete_a_message_by_the_keyboard_and_bring_it_back_by_ctrl_z(reader: Reader, start: Start) -> None:
    reader.open("first", "answer", "second", "another answer")
    reader.view.setFocus(Qt.FocusReason.TabFocusReason)
    while reader.view.focused_message != 3:
        assert reader.view.focusNextPrevChild(True)
    reader.press(KEY.Key_Return)
    menu = QGuiApplication.instance().activePopupWidget()
    next(action for action in menu.actions() if action.text() == "Delete").trigger()
    menu.close()
    assert [message.text for message in reader.person.shown] == ["first", "answer", "second"]
    reader.trigger("undo")
    assert len(reader.person.shown) == 4
    reader.view.setFocus(Qt.FocusReason.TabFocusReason)
    while reader.view.focused_message != 3:
        assert reader.view.focusNextPrevChild(True)
    reader.press(KEY.Key_Delete)
    reader.window.close()
    assert [message.text for message in start().shown] == ["first", "answer", "second"]


def test_deleting_a_version_shows_the_other_one(reader: Reader) -> None:
    messages = reader.open("Which tea?", "Oolong.")
    other = reader.add(messages[1], "Green.", minutes=9)
    assert reader.view.arrangement.entries[1].siblings == (1, 2)
    reader.window.messages.perform("delete", other)
    assert [message.text for message in reader.person.shown] == ["Which tea?", "Oolong."]
    assert reader.view.arrangement.entries[1].siblings == (0, 1)


def test_deleting_the_only_first_message_takes_the_conversation_along(reader: Reader) -> None:
    messages = reader.open("Which tea?", "Oolong.")
    reader.window.messages.perform("delete", messages[0])
    assert reader.person.listed() == []
    reader.trigger("undo")
    assert len(reader.person.listed()) == 2


def test_nothing_is_deleted_while_an_answer_is_written(reader: Reader) -> None:
    reader.app.conversations.choose_model(reader.app.conversations.open, "test", "demo-slow")
    reader.person.say("go on")
    reader.person.wait(lambda: reader.person.answer is not None and reader.person.answer.text != "")
    reader.window.messages.perform("delete", reader.person.shown[0])
    assert len(reader.person.shown) == 2
    assert "Wait for the end" in reader.window.toast.sentence.text()
    reader.app.replies.stop(reader.app.conversations.open.id)
    reader.person.wait_for_answer()


@pytest.mark.parametrize("other", ["Short.", FILLER + FILLER])
def test_switching_versions_moves_nothing(reader: Reader, other: str) -> None:
    messages = reader.open("first", "answer", "second", FILLER, "third", "end")
    reader.add(messages[3], other, minutes=99)
    reader.view.verticalScrollBar().setValue(reader.view.arrangement.top(3) - 60)
    before = reader.view.sight.area_of(3).top()
    for label in ("Previous version", "Next version", "Previous version"):
        reader.hover(3)
        button = reader.button(label)
        reader.person.qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
        assert reader.view.sight.area_of(3).top() == before
    assert reader.view.arrangement.entries[3].message.text == FILLER


def test_every_conversation_is_found_where_it_was_left(reader: Reader) -> None:
    places = []
    for part in (0.3, 0.7):
        messages = reader.open("Which tea?", FILLER, "More?", FILLER + "\n\n" + FILLER)
        bar = reader.view.verticalScrollBar()
        bar.setValue(round(bar.maximum() * part))
        place = reader.view.position()
        assert place is not None
        assert not place.at_end
        places.append((messages[0].conversation_id, place))
    for conversation_id, place in places:
        reader.app.conversations.open_by_id(conversation_id)
        assert reader.view.position() == place


def test_versions_are_switched_by_the_keyboard(reader: Reader) -> None:
    messages = reader.open("Which tea?", "Oolong.", "Why?", "So.")
    reader.add(messages[1], "Green.", minutes=9)
    reader.view.setFocus(Qt.FocusReason.TabFocusReason)
    while reader.view.focused_message != 1:
        assert reader.view.focusNextPrevChild(True)
    for key, said in ((KEY.Key_Left, "Oolong."), (KEY.Key_Left, "Oolong."), (KEY.Key_Right, "Green.")):
        reader.press(key)
        assert reader.view.arrangement.entries[1].message.text == said
        assert reader.view.focused_message == 1


def test_the_actions_of_a_tall_message_can_be_reached_in_its_middle(reader: Reader) -> None:
    reader.open("first", FILLER, "second", "end")
    reader.view.verticalScrollBar().setValue(400)
    reader.hover(1)
    copy: QWidget = reader.button("Copy")
    assert reader.view.viewport().rect().contains(copy.mapTo(reader.view.viewport(), copy.rect().center()))
    reader.person.qtbot.mouseClick(copy, Qt.MouseButton.LeftButton)
    assert QGuiApplication.clipboard().text() == FILLER


def test_an_answer_stops_at_the_first_screen_where_that_is_set(reader: Reader) -> None:
    reader.window.resize(900, 500)
    reader.app.settings.set("stop_at_first_screen", True)
    reader.app.conversations.choose_model(reader.app.conversations.open, "test", "demo-long")
    reader.person.say("a long one, please")
    reader.person.wait(lambda: len(reader.view.arrangement.entries) == 2 and not reader.view.at_bottom)
    reader.app.replies.stop(reader.app.conversations.open.id)
    reader.person.wait_for_answer()
    assert reader.view.sight.area_of(1).top() == 0
    assert reader.view.overlays.new_text.isVisible()
    reader.person.qtbot.mouseClick(reader.view.overlays.new_text, Qt.MouseButton.LeftButton)
    assert reader.view.at_bottom
