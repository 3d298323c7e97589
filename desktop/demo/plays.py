"""The makings of scripts: each function returns what a model does with an exchange, well or badly."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable, Iterable, Iterator
from dataclasses import replace
from itertools import islice

from desktop.demo.completion import Completion, Fields, Reply, compact
from desktop.demo.exchange import STREAM_HEADERS, Exchange
from desktop.demo.refusals import Refusal
from desktop.demo.wire import HTML, JSON, Header

Play = Callable[[Exchange], Awaitable[None]]
Change = Callable[[Completion, Iterator[bytes]], Iterable[bytes]]

SAMPLE = Reply("The kettle sings, 豆浆 is warm, and 茶 is poured. 😀 Nobody hurries, nobody counts the cups.")
THOUGHT = "They want tea. Tea it is."


def replies(reply: Reply = SAMPLE, *, speed: float | None = None) -> Play:
    """Give `reply`, at `speed` tokens per second where that is not the server's own."""

    async def play(exchange: Exchange) -> None:
        await exchange.answer(reply, speed=speed)

    return play


def refuses(refusal: Refusal) -> Play:
    async def play(exchange: Exchange) -> None:
        await exchange.refuse(refusal)

    return play


def answers_with(status: int, body: Fields | str, content_type: str = "", headers: Iterable[Header] = ()) -> Play:
    """Send `body` as it is: JSON or HTML of others than the gateway."""
    text = body if isinstance(body, str) else compact(body)
    kind = content_type or (HTML if isinstance(body, str) else JSON)

    async def play(exchange: Exchange) -> None:
        await exchange.response.send(status, text.encode(), kind, headers)

    return play


def every_other_time(first: Play, then: Play) -> Play:
    """Do `first` when a body comes for the first time, `then` when it comes again, and so on in turn."""

    async def play(exchange: Exchange) -> None:
        await (then if exchange.earlier % 2 else first)(exchange)

    return play


def streams(change: Change, reply: Reply = SAMPLE, *, chunked: bool = True) -> Play:
    """Stream what `change` makes of the events of `reply`. What is not asked for as a stream is answered well."""

    async def play(exchange: Exchange) -> None:
        if not exchange.question.stream:
            await exchange.answer(reply)
            return
        frames = exchange.completion.frames(reply, usage=exchange.question.wants_usage)
        await exchange.response.open(headers=STREAM_HEADERS, chunked=chunked)
        await exchange.send(change(exchange.completion, frames))
        await exchange.response.end()
        if not chunked:
            exchange.response.cut()

    return play


def breaks(ending: Play, *, after: int = 9, reply: Reply = SAMPLE) -> Play:
    """Stream `after` events of `reply` and then do `ending`. What is not asked for as a stream gets half a body."""

    async def play(exchange: Exchange) -> None:
        if not exchange.question.stream:
            await half_body(exchange)
            return
        await exchange.open()
        await exchange.send(islice(exchange.completion.frames(reply), after))
        await ending(exchange)

    return play


async def half_body(exchange: Exchange) -> None:
    """Promise a whole JSON body, and close after half of it."""
    body = compact(exchange.completion.whole(SAMPLE)).encode()
    exchange.response.begin_raw(200, [("Content-Type", "application/json"), ("Content-Length", str(len(body)))])
    await exchange.response.raw(body[: len(body) // 2])
    exchange.response.cut()


async def cut(exchange: Exchange) -> None:
    """End the connection in the middle of an event, between two chunks."""
    event = exchange.completion.frame(SAMPLE, {"content": "never whole"})
    await exchange.response.write(event[: len(event) // 2])
    exchange.response.cut()


async def silence(_exchange: Exchange) -> None:
    """Say nothing more; ends when the client goes away."""
    await asyncio.Event().wait()


def with_reasoning(reply: Reply = SAMPLE) -> Reply:
    return replace(reply, reasoning=THOUGHT)
