"""The makings of scripts: each function returns what a model does with an exchange."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable, Iterator

from desktop.demo.completion import Completion, Fields, Reply, compact
from desktop.demo.exchange import STREAM_HEADERS, Exchange
from desktop.demo.refusals import Refusal
from desktop.demo.samples import SAMPLE
from desktop.demo.wire import HTML, JSON, Header

Play = Callable[[Exchange], Awaitable[None]]
Change = Callable[[Completion, Iterator[bytes]], Iterable[bytes]]


def replies(reply: Reply, *, speed: float | None = None) -> Play:
    """Give `reply`, at `speed` tokens per second where that is not the server's own."""

    async def play(exchange: Exchange) -> None:
        await exchange.answer(reply, speed=speed)

    return play


def refuses(refusal: Refusal) -> Play:
    async def play(exchange: Exchange) -> None:
        await exchange.refuse(refusal)

    return play


def sends(status: int, body: Fields | str, headers: Iterable[Header] = (), *, content_type: str = "") -> Play:
    """Send `body` as it is: what other servers than the gateway say, in JSON or HTML."""
    text = body if isinstance(body, str) else compact(body)
    kind = content_type or (HTML if isinstance(body, str) else JSON)

    async def play(exchange: Exchange) -> None:
        await exchange.response.send(status, text.encode(), kind, headers)

    return play


def first_and_then(first: Play, then: Play) -> Play:
    """Do `first` when a body comes for the first time, `then` when it comes again, and so on in turn."""

    async def play(exchange: Exchange) -> None:
        await (then if exchange.earlier % 2 else first)(exchange)

    return play


def streams(
    change: Change,
    reply: Reply = SAMPLE,
    *,
    whole: Play | None = None,
    chunked: bool = True,
    speed: float | None = None,
) -> Play:
    """Stream what `change` makes of the events of `reply`, each in a chunk of its own.

    Without `chunked` the end of the connection is the end of the stream. What is not asked for as a stream is answered
    by `whole`, or well.
    """

    async def play(exchange: Exchange) -> None:
        if not exchange.question.stream:
            await (whole or replies(reply))(exchange)
            return
        limited = reply.within(exchange.question.max_tokens)
        exchange.charge(exchange.completion.usage(limited))
        frames = exchange.completion.frames(limited, usage=exchange.question.wants_usage)
        await exchange.response.open(headers=STREAM_HEADERS, chunked=chunked)
        await exchange.send(change(exchange.completion, frames), speed=speed)
        await exchange.response.end()

    return play
