from __future__ import annotations

import os
import random
import time
from collections import defaultdict
from pathlib import Path

import pytest
from msgspec.structs import replace

from desktop.errors import NotKnown, ProgramEnded
from desktop.model.conversation import Conversation
from desktop.model.message import ReasoningPart, State, TextPart
from desktop.store.conversations import Conversations
from desktop.store.database import Database
from desktop.store.journal import Journal
from desktop.store.messages import Messages
from desktop.store.search import Search
from tests.store import make
from tests.store.conftest import Start

KILLS = int(os.environ.get("TEAHOUSE_KILLS", "8"))


@pytest.fixture
def conversation(database: Database) -> Conversation:
    made = make.conversation()
    Conversations(database).add(made)
    return made


def test_a_reply_can_be_read_while_it_is_written_and_is_whole_at_its_end(
    path: Path, database: Database, conversation: Conversation
) -> None:
    journal, reply = Journal(database), make.reply(conversation)
    journal.begin(reply)
    assert Conversations(database).get(conversation.id).head_id == reply.id
    journal.append(reply.id, [("reasoning", "Let me "), ("reasoning", "see.")])
    journal.append(reply.id, [("text", "Gr"), ("text", "een")])
    with Database.open(path) as other:
        seen = Messages(other).of(conversation.id)[reply.id]
    assert seen == replace(reply, parts=(ReasoningPart("Let me see."), TextPart("Green")))
    ended = replace(reply, state=State.COMPLETE, parts=(ReasoningPart("Let me see.", 2.0), TextPart("Green")))
    journal.finish(ended)
    assert Messages(database).get(reply.id) == ended
    assert database.value("SELECT COUNT(*) FROM journal") == 0
    assert [hit.message_id for hit in Search(database).search("green")] == [reply.id]
    with pytest.raises(NotKnown):
        journal.append(reply.id, [("text", "late")])


def test_a_character_that_came_in_two_halves_is_one(database: Database, conversation: Conversation) -> None:
    journal, reply = Journal(database), make.reply(conversation)
    journal.begin(reply)
    journal.append(reply.id, [("text", "a\ud83d")])
    journal.append(reply.id, [("text", "\ude00\0b"), ("text", "\udfff")])
    assert Messages(database).get(reply.id).text == "a😀\0b\ufffd"


def test_what_was_there_before_the_journal_is_continued(database: Database, conversation: Conversation) -> None:
    journal = Journal(database)
    reply = replace(make.reply(conversation), parts=(ReasoningPart("Once", 1.5), TextPart("upon")))
    journal.begin(reply)
    journal.append(reply.id, [("text", " a time")])
    assert Messages(database).get(reply.id).parts == (ReasoningPart("Once", 1.5), TextPart("upon a time"))


def test_the_living_are_left_alone_and_the_dead_are_ended(path: Path, start: Start) -> None:
    with Database.open(path) as database:
        conversation = make.conversation()
        Conversations(database).add(conversation)
        writer = start("reply", path)
        assert writer.stdout is not None
        reply_id = writer.stdout.readline().strip()
        assert Journal(database).recover() == []
        assert Messages(database).get(reply_id).state == State.WRITING
        writer.kill()
        writer.communicate()
        (ended,) = Journal(database).recover()
        assert (ended.id, ended.state, ended.text) == (reply_id, State.INTERRUPTED, "Oolong")
        assert ended.failure == ProgramEnded().failure
        assert Messages(database).get(reply_id) == ended
        assert [hit.message_id for hit in Search(database).search("oolong")] == [reply_id]
        assert Journal(database).recover() == []
        assert list((path.parent / "writers").iterdir()) == []


def test_a_reply_of_which_nothing_came_has_failed(path: Path, database: Database, conversation: Conversation) -> None:
    with Database.open(path) as other:
        Journal(other).begin(make.reply(conversation))
    (ended,) = Journal(database).recover()
    assert ended.state == State.FAILED
    assert ended.failure == ProgramEnded().failure


def test_a_connection_never_ends_its_own_replies(database: Database, conversation: Conversation) -> None:
    journal, reply = Journal(database), make.reply(conversation)
    journal.begin(reply)
    assert journal.recover() == []
    assert Journal(database).recover() == []


def test_recovering_twice_at_once_ends_each_reply_once(
    path: Path, database: Database, conversation: Conversation
) -> None:
    with Database.open(path) as other:
        journal, replies = Journal(other), [make.reply(conversation) for _ in range(5)]
        for reply in replies:
            journal.begin(reply)
            journal.append(reply.id, [("text", "tea")])
    first = Journal(database)
    second = Database.open(path)
    end = first._end

    def with_interference(message_id: str) -> object:
        Journal(second).recover()
        return end(message_id)

    first._end = with_interference  # type: ignore[method-assign, assignment]
    assert first.recover() == []
    second.close()
    assert {message.state for message in Messages(database).of(conversation.id).values()} == {State.INTERRUPTED}


def test_a_failed_append_keeps_nothing_and_can_be_repeated(database: Database, conversation: Conversation) -> None:
    journal, reply = Journal(database), make.reply(conversation)
    journal.begin(reply)
    journal.append(reply.id, [("text", "a")])
    database.run("PRAGMA query_only = ON")
    with pytest.raises(Exception, match="readonly"):
        journal.append(reply.id, [("text", "b"), ("text", "c")])
    database.run("PRAGMA query_only = OFF")
    journal.append(reply.id, [("text", "b"), ("text", "c")])
    assert Messages(database).get(reply.id).text == "abc"


def test_an_append_costs_the_same_however_long_the_reply_is(
    path: Path, database: Database, conversation: Conversation
) -> None:
    """Counted in bytes written to the log, which no other program's work disturbs."""
    database.run("PRAGMA wal_autocheckpoint = 0")
    journal, reply = Journal(database), make.reply(conversation)
    journal.begin(reply)
    log = path.with_name("teahouse.db-wal")

    def bytes_of_twenty_appends() -> int:
        before = log.stat().st_size
        for _ in range(20):
            journal.append(reply.id, [("text", "tea " * 20)])
        return log.stat().st_size - before

    short = bytes_of_twenty_appends()
    for _ in range(100):
        journal.append(reply.id, [("text", "tea " * 10_000)])
    assert len(Messages(database).get(reply.id).text) > 4_000_000
    assert bytes_of_twenty_appends() <= short * 2


@pytest.mark.parametrize("seed", range(KILLS))
def test_killed_at_any_moment_nothing_that_was_kept_is_lost(path: Path, start: Start, seed: int) -> None:
    dice = random.Random(seed)
    with Database.open(path) as database:
        conversation = make.conversation()
        Conversations(database).add(conversation)
    writer = start("write", path, seed)
    assert writer.stdout is not None
    promised = [writer.stdout.readline() for _ in range(dice.randrange(1, 120))]
    time.sleep(dice.random() * 0.02)  # not a wait for anything: the blow falls at any place between two promises
    writer.kill()
    promised += writer.stdout.readlines()
    with Database.open(path) as database:
        assert database.value("PRAGMA integrity_check") == "ok"
        Journal(database).recover()
        check_promises(promised, Messages(database), conversation)
        assert database.value("SELECT COUNT(*) FROM journal") == 0


def check_promises(promised: list[str], messages: Messages, conversation: Conversation) -> None:
    stored = messages.of(conversation.id)
    kept: dict[tuple[str, str], str] = defaultdict(str)
    finished = set()
    for line in promised:
        if not line.endswith("\n"):  # cut off in the middle of being said
            continue
        what, message_id, *more = line.rstrip("\n").split(" ", 3)
        assert message_id in stored
        if what == "sent":
            assert stored[message_id].text == " ".join(more)
        elif what == "kept":
            kept[message_id, more[0]] += more[1]
        elif what == "finished":
            finished.add(message_id)
    for (message_id, kind), words in kept.items():
        assert getattr(stored[message_id], kind).startswith(words)
    for message_id in finished:
        assert stored[message_id].state == State.COMPLETE
    assert State.WRITING not in {message.state for message in stored.values()}
