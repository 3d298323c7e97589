from __future__ import annotations

from collections.abc import Iterator
from datetime import UTC, datetime
from decimal import Decimal
from pathlib import Path

import pytest

from desktop.controllers.composition import user_message
from desktop.controllers.estimate import estimated_usage, tokens_in
from desktop.controllers.recording import Recording
from desktop.errors import ConnectionLost, ContextTooLong, NotKnown
from desktop.model.account import Account
from desktop.model.conversation import Conversation
from desktop.model.event import (
    Ended,
    Event,
    ModelNamed,
    Opened,
    ReasoningDelta,
    RequestSent,
    RetryScheduled,
    TextDelta,
    UsageReported,
)
from desktop.model.message import Message, ReasoningPart, State, TextPart, Timing
from desktop.model.usage import Cost, Price, Usage
from desktop.store.conversations import Conversations
from desktop.store.database import Database
from desktop.store.journal import Journal
from desktop.store.messages import Messages

ACCOUNT = Account(
    "a1", "Gateway", "http://127.0.0.1/v1", prices=(Price("deepseek-chat", Decimal("1.68"), Decimal("2.52")),)
)
NOW = datetime(2026, 11, 22, tzinfo=UTC)
BODY = '{"model":"deepseek-chat","messages":[{"role":"user","content":"你好"}]}'


class Clock:
    """Goes on by hand."""

    def __init__(self) -> None:
        self.now = 1000.0

    def __call__(self) -> float:
        return self.now


class Bench:
    """A question in a real database, and another connection that sees what is committed."""

    def __init__(self, path: Path) -> None:
        self.clock = Clock()
        self.database = Database.open(path)
        self.witness = Database.open(path)
        conversation = Conversation("c1", "Title", NOW, NOW)
        Conversations(self.database).add(conversation)
        self.question = user_message(conversation, "你好")
        Messages(self.database).add(self.question)

    def begin(self) -> Recording:
        return Recording.begin(Journal(self.database), self.question, ACCOUNT, "deepseek-chat", self.clock)

    def seen(self, recording: Recording) -> Message:
        """What another process reads now."""
        return Messages(self.witness).get(recording.message_id)

    def play(self, recording: Recording, *events: Event) -> None:
        for event in events:
            self.clock.now += 1
            recording.take(event)


@pytest.fixture
def bench(tmp_path: Path) -> Iterator[Bench]:
    bench = Bench(tmp_path / "conversations.db")
    yield bench
    bench.witness.close()
    bench.database.close()


def test_a_reply_is_in_the_store_before_the_first_word(bench: Bench) -> None:
    recording = bench.begin()
    stored = bench.seen(recording)
    assert (stored.state, stored.parts, stored.parent_id) == (State.WRITING, (), bench.question.id)
    assert stored.origin is not None
    assert (stored.origin.account_name, stored.origin.model) == ("Gateway", "deepseek-chat")
    assert Conversations(bench.witness).get("c1").head_id == recording.message_id


def test_what_was_flushed_can_be_read_by_another_process(bench: Bench) -> None:
    recording = bench.begin()
    bench.play(recording, ReasoningDelta("hm"), ReasoningDelta("m"), TextDelta("Tea"))
    assert bench.seen(recording).parts == ()
    recording.flush()
    bench.play(recording, TextDelta(" is"))
    recording.flush()
    recording.flush()
    bench.play(recording, TextDelta(" not yet"))
    stored = bench.seen(recording)
    assert (stored.reasoning, stored.text, stored.state) == ("hmm", "Tea is", State.WRITING)
    assert recording.message.text == "Tea is not yet"


def test_a_whole_reply(bench: Bench) -> None:
    recording = bench.begin()
    bench.play(
        recording,
        RequestSent(BODY),  # 1001
        Opened("request-1"),
        ModelNamed("deepseek-v3"),
        ReasoningDelta("hm"),  # 1004
        TextDelta("Tea"),  # 1005
        TextDelta("!"),
        UsageReported(Usage(100, 50, cached=20)),
        Ended(State.COMPLETE, "stop"),
    )
    bench.clock.now += 1  # 1009
    message = recording.end()
    assert message.parts == (ReasoningPart("hm", 1.0), TextPart("Tea!"))
    assert message.timing == Timing(total=8.0, first_token=3.0)
    assert message.usage == Usage(100, 50, cached=20)
    assert message.cost == Cost(Decimal("0.000294"), "USD")
    assert message.origin is not None
    assert message.origin.served_model == "deepseek-v3"
    assert message.request_id == "request-1"
    assert message.state is State.COMPLETE
    stored = bench.seen(recording)
    assert (stored.parts, stored.usage, stored.cost) == (message.parts, message.usage, message.cost)
    assert (stored.state, stored.timing, stored.origin) == (message.state, message.timing, message.origin)
    assert bench.witness.value("SELECT count(*) FROM journal") == 0


def test_the_seconds_are_those_of_the_last_try(bench: Bench) -> None:
    recording = bench.begin()
    bench.play(
        recording,
        RequestSent(BODY),
        RetryScheduled(1, 60, "RateLimited"),
        RequestSent(BODY),  # 1003
        TextDelta("Tea"),  # 1004
        Ended(State.COMPLETE, "stop"),  # 1005
    )
    assert recording.end().timing == Timing(total=2.0, first_token=1.0)


def test_without_usage_from_the_server_it_is_an_estimate_and_says_so(bench: Bench) -> None:
    recording = bench.begin()
    bench.play(recording, RequestSent(BODY), ReasoningDelta("a" * 10), TextDelta("茶" * 10), Ended(State.COMPLETE))
    message = recording.end()
    assert message.usage == Usage(prompt=2 + 4, completion=6 + 3, reasoning=3, estimated=True)
    assert message.cost is not None
    assert message.cost.estimated
    assert message.cost.amount > 0
    assert bench.seen(recording).usage == message.usage


@pytest.mark.parametrize(
    ("events", "state"), [([TextDelta("Te")], State.INTERRUPTED), ([RequestSent(BODY)], State.FAILED)]
)
def test_an_error_keeps_what_came_and_says_why(bench: Bench, events: list[Event], state: State) -> None:
    recording = bench.begin()
    bench.play(recording, *events)
    recording.fail(ConnectionLost(host="h"))
    stored = bench.seen(recording)
    assert stored.state is state
    assert stored.text == "".join(event.text for event in events if isinstance(event, TextDelta))
    assert stored.failure is not None
    assert (stored.failure.kind, stored.failure.facts) == ("ConnectionLost", {"host": "h"})


def test_nobody_is_charged_for_a_refusal(bench: Bench) -> None:
    recording = bench.begin()
    bench.play(recording, RequestSent(BODY))
    message = recording.fail(ContextTooLong(limit=10))
    assert (message.usage, message.cost) == (None, None)


def test_stopping_keeps_what_came_and_finishes_once(bench: Bench) -> None:
    recording = bench.begin()
    bench.play(recording, TextDelta("Te"))
    assert recording.stop().state is State.STOPPED
    assert recording.fail(ConnectionLost()).state is State.STOPPED
    recording.flush()
    assert (bench.seen(recording).text, bench.seen(recording).state) == ("Te", State.STOPPED)
    assert recording.is_over


def test_a_stream_that_just_ends_was_stopped(bench: Bench) -> None:
    recording = bench.begin()
    assert recording.end().state is State.STOPPED


def test_an_unknown_price_is_no_price(bench: Bench) -> None:
    recording = Recording.begin(Journal(bench.database), bench.question, ACCOUNT, "another-model", bench.clock)
    bench.play(recording, TextDelta("Te"), UsageReported(Usage(1, 1)), Ended(State.COMPLETE))
    message = recording.end()
    assert message.usage == Usage(1, 1)
    assert message.cost is None


def test_words_that_could_not_be_written_are_written_later(bench: Bench) -> None:
    recording = bench.begin()
    bench.play(recording, TextDelta("one "))
    bench.database.run("ALTER TABLE journal RENAME TO journal_away")
    with pytest.raises(Exception, match="no such table"):
        recording.flush()
    bench.database.run("ALTER TABLE journal_away RENAME TO journal")
    bench.play(recording, TextDelta("two"))
    recording.flush()
    assert bench.seen(recording).text == "one two"


def test_a_conversation_that_is_gone_is_told(bench: Bench) -> None:
    Conversations(bench.database).purge("c1")
    with pytest.raises(NotKnown):
        bench.begin()


def test_tokens_are_estimated_by_script() -> None:
    assert tokens_in("") == 0
    assert tokens_in("茶" * 100) == 60
    assert tokens_in("a" * 100) == 30
    assert estimated_usage("", "", "") == Usage(0, 0, estimated=True)
