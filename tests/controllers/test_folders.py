from __future__ import annotations

from pathlib import Path

from msgspec.structs import replace

from desktop.model.parameters import Parameters
from desktop.store.listing import ARCHIVE
from tests.controllers.conftest import House, open_house
from tests.controllers.test_order import ids, shown, write_in


def test_a_new_conversation_in_a_folder_starts_from_what_the_folder_says(house: House, tmp_path: Path) -> None:
    folder = house.folders.create("Poems")
    house.folders.change(
        replace(folder, account_id="test", model="poet", parameters=Parameters("In verse.", temperature=1.2))
    )
    changed = house.folders.get(folder.id)
    house.conversations.open_new(changed)
    new = house.conversations.open
    assert (new.folder_id, new.model, new.account_id) == (folder.id, "poet", "test")
    assert house.conversations.parameters_of(new).system_prompt == "In verse."
    assert house.conversations.model_of(new, [house.account]) == (house.account, "poet")
    house.conversations.keep_draft(new.id, "O tea")
    house.conversations.open_new()
    assert house.conversations.open.folder_id is None
    house.conversations.open_new(changed)
    assert house.conversations.open.id == new.id
    again = open_house(tmp_path)
    again.conversations.open_new(again.folders.get(folder.id))
    assert again.conversations.open.draft == "O tea"
    again.database.close()


def test_deleting_a_folder_keeps_its_conversations_and_is_undone(house: House) -> None:
    one = write_in(house, "one")
    folder = house.folders.create("Work")
    house.order.move([one.id], folder.id)
    house.folders.delete(folder.id)
    assert house.folders.all == []
    assert shown(house)["one"].folder_id is None
    assert house.conversations.open.folder_id is None
    house.order.undo()
    assert house.folders.all == [folder]
    assert shown(house)["one"].folder_id == folder.id
    house.order.redo()
    assert shown(house)["one"].folder_id is None


def test_a_collapsed_folder_is_not_read_until_it_is_opened(house: House, tmp_path: Path) -> None:
    one = write_in(house, "one")
    folder = house.folders.create("Work")
    house.order.move([one.id], folder.id)
    house.folders.collapse(folder.id, collapsed=True)
    house.conversations.open_new()
    again = open_house(tmp_path)
    assert again.conversations.shown == []
    assert again.folders.is_collapsed(folder.id)
    assert again.folders.is_collapsed(ARCHIVE)
    again.folders.collapse(folder.id, collapsed=False)
    assert ids(again.conversations.shown) == [one.id]
    assert not again.folders.is_collapsed(folder.id)
    again.database.close()


def test_the_archive_is_read_when_it_is_opened_and_found_by_id(house: House, tmp_path: Path) -> None:
    one = write_in(house, "one")
    house.order.archive([one.id])
    house.conversations.open_new()
    again = open_house(tmp_path)
    assert again.conversations.shown == []
    assert again.conversations.catalogue.has_archive
    assert again.conversations.catalogue.all_ids() == [one.id]
    again.folders.collapse(ARCHIVE, collapsed=False)
    assert ids(again.conversations.shown) == [one.id]
    again.conversations.open_by_id(one.id)
    assert again.conversations.open.id == one.id
    again.database.close()


def test_a_folder_is_moved_up_and_down_and_back(house: House) -> None:
    one, two, three = (house.folders.create(name) for name in ("1", "2", "3"))
    house.folders.shift(three.id, -1)
    house.folders.shift(one.id, -1)  # it is the first already
    assert [folder.name for folder in house.folders.all] == ["1", "3", "2"]
    house.folders.shift(one.id, 1)
    assert [folder.name for folder in house.folders.all] == ["3", "1", "2"]
    house.order.undo()
    house.order.undo()
    assert [folder.name for folder in house.folders.all] == ["1", "2", "3"]
    house.order.redo()
    assert [folder.id for folder in house.folders.all] == [one.id, three.id, two.id]
