"""What OpenAI-compatible servers send, in all its shapes."""

from __future__ import annotations

import json

import pytest

from desktop.errors import (
    ConnectionLost,
    OnlyReasoning,
    ReplyUnreadable,
)
from desktop.model.event import Ended, ModelNamed, ReasoningDelta, TextDelta, UsageReported
from desktop.model.message import State
from desktop.model.usage import Usage
from tests.api.replies import FINISH, events_of, failure, merged, read, reasoning_of, text_of
from tests.fixtures.scripted_server import DONE, delta, event


@pytest.mark.parametrize("field", ["reasoning_content", "reasoning"])
def test_reasoning_has_a_field_of_its_own(field: str) -> None:
    found, _ = read(delta(None, **{field: "Hm"}), delta("Hi", **{field: None}), FINISH, DONE)
    assert (reasoning_of(found), text_of(found)) == ("Hm", "Hi")


def test_reasoning_and_content_may_both_be_null() -> None:
    found, _ = read(
        event({"choices": [{"delta": {"content": None, "reasoning_content": None}}]}), delta("Hi"), FINISH, DONE
    )
    assert (reasoning_of(found), text_of(found)) == ("", "Hi")


def test_inline_thinking_is_reasoning() -> None:
    found, _ = read(delta("\n<thi"), delta("nk>Hm</th"), delta("ink>\n"), delta("\nHi"), FINISH, DONE)
    assert (reasoning_of(found), text_of(found)) == ("Hm", "Hi")


def test_a_think_tag_after_a_field_for_reasoning_is_text() -> None:
    found, _ = read(delta(reasoning_content="Hm"), delta("<think>is a tag"), FINISH, DONE)
    assert (reasoning_of(found), text_of(found)) == ("Hm", "<think>is a tag")


@pytest.mark.parametrize("stream", [[delta("<thi"), FINISH, DONE], [delta("<thi"), ConnectionLost()]])
def test_what_was_held_back_for_a_tag_comes_at_the_end(stream: list[bytes | Exception]) -> None:
    found, _ = read(*stream)
    assert text_of(found) == "<thi"


def test_thinking_that_is_never_closed_is_reasoning() -> None:
    found, error = read(delta("<think>Hm"), FINISH, DONE)
    assert (reasoning_of(found), text_of(found), type(error)) == ("Hm", "", OnlyReasoning)


def test_content_as_a_list_of_parts() -> None:
    parts = [{"type": "thinking", "thinking": [{"type": "text", "text": "Hm"}]}, {"type": "text", "text": "Hi"}]
    found, _ = read(delta(parts), FINISH, DONE)
    assert (reasoning_of(found), text_of(found)) == ("Hm", "Hi")


def test_a_refusal_is_the_answer() -> None:
    found, _ = read(delta(None, refusal="I cannot."), FINISH, DONE)
    assert text_of(found) == "I cannot."


def test_an_escaped_pair_that_was_split_over_two_chunks_is_one_character() -> None:
    first, second = (b'data: {"choices":[{"delta":{"content":"%b"}}]}\n\n' % half for half in (rb"\ud83d", rb"\ude00!"))
    found, _ = read(first, second, FINISH, DONE)
    assert text_of(found) == "😀!"


def test_half_a_character_becomes_a_replacement_character() -> None:
    found, _ = read(rb'data: {"choices":[{"delta":{"content":"a\ud83d"}}]}' + b"\n\n", FINISH, DONE)
    assert text_of(found) == "a\ufffd"


@pytest.mark.parametrize("end", [b"\n", b"\r", b"\r\n"])
@pytest.mark.parametrize("mark", [b"", b"\xef\xbb\xbf"])
def test_line_ends_marks_and_single_bytes(end: bytes, mark: bytes) -> None:
    stream = mark + b"".join((delta("豆"), delta("😀"), FINISH, DONE)).replace(b"\n", end)
    found, error = read(*(stream[at : at + 1] for at in range(len(stream))))
    assert (text_of(found), error) == ("豆😀", None)


def test_azure_begins_without_choices_and_ends_without_a_delta() -> None:
    found, error = read(
        event({"choices": [], "prompt_filter_results": [{}]}),
        delta("Hi"),
        event({"choices": [{"index": 0, "finish_reason": None}]}),
        FINISH,
        DONE,
    )
    assert (text_of(found), error) == ("Hi", None)


def test_comments_of_openrouter_and_deepseek_are_no_events() -> None:
    found, _ = read(b": OPENROUTER PROCESSING\n\n", b": keep-alive\n\n", delta("Hi"), FINISH, DONE)
    assert text_of(found) == "Hi"


def test_aliyun_leaves_the_space_out_and_repeats_the_role() -> None:
    lines = (delta("a", role="assistant"), delta("b", role="assistant"), FINISH, DONE)
    found, _ = read(*(line.replace(b"data: ", b"data:") for line in lines))
    assert text_of(found) == "ab"


def test_only_the_first_choice_counts() -> None:
    choices = [{"index": 0, "delta": {"content": "a"}}, {"index": 1, "delta": {"content": "b"}}]
    found, _ = read(event({"choices": choices}), FINISH, DONE)
    assert text_of(found) == "a"


def test_a_message_in_place_of_a_delta() -> None:
    found, _ = read(event({"choices": [{"message": {"content": "Hi"}, "finish_reason": "stop"}]}), DONE)
    assert text_of(found) == "Hi"


@pytest.mark.parametrize(
    "odd",
    [
        {"choices": None},
        {"choices": {}},
        {"choices": ["x"]},
        {"choices": [{"delta": "x"}]},
        {"choices": [{"delta": {"content": 5}}]},
        {"choices": [{"delta": {"content": {"a": 1}}}]},
        {"choices": [{"delta": {}, "finish_reason": 3}]},
        {"error": None, "choices": []},
        {"usage": [], "choices": []},
        {"model": 7, "choices": []},
        {},
    ],
)
def test_an_odd_chunk_disturbs_nothing(odd: dict[str, object]) -> None:
    found, error = read(delta("a"), event(odd), delta("b"), FINISH, DONE)
    assert (text_of(found), error) == ("ab", None)


@pytest.mark.parametrize("malformed", [b"{", b"hello", b"12", b"[" * 100_000, b'{"a": ' + b"9" * 5000 + b"}"])
def test_one_malformed_event_among_good_ones_is_passed_over_and_logged(
    malformed: bytes, caplog: pytest.LogCaptureFixture
) -> None:
    found, error = read(delta("a"), b"data: " + malformed + b"\n\n", delta("b"), FINISH, DONE)
    assert (text_of(found), error) == ("ab", None)
    if malformed != b'{"a": ' + b"9" * 5000 + b"}":  # a number that Python may read all the same
        assert [record.levelname for record in caplog.records] == ["WARNING"]


@pytest.mark.parametrize("prefix", [b"data: ", b"data:", b""])
@pytest.mark.parametrize("end", [b"\n", b"\r\n"])
def test_events_without_blank_lines_between_them(prefix: bytes, end: bytes) -> None:
    chunks = (delta("A"), delta("B"), FINISH, DONE)
    lines = [chunk.replace(b"data: ", prefix).rstrip() + end for chunk in chunks]
    assert merged(read(*lines)[0]) == [TextDelta("AB"), Ended(State.COMPLETE, "stop")]
    assert merged(read(*lines, b"\n")[0]) == [TextDelta("AB"), Ended(State.COMPLETE, "stop")]
    text, error = failure(*lines[:2], lines[2][:20])
    assert (text, type(error)) == ("AB", ConnectionLost)


def test_malformed_events_alone_are_unreadable() -> None:
    _, error = failure(b"data: {oops\n\n", DONE)
    assert type(error) is ReplyUnreadable


@pytest.mark.parametrize("indent", [None, 2])
@pytest.mark.parametrize("around", [b"%b", b"\n\n\n%b\n", b": keep-alive\n\n%b", b"\xef\xbb\xbf%b"])
def test_a_whole_completion_in_reply_to_a_stream_is_shown_whole(indent: int | None, around: bytes) -> None:
    completion = {
        "model": "m",
        "choices": [{"message": {"content": "Hi 豆", "reasoning_content": "Hm"}, "finish_reason": "stop"}],
        "usage": {"prompt_tokens": 3, "completion_tokens": 2, "total_tokens": 5},
    }
    document = json.dumps(completion, indent=indent, ensure_ascii=False).encode()
    assert list(events_of(around % document)) == [
        ReasoningDelta("Hm"),
        TextDelta("Hi 豆"),
        UsageReported(Usage(3, 2)),
        Ended(State.COMPLETE, "stop"),
    ]


def test_a_whole_completion_without_finish_reason_is_complete() -> None:
    found, error = read(b'{"choices": [{"message": {"content": "Hi"}}]}')
    assert (text_of(found), found[-1], error) == ("Hi", Ended(State.COMPLETE, None), None)


def test_half_a_completion_is_unreadable() -> None:
    _, error = failure(b'{"choices": [{"message": {"content": "H')
    assert type(error) is ReplyUnreadable


def test_a_whole_message_after_its_deltas_is_not_said_twice() -> None:
    last = event({"choices": [{"delta": {}, "message": {"content": "Hi"}, "finish_reason": "stop"}]})
    without = event({"choices": [{"message": {"content": "Hi"}, "finish_reason": "stop"}]})
    for chunk in (last, without):
        assert text_of(events_of(delta("H"), delta("i"), chunk, DONE)) == "Hi"


def test_the_model_that_answered_is_named_where_it_differs() -> None:
    chunks = (delta("a", model="deepseek-chat-0324"), delta("b", model="deepseek-chat-0324"), FINISH)
    found, _ = read(*chunks, model="deepseek-chat")
    assert next(each for each in found if isinstance(each, ModelNamed)) == ModelNamed("deepseek-chat-0324")
    assert not [each for each in events_of(delta("a"), FINISH) if isinstance(each, ModelNamed)]
