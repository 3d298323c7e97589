"""Bytes → whole events. The oracle is a slow reading of the WHATWG rules, character by character."""

from __future__ import annotations

import itertools
import json
import time
from collections.abc import Iterable, Iterator

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.api import framing
from desktop.api.framing import blocks, events
from desktop.errors import ReplyUnreadable

Events = list[tuple[str, str]]


def read(chunks: Iterable[bytes]) -> Events:
    return list(events(blocks(chunks)))


def by_the_book(stream: bytes) -> Events:
    """WHATWG HTML, 9.2.6: "Interpreting an event stream", without the fields that we do not use."""
    text = stream.decode("utf-8", "replace")
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n")
    *lines, _unterminated = text.split("\n")
    found: Events = []
    name, data = "", ""
    for line in lines:
        if line == "":
            if data:
                found.append((name or "message", data.removesuffix("\n")))
            name, data = "", ""
        elif not line.startswith(":"):
            field, _, value = line.partition(":")
            value = value.removeprefix(" ")
            if field == "data":
                data += value + "\n"
            elif field == "event":
                name = value
    return found


PIECES = st.sampled_from(
    [
        *(b"data:", b"data", b"data: ", b"data:x\n", b"event: x", b"event", b"id: 1", b"retry: 5", b":", b": PING"),
        *(b"\n", b"\r", b"\r\n", b"\n\n", b"\r\r", b"\r\n\r\n", b"\n\r", b" ", b"x", b"unknown: y", b"a:b"),
        *(b"\xef\xbb\xbf", b"\xe8\xb1\x86", b"\xf0\x9f\x98\x80", b"\xff", b"\xe8", b"\x80", b"\x00"),
        *(b"\x0b", b"\x0c", b"\xe2\x80\xa8", b"\xc2\x85"),
    ]
)


@given(st.lists(PIECES, max_size=40).map(b"".join), st.lists(st.integers(0, 200), max_size=6))
def test_any_stream_is_read_by_the_book_however_it_is_cut(stream: bytes, cuts: list[int]) -> None:
    edges = [0, *sorted(min(cut, len(stream)) for cut in cuts), len(stream)]
    assert read(stream[a:b] for a, b in itertools.pairwise(edges)) == by_the_book(stream)
    assert read(stream[at : at + 1] for at in range(len(stream))) == by_the_book(stream)


@pytest.mark.parametrize("end", [b"\n", b"\r", b"\r\n"])
def test_a_line_end_that_is_cut_in_two_is_one(end: bytes) -> None:
    stream = b"data: a\ndata: b\n\ndata: c\n\n".replace(b"\n", end)
    for at in range(len(stream)):
        assert read([stream[:at], stream[at:]]) == [("message", "a\nb"), ("message", "c")]


@pytest.mark.parametrize("end", [b"\n\n", b"\r\r", b"\r\n\r\n", b"\n\r\n", b"\r\n\n", b"\r\n\r", b"\n\r"])
def test_an_event_is_emitted_the_moment_its_blank_line_is_known(end: bytes) -> None:
    stream = events(blocks(_then_fail(b"data:x" + end)))
    assert next(stream) == ("message", "x")


@pytest.mark.parametrize("end", [b"\n\n", b"\r\r", b"\r\n\r", b"\r\n\n", b"\n\r"])
def test_an_event_is_emitted_at_once_when_its_bytes_come_one_by_one(end: bytes) -> None:
    whole = b"data:x" + end
    stream = events(blocks(_then_fail(*(whole[i : i + 1] for i in range(len(whole))))))
    assert next(stream) == ("message", "x")


@pytest.mark.parametrize("size", [1, 7, 1000])
def test_lines_that_are_events_are_passed_on_as_they_come(size: int) -> None:
    stream = b'data: {"a": 1}\ndata: {"a": 2}\r\ndata:{"a": 3}\ndata: {"a"'
    found = events(blocks(_then_fail(*(stream[at : at + size] for at in range(0, len(stream), size)))))
    said = ""
    while said.count("}") < 3:
        said += next(found)[1] + "\n"
    assert said.splitlines() == ['{"a": 1}', '{"a": 2}', '{"a": 3}']


def test_an_event_of_several_lines_stays_one() -> None:
    stream = b'data: {"a":\ndata: {"b": 1}\ndata: }\n\ndata: {"c": 1}\n\n'
    for size in (1, 7, 1000):
        pieces = [stream[at : at + size] for at in range(0, len(stream), size)]
        assert read(pieces) == [("message", '{"a":\n{"b": 1}\n}'), ("message", '{"c": 1}')]


def _then_fail(*chunks: bytes) -> Iterator[bytes]:
    yield from chunks
    raise AssertionError("asked for more than it needed")


def test_characters_split_over_chunks_are_whole() -> None:
    stream = "data: 豆😀\n\n".encode()
    assert read(stream[i : i + 1] for i in range(len(stream))) == [("message", "豆😀")]


def test_bytes_that_are_no_utf8_become_replacement_characters() -> None:
    assert read([b"data: a\xff\xfeb\xe8\xb1\n\n"]) == [("message", "a\ufffd\ufffdb\ufffd")]


@pytest.mark.parametrize("split", range(4))
def test_one_byte_order_mark_is_dropped_wherever_it_is_cut(split: int) -> None:
    stream = b"\xef\xbb\xbfdata: x\n\n"
    assert read([stream[:split], stream[split:]]) == [("message", "x")]
    assert read([b"\xef\xbb\xbf" + stream]) == []  # the second one is part of a field's name


def test_separators_of_other_worlds_are_text() -> None:
    assert read(["data: a\u2028b\u0085c\vd\fe\n\n".encode()]) == [("message", "a\u2028b\u0085c\vd\fe")]


@pytest.mark.parametrize(
    "tail",
    [
        *(b"data: [DONE]", b"data:[DONE]\n", b'data: {"a": 1}', b'{"error": "x"}', b"data: [1]"),
        b'event: error\ndata: {"a": 1}',
    ],
)
def test_an_unterminated_event_is_used_when_it_is_whole(tail: bytes) -> None:
    assert b"".join(blocks([b"data: x\n\n", tail])).endswith(tail + b"\n\n")


def test_the_last_of_lines_that_are_events_is_used() -> None:
    assert [data for _, data in read([b"data: x\n\n", b"data: {}\ndata: [DONE]"])] == ["x", "{}", "[DONE]"]


@pytest.mark.parametrize("tail", [b"data: half", b'data: {"a": 1', b"data: 12", b": PING", b"data", b'data: "text"'])
def test_an_unterminated_event_is_dropped_when_it_may_be_cut(tail: bytes) -> None:
    assert read([b"data: x\n\n", tail]) == [("message", "x")]


def test_five_megabytes_in_small_pieces_take_linear_time() -> None:
    stream = b"data: " + json.dumps("x" * 5_000_000).encode() + b"\n\n"
    pieces = [stream[i : i + 128] for i in range(0, len(stream), 128)]
    started = time.process_time()
    assert len(read(pieces)[0][1]) == 5_000_002
    assert time.process_time() - started < 3.0  # ten times what it takes; a quadratic reader takes minutes


def test_an_endless_line_meets_the_cap() -> None:
    def endless() -> Iterator[bytes]:
        yield b"data: "
        for _ in range(1 + framing.EVENT_LIMIT // 65536):
            yield b"x" * 65536
        raise AssertionError("read beyond the cap")

    with pytest.raises(ReplyUnreadable) as caught:
        read(endless())
    assert caught.value.size_limit == framing.EVENT_LIMIT


def test_an_event_of_a_million_lines_meets_the_cap() -> None:
    started = time.process_time()
    with pytest.raises(ReplyUnreadable):
        read([b"data\n" * 65536] * 16 + [b"\n"])
    assert time.process_time() - started < 3.0


def test_many_lines_in_many_events_are_fine() -> None:
    assert len(read([b"data: x\n\n" * 100_000])) == 100_000
