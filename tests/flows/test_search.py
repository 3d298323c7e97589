"""Searching everything: by keys alone, to the very place, and back to where one was."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAccessible

from desktop.model.conversation import Conversation
from desktop.model.ids import new_id
from desktop.model.message import Message, Origin, Role, TextPart
from desktop.store.conversations import Conversations
from desktop.store.database import Database
from desktop.store.messages import Messages
from desktop.store.question import Key
from desktop.ui.search.page import SearchPage
from tests.flows.conftest import Start
from tests.flows.person import Person

NOW = datetime.now(UTC)
MANY = 120  # messages, more than a page of hits


@pytest.fixture
def library(profile: Path) -> None:
    """A conversation with two versions of an answer, the older of which is not shown, and one with many messages."""
    profile.mkdir(parents=True)
    with Database.open(profile / "conversations.db") as database:
        tea = Conversation(new_id(), "Green tea", NOW, NOW)
        notes = Conversation(new_id(), "Notes", NOW, NOW)
        for conversation in (tea, notes):
            Conversations(database).add(conversation)
        asked = _said(tea, "How is it made?", None, NOW)
        hidden = _said(tea, "Steam the leaves of 绿茶. " * 40 + "It is a **kombucha**, no: tea.", asked, NOW)
        for message in (asked, hidden, _said(tea, "Roast the leaves.", asked, NOW)):
            Messages(database).add(message)
        with database.transaction():
            for number in range(MANY):
                when = NOW - timedelta(days=MANY - number)
                Messages(database).add(_said(notes, f"Remember number {number}", None, when))


def _said(conversation: Conversation, text: str, parent: Message | None, when: datetime) -> Message:
    role, origin = (Role.USER, None) if parent is None else (Role.ASSISTANT, Origin("a", "Home", "deepseek-chat"))
    return Message(new_id(), conversation.id, parent and parent.id, role, (TextPart(text),), when, origin=origin)


@pytest.fixture
def reader(library: None, start: Start) -> Person:
    return start()


def search_for(person: Person, text: str) -> SearchPage:
    """Open the page by its keys, type, and wait for the first hits."""
    window = person.app.window
    person.press(Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
    page = window.searching.page
    person.wait(page.field.hasFocus)
    with person.qtbot.waitSignal(page._searching.found, timeout=20_000):
        page.field.clear()
        person.qtbot.keyClicks(page.field, text)
    person.wait(lambda: not page._timer.isActive() and page._searching._asking._job.over)
    return page


def shown(page: SearchPage) -> list[str]:
    return [str(page.model.index(row).data()) for row in range(page.model.rowCount())]


def test_enter_goes_to_the_very_place_on_whichever_branch(reader: Person) -> None:
    page = search_for(reader, "kombucha tea")
    (hit,) = [page.model.hit_at(page.model.index(row)) for row in range(page.model.rowCount())]
    assert hit is not None
    assert [hit.snippet[start:end] for start, end in hit.highlights] == ["kombucha", "tea"]
    reader.qtbot.keyClick(page.field, Qt.Key.Key_Return)
    reader.wait(lambda: not page.isVisible())
    assert reader.app.conversations.open.title == "Green tea"
    assert reader.shown[-1].text.endswith("no: tea.")
    transcript = reader.app.pane.transcript
    reader.wait(lambda: transcript.finder.place is not None)
    reader.wait(transcript.hasFocus)


def test_arrows_choose_while_typing_and_escape_goes_back(reader: Person) -> None:
    before = reader.app.conversations.open.id
    page = search_for(reader, "leaves")
    assert len(shown(page)) == 2
    reader.qtbot.keyClick(page.field, Qt.Key.Key_Down)
    assert page.list.currentIndex().row() == 1
    reader.qtbot.keyClick(page.field, Qt.Key.Key_Escape)
    reader.wait(lambda: not page.isVisible())
    reader.wait(reader.composer.hasFocus)
    assert reader.app.conversations.open.id == before
    reader.press(Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.ShiftModifier)
    reader.wait(page.isVisible)  # and what was found is there again
    assert (page.field.text(), page.list.currentIndex().row()) == ("leaves", 1)


def test_enter_waits_for_what_was_typed(reader: Person) -> None:
    page = search_for(reader, "remember")
    page.field.setText("kombucha")
    reader.qtbot.keyClick(page.field, Qt.Key.Key_Return)  # before it was even asked
    reader.wait(lambda: not page.isVisible())
    assert reader.app.conversations.open.title == "Green tea"


def test_further_pages_come_with_scrolling(reader: Person) -> None:
    page = search_for(reader, "remember")
    assert 50 <= page.model.rowCount() < MANY
    assert page.status.text().startswith("More than")

    def scrolled() -> bool:
        page.list.scrollToBottom()
        return page.model.rowCount() == MANY

    reader.wait(scrolled)
    reader.wait(lambda: page.status.text() == f"{MANY} hits")


def test_a_filter_is_chosen_from_a_menu_and_stands_in_the_question(reader: Person) -> None:
    page = search_for(reader, "leaves")
    reader.wait(page.filters._buttons[Key.MODEL].isVisible)
    menu = page.filters._buttons[Key.ROLE].menu()
    menu.aboutToShow.emit()
    with reader.qtbot.waitSignal(page._searching.found, timeout=20_000):
        next(action for action in menu.actions() if action.text() == "You").trigger()
    assert page.field.text() == "leaves role:user"
    assert page.filters._buttons[Key.ROLE].text() == "Said by: You"
    assert shown(page) == []
    assert page.status.text() == "Nothing was found. Fewer words, or fewer filters, find more."


def test_the_sidebar_hands_its_words_on(reader: Person) -> None:
    search = reader.app.window.sidebar.search
    search.setFocus()
    search.setText("绿茶")
    reader.wait(lambda: reader.listed() == ["Today", "Green tea"])
    reader.qtbot.keyClick(search, Qt.Key.Key_Return)
    page = reader.app.window.searching.page
    reader.wait(lambda: page.isVisible() and len(shown(page)) == 1)
    assert page.field.text() == "绿茶"
    reader.app.window.new_conversation()  # whatever opens a conversation shows it
    reader.wait(lambda: not page.isVisible())


def test_what_is_gone_is_said(reader: Person) -> None:
    page = search_for(reader, "kombucha")
    gone = next(each for each in reader.app.conversations.shown if each.title == "Green tea")
    reader.app.order.delete([gone.id])
    reader.app.window.searching.search_everything()
    reader.qtbot.keyClick(page.field, Qt.Key.Key_Return)
    assert "in the trash" in reader.app.window.toast.sentence.text()


def test_a_screen_reader_hears_what_was_found(reader: Person) -> None:
    page = search_for(reader, "kombucha")
    names = {QAccessible.queryAccessibleInterface(each).text(QAccessible.Text.Name) for each in (page.field, page.list)}
    assert names == {"Search everything", "Results"}
    (row,) = shown(page)
    assert row.startswith("deepseek-chat, ")
    assert "in “Green tea”: " in row
    for button in page.filters._buttons.values():
        assert QAccessible.queryAccessibleInterface(button).text(QAccessible.Text.Name)


def test_typing_on_gives_up_what_was_asked_before(reader: Person) -> None:
    page = search_for(reader, "rem")
    controller = page._searching
    first = controller._asking._job
    answers: list[object] = []
    controller.found.connect(answers.append)
    controller.ask("leaves")
    second = controller._asking._job
    controller.ask("kombucha")
    assert second is not first
    assert second.over
    reader.wait(lambda: len(answers) == 1 and controller._asking._job.over)
    reader.wait(lambda: not reader.app.jobs._jobs)  # the thread of the one that was given up has ended too
    assert len(answers) == 1
    assert len(shown(page)) == 1
