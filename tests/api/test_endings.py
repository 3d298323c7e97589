"""How a reply ends: complete, cut at its limit, incomplete, and why."""

from __future__ import annotations

import time
from collections.abc import Iterator

import pytest

from desktop.api import ChatRequest, reading
from desktop.api.errors import Asked
from desktop.api.reading import AFTER_FINISH, read_reply
from desktop.errors import (
    ApiError,
    ConnectionLost,
    FilteredReply,
    OnlyReasoning,
    ReplyEmpty,
    ReplyIncomplete,
    ServerSilent,
    TeahouseError,
    UpstreamExhausted,
)
from desktop.model.event import Ended, TextDelta, UsageReported
from desktop.model.message import State
from desktop.model.usage import Usage
from tests.api.replies import FINISH, Bytes, events_of, failure, read, reasoning_of, text_of
from tests.fixtures.scripted_server import DONE, delta, event


def test_a_normal_stream_is_complete() -> None:
    assert list(events_of(delta("", role="assistant"), delta("Hel"), delta("lo"), FINISH, DONE)) == [
        TextDelta("Hel"),
        TextDelta("lo"),
        Ended(State.COMPLETE, "stop"),
    ]


def test_the_last_chunk_may_carry_content_and_finish() -> None:
    found, error = read(delta("Hel"), delta("lo", finish="stop"), DONE)
    assert (text_of(found), found[-1], error) == ("Hello", Ended(State.COMPLETE, "stop"), None)


def test_finish_without_done_is_complete() -> None:
    assert list(events_of(delta("Hi"), FINISH))[-1] == Ended(State.COMPLETE, "stop")


def test_done_without_finish_is_incomplete() -> None:
    text, error = failure(delta("Hi"), DONE)
    assert (text, type(error)) == ("Hi", ReplyIncomplete)


def test_neither_done_nor_finish_is_a_lost_connection() -> None:
    text, error = failure(delta("Hi"))
    assert (text, type(error)) == ("Hi", ConnectionLost)


@pytest.mark.parametrize(
    "reason", ["length", "max_tokens", "MAX_TOKENS", "model_length", "model_context_window_exceeded"]
)
def test_length_is_its_own_state(reason: str) -> None:
    assert list(events_of(delta("Hi"), delta(finish=reason), DONE))[-1] == Ended(State.LENGTH, reason)


def test_length_in_the_middle_of_reasoning_is_length() -> None:
    found, error = read(delta(reasoning_content="Hm"), delta(finish="length"), DONE)
    assert (found[-1], error) == (Ended(State.LENGTH, "length"), None)


@pytest.mark.parametrize(
    ("reason", "kind"),
    [
        ("content_filter", FilteredReply),
        ("sensitive", FilteredReply),
        ("insufficient_system_resource", UpstreamExhausted),
        ("error", ReplyIncomplete),
        ("network_error", ReplyIncomplete),
    ],
)
def test_a_reply_that_was_ended_by_the_server_is_incomplete(reason: str, kind: type[TeahouseError]) -> None:
    text, error = failure(delta("Half"), delta(finish=reason), DONE)
    assert (text, type(error), error.reason) == ("Half", kind, reason)


def test_stop_with_only_reasoning() -> None:
    found, error = read(delta(reasoning_content="Hm"), FINISH, DONE)
    assert (reasoning_of(found), type(error)) == ("Hm", OnlyReasoning)


@pytest.mark.parametrize("content", [None, "", " \n"])
def test_stop_with_nothing(content: str | None) -> None:
    _, error = failure(delta(content), FINISH, DONE)
    assert type(error) is ReplyEmpty


@pytest.mark.parametrize("stream", [[DONE], [b""], [b"\n\n"], []])
def test_an_answer_without_anything(stream: list[bytes]) -> None:
    _, error = failure(*stream)
    assert type(error) is ReplyEmpty


@pytest.mark.parametrize("stream", [[b": PING\n\n"], [delta("", role="assistant")]])
def test_a_stream_that_ends_before_it_began(stream: list[bytes]) -> None:
    _, error = failure(*stream)
    assert type(error) is ConnectionLost


@pytest.mark.parametrize("nothing", ["", "null", None])
def test_an_empty_finish_reason_is_none(nothing: str | None) -> None:
    _, error = failure(delta("Hi", finish=nothing), DONE)
    assert type(error) is ReplyIncomplete


def test_a_finish_reason_in_each_chunk_ends_nothing_early() -> None:
    found, _ = read(delta("a", finish="stop"), delta("b", finish="stop"), DONE)
    assert text_of(found) == "ab"


@pytest.mark.parametrize("failed", [ConnectionLost(), ServerSilent(seconds=AFTER_FINISH)])
def test_what_happens_to_the_connection_after_the_finish_does_not_matter(failed: ApiError) -> None:
    source = Bytes(delta("Hi"), FINISH, failed)
    found = list(read_reply(source, ChatRequest("m", ()), Asked("", "")))
    assert found[-1] == Ended(State.COMPLETE, "stop")
    assert source.silence == AFTER_FINISH


def test_pings_after_the_finish_do_not_keep_a_reply_open(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "AFTER_FINISH", 0.05)

    class Pinging(Bytes):
        def chunks(self) -> Iterator[bytes]:
            yield from super().chunks()
            given_up = time.monotonic() + 5
            while time.monotonic() < given_up:
                yield b": ping\n\n"
            pytest.fail("still reading")

    found = list(read_reply(Pinging(delta("Hi"), FINISH), ChatRequest("m", ()), Asked("http://host/v1", "host")))
    assert found[-1] == Ended(State.COMPLETE, "stop")


def test_nothing_is_read_after_done() -> None:
    assert text_of(events_of(delta("Hi"), FINISH, DONE, AssertionError("read on"))) == "Hi"  # type: ignore[arg-type]


def test_messages_in_place_of_deltas_can_be_cut_too() -> None:
    chunks = [event({"choices": [{"message": {"content": piece}}]}) for piece in ("Ha", "lf")]
    text, error = failure(*chunks)
    assert (text, type(error)) == ("Half", ConnectionLost)


def test_a_cut_keeps_what_came() -> None:
    text, error = failure(delta("Half"), b'data: {"choices": [{"delta": {"content": "lo', ConnectionLost())
    assert (text, type(error)) == ("Half", ConnectionLost)


@pytest.mark.parametrize(
    "stream",
    [
        [event({"choices": [{"finish_reason": "stop"}], "usage": {"prompt_tokens": 9, "completion_tokens": 4}})],
        [FINISH, event({"choices": [], "usage": {"prompt_tokens": 9, "completion_tokens": 4}})],
        [FINISH, event({"usage": {"prompt_tokens": 9, "completion_tokens": 4}})],
        [event({"choices": [], "usage": {"prompt_tokens": 9, "completion_tokens": 1}}), FINISH,
         event({"choices": [], "usage": {"prompt_tokens": 9, "completion_tokens": 4}})],
    ],
)  # fmt: skip
def test_usage_wherever_it_comes(stream: list[bytes]) -> None:
    found = list(events_of(delta("Hi"), *stream, DONE))
    assert [each for each in found if isinstance(each, UsageReported)][-1] == UsageReported(Usage(9, 4))
    assert found[-1] == Ended(State.COMPLETE, "stop")


def test_no_usage_at_all_is_no_event() -> None:
    assert not [each for each in events_of(delta("Hi"), FINISH, DONE) if isinstance(each, UsageReported)]
