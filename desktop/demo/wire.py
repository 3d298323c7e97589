"""HTTP/1.1 on asyncio streams: as much as a gateway shows of it, and open enough to be broken on purpose."""

from __future__ import annotations

import asyncio
import os
import socket
import struct
from collections.abc import Iterable
from email.utils import formatdate
from http import HTTPStatus

from msgspec import Struct

HEAD_LIMIT = 64 * 1024  # bytes
BODY_LIMIT = 64 * 1024 * 1024  # bytes

JSON = "application/json; charset=utf-8"
HTML = "text/html; charset=utf-8"
EVENTS = "text/event-stream"  # new-api names no charset

Header = tuple[str, str]


class RequestError(ValueError):
    """What came is not a request; `status` is the answer to it."""

    def __init__(self, status: HTTPStatus) -> None:
        super().__init__(status.phrase)
        self.status = status


class Request(Struct, frozen=True):
    """`target` is the path with its query; the names of `headers` are in lower case; `body` is as received."""

    method: str
    target: str
    headers: dict[str, str]
    body: bytes

    @property
    def path(self) -> str:
        return self.target.partition("?")[0]

    @property
    def keeps_alive(self) -> bool:
        return self.headers.get("connection", "").lower() != "close"


class RequestReader:
    """Reads one request after the other from a connection, and notices in between when the client goes away."""

    def __init__(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        self._reader = reader
        self._writer = writer
        self._ahead = b""

    async def next(self) -> Request | None:
        """Return the next request, or None when the client has closed. Raises `RequestError`."""
        try:
            head = self._ahead + await self._reader.readuntil(b"\r\n\r\n")
        except asyncio.IncompleteReadError:
            return None
        except asyncio.LimitOverrunError:
            raise RequestError(HTTPStatus.REQUEST_HEADER_FIELDS_TOO_LARGE) from None
        self._ahead = b""
        first, *lines = head.decode("iso-8859-1").strip("\r\n").split("\r\n")
        try:
            method, target, _version = first.split(" ")
        except ValueError:
            raise RequestError(HTTPStatus.BAD_REQUEST) from None
        headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines)}
        return Request(method, target, headers, await self._body(headers))

    async def gone(self) -> None:
        """Return when the client has closed its side, as Go's server notices it: by reading ahead.

        A byte of a next request that comes too early is kept; from then on only writing shows that the client is gone.
        """
        if not self._ahead:
            self._ahead = await self._reader.read(1)
        if self._ahead:
            await asyncio.Event().wait()

    async def _body(self, headers: dict[str, str]) -> bytes:
        if headers.get("expect", "").lower() == "100-continue":
            self._writer.write(b"HTTP/1.1 100 Continue\r\n\r\n")
        if headers.get("transfer-encoding", "").lower() == "chunked":
            return await self._chunked_body()
        try:
            length = int(headers.get("content-length", "0"))
        except ValueError:
            raise RequestError(HTTPStatus.BAD_REQUEST) from None
        if not 0 <= length <= BODY_LIMIT:
            raise RequestError(HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
        return await self._reader.readexactly(length)

    async def _chunked_body(self) -> bytes:
        body = bytearray()
        while True:
            try:
                size = int((await self._reader.readline()).partition(b";")[0], 16)
            except ValueError:
                raise RequestError(HTTPStatus.BAD_REQUEST) from None
            if len(body) + size > BODY_LIMIT:
                raise RequestError(HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
            body += await self._reader.readexactly(size)
            await self._reader.readline()
            if size == 0:
                return bytes(body)


class Response:
    """The answer to one request: either `send`, or `open`, any number of `write`, and `end`.

    `promise`, `raw`, `cut` and `reset` break the rules, for the scripts that show what broken servers do.
    """

    def __init__(self, writer: asyncio.StreamWriter, *, request_id: str, keep_alive: bool) -> None:
        self.request_id = request_id
        self.reusable = keep_alive  # the connection may carry a next request
        self._writer = writer
        self._chunked = False

    async def send(self, status: int, body: bytes, content_type: str = JSON, headers: Iterable[Header] = ()) -> None:
        """Send a whole answer of known length."""
        self._head(status, [*headers, ("Content-Type", content_type), ("Content-Length", str(len(body)))])
        await self.raw(body)

    async def open(
        self, status: int = 200, headers: Iterable[Header] = (), *, content_type: str = EVENTS, chunked: bool = True
    ) -> None:
        """Begin an answer of unknown length; without `chunked` its end is the end of the connection."""
        self._chunked = chunked
        self.reusable = self.reusable and chunked
        framing = [("Transfer-Encoding", "chunked")] if chunked else []
        self._head(status, [*headers, ("Content-Type", content_type), *framing])
        await self._writer.drain()

    async def write(self, *contents: bytes) -> None:
        """Send `contents` at once, each as a chunk of its own where the answer is chunked."""
        if self._chunked:
            contents = tuple(b"%x\r\n%b\r\n" % (len(content), content) for content in contents)
        await self.raw(b"".join(contents))

    async def end(self) -> None:
        if self._chunked:
            await self.raw(b"0\r\n\r\n")

    async def raw(self, content: bytes) -> None:
        """Send bytes without framing. Raises ConnectionError when the client is gone."""
        self._writer.write(content)
        await self._writer.drain()

    def promise(self, headers: Iterable[Header], *, length: int) -> None:
        """Send a head with a Content-Length that nobody makes sure of."""
        self._head(HTTPStatus.OK, [*headers, ("Content-Length", str(length))])

    def cut(self) -> None:
        """Close after what has been sent (FIN), wherever in the answer that may be."""
        self.reusable = False
        self._writer.close()

    def reset(self) -> None:
        """Drop the connection (RST)."""
        self.reusable = False
        connection: socket.socket = self._writer.get_extra_info("socket")
        at_once = struct.pack("hh" if os.name == "nt" else "ii", 1, 0)
        connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, at_once)
        self._writer.transport.abort()

    def _head(self, status: int, headers: list[Header]) -> None:
        """Write the head in the order of Go's server: names sorted, the date last."""
        headers.append(("X-Oneapi-Request-Id", self.request_id))
        if not self.reusable:
            headers = [header for header in headers if header[0] != "Connection"] + [("Connection", "close")]
        lines = [f"HTTP/1.1 {status} {_phrase(status)}"]
        lines += [f"{name}: {value}" for name, value in sorted(headers)]
        lines += [f"Date: {formatdate(usegmt=True)}", "", ""]
        self._writer.write("\r\n".join(lines).encode("iso-8859-1"))


def _phrase(status: int) -> str:
    return HTTPStatus(status).phrase if status in HTTPStatus._value2member_map_ else ""
