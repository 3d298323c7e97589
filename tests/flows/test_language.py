"""The whole window in Chinese: it says nothing that the catalogue does not know, and nothing stays as it was before."""

from __future__ import annotations

import re
from collections.abc import Iterator

import pytest
from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QAbstractButton, QApplication, QComboBox, QLabel, QListWidget, QWidget

from desktop import i18n
from desktop.settings import Page
from tests.conftest import PROJECT
from tests.flows.person import Person

KNOWN = i18n.read_catalogue(PROJECT / "resources" / "i18n" / "zh_CN.ts").keys() | set(i18n.LANGUAGES.values())
NAMES = {"简体中文"}


class Listening(dict[str, str]):
    """A catalogue that remembers what it was asked for and does not have."""

    unknown: set[str]

    def get(self, key: str, _default: object = None) -> str | None:  # type: ignore[override]
        if key not in KNOWN:
            self.unknown.add(key)
        return super().get(key)


@pytest.fixture
def listening(monkeypatch: pytest.MonkeyPatch) -> Listening:
    catalogue = Listening()
    catalogue.unknown = set()
    monkeypatch.setattr(i18n, "_catalogue", catalogue)
    return catalogue


def everything(person: Person) -> Iterator[QWidget]:
    """Open everything that a person can open, one after the other."""
    yield person.app.window
    dialogs = person.app.dialogs
    for page in Page:
        dialog = dialogs.open_settings(page.value.lower())
        yield dialog
        dialog.close()
    for way in ("key", "local"):
        account = dialogs.open_account(way)
        assert account is not None
        yield account
        account.close()
    person.app.window.models.choose_model()
    popup = person.app.window.models.popup
    assert popup is not None
    yield popup
    popup.close()
    panel = person.app.window.models.show_parameters()
    yield panel
    panel.close()


def texts_of(window: QWidget, apart_from: QWidget) -> Iterator[str]:
    for widget in (window, *window.findChildren(QWidget)):
        if widget is apart_from or apart_from.isAncestorOf(widget):
            continue
        yield from (widget.accessibleName(), widget.accessibleDescription(), widget.toolTip())
        if isinstance(widget, QLabel | QAbstractButton):
            yield widget.text()
        elif isinstance(widget, QComboBox):
            yield from (widget.itemText(index) for index in range(widget.count()))
        elif isinstance(widget, QListWidget):
            yield from (widget.item(row).text() for row in range(widget.count()))


def test_all_that_the_window_says_is_in_the_catalogue(listening: Listening, person: Person) -> None:
    person.app.settings.set("language", "zh_CN")
    for model in ("deepseek-reasoner", "demo-length", "demo-cut", "demo-error-402"):
        person.app.conversations.choose_model(person.app.conversations.open, "test", model)
        person.ask("你好")
    for widget in everything(person):
        widget.grab()
    assert listening
    assert listening.unknown == set()


def test_nothing_stays_in_the_language_before(person: Person) -> None:
    window = person.app.window
    transcript = person.app.pane.transcript  # what was said there stays as it was said
    person.app.settings.set("language", "zh_CN")
    person.ask("hello")
    assert any(re.search("[一-鿿]", text) for text in texts_of(window, transcript))
    settings = person.app.dialogs.open_settings("appearance")
    person.app.settings.set("language", "en")
    person.wait(lambda: settings.windowTitle() == "Settings")
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    left = {text for widget in (window, settings) for text in texts_of(widget, transcript)}
    assert {text for text in left if re.search("[一-鿿]", text)} == NAMES
    settings.close()
