from __future__ import annotations

from desktop.model.event import Ended, ReasoningDelta, TextDelta, UsageReported
from desktop.model.message import ReasoningPart, State, TextPart
from desktop.model.reply import Reply
from desktop.model.usage import Usage


def test_reasoning_is_kept_apart_and_timed_until_the_answer() -> None:
    reply = Reply(started=10.0)
    reply.take(ReasoningDelta("hm"), 11.0)
    reply.take(ReasoningDelta("…"), 13.0)
    assert reply.reasoning_seconds(14.0) == 3.0
    reply.take(TextDelta("Yes"), 15.0)
    reply.take(TextDelta("."), 99.0)
    assert reply.parts(100.0) == (ReasoningPart("hm…", 4.0), TextPart("Yes."))
    assert reply.timing(100.0).first_token == 1.0


def test_reasoning_alone_ends_where_its_last_word_came() -> None:
    reply = Reply(started=0.0)
    reply.take(ReasoningDelta("a"), 1.0)
    reply.take(ReasoningDelta("b"), 2.0)
    reply.take(Ended(State.COMPLETE, "stop"), 9.0)
    assert reply.reasoning_seconds(20.0) == 1.0


def test_last_usage_counts() -> None:
    reply = Reply(started=0.0)
    reply.take(UsageReported(Usage(1, 1)), 1.0)
    reply.take(UsageReported(Usage(1, 7)), 2.0)
    assert reply.usage == Usage(1, 7)


def test_a_cut_without_content_failed_and_with_content_was_interrupted() -> None:
    reply = Reply(started=0.0)
    assert reply.state_when_cut(stopped=False) is State.FAILED
    assert reply.state_when_cut(stopped=True) is State.STOPPED
    reply.take(TextDelta("a"), 1.0)
    assert reply.state_when_cut(stopped=False) is State.INTERRUPTED
