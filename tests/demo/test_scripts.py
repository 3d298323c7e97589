"""Each model that misbehaves does what its line in the table says."""

from __future__ import annotations

import socket
import time
from datetime import UTC, datetime
from email.utils import parsedate_to_datetime

import pytest

from desktop.demo import samples
from desktop.demo.scripts import SCRIPTS
from tests.demo import raw
from tests.fixtures.demo import Demo

TEXT = samples.SAMPLE.text
BEGUN = "The kettle sings, 豆浆 is warm"  # what comes before a stream breaks

# name: text, finish_reason, whether usage and [DONE] came, whether the framing's end came
STREAMS = {
    "demo-title-fails": (TEXT, "stop", True, True, True),
    "demo-length": (samples.HALF.text, "length", True, True, True),
    "demo-content-filter": (samples.HALF.text, "content_filter", True, True, True),
    "demo-no-resource": (samples.HALF.text, "insufficient_system_resource", True, True, True),
    "demo-empty": ("", "stop", True, True, True),
    "demo-blank": (" \n\n ", "stop", True, True, True),
    "demo-only-reasoning": ("", "stop", True, True, True),
    "demo-no-usage": (TEXT, "stop", False, True, True),
    "demo-usage-in-finish": (TEXT, "stop", True, True, True),
    "demo-other-model": (TEXT, "stop", True, True, True),
    "demo-think-tags": (f"<think>They want tea. Tea it is, then.</think>\n\n{TEXT}", "stop", True, True, True),
    "demo-separators": ("one\u2028two\u2029three\x85four\x0bfive\x0csix", "stop", True, True, True),
    "demo-20000": (" ".join(["tea"] * 20_000), "stop", True, True, True),
    "demo-one-byte": (TEXT, "stop", True, True, True),
    "demo-crlf": (TEXT, "stop", True, True, True),
    "demo-line-ends": (TEXT, "stop", True, True, True),
    "demo-bad-utf8": ("\ufffd" + TEXT, "stop", True, True, True),
    "demo-ping": (TEXT, "stop", True, True, True),
    "demo-keep-alive": (TEXT, "stop", True, True, True),
    "demo-last-content": (TEXT, "stop", True, True, True),
    "demo-ollama": (TEXT, "stop", True, True, True),
    "demo-aliyun": (TEXT, "stop", True, True, True),
    "demo-no-done": (TEXT, "stop", True, False, True),
    "demo-done-without-finish": (BEGUN, None, False, True, True),
    "demo-unterminated": (TEXT, "stop", True, True, True),
    "demo-cut-between": (BEGUN, None, False, False, False),
    "demo-error-field": (BEGUN, None, False, True, True),
}

# name: status, code, a piece of the English message
REFUSALS = {
    "demo-key-missing": (401, "", "Token not provided"),
    "demo-error-401": (401, "", "Invalid token"),
    "demo-key-expired": (401, "", "has expired"),
    "demo-key-used-up": (401, "", "quota of this token is used up"),
    "demo-error-402": (402, "insufficient_quota", "Insufficient quota"),
    "demo-upstream-unfunded": (402, "invalid_request_error", "Insufficient Balance"),
    "demo-quota-403": (403, "insufficient_user_quota", "user quota is not enough"),
    "demo-precharge-403": (403, "pre_consume_token_quota_failed", "token quota is not enough"),
    "demo-banned": (403, "", "banned"),
    "demo-address-denied": (403, "", "IP"),
    "demo-model-denied": (403, "", "This token has no access to model demo-model-denied"),
    "demo-model-not-found": (503, "model_not_found", "No available channel for model demo-model-not-found"),
    "demo-no-price": (500, "model_price_error", "demo-no-price"),
    "demo-bad-request": (400, "invalid_request", "content is required"),
    "demo-bad-request-500": (500, "invalid_request", "content is required"),
    "demo-error-500": (500, "do_request_failed", "do request failed"),
    "demo-error-503": (503, "system_cpu_overloaded", "overloaded"),
    "demo-no-code": (500, None, "status code 500"),
    "demo-numeric-code": (500, 500, "status code 500"),
    "demo-max-tokens": (400, "invalid_request_error", "the valid range of max_tokens is [1, 8192]"),
    "demo-context": (400, "invalid_request_error", "maximum context length is 65536 tokens"),
    "demo-content-risk": (400, "invalid_request_error", "Content Exists Risk"),
    "demo-429-forever": (429, "", "request limit"),
    "demo-429-later": (429, "", "request limit"),
}

# name: status, Content-Type, how the body begins
BODIES = {
    "demo-html": (502, "text/html; charset=utf-8", b"<html>\r\n<head><title>502 Bad Gateway"),
    "demo-524-html": (524, "text/html; charset=utf-8", b"<!DOCTYPE html>"),
    "demo-524-json": (524, "application/json; charset=utf-8", b'{"title":"Error 524: A timeout occurred"'),
    "demo-html-200": (200, "text/html; charset=utf-8", b"<!doctype html>"),
    "demo-429-empty": (429, "text/html; charset=utf-8", b""),
    "demo-redirect": (307, "text/html; charset=utf-8", b""),
    "demo-detail-list": (422, "application/json; charset=utf-8", b'{"detail":[{"type":"missing"'),
    "demo-bare-string": (404, "application/json; charset=utf-8", b'{"error":"model '),
    "demo-message-only": (400, "application/json; charset=utf-8", b'{"message":"The tea has run out"'),
    "demo-no-type": (400, "application/json; charset=utf-8", b'{"error":{"message":"Trying to keep'),
    "demo-bare-error": (200, "text/event-stream", b'{"error":{"message":"upstream error'),
    "demo-plain-text": (200, "text/event-stream", b"The tea has run out."),
    "demo-ping-then-error": (200, "text/event-stream", b': PING\n\n{"error":{"message":"upstream error'),
    "demo-error-first": (200, "text/event-stream", b'data: {"error":{"message":"upstream error'),
    "demo-json-for-stream": (200, "application/json", b'{"id":'),
}

# what has a test of its own below, or in another file
OWN = {
    *("deepseek-chat", "deepseek-reasoner", "teahouse-tour", "demo-echo", "demo-long", "demo-fast"),
    *("demo-malformed", "demo-huge-event", "demo-message", "demo-azure", "demo-openrouter", "demo-error-event"),
    *("demo-cut", "demo-cut-chunk", "demo-cut-clean", "demo-short-body", "demo-reset", "demo-reset-start"),
    *("demo-silent", "demo-silent-thinking", "demo-silent-start", "demo-open-after-done", "demo-endless-line"),
    *("demo-slow", "demo-close-delimited", "demo-cut-thinking"),
    *("demo-flaky", "demo-rate-limit", "demo-429-date", "demo-reasoning-unwanted", "demo-reasoning-wanted"),
}


def until_error(connection: socket.socket) -> tuple[bytes, OSError | None]:
    received = bytearray()
    try:
        while part := connection.recv(65536):
            received += part
    except OSError as error:
        return bytes(received), error
    return bytes(received), None


def test_every_script_is_tested_and_described() -> None:
    names = [script.name for script in SCRIPTS]
    assert len(names) == len(set(names))
    assert set(names) == STREAMS.keys() | REFUSALS.keys() | BODIES.keys() | OWN
    assert all(script.description for script in SCRIPTS)


@pytest.mark.parametrize("name", STREAMS)
def test_what_a_stream_brings(demo: Demo, name: str) -> None:
    reply = raw.ask(demo, name)
    assert (reply.text, reply.finish, reply.usage is not None, reply.done, reply.whole) == STREAMS[name]


@pytest.mark.parametrize("name", REFUSALS)
def test_what_a_refusal_says(demo: Demo, name: str) -> None:
    status, code, words = REFUSALS[name]
    reply = raw.ask(demo, name)
    assert (reply.status, reply.error.get("code")) == (status, code)
    assert words in reply.error["message"]
    assert raw.ask(demo, name, stream=False).status == status


@pytest.mark.parametrize("name", BODIES)
def test_what_others_say(demo: Demo, name: str) -> None:
    reply = raw.ask(demo, name)
    assert (reply.status, reply.headers["content-type"]) == BODIES[name][:2]
    assert reply.body.startswith(BODIES[name][2])
    assert bool(reply.body) == bool(BODIES[name][2])


def test_a_prompt_can_ask_for_a_script_of_an_honest_model_only(demo: Demo) -> None:
    assert raw.ask(demo, "deepseek-chat", " demo-error-402\n").status == 402
    assert raw.ask(demo, "deepseek-reasoner", "demo-length").finish == "length"
    assert raw.ask(demo, "deepseek-chat", "What is demo-error-402?").status == 200
    assert raw.ask(demo, "demo-echo", "demo-error-402").text == "demo-error-402"


def test_echo_and_long_texts(demo: Demo) -> None:
    prompt = "# 豆\n\n```\n😀\u2028\n```  \n"
    assert raw.ask(demo, "demo-echo", prompt).text == prompt
    fast = raw.ask(demo, "demo-fast").text
    assert len(fast) == 100_000
    assert raw.ask(demo, "demo-long", stream=False).json["choices"][0]["message"]["content"] == fast
    assert all(sign in fast for sign in ("```python", "| Tea |", "$$", "渡口"))


def test_what_is_said_in_other_words(demo: Demo) -> None:
    assert raw.ask(demo, "demo-other-model").events()[0]["model"] == "deepseek-v3.2"
    assert raw.ask(demo, "demo-only-reasoning").reasoning == samples.THOUGHTFUL.reasoning
    ollama = raw.ask(demo, "demo-ollama").events()
    thought = "".join(event["choices"][0]["delta"].get("reasoning", "") for event in ollama if event["choices"])
    assert thought == samples.THOUGHTFUL.reasoning
    messages = [event["choices"][0]["message"] for event in raw.ask(demo, "demo-message").events() if event["choices"]]
    assert "".join(message["content"] for message in messages) == TEXT
    azure = raw.ask(demo, "demo-azure").events()
    assert azure[0]["choices"] == []
    assert [event for event in azure if event["choices"] and "delta" not in event["choices"][0]]
    last = raw.ask(demo, "demo-last-content").events()[-1]
    assert last["choices"][0]["delta"]["content"]
    assert last["choices"][0]["finish_reason"]
    assert last["usage"]
    tagged = [event["choices"][0]["delta"] for event in raw.ask(demo, "demo-think-tags").events() if event["choices"]]
    assert not [delta for delta in tagged if "<think>" in delta["content"]]


def test_usage_in_the_finish_comes_with_it(demo: Demo) -> None:
    [told] = [event for event in raw.ask(demo, "demo-usage-in-finish").events() if event.get("usage")]
    assert told["choices"][0]["finish_reason"] == "stop"


def test_other_bytes(demo: Demo) -> None:
    assert {len(chunk) for chunk in raw.ask(demo, "demo-one-byte").chunks} == {1}
    crlf = raw.ask(demo, "demo-crlf").body
    assert crlf.count(b"\n") == crlf.count(b"\r\n")
    mixed = raw.ask(demo, "demo-line-ends").body
    assert mixed.startswith(b"\xef\xbb\xbf")
    assert all(end in mixed for end in (b"}\n\n", b"}\r\n\r\n", b"}\r\r", b"}\n\r\n", b"}\r\n\n"))
    assert b'"content":"\xff"' in raw.ask(demo, "demo-bad-utf8").body
    assert b": PING\n\n" in raw.ask(demo, "demo-ping").body
    assert raw.ask(demo, "demo-keep-alive").body.startswith(b": keep-alive\n\n")
    assert raw.ask(demo, "demo-keep-alive", stream=False).body.startswith(b"\n\n\n{")
    assert raw.ask(demo, "demo-aliyun").body.count(b"data:{") == raw.ask(demo, "demo-aliyun").body.count(b'"role":') + 1
    assert raw.ask(demo, "demo-unterminated").body.endswith(b"\n\ndata: [DONE]")


def test_a_malformed_event_stands_among_good_ones(demo: Demo) -> None:
    contents = raw.ask(demo, "demo-malformed").data()
    [bad] = [content for content in contents if not content.endswith(("}", "]"))]
    assert 0 < contents.index(bad) < len(contents) - 5


def test_a_huge_event_is_one_event(demo: Demo) -> None:
    reply = raw.ask(demo, "demo-huge-event")
    assert max(len(content.encode()) for content in reply.data()) > 4_500_000
    assert reply.done


def test_close_delimited_streams_are_live(demo: Demo) -> None:
    with raw.connected(demo) as connection:
        connection.sendall(raw.request("/v1/chat/completions", raw.question("demo-close-delimited")))
        begun = connection.recv(65536)
        while b"sings" not in begun:
            begun += connection.recv(65536)
        assert b"[DONE]" not in begun
        reply = raw.parse(begun + raw.receive(connection))
    assert (reply.text, reply.finish, reply.done) == (TEXT, "stop", True)
    assert reply.headers["connection"] == "close"
    assert not {"transfer-encoding", "content-length"} & reply.headers.keys()


def test_slow_is_slow_on_a_fast_server(demo: Demo) -> None:
    with raw.connected(demo) as connection:
        connection.sendall(raw.request("/v1/chat/completions", raw.question("demo-slow")))
        begun, received = time.monotonic(), b""
        while b"kettle" not in received:  # the third event
            received += connection.recv(65536)
    assert 0.45 < time.monotonic() - begun < 2


@pytest.mark.parametrize("name", ["demo-error-event", "demo-openrouter"])
def test_an_error_event_comes_after_text(demo: Demo, name: str) -> None:
    reply = raw.ask(demo, name)
    events = reply.events()
    assert reply.status == 200
    assert "error" in events[-1]
    assert not any("error" in event for event in events[:-1])
    assert len(events) > 5
    assert raw.ask(demo, name, stream=False).status == 500


def test_cuts(demo: Demo) -> None:
    cut = raw.ask(demo, "demo-cut")
    assert not cut.whole
    assert cut.chunks[0].endswith(b"\n\n")
    assert not cut.chunks[-1].endswith(b"\n")
    thinking = raw.ask(demo, "demo-cut-thinking")
    assert not thinking.whole
    assert b'"reasoning_content":"They"' in thinking.body
    assert b'"content":"The"' not in thinking.body
    inside = raw.ask(demo, "demo-cut-chunk")
    assert not inside.whole
    assert not inside.chunks[-1].endswith(b"\n")
    clean = raw.ask(demo, "demo-cut-clean")
    assert "transfer-encoding" not in clean.headers
    assert not clean.body.endswith(b"\n")
    for stream in (True, False):
        short = raw.ask(demo, "demo-short-body", stream=stream)
        assert 0 < len(short.body) < int(short.headers["content-length"])


@pytest.mark.parametrize("stream", [True, False])
def test_resets(demo: Demo, *, stream: bool) -> None:
    with raw.connected(demo) as connection:
        connection.sendall(raw.request("/v1/chat/completions", raw.question("demo-reset", stream=stream)))
        received, error = until_error(connection)
    assert isinstance(error, ConnectionResetError)
    assert (b'"content":"The"' in received) == stream


def test_a_reset_before_headers_happens_once(demo: Demo) -> None:
    with pytest.raises(ConnectionResetError):
        raw.ask(demo, "demo-reset-start", "a first time")
    assert raw.ask(demo, "demo-reset-start", "a first time").text == TEXT


@pytest.mark.parametrize(
    ("name", "said"),
    [
        ("demo-silent", b"kettle"),
        ("demo-silent-thinking", b'"reasoning_content":"They"'),
        ("demo-open-after-done", b"[DONE]"),
        ("demo-silent-start", b""),
    ],
)
def test_silence(demo: Demo, name: str, said: bytes) -> None:
    with raw.connected(demo) as connection:
        connection.sendall(raw.request("/v1/chat/completions", raw.question(name)))
        connection.settimeout(0.5)
        received, error = until_error(connection)
    assert isinstance(error, TimeoutError)
    assert said in received
    assert bool(said) == bool(received)


def test_an_endless_line_has_no_end(demo: Demo) -> None:
    with raw.connected(demo) as connection:
        connection.sendall(raw.request("/v1/chat/completions", raw.question("demo-endless-line")))
        received = bytearray()
        while len(received) < 3_000_000:
            received += connection.recv(1 << 20)
    assert b"\n\n" not in raw.parse(bytes(received)).body


@pytest.mark.parametrize(("name", "status"), [("demo-flaky", 503), ("demo-rate-limit", 429), ("demo-429-date", 429)])
def test_what_fails_once_answers_the_same_question_then(demo: Demo, name: str, status: int) -> None:
    assert [raw.ask(demo, name, "once").status for _ in range(4)] == [status, 200, status, 200]
    assert raw.ask(demo, name, "another").status == status


def test_how_long_to_wait(demo: Demo) -> None:
    assert raw.ask(demo, "demo-rate-limit", "how long?").headers["retry-after"] == "2"
    assert raw.ask(demo, "demo-429-later").headers["retry-after"] == "600"
    assert "retry-after" not in raw.ask(demo, "demo-429-forever").headers
    assert "retry-after" not in raw.ask(demo, "demo-429-empty").headers
    until = parsedate_to_datetime(raw.ask(demo, "demo-429-date", "until when?").headers["retry-after"])
    assert 0 < (until - datetime.now(UTC)).total_seconds() <= 3


def test_reasoning_in_the_history(demo: Demo) -> None:
    def status(model: str, **answer: str) -> int:
        answered = {"role": "assistant", "content": "Longjing."} | answer
        return raw.ask(demo, model, messages=[*opening, answered, *opening]).status

    opening = [{"role": "user", "content": "Which?"}]
    assert status("demo-reasoning-unwanted") == 200
    assert status("demo-reasoning-unwanted", reasoning_content="Hm.") == 400
    assert status("demo-reasoning-wanted") == 400
    assert status("demo-reasoning-wanted", reasoning_content="Hm.") == 200


def test_a_redirect_leads_elsewhere(demo: Demo) -> None:
    assert raw.ask(demo, "demo-redirect").headers["location"] == "https://gateway.invalid/v1"


def test_max_tokens_counts_in_every_stream(demo: Demo) -> None:
    for model in ("deepseek-chat", "deepseek-reasoner", "demo-crlf"):
        reply = raw.ask(demo, model, max_tokens=5)
        assert reply.finish == "length"
        assert (reply.usage or {})["completion_tokens"] == 5


def test_one_client_does_not_hold_up_another(demo: Demo) -> None:
    with raw.connected(demo) as silent, raw.connected(demo) as deaf:
        silent.sendall(raw.request("/v1/chat/completions", raw.question("demo-silent")))
        deaf.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        deaf.sendall(raw.request("/v1/chat/completions", raw.question("demo-fast")))
        assert raw.ask(demo, "demo-echo", "still here").text == "still here"
