from __future__ import annotations

import re
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from desktop.errors import NotKnown
from desktop.model.conversation import Conversation
from desktop.model.failure import Failure
from desktop.model.message import Origin, ReasoningPart, Role, State, TextPart, Timing
from desktop.model.usage import Cost, Usage
from desktop.store.conversations import Conversations
from desktop.store.database import Database
from desktop.store.journal import Journal
from desktop.store.messages import Messages
from desktop.store.search import Search
from desktop.store.text import clean
from tests.store import make


@pytest.fixture
def messages(database: Database) -> Messages:
    return Messages(database)


@pytest.fixture
def conversation(database: Database) -> Conversation:
    made = make.conversation()
    Conversations(database).add(made)
    return made


def test_all_that_a_message_has_comes_back_after_a_restart(path: Path) -> None:
    conversation = make.conversation()
    whole = make.message(
        conversation,
        role=Role.ASSISTANT,
        parts=(ReasoningPart("Hm.", 1.25), TextPart("Tea\0 😀\r\n"), ReasoningPart("Or?"), TextPart("")),
        state=State.STOPPED,
        origin=Origin("id", "Home", "asked", "served"),
        usage=Usage(1, 2, 3, 4, estimated=True),
        cost=Cost(Decimal("1.230000000000000000000000000000000000001"), "CNY", estimated=True),
        timing=Timing(3.5, 0.125),
        failure=Failure("ServerSilent", {"seconds": 300.5, "host": "茶.example", "status": None}),
        request_id="r-1",
        deleted=make.minutes(3),
    )
    with Database.open(path) as database:
        Conversations(database).add(conversation)
        Messages(database).add(whole)
    with Database.open(path) as database:
        stored = Messages(database).get(whole.id)
    assert stored == whole
    assert stored.deleted == whole.deleted
    assert stored.cost is not None
    assert str(stored.cost.amount) == "1.230000000000000000000000000000000000001"


def test_a_message_becomes_the_head_when_asked(
    database: Database, messages: Messages, conversation: Conversation
) -> None:
    first = make.message(conversation, created=make.minutes(5))
    aside = make.message(conversation, parent=first, created=make.minutes(6))
    messages.add(first)
    messages.add(aside, as_head=False)
    stored = Conversations(database).get(conversation.id)
    assert (stored.head_id, stored.updated) == (first.id, make.minutes(5))


def test_the_tree_comes_back_oldest_first_and_its_outline_alike(messages: Messages, conversation: Conversation) -> None:
    root = make.message(conversation, "茶😀")
    left, right = (
        make.message(conversation, "left", root),
        make.message(conversation, "right", root, role=Role.ASSISTANT),
    )
    for message in (root, left, right):
        messages.add(message)
    assert list(messages.of(conversation.id).values()) == [root, left, right]
    outline = messages.outline(conversation.id)
    assert [
        (line.id, line.parent_id, line.role, line.state, line.length, line.created) for line in outline.values()
    ] == [
        (message.id, message.parent_id, message.role, message.state, len(message.text), message.created)
        for message in (root, left, right)
    ]
    assert messages.load([right.id, "nobody", root.id]) == {root.id: root, right.id: right}
    assert messages.of("nobody") == {}
    assert messages.outline("nobody") == {}


def test_many_can_be_loaded_at_once(messages: Messages, database: Database, conversation: Conversation) -> None:
    added = [make.message(conversation, str(count)) for count in range(1200)]
    with database.transaction():
        for message in added:
            messages.add(message)
    assert messages.load(message.id for message in added) == {message.id: message for message in added}


def test_what_does_not_belong_is_refused_and_leaves_no_trace(
    database: Database, messages: Messages, conversation: Conversation
) -> None:
    elsewhere = make.conversation()
    Conversations(database).add(elsewhere)
    foreign = make.message(elsewhere)
    messages.add(foreign)
    for wrong in (make.message(make.conversation()), make.message(conversation, parent=foreign)):
        with pytest.raises(NotKnown):
            messages.add(wrong)
        with pytest.raises(NotKnown):
            messages.get(wrong.id)
        with pytest.raises(NotKnown):
            messages.finish(wrong)
    assert Conversations(database).get(conversation.id) == conversation


def test_an_end_replaces_words_facts_and_index(
    database: Database, messages: Messages, conversation: Conversation
) -> None:
    message = make.message(conversation, "provisional", usage=Usage(1, 1), state=State.INTERRUPTED)
    messages.add(message)
    ended = replace(message, parts=(TextPart("definitive"),), usage=None, state=State.COMPLETE, timing=Timing(1.0))
    messages.finish(ended)
    assert messages.get(message.id) == ended
    assert Search(database).search("provisional") == []
    assert [hit.message_id for hit in Search(database).search("definitive")] == [message.id]
    assert messages.outline(conversation.id)[message.id].length == len("definitive")


def test_a_silly_count_of_tokens_does_not_cost_the_reply(messages: Messages, conversation: Conversation) -> None:
    message = make.message(conversation, usage=Usage(10**30, 2, cached=-(10**30)))
    messages.add(message)
    assert messages.get(message.id).usage == Usage(2**63 - 1, 2, cached=-(2**63 - 1))


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture], max_examples=60, deadline=None)
@given(texts=st.lists(st.text(st.characters(codec=None)), max_size=4))
def test_any_text_survives(
    database: Database, messages: Messages, conversation: Conversation, texts: list[str]
) -> None:
    parts = tuple(TextPart(text) if index % 2 else ReasoningPart(text, 0.5) for index, text in enumerate(texts))
    message = make.message(conversation, parts=parts)
    messages.add(message)
    assert messages.get(message.id).parts == tuple(replace(part, text=clean(part.text)) for part in parts)
    messages.finish(replace(message, parts=()))
    database.run("INSERT INTO message_words (message_words) VALUES ('integrity-check')")


def test_no_question_reads_more_than_it_asks_for(
    database: Database, messages: Messages, conversation: Conversation, statements: list[str]
) -> None:
    """Whatever concerns one conversation or one message is looked up by key: the cost knows nothing of all the rest."""
    message = make.message(conversation)
    messages.add(message)
    answer = make.reply(conversation, message)
    journal = Journal(database)
    journal.begin(answer)
    journal.append(answer.id, [("text", "tea")])
    messages.of(conversation.id)
    messages.outline(conversation.id)
    messages.load([message.id, answer.id])
    journal.finish(replace(answer, state=State.COMPLETE, parts=(TextPart("tea"),)))
    journal.recover()
    conversations = Conversations(database)
    conversations.all_shown()
    conversations.trash()
    conversations.set_head(conversation.id, message.id)
    conversations.purge(conversation.id)
    asked = [sql for sql in statements if re.match(r"\s*(SELECT|INSERT|UPDATE|DELETE)", sql)]
    assert len(asked) > 25
    plans = {sql: database.rows(f"EXPLAIN QUERY PLAN {sql}") for sql in asked if "_words" not in sql}
    scans: dict[str, Any] = {
        sql: row["detail"]
        for sql, plan in plans.items()
        for row in plan
        if row["detail"].startswith("SCAN") and "INDEX" not in row["detail"] and "CONSTANT" not in row["detail"]
    }
    assert scans == {}
    sorts = [sql for sql, plan in plans.items() for row in plan if "TEMP B-TREE" in row["detail"]]
    assert [sql for sql in sorts if "IN (" not in sql] == []


def test_a_message_survives_a_power_cut_and_a_journal_row_costs_no_wait(
    database: Database, messages: Messages, conversation: Conversation, statements: list[str]
) -> None:
    """The nearest to pulling the plug that a test can do: what SQLite is told to wait for before each commit."""
    message = make.message(conversation)
    messages.add(message)
    journal, answer = Journal(database), make.reply(conversation, message)
    journal.begin(answer)
    journal.append(answer.id, [("text", "tea")])
    journal.finish(answer)
    told = [sql.split("= ")[1] for sql in statements if sql.startswith("PRAGMA synchronous")]
    assert told == ["FULL", "FULL", "NORMAL", "FULL"]


def test_as_many_words_as_a_book(messages: Messages, conversation: Conversation) -> None:
    book = make.message(conversation, "茶 " * 300_000)
    messages.add(book)
    assert messages.get(book.id) == book


def test_a_message_goes_to_the_trash_with_all_below_it_and_comes_back(
    messages: Messages, conversation: Conversation, database: Database
) -> None:
    question = make.message(conversation, "Which tea?")
    first, second = (make.message(conversation, text, question, role=Role.ASSISTANT) for text in ("Oolong.", "Green."))
    below = make.message(conversation, "Why oolong?", first)
    deepest = make.message(conversation, "Because of oolong.", below, role=Role.ASSISTANT)
    for message in (question, first, second, below, deepest):
        messages.add(message)
    assert set(messages.delete(deepest.id, make.minutes(1))) == {deepest.id}

    gone = messages.delete(first.id, make.minutes(2))

    assert set(gone) == {first.id, below.id}
    assert list(messages.of(conversation.id)) == [question.id, second.id]
    assert list(messages.outline(conversation.id)) == [question.id, second.id]
    assert Search(database).search("oolong") == []
    assert messages.get(below.id).deleted == make.minutes(2)
    assert messages.delete(first.id, make.minutes(3)) == []
    messages.restore(gone)
    assert list(messages.of(conversation.id)) == [question.id, first.id, second.id, below.id]
    assert len(Search(database).search("oolong")) == 2
    messages.restore([deepest.id, "no such message"])
    assert len(messages.of(conversation.id)) == 5
