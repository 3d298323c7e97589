"""One question to the completions endpoint, and the means to answer it well or badly."""

from __future__ import annotations

import asyncio
from collections.abc import Callable, Iterable
from itertools import islice

from msgspec import Struct

from desktop.demo.completion import Completion, Fields, Reply, compact
from desktop.demo.question import Question
from desktop.demo.refusals import Refusal
from desktop.demo.wire import EVENTS, JSON, Header, Response

STREAM_HEADERS: tuple[Header, ...] = (
    ("Cache-Control", "no-cache"),
    ("Connection", "keep-alive"),
    ("X-Accel-Buffering", "no"),
)
POUR = 64  # events that are sent in one go when there is no waiting


class Exchange(Struct, frozen=True):
    """`speed` is in tokens per second, 0 for no waiting; `earlier` is how often this very body has come before."""

    question: Question
    response: Response
    completion: Completion
    speed: float
    earlier: int
    chinese: bool
    charge: Callable[[Fields], None]

    async def answer(self, reply: Reply, *, speed: float | None = None) -> None:
        """Give `reply` as it was asked for: streamed or whole, within max_tokens; charged even if nobody listens on."""
        speed = self.speed if speed is None else speed
        reply = reply.within(self.question.max_tokens)
        self.charge(self.completion.usage(reply))
        if self.question.stream:
            await self.open()
            await self.send(self.completion.frames(reply, usage=self.question.wants_usage), speed=speed)
            await self.response.end()
        else:
            await asyncio.sleep(reply.token_count / speed if speed else 0)
            await self.send_whole(reply)

    async def send_whole(self, reply: Reply) -> None:
        body = compact(self.completion.whole(reply)).encode("utf-8", "replace")
        await self.response.send(200, body, "application/json")

    async def open(self) -> None:
        await self.response.open(headers=STREAM_HEADERS)

    async def send(self, frames: Iterable[bytes], *, speed: float | None = None) -> None:
        """Send each of `frames` as one chunk, `speed` of them a second, 0 for no waiting.

        Late ones catch up, so that the rate holds.
        """
        speed = self.speed if speed is None else speed
        if not speed:
            await self._pour(frames)
            return
        clock = asyncio.get_running_loop().time
        due = clock()
        for frame in frames:
            await self.response.write(frame)
            due += 1 / speed
            await asyncio.sleep(max(0.0, due - clock()))

    async def _pour(self, frames: Iterable[bytes]) -> None:
        """Send `frames` without waiting, many at a time; each is a chunk of its own all the same."""
        waiting = iter(frames)
        while together := list(islice(waiting, POUR)):
            await self.response.write(*together)
            await asyncio.sleep(0)  # the others may speak

    async def refuse(self, refusal: Refusal) -> None:
        """Send an error of the gateway's upstream: JSON, which calls itself an event stream where one was asked for."""
        body = refusal.body(self.response.request_id, chinese=self.chinese, model=self.question.model)
        content_type = EVENTS if self.question.stream else JSON
        await self.response.send(refusal.status, compact(body).encode(), content_type, refusal.headers)
