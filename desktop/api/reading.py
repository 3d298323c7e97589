"""An accepted answer, stream or single document → typed events. Decides by what came, never by Content-Type."""

from __future__ import annotations

import json
import logging
import re
import time
from collections.abc import Iterable, Iterator, Mapping
from typing import Any, Protocol

from desktop.api import framing
from desktop.api.completion import CompletionReader
from desktop.api.errors import Asked, error_in, unreadable
from desktop.api.request import ChatRequest
from desktop.api.words import words_of
from desktop.errors import ApiError, ReplyEmpty
from desktop.model.event import Event

log = logging.getLogger(__name__)

AFTER_FINISH = 15.0  # seconds to wait for usage and [DONE] once the reply has ended
# llama.cpp (before 2025-09) wrote errors into a field of their own; gateways write them with no field at all.
_ODD_LINE = re.compile(rb"^(?:error: ?(?=\S)|(?=\{))", re.MULTILINE)
_HALF_JSON = re.compile(r'\s*(?:[{"\d]|\[\s*[\[{"\d])')
_JSON = json.JSONDecoder()
_NOISE = re.compile(rb"^(?::.*|data: ?\[DONE\])$", re.MULTILINE)


class Source(Protocol):
    """What is read: `transport.Answer`, or bytes in a test."""

    headers: Mapping[str, str]

    def chunks(self) -> Iterator[bytes]: ...

    def limit_silence(self, seconds: float) -> None: ...


def read_reply(answer: Source, request: ChatRequest, asked: Asked) -> Iterator[Event]:
    """Yield the reply's events up to `Ended`; raise why there is none. See `chat.stream`."""
    return _Reading(answer, request, asked).events()


class _Reading:
    def __init__(self, answer: Source, request: ChatRequest, asked: Asked) -> None:
        self._answer = answer
        self._asked = asked
        self._reader = CompletionReader(request.model)
        self._start = _Start(answer.chunks())
        self._done = False
        self._deadline: float | None = None  # on the monotonic clock, once the reply has ended
        self._stray: dict[str, Any] | None = None  # what is neither a chunk nor plainly an error

    def events(self) -> Iterator[Event]:
        reader = self._reader
        try:
            for document in self._documents():
                yield from self._read(document)
                wrong = _error_of(document)
                if wrong is not None:
                    raise self._error(wrong)
        except ApiError as error:
            yield from reader.flush()
            if not reader.is_finished:
                raise
            log.info("%s after the reply had ended", type(error).__name__)
        yield from reader.flush()
        if self._stray is not None and not reader.is_finished and words_of(self._stray).text:
            raise self._error(self._stray)
        if self._start.kept is not None:
            yield from self._read_whole(self._start.kept)
        yield reader.ended(done=self._done)

    def _documents(self) -> Iterator[dict[str, Any]]:
        """Yield the JSON object of each event, up to `[DONE]`."""
        for name, event in framing.events(_with_fields(framing.blocks(self._in_time()))):
            for data in _parts(event) if "\n" in event else (event,):
                document = _document_in(name, data)
                if document is not None:
                    yield document
                elif data.strip() == "[DONE]":
                    self._done = True
                    return
                else:
                    log.warning("an event of %d characters is no JSON object", len(data))
                    if self._start.kept is None and not _HALF_JSON.match(data):
                        self._stray = {"error": data}  # home-made servers say so why they break off

    def _in_time(self) -> Iterator[bytes]:
        """Yield what comes, unless that is nothing but comments since the reply has ended."""
        for chunk in self._start.chunks():
            yield chunk
            if self._deadline is not None and time.monotonic() > self._deadline:
                return

    def _read(self, document: dict[str, Any]) -> list[Event]:
        if "choices" not in document and "usage" not in document:
            self._stray = document
            return []
        self._start.forget()
        if document.get("choices"):
            self._stray = None  # it was not in place of the rest
        found = self._reader.take(document)
        if self._reader.is_finished:
            self._answer.limit_silence(AFTER_FINISH)
            self._deadline = time.monotonic() + AFTER_FINISH
        return found

    def _read_whole(self, body: bytes) -> Iterator[Event]:
        """Read a body in which no chunk was found."""
        if not body.strip():
            raise ReplyEmpty
        rest = _NOISE.sub(b"", body.replace(b"\r", b"\n")).strip()
        if not rest:
            return
        document = _parsed(rest.decode("utf-8-sig", "replace"))
        if isinstance(document, list) and document:
            document = document[0]
        if not isinstance(document, dict):
            raise unreadable(rest, self._asked)
        if "choices" in document:
            yield from self._reader.take(document)
            yield from self._reader.flush()
        wrong = _error_of(document) if "choices" in document else document
        if wrong is not None:
            raise self._error(wrong)

    def _error(self, document: dict[str, Any]) -> ApiError:
        return error_in(document, self._answer.headers, self._asked)


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


def _document_in(name: str, data: str) -> dict[str, Any] | None:
    """Return an event's JSON object, with the words of an event called "error" where other errors have theirs."""
    parsed = _parsed(data)
    if isinstance(parsed, list) and parsed:
        parsed = parsed[0]
    if name == "error" and not (isinstance(parsed, dict) and parsed.get("error")):
        return {"error": data if parsed is None else parsed}
    return parsed if isinstance(parsed, dict) else None


def _parts(event: str) -> Iterable[str]:
    """Return the lines of an event of several, where each is a document: its server leaves out the blank lines."""
    lines = [line for line in event.split("\n") if line.strip()]
    is_several = all(line.strip() == "[DONE]" or isinstance(_parsed(line), dict) for line in lines)
    return lines if is_several else (event,)


def _parsed(text: str) -> Any:
    try:
        return _JSON.decode(text)
    except (ValueError, RecursionError):
        return None


def _error_of(document: dict[str, Any]) -> dict[str, Any] | None:
    """Return what holds an error: a document in place of a chunk, a chunk, or its choice (OpenRouter); None for none.

    `"error": null` is none.
    """
    choices = document.get("choices")
    if document.get("error") or (document.get("success") is False and not choices):
        return document
    choice = choices[0] if choices and isinstance(choices, list) else None
    return choice if isinstance(choice, dict) and choice.get("error") else None
