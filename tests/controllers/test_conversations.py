from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

from desktop.controllers.composition import user_message
from desktop.model.account import Account
from desktop.model.conversation import Conversation, TitleSource
from desktop.model.parameters import Parameters
from tests.controllers.conftest import House, open_house


def write_in(house: House, text: str) -> Conversation:
    """A person writes `text` in the open conversation."""
    conversation = house.conversations.open
    house.conversations.add_message(conversation, user_message(conversation, text), house.account.id, "deepseek-chat")
    return house.conversations.open


def test_a_new_conversation_is_neither_listed_nor_stored(house: House) -> None:
    house.conversations.open_last()
    assert house.conversations.shown == []
    assert house.database.value("SELECT count(*) FROM conversations") == 0


def test_the_first_message_lists_it_under_its_first_words(house: House) -> None:
    conversation = write_in(house, "How do I brew   oolong?")
    assert [each.title for each in house.conversations.shown] == ["How do I brew oolong?"]
    assert conversation.title_source is TitleSource.FIRST_WORDS


def test_a_draft_in_a_new_conversation_is_stored_and_found_again(house: House, tmp_path: Path) -> None:
    house.conversations.keep_draft(house.conversations.open.id, "half a thou")
    again = open_house(tmp_path)
    again.conversations.open_last()
    assert again.conversations.open.draft == "half a thou"
    assert again.conversations.shown == []
    again.database.close()


def test_new_comes_back_to_the_one_nobody_has_written_in(house: House) -> None:
    house.conversations.keep_draft(house.conversations.open.id, "unsent")
    unsent = house.conversations.open.id
    house.conversations.open_new()
    assert house.conversations.open.id == unsent


def test_the_last_conversation_is_open_again_after_a_restart(house: House, tmp_path: Path) -> None:
    first = write_in(house, "first")
    house.conversations.open_by_id(first.id)
    house.conversations.open_new()
    house.conversations.open_by_id(first.id)
    again = open_house(tmp_path)
    again.conversations.open_last()
    assert again.conversations.open.id == first.id
    again.database.close()


def test_a_conversation_that_was_new_when_it_was_written_in_is_open_again_too(house: House, tmp_path: Path) -> None:
    house.conversations.open_last()
    first = write_in(house, "first")
    again = open_house(tmp_path)
    again.conversations.open_last()
    assert again.conversations.open.id == first.id
    again.database.close()


def test_deleting_goes_to_the_trash_and_can_be_undone(house: House) -> None:
    conversation = write_in(house, "to be deleted")
    house.order.delete([conversation.id])
    assert house.conversations.shown == []
    assert house.conversations.open.id != conversation.id
    assert [each.id for each in house.order.trash()] == [conversation.id]
    house.order.restore([conversation.id])
    assert [each.id for each in house.conversations.shown] == [conversation.id]
    assert [message.text for message in house.conversations.branch_of(conversation)] == ["to be deleted"]


def test_a_person_s_title_is_never_replaced_by_a_model_s(house: House) -> None:
    conversation = write_in(house, "some words")
    house.conversations.name_by_model(conversation.id, "The model's")
    assert house.conversations.open.title == "The model's"
    house.order.rename(conversation.id, "Mine")
    house.conversations.name_by_model(conversation.id, "The model's again")
    assert house.conversations.open.title == "Mine"


def test_the_model_is_the_conversation_s_else_the_last_chosen_else_the_account_s(house: House) -> None:
    accounts = [house.account, Account("other", "Other", "http://127.0.0.1:1/v1")]
    first = house.conversations.open
    assert house.conversations.model_of(first, accounts) == (house.account, "deepseek-chat")
    house.conversations.choose_model(first, "test", "deepseek-reasoner")
    write_in(house, "x")
    house.conversations.open_new()
    new = house.conversations.open
    assert house.conversations.model_of(new, accounts) == (house.account, "deepseek-reasoner")
    assert house.conversations.model_of(new, []) == (None, "")


def test_parameters_are_the_conversation_s_over_the_settings(house: House, tmp_path: Path) -> None:
    house.settings.set("temperature", 1.0)
    house.conversations.set_parameters(house.conversations.open, Parameters(max_tokens=7))
    effective = house.conversations.parameters_of(house.conversations.open)
    assert (effective.temperature, effective.max_tokens) == (1.0, 7)
    again = open_house(tmp_path)
    assert again.conversations.open.parameters == Parameters(max_tokens=7)
    again.database.close()


def test_pinning_is_kept(house: House, tmp_path: Path) -> None:
    conversation = write_in(house, "x")
    house.order.pin([conversation.id], pinned=True)
    again = open_house(tmp_path)
    assert [each.pinned for each in again.conversations.shown] == [True]
    again.database.close()
    assert datetime.now(UTC) >= conversation.updated


def test_a_conversation_that_goes_on_is_archived_no_longer(house: House) -> None:
    conversation = write_in(house, "x")
    house.order.archive([conversation.id])
    assert house.conversations.open.archived is not None
    write_in(house, "y")
    assert house.conversations.open.archived is None
    assert house.conversations.open.id == conversation.id
