from __future__ import annotations

from itertools import pairwise
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from desktop.errors import DiskFull
from desktop.jobs import Job, Work
from desktop.model.message import Message, Role, State
from desktop.model.parameters import Parameters
from tests.controllers.conftest import House, open_house
from tests.fixtures.demo import Demo

LONG = 15_000  # milliseconds


class Ear:
    """What the controller says of the reply, in order."""

    def __init__(self, house: House) -> None:
        self.kinds: list[str] = []
        self.text: list[str] = []
        self.reasoning: list[str] = []
        self.ended: list[Message] = []
        house.replies.added.connect(lambda _: self.kinds.append("added"))
        house.replies.began.connect(lambda _: self.kinds.append("began"))
        house.replies.grew.connect(self._grew)
        house.replies.ended.connect(self._ended)

    def _grew(self, _: str, reasoning: str, text: str) -> None:
        self.kinds.append("grew")
        self.text.append(text)
        self.reasoning.append(reasoning)

    def _ended(self, message: Message) -> None:
        self.kinds.append("ended")
        self.ended.append(message)


@pytest.fixture
def ear(house: House) -> Ear:
    return Ear(house)


def ask(house: House, qtbot: QtBot, ear: Ear, text: str, model: str = "deepseek-chat") -> Message:
    count = len(ear.ended)
    house.replies.send(house.conversations.open, text, house.account, model)
    qtbot.waitUntil(lambda: len(ear.ended) > count, timeout=LONG)
    return ear.ended[-1]


def test_what_was_heard_is_what_is_stored(house: House, qtbot: QtBot, ear: Ear) -> None:
    reply = ask(house, qtbot, ear, "hello")
    assert ear.kinds[:2] == ["added", "began"]
    assert ear.kinds[-1] == "ended"
    assert set(ear.kinds[2:-1]) == {"grew"}
    user, stored = house.conversations.branch_of(house.conversations.open)
    assert (user.role, user.text) == (Role.USER, "hello")
    assert stored.text == "".join(ear.text) == reply.text
    assert stored.state is State.COMPLETE
    assert stored.usage is not None
    assert stored.timing is not None
    assert stored.origin is not None
    assert (stored.origin.account_name, stored.origin.model) == ("Test", "deepseek-chat")


def test_reasoning_is_told_and_stored_apart(house: House, qtbot: QtBot, ear: Ear) -> None:
    reply = ask(house, qtbot, ear, "hello", "deepseek-reasoner")
    assert reply.reasoning == "".join(ear.reasoning) != ""
    assert reply.text == "".join(ear.text) != ""
    assert reply.reasoning_seconds is not None


def test_the_user_s_message_is_safe_before_anything_is_sent(house: House, monkeypatch: pytest.MonkeyPatch) -> None:
    """Whether the request is already out when `send` returns is a race; what is stored when its job starts is not."""
    stored: list[object] = []
    start = house.jobs.start

    def looking_first(work: Work) -> Job:
        stored.append(house.database.value("SELECT text FROM parts"))
        return start(work)

    monkeypatch.setattr(house.jobs, "start", looking_first)
    house.replies.send(house.conversations.open, "first of all", house.account, "deepseek-chat")
    assert stored == ["first of all"]


def test_sending_takes_the_draft_and_editing_leaves_it(house: House, qtbot: QtBot, ear: Ear) -> None:
    conversation = house.conversations.open
    house.conversations.keep_draft(conversation.id, "hello")
    ask(house, qtbot, ear, "hello")
    assert house.conversations.open.draft == ""
    house.conversations.keep_draft(conversation.id, "unsent")
    first = house.conversations.branch_of(house.conversations.open)[0]
    house.replies.resend(first, "hullo", house.account, "deepseek-chat")
    assert house.conversations.open.draft == "unsent"


def test_prompts_are_stable_to_the_byte(house: House, qtbot: QtBot, ear: Ear, demo: Demo) -> None:
    house.settings.set("title_by_model", False)
    for text in ("你好 😀", "second\n\nturn", "third"):
        ask(house, qtbot, ear, text)
    messages = [request.json["messages"] for request in demo.questions()]
    for earlier, later in pairwise(messages):
        assert later[: len(earlier)] == earlier
    bodies = [request.body for request in demo.questions()]
    start = bodies[0].index('"messages"')
    end = bodies[0].rindex("]")
    assert bodies[1][start:].startswith(bodies[0][start:end])


def test_stop_is_at_once_and_keeps_what_came(house: House, qtbot: QtBot, ear: Ear) -> None:
    house.replies.send(house.conversations.open, "x", house.account, "demo-slow")
    qtbot.waitUntil(lambda: bool(ear.text), timeout=LONG)
    house.replies.stop(house.conversations.open.id)
    assert ear.kinds[-1] == "ended"
    [reply] = ear.ended
    assert reply.state is State.STOPPED
    assert reply.text == "".join(ear.text)
    assert not house.replies.running


def test_stop_before_headers(house: House, qtbot: QtBot, ear: Ear) -> None:
    house.replies.send(house.conversations.open, "x", house.account, "demo-silent")
    assert house.replies.is_running(house.conversations.open.id)
    house.replies.stop(house.conversations.open.id)
    assert ear.ended[0].state is State.STOPPED
    assert house.conversations.branch_of(house.conversations.open)[-1].state is State.STOPPED


def test_stop_then_send_does_not_mix(house: House, qtbot: QtBot, ear: Ear) -> None:
    house.replies.send(house.conversations.open, "one", house.account, "demo-slow")
    qtbot.waitUntil(lambda: bool(ear.text), timeout=LONG)
    house.replies.stop(house.conversations.open.id)
    stopped = ear.ended[0]
    second = ask(house, qtbot, ear, "two")
    assert house.conversations.messages_of(house.conversations.open)[stopped.id].text == stopped.text
    assert second.state is State.COMPLETE
    assert [message.role for message in house.conversations.branch_of(house.conversations.open)] == [
        Role.USER, Role.ASSISTANT, Role.USER, Role.ASSISTANT,
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("model", "state", "kind"),
    [
        ("demo-error-401", State.FAILED, "KeyRejected"),
        ("demo-error-402", State.FAILED, "QuotaExhausted"),
        ("demo-cut", State.INTERRUPTED, "ConnectionLost"),
        ("demo-length", State.LENGTH, None),
        ("demo-empty", State.FAILED, "ReplyEmpty"),
        ("demo-only-reasoning", State.INTERRUPTED, "OnlyReasoning"),
    ],
)
def test_every_end_is_stored_with_its_reason(
    house: House, qtbot: QtBot, ear: Ear, *, model: str, state: State, kind: str | None
) -> None:
    reply = ask(house, qtbot, ear, "hello", model)
    assert reply.state is state
    assert (reply.failure.kind if reply.failure else None) == kind
    stored = house.conversations.branch_of(house.conversations.open)
    assert [message.text for message in stored] == ["hello", "".join(ear.text)]


def test_another_answer_is_a_sibling(house: House, qtbot: QtBot, ear: Ear) -> None:
    first = ask(house, qtbot, ear, "hello")
    house.replies.answer_again(first, house.account, "deepseek-chat")
    qtbot.waitUntil(lambda: len(ear.ended) == 2, timeout=LONG)
    second = ear.ended[1]
    assert second.parent_id == first.parent_id
    assert house.conversations.branch_of(house.conversations.open)[-1].id == second.id
    assert set(house.conversations.messages_of(house.conversations.open)) >= {first.id, second.id}


def test_an_edited_message_is_a_sibling_and_the_old_branch_stays(house: House, qtbot: QtBot, ear: Ear) -> None:
    ask(house, qtbot, ear, "frist")
    user = house.conversations.branch_of(house.conversations.open)[0]
    house.replies.resend(user, "first", house.account, "deepseek-chat")
    qtbot.waitUntil(lambda: len(ear.ended) == 2, timeout=LONG)
    texts = [message.text for message in house.conversations.branch_of(house.conversations.open)]
    assert texts[0] == "first"
    assert len(house.conversations.messages_of(house.conversations.open)) == 4


def test_quitting_in_mid_stream_keeps_the_words_as_interrupted(
    house: House, qtbot: QtBot, ear: Ear, tmp_path: Path
) -> None:
    house.replies.send(house.conversations.open, "x", house.account, "demo-slow")
    qtbot.waitUntil(lambda: bool(ear.text), timeout=LONG)
    conversation = house.conversations.open
    house.replies.end_all()
    again = open_house(tmp_path)
    reply = again.conversations.branch_of(conversation)[-1]
    again.database.close()
    assert reply.state is State.INTERRUPTED
    assert reply.text == "".join(ear.text)
    assert reply.failure is not None
    assert reply.failure.kind == "ProgramEnded"


def test_parameters_that_the_reasoner_ignores_are_not_sent(house: House, qtbot: QtBot, ear: Ear, demo: Demo) -> None:
    parameters = Parameters(temperature=0.3, top_p=0.9, max_tokens=50)
    house.conversations.set_parameters(house.conversations.open, parameters)
    ask(house, qtbot, ear, "hello", "deepseek-reasoner")
    ask(house, qtbot, ear, "hello", "deepseek-chat")
    first, second = (request.json for request in demo.questions())
    assert "temperature" not in first
    assert "top_p" not in first
    assert first["max_tokens"] == 50
    assert (second["temperature"], second["top_p"]) == (0.3, 0.9)


def test_without_streaming_the_answer_comes_whole(house: House, qtbot: QtBot, ear: Ear, demo: Demo) -> None:
    house.settings.set("stream", False)
    reply = ask(house, qtbot, ear, "hello")
    assert demo.questions()[0].json.get("stream", False) is False
    assert reply.state is State.COMPLETE
    assert len([text for text in ear.text if text]) == 1


def test_words_that_cannot_be_written_stay_and_are_written_later(
    house: House, qtbot: QtBot, ear: Ear, monkeypatch: pytest.MonkeyPatch
) -> None:
    told: list[object] = []
    house.replies.unsaved.connect(told.append)
    house.replies.send(house.conversations.open, "x", house.account, "demo-slow")
    pages = house.database.value("PRAGMA page_count")
    house.database.run(f"PRAGMA max_page_count = {pages}")
    with pytest.raises(DiskFull):
        house.conversations.keep_draft(house.conversations.open.id, "x" * 1_000_000)
    qtbot.waitUntil(lambda: len(told) == 1 or bool(ear.ended), timeout=LONG)
    house.database.run("PRAGMA max_page_count = 1073741823")
    house.replies.stop(house.conversations.open.id)
    reply = house.conversations.branch_of(house.conversations.open)[-1]
    assert reply.text == "".join(ear.text)
