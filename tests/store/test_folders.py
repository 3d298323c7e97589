from __future__ import annotations

import pytest
from msgspec.structs import replace

from desktop.errors import NotKnown
from desktop.model.folder import Folder
from desktop.model.parameters import Parameters
from desktop.store.conversations import Conversations
from desktop.store.database import Database
from desktop.store.folders import Folders
from tests.store import make

WORK = Folder("work", "Work", make.START, 1, "account", "model", Parameters("Be brief.", 0.5))
HOME = Folder("home", "家", make.START, 0)


@pytest.fixture
def folders(database: Database) -> Folders:
    folders = Folders(database)
    folders.save(WORK)
    folders.save(HOME)
    return folders


def test_folders_come_back_whole_and_in_their_order(folders: Folders) -> None:
    assert folders.all() == [HOME, WORK]
    folders.reorder(["work"])
    assert [folder.id for folder in folders.all()] == ["work", "home"]
    folders.save(replace(WORK, name="Office", position=5))
    assert [folder.name for folder in folders.all()] == ["家", "Office"]


def test_a_deleted_folder_leaves_its_conversations_and_takes_them_back(database: Database, folders: Folders) -> None:
    conversations = Conversations(database)
    inside, binned, moved = (make.conversation(folder_id="work") for _ in range(3))
    beside = make.conversation(folder_id="home")
    for each in (inside, binned, moved, beside):
        conversations.add(each)
    conversations.delete(binned.id)
    ids = folders.delete("work", make.minutes(1))
    assert sorted(ids) == sorted([inside.id, binned.id, moved.id])
    assert folders.all() == [HOME]
    assert [conversations.get(each).folder_id for each in ids] == [None, None, None]
    conversations.move(moved.id, "home")
    folders.restore("work", ids)
    assert folders.all() == [HOME, WORK]
    assert conversations.get(inside.id) == inside
    assert conversations.get(binned.id).folder_id == "work"
    assert conversations.get(moved.id).folder_id == "home"
    assert conversations.get(beside.id) == beside


def test_what_names_a_folder_that_is_gone_stands_in_none(database: Database, folders: Folders) -> None:
    conversations = Conversations(database)
    stray, inside = make.conversation(folder_id="nowhere"), make.conversation(folder_id="work")
    conversations.add(stray)
    conversations.add(inside)
    assert folders.release_strays()
    assert not folders.release_strays()
    assert conversations.get(stray.id).folder_id is None
    assert conversations.get(inside.id).folder_id == "work"


def test_a_folder_that_is_not_known_is_refused(folders: Folders) -> None:
    with pytest.raises(NotKnown):
        folders.delete("nobody", make.START)
    with pytest.raises(NotKnown):
        folders.restore("nobody", [])
