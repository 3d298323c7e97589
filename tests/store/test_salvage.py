"""What a damaged database still gives back, and that the damaged file itself is never lost."""

from __future__ import annotations

import random
import shutil
import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

import pytest

from desktop.errors import BackupUnusable, DatabaseDamaged
from desktop.model.message import State
from desktop.store.backup import back_up
from desktop.store.checking import quick_check
from desktop.store.conversations import Conversations
from desktop.store.database import Database
from desktop.store.journal import Journal
from desktop.store.messages import Messages
from desktop.store.peek import log_of
from desktop.store.restore import restore
from desktop.store.salvage import Recovery, recover, salvage
from desktop.store.search import Search
from tests.store import make
from tests.store.contents import contents, difference
from tests.store.damaging import PAGE, change, check_recovered, damage, whole, wipe
from tests.store.make import fill
from tests.store.schemas import make as schemas


@pytest.mark.parametrize(
    "how",
    [wipe(0, 16), wipe(0, 100), wipe(0, 100, 0xFF), wipe(0, PAGE), wipe(0, PAGE, 0xA5), wipe(40, 72),
     wipe(60, 64), wipe(60, 64, 0xFF)],
    ids=["magic", "header", "header of ones", "first page", "first page of noise", "numbers", "version", "version -1"],
)
def test_without_its_header_everything_comes_back(filled: Path, how: Callable[[bytearray], None]) -> None:
    wanted = whole(filled)
    damaged = change(filled, how)
    with pytest.raises(DatabaseDamaged):
        Database.open(filled)
    recovery = recover(filled)
    assert recovery.findings is not None
    assert (recovery.findings.unreadable, recovery.findings.adrift, recovery.findings.wordless) == (0, 0, 0)
    assert difference(wanted, contents(filled)) == ""
    check_recovered(filled, damaged, recovery)


def test_a_sound_database_is_left_alone(filled: Path) -> None:
    before = filled.read_bytes()
    assert recover(filled) == Recovery(None)
    assert filled.read_bytes() == before
    assert list(filled.parent.glob("*damaged*")) == []


def test_a_table_that_is_gone_costs_only_what_was_in_it(filled: Path) -> None:
    with Database.open(filled) as database:
        wanted = {each.id: len(Messages(database).of(each.id)) for each in Conversations(database).all_shown()}
    with closing(sqlite3.connect(filled)) as connection:
        connection.execute("DROP TABLE parts")
    recovery = recover(filled)
    assert recovery.kept_as is not None
    with Database.open(filled) as database:
        found = {each.id: len(Messages(database).of(each.id)) for each in Conversations(database).all_shown()}
    assert found == wanted


@pytest.mark.parametrize("seed", range(6))
def test_pages_that_are_gone_cost_only_what_was_on_them(filled: Path, seed: int) -> None:
    with Database.open(filled) as database:
        before = {
            message.id: message
            for conversation in Conversations(database).all_shown()
            for message in Messages(database).of(conversation.id).values()
        }
    dice = random.Random(seed)
    noise = dice.choice([bytes(PAGE), dice.randbytes(PAGE)])

    def happen(content: bytearray) -> None:
        for number in dice.sample(range(len(content) // PAGE), 15):
            content[number * PAGE : (number + 1) * PAGE] = noise

    damaged = change(filled, happen)
    recovery = recover(filled, title="Found again")
    found = recovery.findings
    assert found is not None
    check_recovered(filled, damaged, recovery)
    with Database.open(filled) as database:
        after = {
            message.id: message
            for conversation in Conversations(database).all_shown()
            for message in Messages(database).of(conversation.id).values()
        }
        homes = [known.title for known in Conversations(database).all_shown() if known.id.startswith("salvaged-")]
    assert set(homes) == ({"Found again"} if found.adrift or found.nameless else set())
    texts = {message.text for message in after.values()}
    lost = [message for message in before.values() if message.text not in texts]
    cut = [text for text in texts if len(text) > 100 and any(old.text.startswith(text) for old in lost)]
    assert len(before) // 2 < len(after)
    assert len(cut) <= found.cut
    assert len([message for message in before.values() if message.id not in after]) <= 60  # two pages of rows or so
    assert len([each for each in after.values() if not each.text]) <= found.wordless + 1


@pytest.mark.parametrize("share", [0.05, 0.5, 0.9, 0.98])
def test_of_a_file_that_was_cut_off_what_is_there_comes_back(filled: Path, share: float) -> None:
    size = filled.stat().st_size
    change(filled, lambda content: content.__delitem__(slice(int(size * share), None)))
    damaged = filled.read_bytes()
    recovery = recover(filled)
    check_recovered(filled, damaged, recovery)
    with Database.open(filled) as database:
        assert len(Search(database).search("leaf", 500)) > {0.05: -1, 0.5: 0}.get(share, 50)


def test_words_that_lost_their_message_and_messages_that_lost_their_conversation_are_kept(filled: Path) -> None:
    with closing(sqlite3.connect(filled)) as vandal:
        vandal.execute("PRAGMA foreign_keys = OFF")
        (lost,) = vandal.execute("SELECT key FROM conversations WHERE id = ?", (schemas.CONVERSATION.id,)).fetchone()
        vandal.execute("DELETE FROM conversations WHERE key = ?", (lost,))
        vandal.execute("DELETE FROM messages WHERE id = ?", (schemas.ANSWER.id,))
        vandal.commit()
    change(filled, wipe(0, 100))
    recovery = recover(filled, title="Found again")
    assert recovery.findings is not None
    assert (recovery.findings.adrift, recovery.findings.nameless) == (2, 1)
    with Database.open(filled) as database:
        found = [known for known in Conversations(database).all_shown() if known.title == "Found again"]
        messages = [Messages(database).of(conversation.id) for conversation in found]
        texts = {message.text for each in messages for message in each.values()}
        assert texts == {schemas.QUESTION.text, schemas.ANSWER.text, "白茶"}
        assert all(conversation.head_id in each for conversation, each in zip(found, messages, strict=True))


def test_messages_that_lost_their_conversation_find_it_again_in_a_backup(filled: Path, tmp_path: Path) -> None:
    wanted = whole(filled)
    backup = tmp_path / "backup.db"
    back_up(filled, backup)
    with closing(sqlite3.connect(filled)) as vandal:
        vandal.execute("PRAGMA foreign_keys = OFF")
        vandal.execute("DELETE FROM conversations")
        vandal.execute("UPDATE messages SET parent = 99999 WHERE parent IS NOT NULL")
        vandal.commit()
    change(filled, wipe(0, 100))
    recovery = recover(filled)
    assert recovery.findings is not None
    assert recovery.findings.adrift == recovery.findings.messages > 100
    restore(filled, backup)
    assert difference(wanted, contents(filled)) == ""


def test_what_is_only_in_the_log_comes_back(filled: Path) -> None:
    """As after a crash: the words are in the log, and the file beside it is damaged."""
    crashed = filled.parent.parent / "crashed" / "teahouse.db"
    crashed.parent.mkdir()
    with Database.open(filled) as database:
        conversation = make.conversation("Only in the log")
        Conversations(database).add(conversation)
        Messages(database).add(make.message(conversation, "said just before " * 400))
        shutil.copyfile(filled, crashed)
        shutil.copyfile(log_of(filled), log_of(crashed))
    damaged = change(crashed, wipe(PAGE * 20, PAGE * 22, 0xA5))
    log = log_of(crashed).read_bytes()
    recovery = recover(crashed)
    check_recovered(crashed, damaged, recovery)
    assert recovery.kept_as is not None
    assert log_of(recovery.kept_as).read_bytes() == log
    with Database.open(crashed) as database:
        (message,) = Messages(database).of(conversation.id).values()
        assert message.text == "said just before " * 400


@pytest.mark.parametrize("how", [wipe(0, 32), wipe(32, 5000, 0xA5), wipe(0, 10**9, 0x5A)], ids=["head", "frame", "all"])
def test_a_log_of_noise_is_passed_over(filled: Path, how: Callable[[bytearray], None]) -> None:
    wanted = whole(filled)
    crashed = filled.parent.parent / "crashed" / "teahouse.db"
    crashed.parent.mkdir()
    shutil.copyfile(filled, crashed)
    with Database.open(filled) as database:
        Conversations(database).set_draft(schemas.FILED.id, "a change for the log")
        shutil.copyfile(log_of(filled), log_of(crashed))
    change(log_of(crashed), how)
    damaged = change(crashed, wipe(0, 100))
    recovery = recover(crashed)
    check_recovered(crashed, damaged, recovery)
    assert difference(wanted, contents(crashed)) == ""


def test_a_database_that_is_gone_comes_back_from_its_log(tmp_path: Path) -> None:
    path = tmp_path / "profile" / "teahouse.db"
    alone = tmp_path / "alone" / "teahouse.db"
    alone.parent.mkdir()
    with Database.open(path) as database:
        conversation = make.conversation("All of it in the log")
        database.run("PRAGMA wal_autocheckpoint = 0")
        Conversations(database).add(conversation)
        shutil.copyfile(log_of(path), log_of(alone))
    recovery = recover(alone)
    assert recovery.findings is not None
    assert recovery.findings.conversations == 1
    with Database.open(alone) as database:
        assert [known.title for known in Conversations(database).all_shown()] == ["All of it in the log"]


def test_values_that_make_no_sense_do_not_keep_a_conversation_shut(filled: Path) -> None:
    with closing(sqlite3.connect(filled)) as vandal:
        vandal.execute("UPDATE messages SET role = 'usex', state = 'compleue', failure = '{', cost = 'x', created = -5")
        vandal.execute("UPDATE conversations SET title_source = 'perton', parameters = '[', updated = 1 << 62")
        vandal.execute("UPDATE accounts SET body = '{\"models\": 3}'")
        vandal.execute("UPDATE parts SET kind = 'tezt' WHERE kind = 'text'")
        vandal.commit()
    change(filled, wipe(0, 100))
    recovery = recover(filled)
    assert recovery.findings is not None
    with Database.open(filled) as database:
        messages = Messages(database).of(schemas.CONVERSATION.id)
        assert {message.state for message in messages.values()} == {State.INTERRUPTED}
        assert messages[schemas.QUESTION.id].text == schemas.QUESTION.text
        assert len(Conversations(database).all_shown()) == 4


def test_purged_words_do_not_come_back(filled: Path) -> None:
    with Database.open(filled) as database:
        secret = make.conversation("Secret")
        Conversations(database).add(secret)
        for _ in range(30):
            Messages(database).add(make.message(secret, "Nobody is to read this again. " * 300))
        Conversations(database).purge(secret.id)
    change(filled, wipe(0, 100))
    recover(filled)
    with Database.open(filled) as database:
        assert Search(database).search("nobody") == []
        assert [known for known in Conversations(database).all_shown() if "Recovered" in known.title] == []


@pytest.mark.parametrize("content", [b"", b"x", b"A letter. " * 2000, bytes(PAGE * 3)], ids=["none", "x", "text", "0"])
def test_a_file_with_nothing_in_it_is_set_aside_for_an_empty_one(path: Path, content: bytes) -> None:
    path.parent.mkdir()
    path.write_bytes(content)
    recovery = recover(path)
    assert recovery.findings is not None
    assert (recovery.findings.conversations, recovery.findings.messages) == (0, 0)
    check_recovered(path, content, recovery)


def test_words_of_another_file_are_merged(filled: Path, tmp_path: Path) -> None:
    place = tmp_path / "other" / "teahouse.db"
    fill(place, 1, 1)
    wanted = whole(filled)
    damaged = change(filled, wipe(0, 100))
    findings, merged = salvage(filled, place)
    assert merged.conversations.added == findings.conversations == 5
    assert filled.read_bytes() == damaged
    assert (wanted - contents(place)).total() == 0
    assert salvage(filled, place)[1].changes_nothing


def test_a_damaged_backup_is_salvaged_where_restoring_it_is_refused(path: Path, tmp_path: Path) -> None:
    fill(tmp_path / "old.db", 5, 100)
    backup = tmp_path / "backup.db"
    back_up(tmp_path / "old.db", backup)
    damage(backup)
    with pytest.raises(BackupUnusable):
        restore(path, backup)
    salvage(backup, path)
    assert difference(contents(tmp_path / "old.db"), contents(path)) == ""


def test_where_there_is_nothing_to_salvage_a_file_is_refused(path: Path, tmp_path: Path) -> None:
    Database.open(path).close()
    letter = tmp_path / "letter"
    letter.write_text("Dear Oolong " * 1000)
    for file in (letter, tmp_path / "nothing", tmp_path, path):
        with pytest.raises(BackupUnusable):
            salvage(file, path)


def spoil_words(path: Path) -> None:
    """Let words be no UTF-8 any more: nothing that SQLite itself would notice."""
    with closing(sqlite3.connect(path)) as vandal:
        vandal.execute("UPDATE parts SET text = CAST(x'4f6f6cff6f6e67' AS TEXT) WHERE rowid = 2")
        vandal.commit()


def test_words_that_cannot_be_decoded_are_damage_and_come_back_but_for_a_character(filled: Path) -> None:
    spoil_words(filled)
    quick_check(filled)
    with pytest.raises(DatabaseDamaged), Database.open(filled) as database:
        Messages(database).of(schemas.CONVERSATION.id)
    damaged = filled.read_bytes()
    recovery = recover(filled)
    check_recovered(filled, damaged, recovery)
    with Database.open(filled) as database:
        assert "Ool\ufffdong" in str(Messages(database).of(schemas.CONVERSATION.id))


def test_no_backup_is_made_of_words_that_cannot_be_decoded_and_none_restored(path: Path, tmp_path: Path) -> None:
    fill(tmp_path / "old.db", 3, 1)
    back_up(tmp_path / "old.db", tmp_path / "backup.db")
    spoil_words(tmp_path / "old.db")
    with pytest.raises(DatabaseDamaged):
        back_up(tmp_path / "old.db", tmp_path / "backup.db")
    spoil_words(tmp_path / "backup.db")
    with pytest.raises(BackupUnusable):
        restore(path, tmp_path / "backup.db")
    salvage(tmp_path / "backup.db", path)


def test_a_reply_whose_journal_is_damaged_ends_with_what_can_be_read(path: Path) -> None:
    schemas.build(path)
    with closing(sqlite3.connect(path)) as vandal:
        vandal.execute("UPDATE journal SET text = x'ff41' WHERE sequence = 1")
        vandal.commit()
    with Database.open(path) as database:
        (ended,) = Journal(database).recover()
        assert (ended.reasoning, ended.text) == ("Hm. ", "\ufffdA茶")


@pytest.mark.parametrize("seed", range(16))
def test_any_damage_leaves_a_database_in_which_everything_can_be_read(filled: Path, tmp_path: Path, seed: int) -> None:
    backup = tmp_path / "backup.db"
    back_up(filled, backup)
    dice = random.Random(seed)

    def pages(content: bytearray) -> tuple[slice, slice]:
        one, other = (dice.randrange(len(content) // PAGE) * PAGE for _ in range(2))
        return slice(one, one + PAGE), slice(other, other + PAGE)

    def flip(content: bytearray) -> None:
        for _ in range(dice.choice([1, 20, 1000])):
            content[dice.randrange(len(content))] ^= 1 << dice.randrange(8)

    def swap(content: bytearray) -> None:
        for _ in range(5):
            one, other = pages(content)
            content[one], content[other] = content[other], content[one]

    def copy(content: bytearray) -> None:
        one, other = pages(content)
        content[one] = content[other]

    def overwrite(content: bytearray) -> None:
        start, length = dice.randrange(len(content)), dice.randrange(40_000)
        content[start : start + length] = dice.randbytes(len(content[start : start + length]))

    damaged = change(filled, [flip, swap, copy, overwrite][seed % 4])
    recovery = recover(filled)
    if recovery.kept_as is not None:
        check_recovered(filled, damaged, recovery)
    with Database.open(filled) as database:
        for conversation in Conversations(database).all_shown() + Conversations(database).trash():
            Messages(database).of(conversation.id)
    restore(filled, backup)
    with Database.open(filled) as database:
        assert database.value("SELECT COUNT(*) FROM messages") >= 111
