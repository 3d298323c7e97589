from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st
from msgspec.structs import replace

from desktop.errors import NotKnown
from desktop.model.conversation import TitleSource
from desktop.model.parameters import Parameters
from desktop.store.conversations import Conversations
from desktop.store.database import Database
from desktop.store.journal import Journal
from desktop.store.messages import Messages
from desktop.store.positions import Position, Positions
from desktop.store.search import Search
from desktop.store.text import clean
from tests.store import make


@pytest.fixture
def conversations(database: Database) -> Conversations:
    return Conversations(database)


def test_all_that_a_conversation_has_comes_back_in_another_process_too(path: Path) -> None:
    whole = make.conversation(
        "普洱",
        title_source=TitleSource.MODEL,
        pinned=True,
        account_id="account",
        model="deepseek-chat",
        parameters=Parameters("Be kind.", 0.0, 0.5, 100, stream=False),
        draft="half a thou",
    )
    with Database.open(path) as database:
        Conversations(database).add(whole)
    with Database.open(path) as database:
        assert Conversations(database).get(whole.id) == whole


def test_the_list_is_newest_first_without_the_trash(conversations: Conversations) -> None:
    old, new, binned = make.conversation("old", 1), make.conversation("new", 2), make.conversation("binned", 3)
    for conversation in (new, binned, old):
        conversations.add(conversation)
    conversations.delete(binned.id, make.minutes(9))
    assert conversations.all_shown() == [new, old]
    assert [conversation.id for conversation in conversations.trash()] == [binned.id]
    assert conversations.get(binned.id).deleted == make.minutes(9)
    conversations.restore(binned.id)
    assert conversations.all_shown() == [binned, new, old]
    conversations.touch(old.id, make.minutes(10))
    assert conversations.all_shown()[0].id == old.id


def test_each_change_is_kept_and_changes_nothing_else(conversations: Conversations) -> None:
    conversation, other = make.conversation(), make.conversation()
    conversations.add(conversation)
    conversations.add(other)
    parameters = Parameters(temperature=1.5)
    conversations.rename(conversation.id, "Green", TitleSource.PERSON)
    conversations.pin(conversation.id)
    conversations.set_model(conversation.id, "account", "model")
    conversations.set_parameters(conversation.id, parameters)
    conversations.set_draft(conversation.id, "dra")
    assert conversations.get(conversation.id) == replace(
        conversation,
        title="Green",
        title_source=TitleSource.PERSON,
        pinned=True,
        account_id="account",
        model="model",
        parameters=parameters,
        draft="dra",
    )
    conversations.pin(conversation.id, pinned=False)
    conversations.set_model(conversation.id, None, None)
    conversations.set_draft(conversation.id, "")
    after = conversations.get(conversation.id)
    assert (after.pinned, after.account_id, after.model, after.draft) == (False, None, None, "")
    assert conversations.get(other.id) == other


def test_what_is_not_there_cannot_be_changed(conversations: Conversations) -> None:
    for change in (
        lambda: conversations.get("nobody"),
        lambda: conversations.rename("nobody", "x", TitleSource.PERSON),
        lambda: conversations.pin("nobody"),
        lambda: conversations.set_draft("nobody", "x"),
        lambda: conversations.delete("nobody"),
        lambda: conversations.restore("nobody"),
        lambda: conversations.purge("nobody"),
        lambda: conversations.touch("nobody", make.START),
    ):
        with pytest.raises(NotKnown) as refused:
            change()
        assert refused.value.facts == {"what": "conversation", "name": "nobody"}


def test_the_head_is_a_message_of_the_conversation(database: Database, conversations: Conversations) -> None:
    conversation, other = make.conversation(), make.conversation()
    conversations.add(conversation)
    conversations.add(other)
    mine, theirs = make.message(conversation), make.message(other)
    Messages(database).add(mine, as_head=False)
    Messages(database).add(theirs)
    assert conversations.get(conversation.id).head_id is None
    conversations.set_head(conversation.id, mine.id)
    assert conversations.get(conversation.id).head_id == mine.id
    with pytest.raises(NotKnown):
        conversations.set_head(conversation.id, theirs.id)
    conversations.set_head(conversation.id, None)
    assert conversations.get(conversation.id).head_id is None


def test_the_trash_loses_nothing_and_purging_leaves_nothing(database: Database, conversations: Conversations) -> None:
    conversation = make.conversation("Oolong")
    conversations.add(conversation)
    messages, journal = Messages(database), Journal(database)
    question = make.message(conversation, "rolled leaves")
    messages.add(question)
    answer = make.reply(conversation, question)
    journal.begin(answer)
    journal.append(answer.id, [("text", "half oxidised")])
    Positions(database).set(conversation.id, Position(question.id, 0, 0))
    conversations.delete(conversation.id)
    assert len(messages.of(conversation.id)) == 2
    assert Search(database).search("rolled") == []
    conversations.purge(conversation.id)
    tables = ("conversations", "messages", "parts", "journal", "positions")
    assert {table: database.value(f"SELECT COUNT(*) FROM {table}") for table in tables} == dict.fromkeys(tables, 0)
    database.run("CREATE VIRTUAL TABLE temp.m USING fts5vocab(main, message_words, row)")
    database.run("CREATE VIRTUAL TABLE temp.t USING fts5vocab(main, title_words, row)")
    assert database.rows("SELECT term FROM temp.m UNION SELECT term FROM temp.t") == []
    with pytest.raises(NotKnown):
        journal.append(answer.id, [("text", "too late")])


def test_a_purged_text_is_not_in_the_file(path: Path) -> None:
    with Database.open(path) as database:
        conversations = Conversations(database)
        secret, other = make.conversation("unutterable name"), make.conversation()
        conversations.add(secret)
        conversations.add(other)
        Messages(database).add(make.message(secret, "abracadabra " * 1000))
        conversations.purge(secret.id)
        Messages(database).add(make.message(other))
    content = path.read_bytes()
    assert b"abracadabra abra" not in content
    assert b"unutterable name" not in content


def test_text_that_is_no_text_is_stored_as_well_as_can_be(conversations: Conversations) -> None:
    conversation = make.conversation("a\udcff", draft="\ud83d\ude00", model="m\ud800", parameters=Parameters("\ud800"))
    conversations.add(conversation)
    stored = conversations.get(conversation.id)
    assert (stored.title, stored.draft, stored.model) == ("a\ufffd", "😀", "m\ufffd")
    assert stored.parameters.system_prompt == "\ufffd"
    with pytest.raises(NotKnown):  # as an argument on the command line may be
        conversations.get("\udcff")


@given(st.text())
def test_any_text_is_cleaned_to_what_can_be_stored(text: str) -> None:
    assert clean(text) == text
    text.encode()


@given(st.text(st.characters(codec=None)))
def test_surrogates_become_characters_or_replacements(text: str) -> None:
    cleaned = clean(text)
    cleaned.encode()
    if not any("\ud800" <= character <= "\udfff" for character in text):
        assert cleaned == text
    assert clean("\ud83d\ude00") == "😀"
    assert clean("a\ud83db") == "a\ufffdb"
