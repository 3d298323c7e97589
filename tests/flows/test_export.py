"""Taking conversations out: from the menu, all at once, and every word of them."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QFileDialog, QProgressDialog

from desktop.errors import ExportFailed
from desktop.exchange.export import Format
from tests.flows.person import Person


def test_a_conversation_is_exported_from_the_menu(person: Person, tmp_path: Path) -> None:
    answer = person.ask("Show me a table and some code")
    person.app.window.actions_by_name["export"].trigger()
    [dialog] = person.app.window.findChildren(QFileDialog)
    dialog.fileSelected.emit(str(tmp_path / "out.md"))
    written = (tmp_path / "out.md").read_text("utf-8")
    assert written.startswith("---\n")
    assert f"id: {person.app.conversations.open.id}" in written.replace('"', "")
    assert answer.text in written
    assert "out.md" in person.app.window.toast.sentence.text()


def test_all_conversations_are_exported_into_a_folder(person: Person, tmp_path: Path) -> None:
    person.app.settings.set("title_by_model", False)
    for words in ("one / two", "one / two", "con"):
        person.ask(words)
        person.app.window.new_conversation()
    person.app.dialogs.exports.write_many(tmp_path / "all", Format.MARKDOWN)
    person.wait(lambda: "Exported 3 conversations" in person.app.window.toast.sentence.text())
    files = sorted(file.name for file in (tmp_path / "all").iterdir())
    assert len(files) == 3
    assert all(file.endswith(".md") for file in files)


def test_where_nothing_can_be_written_a_sentence_says_so(person: Person, tmp_path: Path) -> None:
    person.ask("hello")
    failed: list[ExportFailed] = []
    person.app.dialogs.exports.failed.connect(failed.append)
    (tmp_path / "file").write_text("in the way")
    person.app.dialogs.exports.write_one(person.app.conversations.open, tmp_path / "file" / "out.md", Format.MARKDOWN)
    assert len(failed) == 1
    assert person.app.window.toast.isVisible()


def test_an_export_that_fails_leaves_no_progress_behind(person: Person, tmp_path: Path) -> None:
    person.ask("hello")
    (tmp_path / "file").write_text("in the way")
    dialog = person.app.dialogs.open_export(None)
    dialog.fileSelected.emit(str(tmp_path / "file"))
    person.wait(person.app.window.toast.isVisible)
    person.wait(lambda: not person.app.window.findChildren(QProgressDialog))
