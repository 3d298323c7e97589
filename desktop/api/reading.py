"""An accepted answer, stream or single document → typed events. Decides by what came, never by Content-Type."""

from __future__ import annotations

import json
import logging
import re
from collections.abc import Iterator, Mapping
from typing import Any, Protocol

from sseclient import SSEClient

from desktop.api import framing
from desktop.api.completion import CompletionReader
from desktop.api.errors import Asked, error_in
from desktop.api.request import ChatRequest
from desktop.api.words import read_words
from desktop.errors import (
    AddressWrong,
    ApiError,
    ConnectionLost,
    ReplyEmpty,
    ReplyIncomplete,
    ReplyUnreadable,
    ServerFailed,
    ServerSilent,
)
from desktop.model.event import Event

log = logging.getLogger(__name__)
logging.getLogger("sseclient").setLevel(logging.INFO)  # below, it repeats the server's words, and these may hold a key

AFTER_FINISH = 15.0  # seconds to wait for usage and [DONE] once the reply has ended
# llama.cpp (before 2025-09) wrote errors into a field of their own; gateways write them with no field at all.
_ODD_LINE = re.compile(rb"^(?:error: ?(?=\S)|(?=\{))", re.MULTILINE)
_NOISE = re.compile(rb"^(?::.*|data: ?\[DONE\])$", re.MULTILINE)


class Source(Protocol):
    """What is read: `transport.Answer`, or bytes in a test."""

    headers: Mapping[str, str]

    def chunks(self) -> Iterator[bytes]: ...

    def limit_silence(self, seconds: float) -> None: ...


def read_reply(answer: Source, request: ChatRequest, asked: Asked) -> Iterator[Event]:
    """Yield the reply's events up to `Ended`; raise why there is none. See `chat.stream`."""
    reader = CompletionReader(request.model)
    start = _Start(answer.chunks())
    done = False
    try:
        for event in SSEClient(_with_fields(framing.blocks(start.chunks()))).events():
            if event.data == "[DONE]":
                done = True
                break
            document = _parsed(event.data)
            if event.event == "error" or _is_error(document):
                raise error_in(event.data if document is None else document, answer.headers, asked)
            if not isinstance(document, dict):
                log.warning("an event of %d characters is no JSON object", len(event.data))
                continue
            start.forget()
            finished_before = reader.is_finished
            yield from reader.take(document)
            if reader.is_finished and not finished_before:
                answer.limit_silence(AFTER_FINISH)
    except (ApiError, ReplyIncomplete) as error:
        yield from reader.flush()
        if not reader.is_finished or not isinstance(error, ConnectionLost | ServerSilent):
            raise
        log.info("%s after the reply had ended", type(error).__name__)
    yield from reader.flush()
    if start.kept is not None:
        yield from _read_document(start.kept, answer, reader, asked)
    yield reader.ended(done=done)


class _Start:
    """Keeps what comes, until something of it was understood."""

    def __init__(self, chunks: Iterator[bytes]) -> None:
        self._chunks = chunks
        self._kept: bytearray | None = bytearray()

    @property
    def kept(self) -> bytes | None:
        return None if self._kept is None else bytes(self._kept)

    def forget(self) -> None:
        self._kept = None

    def chunks(self) -> Iterator[bytes]:
        for chunk in self._chunks:
            if self._kept is None:
                yield chunk
                break
            if len(self._kept) < framing.EVENT_LIMIT:
                self._kept += chunk
            yield chunk
        yield from self._chunks


def _with_fields(blocks: Iterator[bytes]) -> Iterator[bytes]:
    for block in blocks:
        if block.startswith((b"error:", b"{")) or b"\nerror:" in block or b"\n{" in block:
            yield _ODD_LINE.sub(_field_for, block)
        else:
            yield block


def _field_for(line: re.Match[bytes]) -> bytes:
    return b"event: error\ndata: " if line[0] else b"data: "


def _parsed(payload: str) -> Any:
    try:
        return json.loads(payload)
    except (ValueError, RecursionError):
        return None


def _is_error(document: Any) -> bool:
    """An error instead of a chunk. `"error": null` beside the choices is none."""
    if not isinstance(document, dict):
        return False
    if document.get("error"):
        return True
    return document.get("success") is False and not document.get("choices")


def _read_document(body: bytes, answer: Source, reader: CompletionReader, asked: Asked) -> Iterator[Event]:
    """Read a body in which no event was found."""
    if not body.strip():
        raise ReplyEmpty
    rest = _NOISE.sub(b"", body.replace(b"\r", b"\n")).strip()
    if not rest:
        return
    document = _parsed(rest.decode("utf-8-sig", "replace"))
    if isinstance(document, list) and document:
        document = document[0]
    if isinstance(document, dict) and "choices" in document and not document.get("error"):
        yield from reader.take(document)
        yield from reader.flush()
        return
    if isinstance(document, dict):
        raise error_in(document, answer.headers, asked)
    words = read_words(rest)
    if words.is_markup:
        raise AddressWrong(url=asked.url, host=asked.host, status=200, message=words.text or None)
    if words.text.startswith(("{", "[")):
        raise ReplyUnreadable(host=asked.host, message=words.text[:200])
    raise ServerFailed(host=asked.host, message=words.text, request_id=words.request_id)
