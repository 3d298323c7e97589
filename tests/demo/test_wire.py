"""The demo server's bytes are those of real servers: compared with recorded replies, and with what new-api adds."""

from __future__ import annotations

import json
import re
import time
from collections.abc import Callable
from itertools import groupby
from pathlib import Path
from typing import Any

import pytest

from tests.demo import raw
from tests.fixtures.demo import Demo

RECORDED = Path(__file__).parent / "data"
REQUEST_ID = re.compile(r"20\d{12}\d{9}[0-9a-f]{8}")


def recorded(name: str) -> raw.Reply:
    return raw.parse((RECORDED / f"{name}.raw").read_bytes())


def kinds(reply: raw.Reply) -> list[str]:
    """Return the order of a stream's events by what they are for, repetitions as one."""
    return [kind for kind, _ in groupby(_kind(content) for content in reply.data())]


def _kind(content: str) -> str:
    if content == "[DONE]":
        return "done"
    event = json.loads(content)
    if not event["choices"]:
        return "usage"
    choice = event["choices"][0]
    if choice["finish_reason"]:
        return "finish"
    return "role" if "role" in choice["delta"] else "text"


@pytest.mark.parametrize("recording", ["llmock-stream-usage", "aimock-stream-usage"])
def test_a_stream_has_the_order_and_the_framing_of_recorded_ones(demo: Demo, recording: str) -> None:
    theirs, ours = recorded(recording), raw.ask(demo, "deepseek-chat", stream_options={"include_usage": True})
    assert kinds(ours) == kinds(theirs) == ["role", "text", "finish", "usage", "done"]
    for reply in (theirs, ours):
        assert reply.whole
        assert all(chunk.startswith(b"data: ") and chunk.endswith(b"\n\n") for chunk in reply.chunks)
        assert reply.chunks[-1] == b"data: [DONE]\n\n"


def test_a_stream_without_usage_has_the_order_of_a_recorded_one(demo: Demo) -> None:
    ours = raw.ask(demo, "deepseek-chat", stream_options={"include_usage": False})
    assert kinds(ours) == kinds(recorded("llmock-stream-without-usage")) == ["role", "text", "finish", "done"]
    assert ours.usage is None


def test_usage_comes_unless_it_is_refused(demo: Demo) -> None:
    assert raw.ask(demo, "deepseek-chat").usage is not None
    assert raw.ask(demo, "deepseek-chat", stream_options={}).usage is not None


def test_an_event_has_every_field_of_a_recorded_one(demo: Demo) -> None:
    theirs, ours = recorded("aimock-stream-usage").events(), raw.ask(demo, "deepseek-chat").events()
    for position in (0, 1, -2, -1):
        assert theirs[position].keys() <= ours[position].keys()
    assert theirs[1]["choices"][0].keys() == ours[1]["choices"][0].keys()
    assert theirs[-1]["usage"].keys() <= ours[-1]["usage"].keys()
    assert len({event["id"] for event in ours}) == 1


def test_a_whole_answer_and_the_list_of_models_have_every_field_of_recorded_ones(demo: Demo) -> None:
    theirs, ours = recorded("aimock-whole").json, raw.ask(demo, "deepseek-chat", stream=False).json
    assert theirs.keys() <= ours.keys()
    assert theirs["choices"][0].keys() == ours["choices"][0].keys()
    theirs, ours = recorded("aimock-models").json, raw.get(demo, "/v1/models").json
    assert theirs.keys() <= ours.keys()
    assert theirs["data"][0].keys() <= ours["data"][0].keys()
    assert ours["success"] is True


def test_the_headers_of_a_stream_are_those_of_the_gateway(demo: Demo) -> None:
    headers = raw.ask(demo, "deepseek-chat").headers
    assert headers["content-type"] == "text/event-stream"
    assert headers["transfer-encoding"] == "chunked"
    assert headers["x-accel-buffering"] == "no"
    assert REQUEST_ID.fullmatch(headers["x-oneapi-request-id"])
    assert "content-length" not in headers


def test_the_reasoner_thinks_first_and_names_what_is_null(demo: Demo) -> None:
    reply = raw.ask(demo, "deepseek-reasoner")
    deltas = [event["choices"][0]["delta"] for event in reply.events() if event["choices"]]
    assert deltas[0] == {"role": "assistant", "content": None, "reasoning_content": ""}
    assert [kind for kind, _ in groupby(_sayer(delta) for delta in deltas[1:-1])] == ["thinks", "speaks"]
    assert deltas[-1] == {"content": "", "reasoning_content": None}
    usage: dict[str, Any] = reply.usage or {}
    assert 0 < usage["completion_tokens_details"]["reasoning_tokens"] < usage["completion_tokens"]


def _sayer(delta: dict[str, Any]) -> str:
    assert delta.keys() == {"content", "reasoning_content"}
    return "thinks" if delta["content"] is None else "speaks"


@pytest.mark.parametrize(
    ("language", "words"), [("zh-CN,zh;q=0.9", "用户额度不足"), ("en", "user quota is not enough")]
)
def test_a_refused_stream_is_json_that_calls_itself_a_stream(demo: Demo, language: str, words: str) -> None:
    reply = raw.ask(demo, "demo-quota-403", headers={"Accept-Language": language})
    assert reply.status == 403
    assert reply.headers["content-type"] == "text/event-stream"
    assert reply.error.keys() == {"message", "type", "param", "code"}
    assert reply.error["message"].startswith(words)
    assert reply.error["message"].endswith(f"(request id: {reply.headers['x-oneapi-request-id']})")


def test_a_refused_question_for_a_whole_answer_is_plain_json(demo: Demo) -> None:
    assert raw.ask(demo, "demo-quota-403", stream=False).headers["content-type"] == "application/json; charset=utf-8"


def test_a_connection_carries_one_request_after_the_other(demo: Demo) -> None:
    with raw.connected(demo) as connection, connection.makefile("rb") as answers:
        for prompt in ("one", "two"):
            body = raw.question("demo-echo", prompt)
            connection.sendall(raw.request("/v1/chat/completions", body, {"Connection": "keep-alive"}))
            lines = iter(answers.readline, b"0\r\n")
            assert prompt.encode() in b"".join(lines)
            assert answers.readline() == b"\r\n"
        connection.sendall(raw.request("/v1/models"))
        assert raw.parse(answers.read()).json["object"] == "list"


def test_a_body_in_chunks_is_read_as_well(demo: Demo) -> None:
    body = raw.question("demo-echo", "in pieces")
    head = b"POST /v1/chat/completions HTTP/1.1\r\nHost: x\r\nConnection: close\r\nTransfer-Encoding: chunked\r\n\r\n"
    pieces = b"".join(b"%x\r\n%b\r\n" % (len(part), part) for part in (body[:9], body[9:])) + b"0\r\n\r\n"
    with raw.connected(demo) as connection:
        connection.sendall(head + pieces)
        assert raw.parse(raw.receive(connection)).text == "in pieces"


@pytest.mark.parametrize(
    ("nonsense", "status"),
    [
        (b"HELLO\r\n\r\n", 400),
        (b"\r\n\r\n", 400),
        (b"POST /v1/models HTTP/1.1\r\nContent-Length: many\r\n\r\n", 400),
        (b"POST /v1/models HTTP/1.1\r\nTransfer-Encoding: chunked\r\n\r\nno number\r\n", 400),
        (b"POST /v1/models HTTP/1.1\r\nContent-Length: 99999999999\r\n\r\n", 413),
        (b"GET /v1/models HTTP/1.1\r\nX-Long: " + b"x" * 70_000 + b"\r\n\r\n", 431),
    ],
)
def test_nonsense_is_refused(demo: Demo, nonsense: bytes, status: int) -> None:
    with raw.connected(demo) as connection, connection.makefile("rb") as answer:
        connection.sendall(nonsense)
        assert answer.readline().startswith(f"HTTP/1.1 {status} ".encode())
    assert raw.get(demo, "/v1/models").status == 200


def test_a_client_may_wait_for_the_word_to_go_on(demo: Demo) -> None:
    body = raw.question("demo-echo", "patience")
    whole = raw.request("/v1/chat/completions", body, {"Expect": "100-continue"})
    with raw.connected(demo) as connection, connection.makefile("rb") as answer:
        connection.sendall(whole.removesuffix(body))
        assert answer.readline() == b"HTTP/1.1 100 Continue\r\n"
        assert answer.readline() == b"\r\n"
        connection.sendall(body)
        assert raw.parse(answer.read()).text == "patience"


def test_tokens_come_at_the_speed_that_was_asked_for(start_demo: Callable[..., Demo]) -> None:
    demo = start_demo("--speed", "50")
    begun = time.monotonic()
    with raw.connected(demo) as connection:
        connection.sendall(raw.request("/v1/chat/completions", raw.question("demo-echo", "tea " * 30)))
        assert connection.recv(65536)
        first = time.monotonic() - begun
        raw.receive(connection)
    assert first < 0.4
    assert 0.6 < time.monotonic() - begun < 3


def test_listens_on_this_machine_only(demo: Demo) -> None:
    assert demo.base_url.startswith("http://127.0.0.1:")
