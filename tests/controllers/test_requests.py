from __future__ import annotations

from pytestqt.qtbot import QtBot

from desktop.controllers import requests
from desktop.controllers.requests import Requests
from desktop.model.account import Account
from desktop.model.message import Message
from tests.controllers.conftest import House
from tests.fixtures.demo import Demo


def ask(house: House, qtbot: QtBot, text: str) -> Message:
    conversation = house.conversations.open
    with qtbot.waitSignal(house.replies.ended, timeout=15_000) as ended:
        house.replies.send(conversation, text, house.account, "deepseek-chat")
    reply: Message = ended.args[0]
    return reply


def test_what_was_sent_is_kept_to_the_letter(house: House, qtbot: QtBot, demo: Demo) -> None:
    replies = [ask(house, qtbot, text) for text in ("one 茶", "two")]
    kept = [house.replies.requests.of(reply) for reply in replies]
    assert [request.body for request in kept if request] == [question.body for question in demo.questions()]
    assert all(request and not request.rebuilt and request.account == house.account for request in kept)


def test_an_older_one_is_made_again_and_is_the_same_where_nothing_was_changed(
    house: House, qtbot: QtBot, demo: Demo
) -> None:
    replies = [ask(house, qtbot, text) for text in ("one 茶", "two", "three")]
    after_a_restart = Requests(house.conversations, house.accounts)
    made = [after_a_restart.of(reply) for reply in replies]
    assert [request.body for request in made if request] == [question.body for question in demo.questions()]
    assert all(request and request.rebuilt for request in made)


def test_without_its_account_it_has_its_words_still(house: House, qtbot: QtBot) -> None:
    reply = ask(house, qtbot, "one")
    house.accounts.remove(house.account.id)
    made = Requests(house.conversations, house.accounts).of(reply)
    assert made is not None
    assert made.account is None
    assert '"one"' in made.body


def test_a_persons_message_has_none(house: House, qtbot: QtBot) -> None:
    ask(house, qtbot, "one")
    question = house.conversations.branch_of(house.conversations.open)[0]
    assert house.replies.requests.of(question) is None


def test_what_is_kept_is_bounded(house: House) -> None:
    kept = Requests(house.conversations, house.accounts)
    large = "x" * (requests._ROOM // 4)
    for number in range(20):
        kept.keep(str(number), large, Account("", "", ""))
    assert list(kept._kept) == ["16", "17", "18", "19"]
    kept.keep("19", large, Account("", "", ""))
    kept.keep("20", large * 5, Account("", "", ""))
    assert list(kept._kept) == ["20"]
    assert kept._size == len(large) * 5
