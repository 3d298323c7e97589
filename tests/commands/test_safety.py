"""Backing up, restoring and recovering by commands, with the window open or not."""

from __future__ import annotations

from pathlib import Path

import pytest

from desktop.store.backup import Backups, Kind
from desktop.store.conversations import Conversations
from desktop.store.database import Database
from tests.fixtures.teahouse import Teahouse, one_line
from tests.store.contents import contents, difference
from tests.store.make import fill
from tests.store.schemas import make as schemas

KEY = "sk-not-to-be-found-in-a-backup"


@pytest.fixture
def filled(teahouse: Teahouse) -> Teahouse:
    schemas.build(teahouse.profile / "conversations.db")
    return teahouse


def test_a_backup_brings_everything_into_an_empty_profile(filled: Teahouse, tmp_path: Path) -> None:
    backup = tmp_path / "backup.db"
    assert str(backup) in one_line(filled.run("backup", str(backup)).stdout)
    other = Teahouse(tmp_path / "other")
    foretold = other.run("restore", str(backup), "--preview").stdout
    assert "Conversations: 3 new" in foretold
    assert "Messages: 3 new" in foretold
    assert other.stored() == []
    done = other.run("restore", str(backup)).stdout
    assert "Conversations: 3 added" in done
    assert "1 of the conversations is in the trash" in done
    assert other.stored() == filled.stored()
    assert "Conversations: 0 added, 0 updated, 3" in other.run("restore", str(backup)).stdout
    database = "conversations.db"
    assert difference(contents(filled.profile / database), contents(other.profile / database)) == ""


def test_a_backup_into_a_folder_gets_a_name_of_its_own(filled: Teahouse, tmp_path: Path) -> None:
    folder = tmp_path / "kept"
    folder.mkdir()
    filled.run("backup", str(folder))
    (backup,) = Backups(filled.profile / "conversations.db", folder).all()
    assert (backup.kind, backup.own) == (Kind.MANUAL, True)


def test_the_commands_work_while_another_process_has_the_profile_open(filled: Teahouse, tmp_path: Path) -> None:
    backup = tmp_path / "backup.db"
    with Database.open(filled.profile / "conversations.db") as window:
        filled.run("backup", str(backup))
        with window.transaction():
            for conversation in Conversations(window).all_shown():
                Conversations(window).purge(conversation.id)
        filled.run("restore", str(backup), "--preview")
        filled.run("restore", str(backup))
        assert len(Conversations(window).all_shown()) == 2


def test_no_key_is_in_a_backup(filled: Teahouse, tmp_path: Path) -> None:
    filled.environment["TEAHOUSE_API_KEY"] = KEY
    filled.run("backup", str(tmp_path / "backup.db"))
    assert KEY.encode() not in (tmp_path / "backup.db").read_bytes()
    assert filled.files_with(KEY) == []


def test_what_cannot_be_done_is_said_in_one_line(filled: Teahouse, tmp_path: Path) -> None:
    letter = tmp_path / "letter.txt"
    letter.write_text("Dear Oolong")
    for arguments in (
        ("backup", str(letter)),
        ("backup", str(tmp_path / "nowhere" / "backup.db")),
        ("backup", str(filled.profile / "conversations.db")),
        ("restore", str(letter)),
        ("restore", str(tmp_path / "nothing"), "--preview"),
        ("restore", str(filled.profile / "conversations.db")),
        ("recover", str(letter)),
    ):
        done = filled.run(*arguments, code=1)
        assert one_line(done.stderr)
        assert done.stdout == ""
    assert letter.read_text() == "Dear Oolong"
    for arguments in (("backup",), ("restore",), ("restore", "a", "b"), ("recover", "a", "b")):
        assert one_line(filled.run(*arguments, code=2).stderr)


def test_a_damaged_database_is_recovered_and_its_backup_named(filled: Teahouse, tmp_path: Path) -> None:
    path = filled.profile / "conversations.db"
    fill(path, 30, 10)
    Database.open(path).close()
    backup = Backups(path).make(Kind.DAILY)
    content = bytearray(path.read_bytes())
    content[:4096] = bytes(4096)
    path.write_bytes(content)
    assert "damaged" in one_line(filled.run("list", code=1).stderr)
    said = filled.run("recover").stdout
    assert "Saved: conversations 4, messages 33, accounts 1." in said
    assert "Everything that was found could be read." in said
    assert str(backup.path) in said
    (kept,) = filled.profile.glob("conversations-damaged-*.db")
    assert str(kept) in said
    assert kept.read_bytes() == content
    assert len(filled.stored()) == 3
    assert "sound" in one_line(filled.run("recover").stdout)
    filled.run("restore", str(backup.path))


def test_what_is_lost_is_counted(filled: Teahouse) -> None:
    path = filled.profile / "conversations.db"
    fill(path, 30, 3000)
    content = bytearray(path.read_bytes())
    content[len(content) // 2 :] = b"\xa5" * (len(content) - len(content) // 2)
    path.write_bytes(content)
    lines = filled.run("recover").stdout.splitlines()
    assert [line for line in lines if "too early" in line or "lost" in line]


def test_the_database_is_not_taken_from_under_the_window(filled: Teahouse) -> None:
    with Database.open(filled.profile / "conversations.db"):
        assert "Close it there" in one_line(filled.run("recover", code=1).stderr)


def test_another_damaged_file_is_merged(filled: Teahouse, tmp_path: Path) -> None:
    damaged = tmp_path / "damaged.db"
    filled.run("backup", str(damaged))
    content = bytearray(damaged.read_bytes())
    content[:4096] = bytes(4096)
    damaged.write_bytes(content)
    other = Teahouse(tmp_path / "other")
    said = other.run("recover", str(damaged)).stdout
    assert "Saved: conversations 3" in said
    assert "Conversations: 3 added" in said
    assert damaged.read_bytes() == content
    assert [conversation["id"] for conversation in other.stored()] == [each["id"] for each in filled.stored()]


@pytest.mark.parametrize("command", ["backup", "restore", "recover"])
def test_a_name_that_is_too_long_is_a_sentence_about_it(filled: Teahouse, tmp_path: Path, command: str) -> None:
    place = tmp_path / ("n" * 300)
    error = one_line(filled.run(command, str(place), code=1).stderr)
    assert error.startswith(("No backup could be written", f"{place} cannot be restored from"))
