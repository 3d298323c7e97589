"""Recorded replies, cut anywhere; and anything at all."""

from __future__ import annotations

import itertools
import json
import logging

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.model.event import Ended, ReasoningDelta, TextDelta, UsageReported
from desktop.model.message import State
from desktop.model.usage import Usage
from tests.api.replies import FINISH, body, events_of, merged, read, reasoning_of, text_of
from tests.fixtures.scripted_server import DONE, delta, event


@pytest.mark.parametrize(
    ("name", "begins", "state", "usage"),
    [
        ("xllamacpp/stream_usage", "Je ne le rares", State.LENGTH, Usage(34, 24, 0)),
        ("xllamacpp/stream_nousage", "Je ne le rares", State.LENGTH, None),
        ("xllamacpp/nonstream", "Je ne le rares", State.LENGTH, Usage(34, 24, 33)),
        ("aimock/stream_usage", "Bonjour, 日本 😀 **gras**", State.COMPLETE, Usage(13, 14)),
        ("aimock/nonstream", "Bonjour, 日本 😀 **gras**", State.COMPLETE, Usage(13, 14)),
        ("litellm/stream_usage", "Bonjour, héllo 日本 😀", State.COMPLETE, Usage(28, 13, None, 0)),
        ("llmock/stream_usage", "LLMock", State.COMPLETE, Usage(12, 7)),
    ],
)
def test_recorded_replies(name: str, begins: str, state: State, usage: Usage | None) -> None:
    found = list(events_of(body(name)))
    usages = [each.usage for each in found if isinstance(each, UsageReported)]
    assert text_of(found).startswith(begins)
    assert isinstance(found[-1], Ended)
    assert (found[-1].state, usages[-1] if usages else None) == (state, usage)


@pytest.mark.parametrize("name", ["aimock/stream_usage", "llmock/stream_usage"])
def test_a_recorded_stream_says_the_same_wherever_it_is_split(name: str) -> None:
    stream = body(name)
    expected = list(events_of(stream))
    for at in range(len(stream)):
        assert list(events_of(stream[:at], stream[at:])) == expected, at


@given(st.lists(st.integers(0, 3000), max_size=30))
def test_a_stream_of_every_form_says_the_same_however_it_is_cut(cuts: list[int]) -> None:
    stream = b"".join(
        (
            b"\xef\xbb\xbf: PING\r\n\r\n",
            delta("", role="assistant").replace(b"\n", b"\r"),
            delta("<think>Hm 豆</think>\n\n").replace(b"\n", b"\r\n"),
            b"id: 7\nevent: message\nretry: 3\n" + delta("A 😀\u2028"),
            b"data: {oops\n\n",
            rb'data: {"choices":[{"delta":{"content":"\ud83d"}}]}' + b"\n\n",
            rb'data: {"choices":[{"delta":{"content":"\ude00"}}]}' + b"\n\n",
            b'data: {"choices":\ndata: [{"delta":{"content":"two lines"}}]}\r\n\r\n',
            event({"choices": [], "usage": {"prompt_tokens": 9, "completion_tokens": 4}}),
            delta(finish="stop"),
            b"data: [DONE]",
        )
    )
    edges = [0, *sorted(min(cut, len(stream)) for cut in cuts), len(stream)]
    found = merged(events_of(*(stream[a:b] for a, b in itertools.pairwise(edges))))
    assert found == [
        ReasoningDelta("Hm 豆"),
        TextDelta("A 😀\u2028😀two lines"),
        UsageReported(Usage(9, 4)),
        Ended(State.COMPLETE, "stop"),
    ]


NAMES = st.sampled_from(
    [
        *("choices", "delta", "message", "content", "reasoning_content", "reasoning", "finish_reason", "usage"),
        *("error", "code", "type", "success", "detail", "title", "msg", "text", "thinking", "model"),
        *("prompt_tokens", "completion_tokens"),
    ]
)
JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=8),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(NAMES, inner, max_size=4),
    max_leaves=12,
)
FRAMES = st.one_of(
    JSON.map(lambda value: b"data: " + json.dumps(value).encode() + b"\n\n"),
    st.builds(lambda inner: event({"choices": [inner]}), st.dictionaries(NAMES, JSON, max_size=4)),
    JSON.map(lambda value: json.dumps(value).encode()),
    st.binary(max_size=30),
    st.sampled_from([DONE, FINISH, delta("x"), b"error: ", b"\n\n", b"\r", b"<html>", b": x\n\n", b"event: error\n"]),
)


@given(st.lists(FRAMES, max_size=8))
def test_whatever_comes_ends_in_events_or_in_one_of_our_errors(chunks: list[bytes]) -> None:
    logging.disable(logging.CRITICAL)
    try:
        found, error = read(*chunks)
    finally:
        logging.disable(logging.NOTSET)
    text_of(found).encode()
    reasoning_of(found).encode()
    assert (error is None) == (bool(found) and isinstance(found[-1], Ended))
