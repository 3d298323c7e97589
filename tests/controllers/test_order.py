"""What a person does to conversations, and that all of it can be undone."""

from __future__ import annotations

import random
from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from itertools import pairwise
from pathlib import Path

import pytest

from desktop.controllers.composition import user_message
from desktop.controllers.undo import Deed, Step
from desktop.errors import DatabaseBusy
from desktop.model.conversation import Conversation
from desktop.model.message import Message
from desktop.store.trash import Trash
from tests.controllers.conftest import House, open_house
from tests.store.contents import Contents, contents, difference
from tests.store.make import message


def write_in(house: House, text: str) -> Conversation:
    house.conversations.open_new()
    conversation = house.conversations.open
    house.conversations.add_message(conversation, user_message(conversation, text), house.account.id, "deepseek-chat")
    return house.conversations.open


def held(house: House) -> Contents:
    """Everything in the database but when each row was changed last: to undo is to change."""
    return contents_without_changed(house.database.path)


def contents_without_changed(path: Path) -> Contents:
    return Contents(
        (table, tuple((name, value) for name, value in columns if name != "changed"))
        for table, columns in contents(path).elements()
    )


@pytest.fixture
def three(house: House) -> list[Conversation]:
    return [write_in(house, words) for words in ("green tea", "black tea", "oolong")]


def ids(conversations: list[Conversation]) -> list[str]:
    return [conversation.id for conversation in conversations]


def shown(house: House) -> dict[str, Conversation]:
    return {conversation.title: conversation for conversation in house.conversations.shown}


def test_several_are_changed_by_one_step_and_back_by_one(house: House, three: list[Conversation]) -> None:
    before = held(house)
    folder = house.folders.create("Teas")
    with_folder = held(house)
    steps: list[Callable[[], object]] = [
        lambda: house.order.pin(ids(three), pinned=True),
        lambda: house.order.archive(ids(three)),
        lambda: house.order.move(ids(three), folder.id),
        lambda: house.order.tag(ids(three), add=["Hot", "hot", "b"]),
        lambda: house.order.delete(ids(three)),
        lambda: house.order.rename(three[0].id, "named"),
    ]
    for step in steps:
        step()
        after = held(house)
        assert after != with_folder
        assert house.order.undo() is not None
        assert difference(with_folder, held(house)) == ""
        assert house.order.redo() is not None
        assert difference(after, held(house)) == ""
        house.order.undo()
    assert [step.deed for step in iter(house.order.undo, None)] == [Deed.CREATE_FOLDER]
    gone = difference(before, held(house))
    assert "folders" in gone or not gone  # a deleted folder leaves its row
    assert house.folders.all == []


def test_tags_are_added_and_removed_for_all(house: House, three: list[Conversation]) -> None:
    house.order.tag([three[0].id], add=["mine"])
    house.order.tag(ids(three), add=["All"])
    assert {title: each.tags for title, each in shown(house).items()} == {
        "green tea": ("All", "mine"), "black tea": ("All",), "oolong": ("All",)
    }  # fmt: skip
    house.order.tag(ids(three), remove=["all"])
    assert shown(house)["green tea"].tags == ("mine",)
    assert house.order.all_tags() == ["mine"]


def test_what_changes_nothing_is_no_step(house: House, three: list[Conversation]) -> None:
    house.order.pin(ids(three), pinned=False)
    house.order.move(ids(three), None)
    house.order.tag(ids(three), remove=["nothing"])
    house.order.delete([])
    assert house.order.undo() is None


def test_undo_leaves_alone_what_was_changed_anew_since(house: House, three: list[Conversation]) -> None:
    house.order.pin(ids(three), pinned=True)
    house.stores.kept.conversations.pin(three[0].id, pinned=False)
    house.stores.kept.conversations.pin(three[0].id, pinned=True)
    house.order.move([three[1].id], "somewhere")
    house.stores.kept.conversations.move(three[1].id, "elsewhere")
    step = house.order.undo()  # of the move there is nothing left to undo
    assert step is not None
    assert step.deed is Deed.PIN
    assert house.stores.kept.conversations.get(three[1].id).folder_id == "elsewhere"
    assert not any(each.pinned for each in house.conversations.shown)


def test_undoing_the_deletion_of_the_open_one_opens_it_again(house: House, three: list[Conversation]) -> None:
    told: list[Step] = []
    house.order.done.connect(told.append)
    house.order.delete(ids(three))
    assert house.conversations.open.head_id is None
    assert house.conversations.shown == []
    assert (told[0].deed, told[0].count, told[0].hides) == (Deed.DELETE, 3, True)
    house.order.undo()
    assert house.conversations.open.id == three[2].id
    assert len(house.conversations.shown) == 3


def test_where_the_store_fails_the_step_can_be_undone_later(house: House, three: list[Conversation]) -> None:
    house.order.delete(ids(three))
    other = open_house(house.database.path.parent)
    with other.database.transaction(), pytest.raises(DatabaseBusy):
        house.order.undo()
    assert house.conversations.shown == []
    house.order.undo()
    assert len(house.conversations.shown) == 3
    other.database.close()


def say(house: House, conversation: Conversation, text: str, parent: Message | None) -> Message:
    said = message(conversation, text, parent)
    house.stores.kept.messages.add(said)
    house.conversations.refresh(conversation.id)
    return said


def test_a_deleted_message_takes_what_is_below_it_along_and_the_branch_ends_before_it(house: House) -> None:
    conversation = write_in(house, "question")
    question = house.conversations.branch_of(conversation)[0]
    answer = say(house, conversation, "answer", question)
    more = say(house, conversation, "more", answer)
    before = held(house)
    rebranched: list[Conversation] = []
    house.conversations.rebranched.connect(rebranched.append)
    house.order.delete_message(answer)
    assert [each.text for each in house.conversations.branch_of(house.conversations.open)] == ["question"]
    house.order.undo()
    assert [each.id for each in house.conversations.branch_of(house.conversations.open)] == [
        question.id, answer.id, more.id
    ]  # fmt: skip
    assert difference(before, held(house)) == ""
    house.order.redo()
    assert len(house.conversations.messages_of(conversation)) == 1
    assert len(rebranched) == 3


def test_another_version_takes_the_place_of_a_deleted_message(house: House) -> None:
    conversation = write_in(house, "question")
    question = house.conversations.branch_of(conversation)[0]
    one = say(house, conversation, "one", question)
    below = say(house, conversation, "below one", one)
    other = say(house, conversation, "other", question)
    house.order.delete_message(other)
    assert house.conversations.open.head_id == below.id
    house.order.undo()
    assert house.conversations.open.head_id == other.id
    house.order.delete_message(one)  # beside the shown branch
    assert house.conversations.open.head_id == other.id
    assert set(house.conversations.messages_of(conversation)) == {question.id, other.id}


def test_what_was_purged_meanwhile_stands_in_nobody_s_way(house: House) -> None:
    conversation = write_in(house, "question")
    question = house.conversations.branch_of(conversation)[0]
    house.order.pin([conversation.id], pinned=True)
    answer = say(house, conversation, "answer", question)
    house.order.delete_message(answer)
    gone = write_in(house, "gone")
    house.order.delete([gone.id])
    trash = Trash(house.database)
    while trash.purge_some(datetime.now(UTC) + timedelta(seconds=1)):
        pass
    step = house.order.undo()
    assert step is not None
    assert step.deed is Deed.PIN
    assert [each.text for each in house.conversations.branch_of(conversation)] == ["question"]
    assert house.order.undo() is None


def test_with_its_only_first_message_a_conversation_goes(house: House) -> None:
    conversation = write_in(house, "question")
    house.order.delete_message(house.conversations.branch_of(conversation)[0])
    assert [each.id for each in house.order.trash()] == [conversation.id]
    house.order.undo()
    assert len(house.conversations.branch_of(conversation)) == 1


@pytest.mark.parametrize("seed", range(4))
def test_any_sequence_undone_is_as_if_it_had_not_been_and_redone_as_if_it_had(house: House, seed: int) -> None:
    dice = random.Random(seed)
    for words in ("a", "b", "c", "d"):
        conversation = write_in(house, words)
        parent = house.conversations.branch_of(conversation)[0]
        for number in range(4):
            said = say(house, conversation, f"{words}{number}", parent)
            parent = dice.choice([parent, said])
    folders = [house.folders.create("one"), house.folders.create("two")]
    while house.order.undo() is not None:
        pass
    while house.order.redo() is not None:
        pass
    states = [held(house)]
    for _ in range(25):
        act(house, dice, [folder.id for folder in folders])
        states.append(held(house))
    marks = [state for state, following in pairwise(states) if state != following]
    for wanted in reversed(marks):
        assert house.order.undo() is not None
        assert difference(wanted, held(house)) == ""
    for wanted in [*marks[1:], states[-1]]:
        assert house.order.redo() is not None
        assert difference(wanted, held(house)) == ""


def act(house: House, dice: random.Random, folder_ids: list[str]) -> None:
    """Do one thing that can be undone, to some of the conversations that are shown."""
    known = sorted(house.conversations.shown, key=lambda each: each.id)
    if not known:
        house.order.restore([each.id for each in house.order.trash()])
        return
    some = dice.sample(known, dice.randint(1, len(known)))
    one = some[0]
    messages = sorted(house.conversations.messages_of(one).values(), key=lambda each: each.id)
    known_folders = [folder.id for folder in house.folders.all]
    acts: list[Callable[[], object]] = [
        lambda: house.order.rename(one.id, dice.choice(["x", "y", "茶\ud800"])),
        lambda: house.order.pin(ids(some), pinned=dice.random() < 0.5),
        lambda: house.order.archive(ids(some), archived=dice.random() < 0.5),
        lambda: house.order.move(ids(some), dice.choice([None, *known_folders])),
        lambda: house.order.tag(ids(some), add=dice.sample("abcA", 2), remove=dice.sample("abc", 1)),
        lambda: house.order.delete(ids(some)),
        lambda: house.order.restore([each.id for each in house.order.trash()]),
        lambda: house.order.show_branch(one, dice.choice(messages).id),
        lambda: house.order.delete_message(dice.choice(messages)),
        lambda: house.folders.rename(dice.choice(folder_ids), dice.choice(["p", "q"])),
    ]
    dice.choice(acts)()


def test_a_moment_is_undone_to_the_millisecond(house: House, three: list[Conversation]) -> None:
    house.order.archive([three[0].id])
    archived = shown(house)["green tea"].archived
    assert archived is not None
    assert archived.microsecond % 1000 == 0
    assert datetime.now(UTC) - archived < timedelta(minutes=1)
    assert house.order.undo() is not None
