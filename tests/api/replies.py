"""What the tests of the reader share: an answer's body out of memory, and what was read of it."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping

from desktop.api import ChatRequest
from desktop.api.errors import Asked
from desktop.api.reading import read_reply
from desktop.errors import TeahouseError
from desktop.model.event import Event, ReasoningDelta, TextDelta
from tests.fixtures.scripted_server import delta, recorded

FINISH = delta(finish="stop")


class Bytes:
    """An answer's body, given in chunks; an exception among them is raised in its place."""

    headers: Mapping[str, str] = {"X-Oneapi-Request-Id": "from-header"}

    def __init__(self, *chunks: bytes | Exception) -> None:
        self._chunks = chunks
        self.silence: float | None = None

    def chunks(self) -> Iterator[bytes]:
        for chunk in self._chunks:
            if isinstance(chunk, Exception):
                raise chunk
            yield chunk

    def limit_silence(self, seconds: float) -> None:
        self.silence = seconds


def events_of(*chunks: bytes | Exception, model: str = "m") -> Iterator[Event]:
    return read_reply(Bytes(*chunks), ChatRequest(model, ()), Asked("http://host/v1/chat/completions", "host", model))


def read(*chunks: bytes | Exception, model: str = "m") -> tuple[list[Event], TeahouseError | None]:
    """Return the events, and the error that they ended with."""
    found: list[Event] = []
    try:
        for each in events_of(*chunks, model=model):
            found.append(each)  # noqa: PERF402 - what came before an error counts
    except TeahouseError as error:
        return found, error
    return found, None


def text_of(events: Iterable[Event]) -> str:
    return "".join(each.text for each in events if isinstance(each, TextDelta))


def reasoning_of(events: Iterable[Event]) -> str:
    return "".join(each.text for each in events if isinstance(each, ReasoningDelta))


def failure(*chunks: bytes | Exception) -> tuple[str, TeahouseError]:
    found, error = read(*chunks)
    assert error is not None
    return text_of(found), error


def merged(events: Iterable[Event]) -> list[Event]:
    """Join neighbouring deltas: how the text is portioned is no part of what was said."""
    joined: list[Event] = []
    for each in events:
        last = joined[-1] if joined else None
        if isinstance(each, TextDelta) and isinstance(last, TextDelta):
            joined[-1] = TextDelta(last.text + each.text)
        elif isinstance(each, ReasoningDelta) and isinstance(last, ReasoningDelta):
            joined[-1] = ReasoningDelta(last.text + each.text)
        else:
            joined.append(each)
    return joined


def body(name: str) -> bytes:
    """Return the body of a recorded stream, its HTTP chunks joined."""
    head, _, rest = recorded(name).partition(b"\r\n\r\n")
    if b"chunked" not in head.lower():
        return rest
    whole = b""
    while rest:
        size, _, rest = rest.partition(b"\r\n")
        whole += rest[: int(size, 16)]
        rest = rest[int(size, 16) + 2 :]
    return whole
