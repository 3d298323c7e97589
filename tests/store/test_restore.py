"""A backup is merged: nothing that is in either is lost, whenever it is cut off, and the backup is never changed."""

from __future__ import annotations

import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest
from msgspec.structs import replace

from desktop.errors import BackupUnusable, DatabaseDamaged, DatabaseNewer
from desktop.model.conversation import Conversation, TitleSource
from desktop.model.folder import Folder
from desktop.model.message import Message, ReasoningPart, Role, State, TextPart
from desktop.model.parameters import Parameters
from desktop.store import merging
from desktop.store.accounts import Accounts
from desktop.store.backup import back_up
from desktop.store.conversations import Conversations
from desktop.store.database import Database
from desktop.store.folders import Folders
from desktop.store.journal import Journal
from desktop.store.merging import Merged, Tally
from desktop.store.messages import Messages
from desktop.store.migrations import LATEST
from desktop.store.positions import Position, Positions
from desktop.store.restore import preview, restore
from desktop.store.search import Search
from tests.store import make
from tests.store.conftest import Start
from tests.store.contents import check_index, contents, difference
from tests.store.damaging import damage
from tests.store.make import fill
from tests.store.schemas import make as schemas

FIXTURES = sorted(Path(schemas.__file__).parent.glob("v*.db"))


def merge_both_ways(path: Path, backup: Path) -> Merged:
    """Restore as was foretold; once more it changes nothing, and the backup stays as it is."""
    before = backup.read_bytes()
    foretold = preview(path, backup)
    done = restore(path, backup)
    assert done == foretold
    after = contents(path)
    assert restore(path, backup).changes_nothing
    assert difference(after, contents(path)) == ""
    assert backup.read_bytes() == before
    with Database.open(path) as database:
        assert database.value("PRAGMA integrity_check") == "ok"
        assert database.rows("PRAGMA foreign_key_check") == []
        check_index(database)
    return done


def test_every_table_is_merged(database: Database) -> None:
    tables = {row["name"] for row in database.rows("SELECT name FROM pragma_table_list WHERE strict")}
    assert tables == merging.TABLES


def test_everything_comes_into_an_empty_profile(path: Path, tmp_path: Path, backup: Path) -> None:
    schemas.build(tmp_path / "old" / "conversations.db")
    back_up(tmp_path / "old" / "conversations.db", backup)
    done = merge_both_ways(path, backup)
    assert done == Merged(Tally(added=3), Tally(added=3), trashed=1)
    with Database.open(path) as database:
        written = Messages(database).get(schemas.WRITTEN.id)
        assert (written.state, written.reasoning, written.text) == (State.INTERRUPTED, "Hm. ", "白茶")
        assert written.failure is not None
        assert written.failure.kind == "ProgramEnded"
        assert [hit.message_id for hit in Search(database).search("白茶")] == [schemas.WRITTEN.id]
        database.run("DELETE FROM messages WHERE id = ?", (schemas.WRITTEN.id,))
    lost = difference(contents(tmp_path / "old" / "conversations.db"), contents(path)).splitlines()
    assert {line.split("'")[1] for line in lost if line.startswith("-")} == {"journal", "messages"}  # of the reply
    assert [line for line in lost if line.startswith("+")] == []


@pytest.mark.parametrize("fixture", FIXTURES, ids=lambda fixture: fixture.stem)
def test_a_backup_of_any_schema_is_restored_and_stays_as_it_is(fixture: Path, path: Path, backup: Path) -> None:
    shutil.copyfile(fixture, backup)
    done = merge_both_ways(path, backup)
    assert done.messages.added == 3
    assert sorted(file.name for file in backup.parent.iterdir() if file.is_file()) == ["backup.db"]
    assert [file.name for file in path.parent.iterdir() if file.name.startswith(".")] == []


def test_what_was_deleted_for_good_comes_back_and_what_is_new_stays(path: Path, backup: Path) -> None:
    fill(path, 3, 1)
    with Database.open(path) as database:
        (purged,) = Conversations(database).all_shown()
        kept = make.conversation("Kept")
        Conversations(database).add(kept)
        Messages(database).add(make.message(kept, "before"))
    back_up(path, backup)
    with Database.open(path) as database:
        Conversations(database).purge(purged.id)
        Messages(database).add(make.message(kept, "after"))
        Conversations(database).add(make.conversation("New"))
    done = merge_both_ways(path, backup)
    assert done == Merged(Tally(added=1, unchanged=1), Tally(added=3, unchanged=1))
    with Database.open(path) as database:
        assert {known.title for known in Conversations(database).all_shown()} == {"Tea", "Kept", "New"}
        assert [message.text for message in Messages(database).of(kept.id).values()] == ["before", "after"]
        (found,) = Search(database).search("leaf 2")
        assert found.message_id == list(Messages(database).of(purged.id))[2]


def diverge(
    path: Path, backup: Path, here: Callable[[Database], object], there: Callable[[Database], object]
) -> Merged:
    """Let `there` happen in a copy of the database and `here` in the database itself, then merge the copy."""
    shutil.copyfile(path, backup)
    for place, happen in ((backup, there), (path, here)):
        with Database.open(place) as database:
            happen(database)
    back_up(backup, backup.with_name("made.db"))
    return merge_both_ways(path, backup.with_name("made.db"))


def one_conversation(path: Path, **fields: object) -> tuple[Conversation, Message]:
    conversation = make.conversation(**fields)  # type: ignore[arg-type]
    question = make.message(conversation)
    with Database.open(path) as database:
        Conversations(database).add(conversation)
        Messages(database).add(question)
    return conversation, question


def get(path: Path, conversation: Conversation) -> Conversation:
    with Database.open(path) as database:
        return Conversations(database).get(conversation.id)


def test_both_branches_that_grew_apart_are_there(path: Path, backup: Path) -> None:
    conversation, question = one_conversation(path)
    mine, theirs = (make.message(conversation, text, question) for text in ("from here", "from there"))
    done = diverge(path, backup, lambda it: Messages(it).add(mine), lambda it: Messages(it).add(theirs))
    assert done.messages == Tally(added=1, unchanged=1)
    with Database.open(path) as database:
        found = Messages(database).of(conversation.id)
    assert [found[each.id].parent_id for each in (mine, theirs)] == [question.id, question.id]


@pytest.mark.parametrize(("later", "title"), [("here", "Named here"), ("there", "Named there")])
def test_what_was_changed_last_holds(path: Path, backup: Path, later: str, title: str) -> None:
    conversation, _ = one_conversation(path)

    def change(name: str) -> Callable[[Database], None]:
        def happen(database: Database) -> None:
            known = Conversations(database)
            known.rename(conversation.id, f"Named {name}", TitleSource.PERSON)
            known.pin(conversation.id, pinned=name == later)
            known.move(conversation.id, f"folder-{name}")
            if name == "here":
                known.delete(conversation.id)
            database.run("UPDATE conversations SET changed = changed + ?", (1000 * (name == later),))

        return happen

    diverge(path, backup, change("here"), change("there"))
    merged = get(path, conversation)
    assert (merged.title, merged.pinned, merged.folder_id) == (title, True, f"folder-{later}")
    assert (merged.deleted is not None) == (later == "here")


def test_a_persons_title_stays_even_where_a_models_is_newer(path: Path, backup: Path) -> None:
    conversation, _ = one_conversation(path)
    diverge(
        path,
        backup,
        lambda it: Conversations(it).rename(conversation.id, "By the model", TitleSource.MODEL),
        lambda it: Conversations(it).rename(conversation.id, "By me", TitleSource.PERSON),
    )
    assert get(path, conversation).title == "By me"
    with Database.open(path) as database:
        assert [hit.title for hit in Search(database).search("by me")] == ["By me"]
        assert [hit for hit in Search(database).search("by the model") if hit.message_id is None] == []


def test_no_draft_is_lost(path: Path, backup: Path) -> None:
    conversation, _ = one_conversation(path)
    diverge(
        path,
        backup,
        lambda it: Conversations(it).set_draft(conversation.id, "from here"),
        lambda it: Conversations(it).set_draft(conversation.id, "from there"),
    )
    assert get(path, conversation).draft == "from here\n\nfrom there"


def test_a_draft_that_goes_on_takes_the_place_of_its_beginning(path: Path, backup: Path) -> None:
    conversation, _ = one_conversation(path)
    diverge(
        path,
        backup,
        lambda it: Conversations(it).set_draft(conversation.id, "from he"),
        lambda it: Conversations(it).set_draft(conversation.id, "from here on"),
    )
    assert get(path, conversation).draft == "from here on"


def test_a_draft_that_was_sent_meanwhile_does_not_come_back(path: Path, backup: Path) -> None:
    conversation, question = one_conversation(path)
    diverge(
        path,
        backup,
        lambda it: Messages(it).add(make.message(conversation, "ready to go", question)),
        lambda it: Conversations(it).set_draft(conversation.id, "ready to go "),
    )
    assert get(path, conversation).draft == ""


def test_tags_of_both_folders_accounts_and_places(path: Path, backup: Path) -> None:
    conversation, question = one_conversation(path)

    def there(database: Database) -> None:
        Conversations(database).set_tags(conversation.id, ("black", "Green"))
        Folders(database).save(Folder("f1", "Shelf", make.START, parameters=Parameters("Short.")))
        Accounts(database).save(schemas.ACCOUNT)
        Positions(database).set(conversation.id, Position(question.id, 2, 1.5))

    done = diverge(path, backup, lambda it: Conversations(it).set_tags(conversation.id, ("green", "white")), there)
    assert done.conversations == Tally(updated=1)
    with Database.open(path) as database:
        assert Conversations(database).get(conversation.id).tags == ("black", "green", "white")
        assert [folder.name for folder in Folders(database).all()] == ["Shelf"]
        assert Accounts(database).all() == [schemas.ACCOUNT]
        assert Positions(database).get(conversation.id) == Position(question.id, 2, 1.5)


def replying(conversation: Conversation, question: Message, path: Path) -> Message:
    """Store a reply that ended at once and returns as what it was."""
    reply = make.message(conversation, "Ool", question, role=Role.ASSISTANT, state=State.INTERRUPTED)
    with Database.open(path) as database:
        Messages(database).add(reply)
    return reply


@pytest.mark.parametrize("complete", ["here", "there"])
def test_a_message_that_is_complete_in_one_is_complete(path: Path, backup: Path, complete: str) -> None:
    conversation, question = one_conversation(path)
    reply = replying(conversation, question, path)
    whole = replace(reply, state=State.COMPLETE, parts=(ReasoningPart("Hm", 2.5), TextPart("Oolong it is")))

    def finish(database: Database) -> None:
        Messages(database).finish(whole)

    happen = (finish, lambda _: None) if complete == "here" else (lambda _: None, finish)
    done = diverge(path, backup, *happen)
    assert done.messages.updated == (complete == "there")
    with Database.open(path) as database:
        found = Messages(database).of(conversation.id)
        assert len(found) == 2
        assert (found[reply.id].state, found[reply.id].parts) == (whole.state, whole.parts)
        assert [hit.message_id for hit in Search(database).search("oolong")] == [reply.id]


@pytest.mark.parametrize("longer", ["here", "there"])
def test_words_that_are_not_in_the_one_that_holds_become_a_sibling(path: Path, backup: Path, longer: str) -> None:
    conversation, question = one_conversation(path)
    reply = replying(conversation, question, path)

    def end(text: str) -> Callable[[Database], None]:
        ended = replace(reply, state=State.STOPPED, parts=(TextPart(text),))
        return lambda database: Messages(database).finish(ended)

    words = ["Oolong, and so on", "Assam"]
    diverge(path, backup, *map(end, words if longer == "here" else words[::-1]))
    with Database.open(path) as database:
        found = Messages(database).of(conversation.id)
        assert found[reply.id].text == words[0]
        (sibling,) = [each for each in found.values() if each.id not in {reply.id, question.id}]
        assert (sibling.text, sibling.parent_id) == (words[1], question.id)
        assert [hit.message_id for hit in Search(database).search("assam")] == [sibling.id]


@pytest.mark.parametrize("later", ["here", "there"])
def test_of_a_deletion_and_a_return_the_later_one_holds(path: Path, backup: Path, later: str) -> None:
    _, question = one_conversation(path)

    def delete(database: Database) -> None:
        Messages(database).delete(question.id, make.minutes(1))
        database.run("UPDATE messages SET changed = changed + 1000")

    happen = (delete, lambda _: None) if later == "here" else (lambda _: None, delete)
    diverge(path, backup, *happen)
    with Database.open(path) as database:
        assert Messages(database).get(question.id).deleted is not None


def test_a_reply_that_is_being_written_is_left_alone(path: Path, backup: Path, start: Start) -> None:
    one_conversation(path)
    child = start("reply", path)
    assert child.stdout is not None
    name = child.stdout.readline().strip()
    back_up(path, backup)
    done = restore(path, backup)
    assert done.changes_nothing
    with Database.open(path) as database:
        assert (Messages(database).get(name).state, Messages(database).get(name).text) == (State.WRITING, "Oolong")
    child.communicate()
    with Database.open(path) as database:
        (ended,) = Journal(database).recover()
        assert ended.text == "Oolong"


def test_a_newer_backup_is_refused_and_nothing_is_touched(path: Path, backup: Path) -> None:
    fill(path, 1)
    back_up(path, backup)
    with closing(sqlite3.connect(backup)) as later:
        later.execute(f"PRAGMA user_version = {LATEST + 1}")
    before, held = backup.read_bytes(), contents(path)
    for do in (preview, restore):
        with pytest.raises(DatabaseNewer) as refused:
            do(path, backup)
        assert refused.value.path == str(backup)
    assert backup.read_bytes() == before
    assert difference(held, contents(path)) == ""


def test_what_is_damaged_or_no_backup_is_refused(path: Path, tmp_path: Path, backup: Path) -> None:
    fill(path)
    back_up(path, backup)
    held = contents(path)
    damage(backup)
    letter = tmp_path / "letter"
    letter.write_text("Dear Oolong " * 500)
    half = tmp_path / "half.db"
    half.write_bytes(backup.read_bytes()[:100_000])
    for file in (backup, letter, half, tmp_path / "nothing", tmp_path, path):
        for do in (preview, restore):
            with pytest.raises(BackupUnusable) as refused:
                do(path, file)
            assert refused.value.path == str(file)
            assert refused.value.detail
    assert difference(held, contents(path)) == ""


def test_a_database_with_its_log_is_restored_from_and_not_touched(path: Path, tmp_path: Path) -> None:
    other = tmp_path / "crashed" / "conversations.db"
    other.parent.mkdir()
    fill(tmp_path / "living" / "conversations.db", 2, 1)
    with Database.open(tmp_path / "living" / "conversations.db") as database:
        Conversations(database).add(make.conversation("in the log"))
        for name in ("conversations.db", "conversations.db-wal"):
            shutil.copyfile(database.path.with_name(name), other.with_name(name))
        before = {file.name: file.read_bytes() for file in other.parent.iterdir()}
        restore(path, other)
        assert {file.name: file.read_bytes() for file in other.parent.iterdir()} == before
        assert get_titles(path) == {"Tea", "in the log"}
        restore(path, database.path)  # and one that somebody has open
        assert database.path.with_name("conversations.db-wal").stat().st_size > 0
    assert get_titles(path) == {"Tea", "in the log"}


def get_titles(path: Path) -> set[str]:
    with Database.open(path) as database:
        return {conversation.title for conversation in Conversations(database).all_shown()}


def test_damage_of_the_database_itself_is_told_as_such(path: Path, backup: Path) -> None:
    fill(path, 2)
    back_up(path, backup)
    path.write_bytes(b"nothing of a database " * 500)
    path.with_name(path.name + "-wal").unlink(missing_ok=True)
    with pytest.raises(DatabaseDamaged) as told:
        restore(path, backup)
    assert told.value.path == str(path)
