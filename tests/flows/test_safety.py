"""What keeps the conversations safe, from the window: backups by themselves and by hand, restoring, and damage."""

from __future__ import annotations

import json
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

from desktop.app import build
from desktop.errors import DatabaseDamaged
from desktop.model.conversation import TitleSource
from desktop.settings import Settings
from desktop.store.backup import Kind, back_up
from desktop.store.conversations import Conversations
from desktop.store.database import Database
from desktop.ui.dialogs import SettingsDialog
from desktop.ui.dialogs.backups_view import BackupsView
from tests.conftest import PROJECT
from tests.flows.conftest import Start
from tests.flows.person import Person
from tests.store.make import fill

PAGE = 4096


def backups_view(person: Person) -> BackupsView:
    dialog = person.app.dialogs.open_settings("data")
    assert isinstance(dialog, SettingsDialog)
    return dialog.storage_page.backups


def lines_of(view: BackupsView) -> list[str]:
    return [view.list.item(row).text() for row in range(view.list.count())]


def test_a_backup_is_made_and_restored_from_the_settings(person: Person) -> None:
    person.ask("What is oolong?")
    person.wait(lambda: person.app.conversations.open.title_source is TitleSource.MODEL)  # it gets no other from now on
    lost = person.app.conversations.open
    view = backups_view(person)
    assert lines_of(view) == []
    view.back_up_button.click()
    person.wait(lambda: lines_of(view) != [])
    person.wait(view.back_up_button.isEnabled)
    assert "made by hand" in lines_of(view)[0]
    assert "The backup is in" in view.note.text()
    person.app.window.new_conversation()
    with Database.open(person.app.database.path) as database:
        Conversations(database).purge(lost.id)
    person.wait(lambda: lost.title not in person.listed())
    dialog = view.restore()
    assert dialog is not None
    person.wait(dialog.restore_button.isEnabled)
    assert "Conversations: 1 new" in dialog.note.text()
    dialog.restore_button.click()
    person.wait(lambda: "The backup is restored." in dialog.note.text())
    dialog.close()
    person.wait(lambda: any(lost.title in line for line in person.listed()))
    person.app.conversations.open_by_id(lost.id)
    assert person.shown[0].text == "What is oolong?"


def test_a_sound_file_is_said_to_be_sound(person: Person) -> None:
    view = backups_view(person)
    view.check_button.click()
    person.wait(lambda: "sound" in view.note.text())


def test_a_backup_is_made_by_itself_once_a_day_and_after_an_update(start: Start, profile: Path) -> None:
    person = start()
    safety = person.app.safety
    safety.begin()
    person.wait(lambda: not safety.is_at_work)
    assert safety.backups.all() == []  # nobody has written anything
    fill(profile / "conversations.db", 1)
    for kinds in ([Kind.DAILY], [Kind.DAILY]):
        safety.begin()
        person.wait(lambda: not safety.is_at_work)
        assert [backup.kind for backup in safety.backups.all()] == kinds
    person.app.settings.set("last_version", "0.0.1")
    safety.begin()
    person.wait(lambda: not safety.is_at_work)
    assert [backup.kind for backup in safety.backups.all()].count(Kind.UPDATE) == 1


def test_no_backup_is_made_where_that_is_not_wanted(person: Person) -> None:
    person.app.settings.set("daily_backups", False)
    person.ask("hello")
    person.app.safety.begin()
    person.wait(lambda: not person.app.safety.is_at_work)
    assert person.app.safety.backups.all() == []


def test_a_backup_that_fails_is_told_once_and_hinders_nobody(person: Person, tmp_path: Path) -> None:
    person.ask("hello")
    person.app.settings.set("backup_folder", str(tmp_path / "unplugged"))
    person.app.safety.begin()
    person.wait(person.app.window.toast.isVisible)
    assert "No backup could be written" in person.app.window.toast.sentence.text()
    person.app.window.toast.hide()
    person.wait(lambda: not person.app.safety.is_at_work)
    person.app.safety.begin()
    person.wait(lambda: not person.app.safety.is_at_work)
    assert not person.app.window.toast.isVisible()


def test_only_a_folder_that_can_be_written_is_taken(person: Person, tmp_path: Path) -> None:
    view = backups_view(person)
    view.choose_folder(tmp_path / "nowhere")
    assert "No backup could be written" in view.note.text()
    assert person.app.settings.text("backup_folder") == ""
    (tmp_path / "kept").mkdir()
    view.choose_folder(tmp_path / "kept")
    assert view.note.text() == ""
    assert person.app.safety.backups.folder == tmp_path / "kept"


def test_what_is_no_backup_is_refused_with_a_sentence(person: Person, tmp_path: Path) -> None:
    letter = tmp_path / "letter.db"
    letter.write_text("Dear Oolong")
    dialog = backups_view(person).restore_file(letter)
    person.wait(lambda: "cannot be restored from" in dialog.note.text())
    assert not dialog.restore_button.isEnabled()


def damage(path: Path) -> None:
    """Overwrite the middle of the file in place, as a dying disk does, whoever has it open."""
    with path.open("r+b") as file:
        pages = file.seek(0, 2) // PAGE
        file.seek(PAGE * (pages // 2))
        file.write(b"\xa5" * PAGE * (pages // 4))


def test_damage_that_is_found_while_running_is_told_and_nothing_more_is_written(
    start: Start, profile: Path, qtbot: QtBot
) -> None:
    fill(profile / "conversations.db", 40, 2000)
    person = start()
    damage(profile / "conversations.db")
    person.app.safety.begin()
    person.wait(person.app.window.toast.isVisible)
    assert "damaged" in person.app.window.toast.sentence.text()
    with pytest.raises(DatabaseDamaged):
        person.app.stores.kept.conversations.rename(person.app.conversations.shown[0].id, "New", TitleSource.PERSON)
    person.app.quit()
    with pytest.raises(DatabaseDamaged):
        build(["--profile", str(profile)])


def rescued(profile: Path, *buttons: str, code: int = 0) -> dict[str, Any]:
    """Start the program in a process of its own, and press these buttons of what comes in the window's place."""
    command = [sys.executable, "-m", "tests.flows.rescued", str(profile), *buttons]
    done = subprocess.run(command, cwd=PROJECT, capture_output=True, text=True, timeout=120, check=False)
    assert done.returncode == code, done.stderr
    told: dict[str, Any] = json.loads(done.stdout)
    return told


def wipe_header(path: Path) -> bytes:
    content = bytes(100) + path.read_bytes()[100:]
    path.write_bytes(content)
    return content


def test_a_damaged_database_is_recovered_before_the_window_opens(profile: Path) -> None:
    path = profile / "conversations.db"
    fill(path, 40, 2000)
    damaged = wipe_header(path)
    told = rescued(profile, "Recover", "Open Teahouse")
    assert told["opened"]
    assert "messages 40" in told["said"][1]
    (kept,) = profile.glob("*-damaged-*.db")
    assert kept.read_bytes() == damaged
    with Database.open(path) as database:
        assert len(Conversations(database).all_shown()) == 1


def test_what_could_not_be_read_comes_back_from_the_backup(profile: Path) -> None:
    path = profile / "conversations.db"
    fill(path, 40, 2000)
    (profile / "backups").mkdir()
    back_up(path, profile / "backups" / "teahouse-20261101-120000-daily-00000000.db")
    damage(path)
    wipe_header(path)
    told = rescued(profile, "Recover", "Restore the backup", "Open Teahouse")
    assert told["opened"]
    assert "updated" in told["said"][2]
    with Database.open(path) as database:
        (conversation,) = Conversations(database).all_shown()
        texts = database.rows("SELECT text FROM parts")
    assert len([row for row in texts if len(row["text"]) > 10_000]) == 40
    assert conversation.title == "Tea"


def test_who_does_not_want_to_recover_leaves_everything_as_it_is(profile: Path) -> None:
    path = profile / "conversations.db"
    fill(path, 1)
    damaged = wipe_header(path)
    assert not rescued(profile, "Quit", code=1)["opened"]
    assert path.read_bytes() == damaged


def test_after_damage_was_found_the_next_start_offers_to_go_on_too(profile: Path) -> None:
    fill(profile / "conversations.db", 1)
    Settings(profile / "settings.json").set("recovery_wanted", True)
    assert rescued(profile, "Open Teahouse")["opened"]
    assert not Settings(profile / "settings.json").switch("recovery_wanted")



def test_damage_that_only_shows_when_the_list_is_read_is_recovered_too(profile: Path) -> None:
    path = profile / "conversations.db"
    fill(path, 40, 10)
    with Database.open(path) as database:
        (page,) = database.row("SELECT rootpage FROM sqlite_schema WHERE name = 'conversations_listed'") or ()
    with path.open("r+b") as file:
        file.seek(PAGE * (page - 1))
        file.write(b"\xa5" * PAGE)
    told = rescued(profile, "Recover", "Open Teahouse")
    assert told["opened"]
    assert "messages 40" in told["said"][1]


def test_a_draft_of_the_backup_comes_to_what_is_being_written(person: Person, tmp_path: Path) -> None:
    person.ask("hello")
    conversation = person.app.conversations.open
    with Database.open(person.app.database.path) as database:
        Conversations(database).set_draft(conversation.id, "from the backup")
    back_up(person.app.database.path, tmp_path / "backup.db")
    person.app.pane.composer.set_text("from here")
    person.app.pane.keep_draft()
    person.app.safety.restore(tmp_path / "backup.db")
    person.wait(lambda: "from the backup" in person.app.pane.composer.text())
    person.app.pane.keep_draft()
    with Database.open(person.app.database.path) as database:
        assert Conversations(database).get(conversation.id).draft == "from here\n\nfrom the backup"
