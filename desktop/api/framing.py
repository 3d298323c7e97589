"""Bytes from a socket → whole events of a stream, by the rules of WHATWG HTML section 9.2 (server-sent events).

sseclient-py reads the fields, but wants a byte stream without a mark, with one kind of line end, in valid UTF-8 and
cut where an event ends; `blocks` makes that of whatever comes. It deviates from the rules twice, for servers that leave
out blank lines. At the end of the stream an event without one is used when it is whole, that is `[DONE]` or a JSON
document, or lines of these. And where the first line of an event is a whole document, lines are passed on as they come.
"""

from __future__ import annotations

import json
import logging
from collections.abc import Iterable, Iterator

from sseclient import SSEClient

from desktop.errors import ReplyUnreadable

logging.getLogger("sseclient").setLevel(logging.INFO)  # below, it repeats the server's words, and these may hold a key

EVENT_LIMIT = 16 * 1024 * 1024  # bytes
_LINE_COST_LIMIT = 1 << 31  # lines × bytes: sseclient-py copies the event so far with each line
_BOM = b"\xef\xbb\xbf"
_END = b"\n\n"
_NEXT_LINE = b"\ndata:"
_WITHOUT_DATA = (":", "event:", "id:", "retry:")


def events(blocks: Iterable[bytes]) -> Iterator[tuple[str, str]]:
    """Yield the name ("message" where the server gave none) and the data of each event in `blocks`.

    Nearly every event is a single line of data, in which there is nothing to parse: it goes past sseclient-py, which
    reads all others. That halves the cost of a token.
    """
    for block in blocks:
        for event in block.split(_END)[:-1]:
            if event.startswith(b"data:") and b"\n" not in event:
                yield "message", event[6 if event[5:6] == b" " else 5 :].decode()
            elif event:
                for read in SSEClient(iter((event + _END,))).events():
                    yield read.event, read.data


def blocks(chunks: Iterable[bytes]) -> Iterator[bytes]:
    """Yield one or more events the moment they are whole: valid UTF-8, line ends LF, the last line blank.

    Takes linear time. Raises ReplyUnreadable for an event beyond the limit.
    """
    pending = bytearray()
    in_lines = True  # the event that is pending may be lines that are events
    for chunk in _one_line_end(_without_mark(chunks)):
        if not pending and chunk.endswith(_END):
            yield _checked(chunk)
            continue
        seen = max(len(pending) - len(_NEXT_LINE), 0)
        pending += chunk
        end = pending.rfind(_END, seen) + len(_END)
        if end >= len(_END):
            block, in_lines = bytes(pending[:end]), True
            del pending[:end]
            yield _checked(block)
        elif in_lines and (end := pending.rfind(_NEXT_LINE, seen) + 1):
            in_lines = _is_whole(bytes(pending[: pending.index(b"\n")]))
            if in_lines:
                block = bytes(pending[:end])
                del pending[:end]
                yield _checked(block + b"\n")
        if len(pending) > EVENT_LIMIT:
            raise ReplyUnreadable(detail="event too large", size_limit=EVENT_LIMIT)
    tail = bytes(pending)
    for whole in (tail, tail.rpartition(b"\n")[0]):
        if whole and _is_whole(whole):
            yield _checked(whole + _END)
            return


def _without_mark(chunks: Iterable[bytes]) -> Iterator[bytes]:
    """Drop one leading byte order mark, wherever the stream is cut."""
    rest = iter(chunks)
    start = b""
    for chunk in rest:
        start += chunk
        if len(start) >= len(_BOM) or not _BOM.startswith(start):
            break
    yield start.removeprefix(_BOM)
    yield from rest


def _one_line_end(chunks: Iterable[bytes]) -> Iterator[bytes]:
    """Turn CR LF and CR into LF, at once: after a CR no further byte is waited for."""
    after_cr = False
    for chunk in chunks:
        if after_cr and chunk.startswith(b"\n"):
            chunk = chunk[1:]  # noqa: PLW2901 - the rest of a line end that was passed on
            after_cr = False
        if not chunk:
            continue
        after_cr = chunk.endswith(b"\r")
        yield chunk.replace(b"\r\n", b"\n").replace(b"\r", b"\n") if b"\r" in chunk else chunk


def _checked(block: bytes) -> bytes:
    if block.count(b"\n") * len(block) > _LINE_COST_LIMIT:
        for event in block.split(_END):
            if event.count(b"\n") * len(event) > _LINE_COST_LIMIT:
                raise ReplyUnreadable(detail="event of too many lines", size_limit=EVENT_LIMIT)
    return block if block.isascii() else block.decode("utf-8", "replace").encode()


def _is_whole(tail: bytes) -> bool:
    lines = [line for line in tail.decode("utf-8", "replace").split("\n") if not line.startswith(_WITHOUT_DATA)]
    payload = [words for line in lines if (words := line.removeprefix("data:").removeprefix("error:").strip())]
    each_is = all(line == "[DONE]" or is_json(line) for line in payload)
    return bool(payload) and (each_is or is_json("\n".join(payload)))


def is_json(text: str) -> bool:
    """Return whether `text` is one whole JSON object or array."""
    try:
        return isinstance(json.loads(text), dict | list)
    except (ValueError, RecursionError):
        return False
