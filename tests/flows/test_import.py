"""Bringing conversations in: from the menu, looked at first, and taken back when it was not meant."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtWidgets import QFileDialog

from desktop.ui.dialogs.import_dialog import ImportDialog
from tests.exchange.importers import samples
from tests.flows.person import Person


@pytest.fixture
def export(tmp_path: Path) -> Path:
    path = tmp_path / "conversations.json"
    path.write_text(samples.text_of("ChatGPT"), "utf-8")
    return path


def choose(person: Person, *files: Path) -> ImportDialog:
    """Choose these files after the menu's item, and wait until the dialog has looked into them."""
    person.app.window.actions_by_name["import_conversations"].trigger()
    [dialog] = person.app.window.findChildren(QFileDialog)
    dialog.filesSelected.emit([str(file) for file in files])
    dialog.close()
    person.wait(lambda: not person.app.window.findChildren(QFileDialog))
    [shown] = person.app.window.findChildren(ImportDialog)
    person.wait(lambda: not shown.work.is_busy)
    return shown


def test_looked_at_imported_read_and_taken_back(person: Person, export: Path) -> None:
    dialog = choose(person, export)
    assert "ChatGPT: 1 new" in dialog.note.text()
    assert person.app.conversations.shown == []
    dialog.import_button.click()
    person.wait(lambda: not dialog.work.is_busy)
    assert "Imported from ChatGPT" in dialog.note.text()
    person.wait(lambda: "Tea" in person.listed())
    [conversation] = person.app.conversations.shown
    person.app.conversations.open_by_id(conversation.id)
    person.wait(lambda: "Oolong, 乌龙." in person.screen())
    dialog.back_button.click()
    person.wait(lambda: "Tea" not in person.listed())
    person.app.window.actions_by_name["undo"].trigger()
    person.wait(lambda: "Tea" in person.listed())


def test_what_is_here_already_is_not_offered(person: Person, export: Path) -> None:
    first = choose(person, export)
    first.import_button.click()
    person.wait(lambda: not first.work.is_busy)
    first.close()
    person.wait(lambda: not person.app.window.findChildren(ImportDialog))
    again = choose(person, export)
    assert not again.import_button.isVisible()
    assert "1 that are here already" in again.note.text()


def test_a_file_that_means_nothing_is_a_sentence(person: Person, tmp_path: Path) -> None:
    path = tmp_path / "notes.json"
    path.write_text('{"hello": "world"}')
    dialog = choose(person, path)
    assert "no conversations" in dialog.note.text()
    assert not dialog.import_button.isVisible()


def test_a_dialog_that_is_closed_stops_its_work(person: Person, tmp_path: Path) -> None:
    path = tmp_path / "many.json"
    path.write_text("[" + ",".join([samples.text_of("ChatGPT")[1:-1]] * 5000) + "]", "utf-8")
    person.app.window.import_requested.emit()
    dialog = person.app.dialogs.show_import([path])
    dialog.close()
    person.wait(lambda: not person.app.window.findChildren(ImportDialog))
    assert person.app.conversations.shown == []
