from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import pytest
from msgspec.structs import replace

from desktop.model.message import State, TextPart
from desktop.store.database import Database
from desktop.store.positions import Position
from desktop.store.search import Search
from desktop.store.stores import Stores
from tests.store import make

CANARY = "unwritten canary"


@pytest.fixture
def stores(path: Path) -> Iterator[Stores]:
    stores = Stores(Database.open(path))
    yield stores
    stores.close()


def test_a_temporary_conversation_is_in_no_file(stores: Stores, path: Path) -> None:
    kept = make.conversation("kept")
    stores.of(kept.id).conversations.add(kept)
    temporary = make.conversation(CANARY)
    stores.hold_in_memory(temporary.id)
    store = stores.of(temporary.id)
    store.conversations.add(temporary)
    question = make.message(temporary, CANARY)
    store.messages.add(question)
    answer = make.reply(temporary, question)
    store.journal.begin(answer)
    store.journal.append(answer.id, [("text", CANARY)])
    store.conversations.set_draft(temporary.id, CANARY)
    store.positions.set(temporary.id, Position(question.id, 0, 0))
    store.journal.finish(replace(answer, state=State.COMPLETE, parts=(TextPart(CANARY),)))
    assert [message.text for message in store.messages.of(temporary.id).values()] == [CANARY, CANARY]
    assert stores.temporary_ids == {temporary.id}
    assert stores.kept.conversations.all_shown() == [kept]
    stores.close()
    for file in path.parent.rglob("*"):
        assert not file.is_file() or b"canary" not in file.read_bytes()
    assert not (path.parent / "writers").exists()


def test_what_is_kept_is_all_there_with_every_branch(stores: Stores, path: Path) -> None:
    temporary = make.conversation("Tea", tags=("a",), draft="half")
    stores.hold_in_memory(temporary.id)
    memory = stores.of(temporary.id)
    memory.conversations.add(temporary)
    question = make.message(temporary, "oolong")
    one, other = (make.message(temporary, text, question) for text in ("one", "other"))
    for message in (question, one, other):
        memory.messages.add(message)
    memory.conversations.set_head(temporary.id, one.id)
    memory.positions.set(temporary.id, Position(one.id, 0, 3.0))
    as_it_was = memory.conversations.get(temporary.id)
    stores.keep(temporary.id)
    assert not stores.is_temporary(temporary.id)
    assert stores.temporary_ids == frozenset()
    assert memory.conversations.all_shown() == []
    with Database.open(path) as another:
        there = Stores(another).kept
        assert there.conversations.get(temporary.id) == as_it_was
        assert there.messages.of(temporary.id) == {each.id: each for each in (question, one, other)}
        assert there.positions.get(temporary.id) == Position(one.id, 0, 3.0)
        assert [hit.message_id for hit in Search(another).search("oolong")] == [question.id]


def test_two_databases_in_memory_have_nothing_in_common() -> None:
    with Database.in_memory() as one, Database.in_memory() as other:
        one.run("CREATE TABLE mine (x)")
        assert other.value("SELECT COUNT(*) FROM sqlite_schema WHERE name = 'mine'") == 0
