"""Streams that are whole, but not quite as the gateway would send them: other servers, other bytes."""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator
from itertools import cycle, islice, takewhile

from desktop.demo.completion import DONE, Completion, Fields, compact, event
from desktop.demo.exchange import Exchange
from desktop.demo.plays import streams
from desktop.demo.samples import HUGE, SAMPLE

BOM = b"\xef\xbb\xbf"
PING = b": PING\n\n"


def as_it_is(_completion: Completion, frames: Iterator[bytes]) -> Iterator[bytes]:
    return frames


def bytewise(_completion: Completion, frames: Iterator[bytes]) -> Iterator[bytes]:
    """Every character of more than one byte is torn apart."""
    return (frame[place : place + 1] for frame in frames for place in range(len(frame)))


def pings(_completion: Completion, frames: Iterator[bytes]) -> Iterator[bytes]:
    """new-api with pings on: a comment now and then."""
    for number, frame in enumerate(frames):
        if number % 5 == 0:
            yield PING
        yield frame


def crlf(_completion: Completion, frames: Iterator[bytes]) -> Iterator[bytes]:
    return (frame.replace(b"\n", b"\r\n") for frame in frames)


def mixed_line_ends(_completion: Completion, frames: Iterator[bytes]) -> Iterator[bytes]:
    """A byte order mark, and then each event ends its lines in another way that the standard allows."""
    yield BOM
    for frame, ends in zip(frames, cycle((b"\n\n", b"\r\n\r\n", b"\r\r", b"\n\r\n", b"\r\n\n")), strict=False):
        yield frame.removesuffix(b"\n\n") + ends


def bad_utf8(completion: Completion, frames: Iterator[bytes]) -> Iterator[bytes]:
    """The first text is a byte that is never UTF-8; a reader makes U+FFFD of it."""
    yield next(frames)
    yield completion.frame(SAMPLE, {"content": "?"}).replace(b'"?"', b'"\xff"')
    yield from frames


def malformed(completion: Completion, frames: Iterator[bytes]) -> Iterator[bytes]:
    """One event in the middle is not JSON."""
    yield from islice(frames, 5)
    yield completion.frame(SAMPLE, {"content": "lost"})[:-9] + b"\n\n"
    yield from frames


def huge_event(completion: Completion, frames: Iterator[bytes]) -> Iterator[bytes]:
    yield from islice(frames, 5)
    yield completion.frame(SAMPLE, {"content": HUGE})
    yield from frames


def ollama(_completion: Completion, frames: Iterator[bytes]) -> Iterator[bytes]:
    """Ollama, vLLM: the thinking is called `reasoning`, and nothing is null."""
    return (_with_delta(frame, _reasoning_renamed) for frame in frames)


def azure(_completion: Completion, frames: Iterator[bytes]) -> Iterator[bytes]:
    """Azure: a first event without choices, and later one whose choice has no delta."""
    empty: Fields = {"id": "", "object": "", "created": 0, "model": "", "choices": []}
    yield event(empty | {"prompt_filter_results": [{"prompt_index": 0, "content_filter_results": {}}]})
    for number, frame in enumerate(frames):
        yield frame
        if number == 3:
            choice = {"index": 0, "finish_reason": None, "content_filter_offsets": {"check_offset": 4, "end_offset": 9}}
            yield event(empty | {"choices": [choice]})


def aliyun(_completion: Completion, frames: Iterator[bytes]) -> Iterator[bytes]:
    """Aliyun: no space after the colon, and the role in every event."""
    return (_with_delta(frame, _role_named).replace(b"data: ", b"data:", 1) for frame in frames)


def all_in_last(completion: Completion, frames: Iterator[bytes]) -> Iterator[bytes]:
    """The last event has content, the finish_reason and the usage."""
    head = next(frames)
    yield head
    *texts, last = takewhile(lambda frame: b'"finish_reason":null' in frame, frames)
    yield from texts
    fields = json.loads(last.removeprefix(b"data: "))
    fields["choices"][0]["finish_reason"] = SAMPLE.finish
    yield event(fields | {"usage": completion.usage(SAMPLE)})
    yield DONE


def message_for_delta(_completion: Completion, frames: Iterator[bytes]) -> Iterator[bytes]:
    """A home-made proxy: `message` where `delta` should be."""
    return (frame.replace(b'"delta":', b'"message":') for frame in frames)


async def keeps_alive(exchange: Exchange) -> None:
    """DeepSeek under load: comments before the first event; blank lines before an answer that is not streamed."""
    if exchange.question.stream:
        await streams(_comments_first)(exchange)
        return
    await exchange.response.open(content_type="application/json")
    for _ in range(3):
        await exchange.response.write(b"\n")
    await exchange.response.write(compact(exchange.completion.whole(SAMPLE)).encode())
    await exchange.response.end()


async def never_streams(exchange: Exchange) -> None:
    await exchange.send_whole(SAMPLE)


def _comments_first(_completion: Completion, frames: Iterator[bytes]) -> Iterator[bytes]:
    yield from [b": keep-alive\n\n"] * 3
    yield from frames


def _with_delta(frame: bytes, change: Callable[[Fields], Fields]) -> bytes:
    """Return `frame` with what `change` makes of its delta, if it has one."""
    if frame == DONE:
        return frame
    fields = json.loads(frame.removeprefix(b"data: "))
    for choice in fields["choices"]:
        choice["delta"] = change(choice["delta"])
    return event(fields)


def _reasoning_renamed(delta: Fields) -> Fields:
    renamed = {{"reasoning_content": "reasoning"}.get(name, name): value for name, value in delta.items()}
    return {"role": "assistant", "content": ""} | {name: value for name, value in renamed.items() if value is not None}


def _role_named(delta: Fields) -> Fields:
    return {"role": "assistant"} | delta
