"""How connections and streams break."""

from __future__ import annotations

import asyncio
import time
from collections.abc import Iterator
from email.utils import formatdate
from itertools import islice

from desktop.demo.completion import DONE, Completion, Fields, Reply, compact, event
from desktop.demo.exchange import STREAM_HEADERS, Exchange
from desktop.demo.plays import Play
from desktop.demo.refusals import rate_limited
from desktop.demo.samples import SAMPLE
from desktop.demo.wire import EVENTS

GRACE = 0.2  # seconds in which a client may read what came before a reset, which takes unread bytes with it
ENDLESS = 64 * 1024 * 1024  # bytes: far beyond what any client should take
OPENING = 9  # events: the role, and eight tokens

UPSTREAM_ERROR: Fields = {
    "error": {"message": "upstream error: connection reset by peer", "type": "upstream_error", "param": "", "code": 500}
}


async def cut(exchange: Exchange) -> None:
    """End the connection (FIN) in the middle of an event."""
    await exchange.response.write(_half(_next_event(exchange)))
    exchange.response.cut()


async def cut_between(exchange: Exchange) -> None:
    """End the connection after a whole event, without the last chunk of the framing."""
    exchange.response.cut()


async def cut_inside_chunk(exchange: Exchange) -> None:
    """End the connection in the middle of a chunk whose length was promised."""
    content = _next_event(exchange)
    await exchange.response.raw(b"%x\r\n%b" % (len(content), _half(content)))
    exchange.response.cut()


async def reset(exchange: Exchange) -> None:
    """Drop the connection (RST)."""
    await asyncio.sleep(GRACE)
    exchange.response.reset()


async def reset_at_once(exchange: Exchange) -> None:
    exchange.response.reset()


async def silence(_exchange: Exchange) -> None:
    """Say nothing more; ends when the client goes away."""
    await asyncio.Event().wait()


async def half_body(exchange: Exchange) -> None:
    """Promise a whole body, stream or not, and close after half of it."""
    if exchange.question.stream:
        body, headers = b"".join(exchange.completion.frames(SAMPLE)), [*STREAM_HEADERS, ("Content-Type", EVENTS)]
    else:
        body, headers = compact(exchange.completion.whole(SAMPLE)).encode(), [("Content-Type", "application/json")]
    exchange.response.promise(headers, length=len(body))
    await exchange.response.raw(_half(body))
    exchange.response.cut()


def breaks(ending: Play, reply: Reply = SAMPLE, *, whole: Play = half_body, chunked: bool = True) -> Play:
    """Stream the first events of `reply` and then do `ending`. What is not asked for as a stream gets `whole`."""

    async def play(exchange: Exchange) -> None:
        if not exchange.question.stream:
            await whole(exchange)
            return
        await exchange.response.open(headers=STREAM_HEADERS, chunked=chunked)
        await exchange.send(islice(exchange.completion.frames(reply), OPENING))
        await ending(exchange)

    return play


def falls_silent(reply: Reply = SAMPLE) -> Play:
    return breaks(silence, reply, whole=silence)


async def open_after_done(exchange: Exchange) -> None:
    """Stream all, and then leave the connection open without a word."""
    if not exchange.question.stream:
        await exchange.answer(SAMPLE)
        return
    await exchange.open()
    await exchange.send(exchange.completion.frames(SAMPLE, usage=exchange.question.wants_usage))
    await silence(exchange)


async def endless_line(exchange: Exchange) -> None:
    """Begin an event and never end its line, as fast as the client reads."""
    await exchange.open()
    await exchange.response.write(b'data: {"choices":[{"index":0,"delta":{"content":"')
    for _ in range(ENDLESS // 65536):
        await exchange.response.write(b"tea " * 16384)
    exchange.response.cut()


def without_done(_completion: Completion, frames: Iterator[bytes]) -> Iterator[bytes]:
    return (frame for frame in frames if frame != DONE)


def done_without_finish(_completion: Completion, frames: Iterator[bytes]) -> Iterator[bytes]:
    yield from islice(frames, OPENING)
    yield DONE


def unterminated(_completion: Completion, frames: Iterator[bytes]) -> Iterator[bytes]:
    """The line of `[DONE]` does not end."""
    return (frame.rstrip() if frame == DONE else frame for frame in frames)


def error_first(_completion: Completion, _frames: Iterator[bytes]) -> Iterator[bytes]:
    yield event(UPSTREAM_ERROR)
    yield DONE


def error_after_text(_completion: Completion, frames: Iterator[bytes]) -> Iterator[bytes]:
    yield from islice(frames, OPENING)
    yield event(UPSTREAM_ERROR)
    yield DONE


def error_field(_completion: Completion, frames: Iterator[bytes]) -> Iterator[bytes]:
    """llama.cpp before September 2025: the error is a field of its own, which readers of events ignore."""
    yield from islice(frames, OPENING)
    error = {"code": 500, "message": "context shift is disabled", "type": "server_error"}
    yield f"error: {compact(error)}\n\n".encode()
    yield DONE


def ping_then_error(_completion: Completion, _frames: Iterator[bytes]) -> Iterator[bytes]:
    """new-api pinged, and so has sent its 200 already, when the upstream refused: the JSON comes without framing."""
    yield b": PING\n\n"
    yield compact(UPSTREAM_ERROR).encode()


def openrouter(completion: Completion, frames: Iterator[bytes]) -> Iterator[bytes]:
    """OpenRouter: comments, some text, and an error in the same event as a finish_reason of its own."""
    yield from [b": OPENROUTER PROCESSING\n\n"] * 2
    yield from islice(frames, OPENING)
    error = {"error": {"code": "server_error", "message": "Provider disconnected unexpectedly"}}
    yield event(completion.chunk(SAMPLE, {"content": ""}, "error") | error)
    yield DONE


async def later(exchange: Exchange) -> None:
    """Refuse for now, with a date in the Retry-After."""
    await exchange.refuse(rate_limited(("Retry-After", formatdate(time.time() + 3, usegmt=True))))


def _next_event(exchange: Exchange) -> bytes:
    return exchange.completion.frame(SAMPLE, {"content": "These words never arrive whole."})


def _half(content: bytes) -> bytes:
    return content[: len(content) // 2]
