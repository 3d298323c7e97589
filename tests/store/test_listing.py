from __future__ import annotations

import random
from itertools import chain

import pytest

from desktop.model.conversation import Conversation
from desktop.store.conversations import Conversations
from desktop.store.database import Database
from desktop.store.listing import ARCHIVE, PINNED, REST, Listing
from tests.store import make


@pytest.fixture
def conversations(database: Database) -> Conversations:
    return Conversations(database)


@pytest.fixture
def listing(database: Database) -> Listing:
    return Listing(database)


def written(at: float, **fields: object) -> Conversation:
    return make.conversation(f"at {at}", at, head_id="h", **fields)


def test_each_conversation_stands_in_one_section(conversations: Conversations, listing: Listing) -> None:
    when = make.minutes(99)
    placed = {
        PINNED: [written(1, pinned=True, folder_id="f"), written(0, pinned=True)],
        "f": [written(3, folder_id="f"), written(2, folder_id="f")],
        "g": [written(4, folder_id="g")],
        REST: [written(6), written(5)],
        ARCHIVE: [written(8, archived=when), written(7, archived=when, pinned=True, folder_id="f")],
    }
    unwritten = make.conversation("draft only")
    all_placed = list(chain.from_iterable(placed.values()))
    for each in (*all_placed, unwritten, written(9, deleted=when)):
        conversations.add(each)
    assert {section: listing.page(section) for section in placed} == placed
    assert listing.unwritten() == [unwritten]
    newest_first = sorted(all_placed, key=lambda each: each.updated, reverse=True)
    assert listing.written_ids() == [each.id for each in newest_first]


def test_pages_follow_each_other_without_a_gap_whatever_the_times(
    conversations: Conversations, listing: Listing
) -> None:
    dice = random.Random(7)
    known = [written(dice.randrange(5)) for _ in range(53)]  # many at the same moment
    for each in known:
        conversations.add(each)
    found: list[Conversation] = []
    while page := listing.page(REST, found[-1] if found else None, most=10):
        assert len(page) <= 10
        found += page
    assert sorted(each.id for each in found) == sorted(each.id for each in known)
    assert [each.updated for each in found] == sorted((each.updated for each in known), reverse=True)


@pytest.mark.parametrize("section", [PINNED, REST, ARCHIVE, "folder"])
def test_a_page_costs_the_same_however_many_there_are(
    database: Database, conversations: Conversations, listing: Listing, statements: list[str], section: str
) -> None:
    after = written(1)
    conversations.add(after)
    statements.clear()
    listing.page(section, after)
    (query,) = (statement for statement in statements if "FROM conversations" in statement)
    plan = " ".join(row["detail"] for row in database.rows(f"EXPLAIN QUERY PLAN {query}"))
    index = "conversations_archived" if section == ARCHIVE else "conversations_listed"
    assert f"SEARCH conversations USING INDEX {index}" in plan
    assert "SCAN" not in plan
    assert section == PINNED or "TEMP B-TREE" not in plan


def test_tags_are_listed_once(conversations: Conversations, listing: Listing) -> None:
    for tags in (("b", "A"), ("a",), ("茶",)):
        conversations.add(make.conversation(tags=tags))
    assert listing.tags() == ["A", "b", "茶"]
