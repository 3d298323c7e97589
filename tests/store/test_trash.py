from __future__ import annotations

import pytest

from desktop.store.conversations import Conversations
from desktop.store.database import Database
from desktop.store.journal import Journal
from desktop.store.messages import Messages
from desktop.store.trash import Trash
from tests.store import make

TABLES = ("conversations", "messages", "parts", "journal", "tags")


@pytest.fixture
def trash(database: Database) -> Trash:
    return Trash(database)


def counts(database: Database) -> dict[str, int]:
    return {table: database.value(f"SELECT COUNT(*) FROM {table}") for table in TABLES}


def test_only_what_was_deleted_long_ago_goes_and_goes_wholly(database: Database, trash: Trash) -> None:
    conversations, messages = Conversations(database), Messages(database)
    old, young, shown = (make.conversation(f"{name} tea", tags=("t",)) for name in ("old", "young", "shown"))
    for conversation in (old, young, shown):
        conversations.add(conversation)
        question = make.message(conversation, f"question of {conversation.title}")
        messages.add(question)
        Journal(database).begin(make.reply(conversation, question))
    conversations.delete(old.id, make.minutes(1))
    conversations.delete(young.id, make.minutes(10))
    while trash.purge_some(make.minutes(5), most=1):
        pass
    assert [each.id for each in conversations.trash()] == [young.id]
    assert [each.id for each in conversations.all_shown()] == [shown.id]
    assert counts(database) == {"conversations": 2, "messages": 4, "parts": 2, "journal": 0, "tags": 2}
    database.run("CREATE VIRTUAL TABLE temp.m USING fts5vocab(main, message_words, row)")
    database.run("CREATE VIRTUAL TABLE temp.t USING fts5vocab(main, title_words, row)")
    found = {row["term"] for row in database.rows("SELECT term FROM temp.m UNION SELECT term FROM temp.t")}
    assert "old" not in found
    assert {"young", "shown"} <= found


def test_a_branch_that_was_deleted_goes_and_the_rest_stays(database: Database, trash: Trash) -> None:
    conversations, messages = Conversations(database), Messages(database)
    conversation = make.conversation()
    conversations.add(conversation)
    question = make.message(conversation, "question")
    kept, gone = make.message(conversation, "kept", question), make.message(conversation, "gone", question)
    below = make.message(conversation, "below", gone)
    for message in (question, kept, gone, below):
        messages.add(message)
    messages.delete(gone.id, make.minutes(1))
    assert not trash.purge_some(make.minutes(1))
    while trash.purge_some(make.minutes(2), most=1):
        pass
    assert list(messages.of(conversation.id).values()) == [question, kept]
    assert counts(database)["messages"] == 2


def test_a_long_conversation_goes_a_few_messages_at_a_time(database: Database, trash: Trash) -> None:
    conversations, messages = Conversations(database), Messages(database)
    conversation = make.conversation()
    conversations.add(conversation)
    parent = None
    for number in range(25):
        message = make.message(conversation, f"word{number}", parent)
        messages.add(message)
        parent = message
    conversations.delete(conversation.id, make.START)
    left = []
    while trash.purge_some(make.minutes(1), most=10):
        left.append(counts(database)["messages"])
    assert left == [15, 5, 0, 0]
    assert counts(database) == dict.fromkeys(TABLES, 0)
