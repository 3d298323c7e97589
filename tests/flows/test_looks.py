"""Theme, text size and language, switched while the window is open; names that a screen reader says."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QWidget

from tests.flows.person import Person


def test_the_theme_is_switched_live(person: Person) -> None:
    person.ask("hello")
    person.app.settings.set("theme", "dark")
    dark = person.app.window.grab().toImage().pixelColor(700, 60)
    person.app.settings.set("theme", "light")
    light = person.app.window.grab().toImage().pixelColor(700, 60)
    assert dark.lightness() < 80
    assert light.lightness() > 200


def test_the_language_is_switched_live_everywhere(person: Person) -> None:
    person.ask("hello")
    person.app.settings.set("language", "zh_CN")
    sidebar = person.app.window.sidebar
    person.wait(lambda: sidebar.new_button.text() == "新对话")
    assert sidebar.search.placeholderText() == "搜索"
    assert person.listed()[0] == "今天"
    assert "消息" in person.app.pane.composer.editor.placeholderText()
    assert person.app.pane.transcript.accessibleName() != "Transcript"
    dialog = person.app.dialogs.open_settings("appearance")
    assert dialog.windowTitle() == "设置"
    person.app.settings.set("language", "en")
    person.wait(lambda: dialog.windowTitle() == "Settings")
    assert sidebar.new_button.text() == "New conversation"
    dialog.close()


def test_text_size_grows_and_shrinks_within_bounds(person: Person) -> None:
    person.ask("hello")
    before = person.app.pane.transcript.verticalScrollBar().maximum()
    for _ in range(40):
        person.app.window.larger_text()
    assert person.app.settings.get("text_size") == 32
    assert person.app.pane.transcript.verticalScrollBar().maximum() >= before
    for _ in range(60):
        person.app.window.smaller_text()
    assert person.app.settings.get("text_size") == 10


@pytest.mark.parametrize(
    "name", ["Message", "Send", "New conversation", "Conversations", "Search", "Transcript", "Model", "Settings"]
)
def test_what_a_person_uses_has_its_name(person: Person, name: str) -> None:
    person.ask("hello")
    named = [
        widget
        for widget in person.app.window.findChildren(QWidget)
        if widget.isVisible() and name in (widget.accessibleName(), getattr(widget, "text", str)())
    ]
    assert named


def test_the_sidebar_folds_and_stays_folded(person: Person) -> None:
    person.app.window.toggle_sidebar()
    assert person.app.window.sidebar.isHidden()
    assert person.app.settings.get("sidebar_shown") is False
    person.app.window.toggle_sidebar()
    assert not person.app.window.sidebar.isHidden()
