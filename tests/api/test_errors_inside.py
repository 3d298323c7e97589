"""Errors inside an answer with status 200."""

from __future__ import annotations

import json

import pytest

from desktop.errors import (
    AddressWrong,
    ConnectionLost,
    QuotaExhausted,
    RateLimited,
    ReplyIncomplete,
    ServerFailed,
    ServerOverloaded,
)
from desktop.model.event import Ended
from desktop.model.message import State
from tests.api.replies import FINISH, failure, read, text_of
from tests.fixtures.scripted_server import DONE, delta, event

ERROR = {"error": {"message": "Server is overloaded (request id: 20261122abc)", "code": "system_cpu_overloaded"}}


@pytest.mark.parametrize(
    "form",
    [
        event(ERROR),
        json.dumps(ERROR).encode(),
        json.dumps(ERROR, indent=2).encode(),
        json.dumps(ERROR).encode() + b"\n\n",
        b": PING\n\n" + json.dumps(ERROR).encode(),
        b"error: " + json.dumps(ERROR).encode() + b"\n\ndata: [DONE]\n\n",
        b"error: " + json.dumps(ERROR).encode(),
        b"error:" + json.dumps(ERROR["error"]).encode() + b"\n\ndata: [DONE]\n\n",
        b"event: error\ndata: " + json.dumps(ERROR["error"]).encode() + b"\n\n",
        json.dumps([ERROR]).encode(),
    ],
)
def test_an_error_inside_a_200_is_told_in_any_form(form: bytes) -> None:
    text, error = failure(form)
    assert (text, type(error)) == ("", ServerOverloaded)
    assert (error.message, error.request_id) == ("Server is overloaded", "20261122abc")


@pytest.mark.parametrize(
    "form",
    [
        event(ERROR),
        json.dumps(ERROR).encode(),
        json.dumps(ERROR).encode() + b"\n\n",
        b"error: " + json.dumps(ERROR).encode() + b"\n\ndata: [DONE]\n\n",
        b"event: error\ndata: " + json.dumps(ERROR["error"]).encode() + b"\n\n",
    ],
)
def test_an_error_after_text_keeps_the_text(form: bytes) -> None:
    text, error = failure(delta("Half"), form)
    assert (text, type(error)) == ("Half", ServerOverloaded)


def test_an_error_event_in_plain_words() -> None:
    text, error = failure(delta("Half"), b"event: error\ndata: upstream timed out\n\n")
    assert (text, type(error), error.message) == ("Half", ServerFailed, "upstream timed out")


@pytest.mark.parametrize("words", ["[ERROR] upstream timed out", "Error: upstream timed out"])
@pytest.mark.parametrize("end", [b"", DONE])
def test_plain_words_in_place_of_the_rest_are_told(words: str, end: bytes) -> None:
    text, error = failure(delta("Half"), f"data: {words}\n\n".encode(), end)
    assert (text, type(error), error.message) == ("Half", ServerFailed, words)


def test_plain_words_in_the_middle_are_not_why_it_ended() -> None:
    text, error = failure(delta("a"), b"data: keepalive\n\n", delta("b"), DONE)
    assert (text, type(error)) == ("ab", ReplyIncomplete)


def test_half_a_document_in_place_of_the_rest_is_not_told() -> None:
    text, error = failure(delta("Half"), b'data: {"choices": [{"del\n\n')
    assert (text, type(error)) == ("Half", ConnectionLost)


def test_a_failure_flag_is_an_error() -> None:
    _, error = failure(b'{"success": false, "message": "\xe9\xa2\x9d\xe5\xba\xa6\xe4\xb8\x8d\xe8\xb6\xb3"}')
    assert (type(error), error.message) == (QuotaExhausted, "额度不足")


def test_the_code_of_an_error_event_may_be_a_status() -> None:
    _, error = failure(event({"error": {"message": "Slow down", "code": 429}, "choices": [{"delta": {}}]}))
    assert (type(error), error.status) == (RateLimited, 429)


def test_a_line_of_plain_text_is_told() -> None:
    _, error = failure(b"upstream error: no route\n")
    assert (type(error), error.message) == (ServerFailed, "upstream error: no route")


@pytest.mark.parametrize(
    "page", [b"<!DOCTYPE html><html><title>My gateway</title>", b"\n <html>\n\n<p>data: x\n\n</html>"]
)
def test_a_page_is_a_wrong_address(page: bytes) -> None:
    _, error = failure(page)
    assert type(error) is AddressWrong
    assert "<" not in str(error)


def test_the_header_names_the_request_where_the_words_do_not() -> None:
    _, error = failure(event({"error": "Bad"}))
    assert error.request_id == "from-header"


@pytest.mark.parametrize("before", [[], [delta("", role="assistant")], [delta("Half")]])
@pytest.mark.parametrize("form", [b'{"code": 500, "msg": "It broke"}', b'data: {"code": 500, "msg": "It broke"}\n\n'])
def test_an_error_without_an_envelope(form: bytes, before: list[bytes]) -> None:
    _, error = failure(*before, form)
    assert (type(error), error.message) == (ServerFailed, "It broke")


def test_a_stray_event_in_a_good_stream_is_passed_over() -> None:
    found, error = read(delta("a"), event({"type": "ping", "message": "still here"}), delta("b"), FINISH, DONE)
    assert (text_of(found), error) == ("ab", None)


def test_an_error_beside_the_last_words_keeps_them() -> None:
    text, error = failure(
        delta("Half"),
        event({"choices": [{"delta": {"content": " done"}, "finish_reason": "error"}], "error": {"message": "gone"}}),
    )
    assert (text, type(error), error.message) == ("Half done", ServerFailed, "gone")


def test_an_error_inside_the_choice_is_told() -> None:
    """OpenRouter, where the provider fails in the middle."""
    choice = {"delta": {"content": " done"}, "finish_reason": "error", "error": {"code": 502, "message": "gone"}}
    text, error = failure(delta("Half"), event({"choices": [choice]}), DONE)
    assert (text, type(error), error.message) == ("Half done", ServerFailed, "gone")


@pytest.mark.parametrize("indent", [None, 2])
def test_an_error_beside_a_whole_completion_keeps_its_words(indent: int | None) -> None:
    choice = {"message": {"content": "Half"}, "finish_reason": "error", "error": {"code": 502, "message": "gone"}}
    text, error = failure(json.dumps({"choices": [choice]}, indent=indent).encode())
    assert (text, type(error), error.message) == ("Half", ServerFailed, "gone")


@pytest.mark.parametrize("end", [b"", b"\n"])
def test_an_error_event_without_its_blank_line_is_told(end: bytes) -> None:
    text, error = failure(delta("Half"), b"event: error\ndata: " + json.dumps(ERROR).encode() + end)
    assert (text, type(error)) == ("Half", ServerOverloaded)


def test_an_error_after_the_finish_does_not_matter() -> None:
    found, error = read(delta("Hi"), FINISH, event(ERROR))
    assert (found[-1], error) == (Ended(State.COMPLETE, "stop"), None)
