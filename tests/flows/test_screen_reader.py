"""The story of somebody who cannot see the window: everything is found, said and done by its name.

It is told by another process, over AT-SPI, on a real X server, as screen readers for Linux do it.
"""

from __future__ import annotations

import sys

import pytest

from tests.fixtures.screen_reader import ScreenReader, Thing

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="AT-SPI is for Linux")

COMPLETE = "The answer is complete."


def messages(reader: ScreenReader) -> list[Thing]:
    return [each for each in reader.find("Transcript", "list").children if each.role == "list item"]


def ask(reader: ScreenReader, question: str) -> Thing:
    """Write, press Send, wait until it is said that the answer has come; return the answer."""
    said = reader.heard().count(COMPLETE)
    reader.write(reader.find("Message", "text"), question)
    reader.press(reader.until(lambda: can_be_pressed(reader, "Send")))
    reader.until(lambda: reader.heard().count(COMPLETE) > said)
    return messages(reader)[-1]


def can_be_pressed(reader: ScreenReader, name: str) -> Thing | None:
    found = reader.named(name, "push button")
    return found if found and "Press" in found.actions else None


def nameless(screen: Thing) -> list[Thing]:
    """What takes the focus of the keyboard and does not say what it is."""
    return [each for each in screen.everything() if "focusable" in each.states and not each.name]


def test_a_question_is_asked_and_its_answer_is_read(screen_reader: ScreenReader) -> None:
    for name, role in (
        ("Message", "text"),
        ("Search", "text"),
        ("Conversations", "list"),
        ("New conversation", "push button"),
        ("Model", "push button"),
        ("Settings", "push button"),
        ("Send", "push button"),
    ):
        assert "focusable" in screen_reader.find(name, role).states
    assert screen_reader.find("Model").description.startswith("deepseek-chat")
    assert nameless(screen_reader.screen()) == []

    answer = ask(screen_reader, "Give me the tour of everything")
    question = messages(screen_reader)[0]
    assert question.name == "You: Give me the tour of everything"
    assert [each.name for each in question.children] == ["Give me the tour of everything"]
    assert answer.name.startswith("Assistant: A tour of what an answer can hold\n")
    assert answer.description.startswith("deepseek-chat")
    assert nameless(screen_reader.screen()) == []

    blocks = {each.name: each for each in answer.children}
    assert all(block.area[2] > 0 and block.area[3] > 0 for block in blocks.values())
    headings = [each for each in answer.children if each.role == "heading"]
    assert [(each.name, each.attributes["level"]) for each in headings[:3]] == [
        ("A tour of what an answer can hold", "1"),
        ("Text", "2"),
        ("Lists", "2"),
    ]
    assert blocks["A quotation may have more than one paragraph,"].role == "block quote"
    assert blocks["1. First the water"].role == "paragraph"
    assert "• ☑ warm the pot" in blocks
    assert "separator" in [each.role for each in answer.children]
    kinds = {each.description: each.name for each in answer.children}
    assert kinds["Table, 4 rows, 3 columns"].startswith("Leaf\tColour\tPrice\nLongjing\t")
    assert kinds["Code, python"].startswith("def pour(cups: int) -> str:\n")
    assert kinds["Formula"] == "sum from n equals 1 to infinity of 1 over n squared equals pi squared over 6"
    assert "Inside a line, e to the power, i pi, end exponent plus 1 equals 0, or on their own:" in blocks
    assert any(name.startswith("茶馆里坐着的人") for name in blocks)


def test_messages_are_acted_upon(screen_reader: ScreenReader) -> None:
    answer = ask(screen_reader, "Write a short poem")
    said = screen_reader.heard().count(COMPLETE)
    screen_reader.press(answer, "regenerate")
    screen_reader.until(lambda: screen_reader.heard().count(COMPLETE) > said)
    question, answer = messages(screen_reader)
    assert "copy" in answer.actions
    screen_reader.press(question, "edit")
    screen_reader.until(lambda: "Write a short poem" in screen_reader.find("Message", "text").text)


def test_settings_are_found_by_their_names(screen_reader: ScreenReader) -> None:
    screen_reader.press(screen_reader.find("Settings", "push button"))
    pages = screen_reader.find("Pages", "list").children
    assert len(pages) >= 5
    for page in pages:
        assert nameless(screen_reader.find("Settings — Teahouse", "dialog")) == [], page.name
        screen_reader.key("Down")
    screen_reader.press(screen_reader.find("Close", "push button"))
    screen_reader.until(lambda: screen_reader.named("Pages") is None)


def test_reasoning_is_heard_when_it_is_unfolded(screen_reader: ScreenReader) -> None:
    screen_reader.press(screen_reader.find("Model", "push button"))
    screen_reader.until(lambda: "focus: Find a model, or type a name" in screen_reader.heard())
    screen_reader.key(*"deepseek", "minus", *"reasoner", "Return")
    screen_reader.until(lambda: screen_reader.find("Model").description.startswith("deepseek-reasoner"))
    answer = ask(screen_reader, "Write a short poem")
    assert "Thought for" in answer.description
    blocks = len(answer.children)
    screen_reader.press(answer, "reasoning")
    screen_reader.until(lambda: len(messages(screen_reader)[-1].children) > blocks)
    assert all(each.name and each.area[3] > 0 for each in messages(screen_reader)[-1].children)
