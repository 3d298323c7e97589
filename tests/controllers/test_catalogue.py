from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication

from desktop.controllers.catalogue import PAGE
from desktop.controllers.neighbours import Neighbours
from desktop.store.listing import REST
from tests.controllers.conftest import House, open_house
from tests.controllers.test_order import ids, shown, write_in
from tests.store import make


def fill(house: House, count: int) -> None:
    with house.database.transaction():
        for number in range(count):
            house.stores.kept.conversations.add(make.conversation(f"n{number}", number, head_id="h"))


def test_a_start_reads_one_page_and_scrolling_the_next(house: House, tmp_path: Path) -> None:
    fill(house, PAGE + 30)
    again = open_house(tmp_path)
    assert {each.title for each in again.conversations.shown} == {f"n{number}" for number in range(30, PAGE + 30)}
    assert again.conversations.catalogue.unfinished == {REST}
    again.conversations.catalogue.read_more(REST)
    assert len(again.conversations.shown) == PAGE + 30
    assert again.conversations.catalogue.unfinished == frozenset()
    again.conversations.catalogue.read_more(REST)
    assert len(again.conversations.shown) == PAGE + 30
    again.database.close()


def test_what_is_not_on_a_page_is_there_when_it_is_asked_for(house: House, tmp_path: Path) -> None:
    fill(house, PAGE + 30)
    oldest = house.stores.kept.listing.written_ids()[-1]
    again = open_house(tmp_path)
    assert oldest not in ids(again.conversations.shown)
    again.conversations.open_by_id(oldest)
    assert again.conversations.open.id == oldest
    assert oldest in ids(again.conversations.shown)
    again.database.close()


@pytest.fixture
def neighbours(house: House) -> Neighbours:
    neighbours = Neighbours(house.database, house.conversations)
    neighbours.changed.connect(house.conversations.refresh_all)
    neighbours.changed.connect(house.folders.refresh)
    return neighbours


def test_what_another_process_does_is_seen(house: House, neighbours: Neighbours, tmp_path: Path) -> None:
    mine = write_in(house, "mine")
    other = open_house(tmp_path)
    theirs = write_in(other, "theirs")
    other.order.rename(mine.id, "renamed there")
    folder = other.folders.create("Theirs")
    rebranched = []
    house.conversations.rebranched.connect(rebranched.append)
    neighbours.look()
    assert set(shown(house)) == {"theirs", "renamed there"}
    assert house.conversations.open.title == "renamed there"
    assert house.folders.all == [folder]
    assert rebranched == []
    other.stores.kept.messages.add(make.message(mine, "more", other.conversations.branch_of(mine)[0]))
    neighbours.look()
    assert [each.text for each in house.conversations.branch_of(house.conversations.open)] == ["mine", "more"]
    assert len(rebranched) == 1
    other.order.delete([mine.id, theirs.id])
    neighbours.look()
    assert house.conversations.shown == []
    assert house.conversations.open.head_id is None
    other.database.close()


def test_nothing_is_read_again_for_what_happens_here(house: House, neighbours: Neighbours) -> None:
    told: list[bool] = []
    neighbours.changed.connect(lambda: told.append(True))
    write_in(house, "mine")
    neighbours.look()
    QCoreApplication.processEvents()
    assert told == []
