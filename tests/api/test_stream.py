"""Replies over a real socket: live, cut, silent, compressed, retried."""

from __future__ import annotations

import gzip
import json
import threading

import pytest

from desktop import api
from desktop.api import reading, transport
from desktop.errors import (
    ConnectionFailed,
    ConnectionLost,
    RateLimited,
    ReplyIncomplete,
    ReplyUnreadable,
    RequestRejected,
    ServerFailed,
    ServerSilent,
    TeahouseError,
)
from desktop.model.event import Ended, Opened, RequestSent, RetryScheduled, TextDelta, UsageReported
from desktop.model.message import State
from desktop.model.parameters import Parameters
from tests.api.conftest import KEY, Switch, account, asks, read_all
from tests.api.replies import text_of
from tests.fixtures.scripted_server import (
    DONE,
    FIN,
    HOLD,
    LAST_CHUNK,
    RST,
    Script,
    ScriptedServer,
    as_chunks,
    chunked_head,
    delta,
    document,
    recorded,
    response,
    stream_head,
    streamed,
)

FINISH = delta(finish="stop")
HI = streamed(delta("Hi"), FINISH, DONE)


def test_a_reply_from_first_to_last_event(switch: Switch) -> None:
    head = chunked_head("X-Oneapi-Request-Id: 2026abc\r\n")
    with ScriptedServer([head + as_chunks(delta("Hi"), FINISH, DONE) + LAST_CHUNK]) as server:
        found, error = read_all(server.base_url, switch)
    assert error is None
    assert found == [
        RequestSent(api.body_of(asks())),
        Opened("2026abc"),
        TextDelta("Hi"),
        Ended(State.COMPLETE, "stop"),
    ]
    (received,) = server.received
    assert received.body.decode() == api.body_of(asks())
    assert (received.method, received.target) == ("POST", "/v1/chat/completions")


@pytest.mark.parametrize("name", ["xllamacpp/stream_usage", "aimock/stream_usage", "llmock/stream_usage"])
def test_recordings_over_the_wire(name: str, switch: Switch) -> None:
    with ScriptedServer([recorded(name)]) as server:
        found, error = read_all(server.base_url, switch)
    assert error is None
    assert text_of(found)
    assert any(isinstance(event, UsageReported) for event in found)


@pytest.mark.parametrize("framed", [True, False], ids=["chunked", "close-delimited"])
def test_each_token_is_live(framed: bool, switch: Switch) -> None:
    """The server sends a token only when the one before it has arrived."""
    arrived = [threading.Event() for _ in range(4)]
    script: list[bytes | threading.Event] = [chunked_head() if framed else stream_head()]
    for number, event in enumerate(arrived):
        token = delta(str(number))
        script += [as_chunks(token) if framed else token, event]
    end = FINISH + DONE
    with ScriptedServer([*script, as_chunks(end) + LAST_CHUNK if framed else end]) as server:
        texts = []
        for event in api.stream(asks(), account(server.base_url), api.Credentials(KEY), switch):
            if isinstance(event, TextDelta):
                texts.append(event.text)
                arrived[int(event.text)].set()
    assert texts == ["0", "1", "2", "3"]


def test_one_byte_in_each_chunk(switch: Switch) -> None:
    stream = "".join(("\ufeff", delta("豆😀").decode().replace("\n", "\r\n"), FINISH.decode(), DONE.decode())).encode()
    pieces = [stream[at : at + 1] for at in range(len(stream))]
    with ScriptedServer([chunked_head() + as_chunks(*pieces) + LAST_CHUNK]) as server:
        found, error = read_all(server.base_url, switch)
    assert (text_of(found), error) == ("豆😀", None)


def test_a_socket_left_open_after_done(switch: Switch) -> None:
    with ScriptedServer([chunked_head() + as_chunks(delta("Hi"), FINISH, DONE), HOLD]) as server:
        found, error = read_all(server.base_url, switch)
        assert server.left.wait(10)  # the connection is closed, not kept for later
    assert (text_of(found), error) == ("Hi", None)


def test_a_socket_left_open_after_the_finish(switch: Switch, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "AFTER_FINISH", 0.2)
    with ScriptedServer([chunked_head() + as_chunks(delta("Hi"), FINISH), HOLD]) as server:
        found, error = read_all(server.base_url, switch, timeout=60.0)
    assert (found[-1], error) == (Ended(State.COMPLETE, "stop"), None)


HALF = delta("Half")
LONG = b"HTTP/1.1 200 OK\r\nContent-Length: 9999\r\n\r\n"


@pytest.mark.parametrize(
    "script",
    [
        pytest.param([chunked_head() + as_chunks(HALF), FIN], id="FIN between chunks"),
        pytest.param([chunked_head() + as_chunks(HALF) + b"ff\r\ndata: {", FIN], id="FIN in a chunk"),
        pytest.param([chunked_head() + as_chunks(HALF) + b"f", FIN], id="FIN in a chunk's size"),
        pytest.param([stream_head() + HALF, FIN], id="FIN without framing"),
        pytest.param([stream_head() + HALF + HALF[:30], FIN], id="FIN in JSON"),
        pytest.param([LONG + HALF, FIN], id="FIN before the length"),
        pytest.param([chunked_head() + as_chunks(HALF) + b"xyz\r\n", HOLD], id="no chunk size"),
        pytest.param([chunked_head() + b"400\r\n" + HALF, FIN], id="words in a cut chunk"),
    ],
)
def test_a_cut_keeps_the_text(script: Script, switch: Switch) -> None:
    with ScriptedServer(script) as server:
        found, error = read_all(server.base_url, switch)
    assert (text_of(found), type(error), server.connections) == ("Half", ConnectionLost, 1)
    assert error is not None
    assert error.host == "127.0.0.1"


def test_a_reset_keeps_the_text(switch: Switch) -> None:
    arrived = threading.Event()
    with ScriptedServer([chunked_head() + as_chunks(HALF), arrived, RST]) as server:
        events = api.stream(asks(), account(server.base_url), api.Credentials(KEY), switch)
        while not isinstance(next(events), TextDelta):
            pass
        arrived.set()
        with pytest.raises(ConnectionLost) as caught:
            list(events)
    assert caught.value.detail == "Connection reset by peer"
    assert server.connections == 1


def test_silence_in_the_middle(switch: Switch) -> None:
    with ScriptedServer([chunked_head() + as_chunks(HALF), HOLD]) as server:
        found, error = read_all(server.base_url, switch, timeout=0.3)
    assert (text_of(found), type(error), server.connections) == ("Half", ServerSilent, 1)
    assert error is not None
    assert error.seconds == 0.3


def test_silence_before_the_headers(switch: Switch) -> None:
    with ScriptedServer([HOLD]) as server:
        found, error = read_all(server.base_url, switch, timeout=0.3)
    assert (len(found), type(error), server.connections) == (1, ServerSilent, 1)


def test_a_compressed_stream_is_read_all_the_same(switch: Switch) -> None:
    packed = gzip.compress(delta("Hi") + FINISH + DONE)
    head = chunked_head("Content-Encoding: gzip\r\n")
    with ScriptedServer([head + as_chunks(packed[:20], packed[20:]) + LAST_CHUNK]) as server:
        found, error = read_all(server.base_url, switch)
    assert (text_of(found), error) == ("Hi", None)
    assert server.received[0].headers["accept-encoding"] == "identity"


def test_a_cut_in_a_compressed_stream_is_no_end(switch: Switch) -> None:
    packed = gzip.compress(HALF + FINISH + DONE, 0)
    head = stream_head("Content-Encoding: gzip\r\n")
    with ScriptedServer([head + packed[: len(HALF) + 40]]) as server:
        found, error = read_all(server.base_url, switch)
    assert (text_of(found), type(error)) == ("Half", ConnectionLost)


def test_a_false_compression_is_unreadable(switch: Switch) -> None:
    with ScriptedServer([stream_head("Content-Encoding: gzip\r\n") + delta("Hi")]) as server:
        _, error = read_all(server.base_url, switch)
    assert type(error) is ReplyUnreadable


@pytest.mark.parametrize("status", ["200 OK", "400 Bad Request"])
def test_a_compression_that_is_not_named_is_not_shown(status: str, switch: Switch) -> None:
    with ScriptedServer(response(gzip.compress(b"It broke. " * 20), status)) as server:
        _, error = read_all(server.base_url, switch)
    assert (type(error), error and error.message) == (
        ReplyUnreadable if status == "200 OK" else RequestRejected,
        None,
    )


def test_an_unstreamed_request_gives_the_same_events(switch: Switch) -> None:
    completion = {
        "model": "m",
        "choices": [{"message": {"role": "assistant", "content": "Hi"}, "finish_reason": "stop"}],
        "usage": {"prompt_tokens": 3, "completion_tokens": 1, "total_tokens": 4},
    }
    whole = response(b"\n\n\n" + json.dumps(completion).encode())  # DeepSeek keeps the line alive with blank ones
    with ScriptedServer(whole) as server:
        found, error = read_all(server.base_url, switch, asks(parameters=Parameters(stream=False)))
    assert ([type(event) for event in found], error) == ([RequestSent, Opened, TextDelta, UsageReported, Ended], None)
    assert server.received[0].document == {
        "model": "m",
        "messages": [{"role": "user", "content": "Hello"}],
        "stream": False,
    }


def test_a_large_event_and_many_small_ones(switch: Switch) -> None:
    large = "x" * 5_000_000
    with ScriptedServer(streamed(delta(large), *[delta("y")] * 20_000, FINISH, DONE)) as server:
        found, error = read_all(server.base_url, switch)
    assert error is None
    assert text_of(found) == large + "y" * 20_000


def test_an_endless_line_ends_in_a_clear_error(switch: Switch) -> None:
    endless = [as_chunks(b"x" * 65536)] * (2 + reading.framing.EVENT_LIMIT // 65536)
    with ScriptedServer([chunked_head() + as_chunks(HALF, b"data: "), *endless, HOLD]) as server:
        found, error = read_all(server.base_url, switch)
    assert (text_of(found), type(error)) == ("Half", ReplyUnreadable)


def test_an_error_whose_body_never_ends(switch: Switch, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(transport, "_ERROR_BODY_SILENCE", 0.2)
    with ScriptedServer([b'HTTP/1.1 400 Bad Request\r\nContent-Length: 99\r\n\r\n{"error":', HOLD]) as server:
        _, error = read_all(server.base_url, switch, timeout=60.0)
    assert (type(error), server.connections) == (RequestRejected, 1)


# Retries


def test_a_rate_limit_with_retry_after_then_an_answer(switch: Switch) -> None:
    limited = response(b"", "429 Too Many Requests", headers="Retry-After: 2\r\n")
    with ScriptedServer(limited, HI) as server:
        found, error = read_all(server.base_url, switch)
    sent = RequestSent(api.body_of(asks()))
    assert error is None
    assert found[:4] == [sent, RetryScheduled(1, 2.0, "RateLimited"), sent, Opened()]
    assert (text_of(found), switch.waits, server.connections) == ("Hi", [2.0], 2)


def test_two_retries_at_most(switch: Switch) -> None:
    with ScriptedServer(document({"error": {"message": "boom"}}, "500 Internal Server Error")) as server:
        found, error = read_all(server.base_url, switch)
    assert type(error) is ServerFailed
    assert [event.attempt for event in found if isinstance(event, RetryScheduled)] == [1, 2]
    assert server.connections == 3
    assert 0.5 <= switch.waits[0] <= 0.625
    assert 1.0 <= switch.waits[1] <= 1.25


def test_a_reset_before_the_headers_is_tried_again(switch: Switch) -> None:
    with ScriptedServer([RST], [FIN], HI) as server:
        found, error = read_all(server.base_url, switch)
    assert (text_of(found), error, server.connections) == ("Hi", None, 3)


def test_a_refused_connection_is_tried_again(switch: Switch) -> None:
    with ScriptedServer(HI) as server:
        pass
    _, error = read_all(server.base_url, switch)
    assert (type(error), len(switch.waits)) == (ConnectionFailed, 2)


def test_nothing_is_tried_again_once_content_came(switch: Switch) -> None:
    overloaded = b'data: {"error": {"message": "overloaded", "code": 503}}\n\n'
    with ScriptedServer(streamed(HALF, overloaded)) as server:
        found, error = read_all(server.base_url, switch)
    assert (text_of(found), server.connections, switch.waits) == ("Half", 1, [])
    assert error is not None


def test_a_wait_for_a_retry_can_be_cancelled(switch: Switch) -> None:
    with ScriptedServer(response(b"", "503 Service Unavailable")) as server:
        events = api.stream(asks(), account(server.base_url), api.Credentials(KEY), switch)
        while not isinstance(next(events), RetryScheduled):
            pass
        switch.cancel()
        assert list(events) == []
    assert server.connections == 1


def test_a_wait_beyond_two_minutes_is_not_waited(switch: Switch) -> None:
    with ScriptedServer(response(b"", "429 Too Many Requests", headers="Retry-After: 121\r\n")) as server:
        _, error = read_all(server.base_url, switch)
    assert isinstance(error, RateLimited)
    assert (error.retry_after, switch.waits, server.connections) == (121.0, [], 1)


def test_a_retry_that_is_refused_for_good_ends_there(switch: Switch) -> None:
    refused = document({"error": {"message": "no"}}, "400 Bad Request")
    with ScriptedServer(response(b"", "502 Bad Gateway"), refused) as server:
        _, error = read_all(server.base_url, switch)
    assert isinstance(error, TeahouseError)
    assert (error.status, server.connections) == (400, 2)


def test_done_without_finish_over_the_wire(switch: Switch) -> None:
    with ScriptedServer(streamed(HALF, DONE)) as server:
        found, error = read_all(server.base_url, switch)
    assert (text_of(found), type(error)) == ("Half", ReplyIncomplete)
