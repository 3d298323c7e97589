"""HTTP as bytes: what a server really sends, and the same reading of recorded replies."""

from __future__ import annotations

import io
import json
import re
import socket
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass
from typing import Any

from tests.fixtures.demo import Demo

PATIENCE = 20.0  # seconds; nothing here takes so long unless it is broken


@dataclass(frozen=True, slots=True)
class Reply:
    """`headers` by lower-case name; `chunks` as the server framed them, one for a reply that is not chunked."""

    status: int
    headers: dict[str, str]
    chunks: list[bytes]
    whole: bool  # the framing's end was there

    @property
    def body(self) -> bytes:
        return b"".join(self.chunks)

    @property
    def json(self) -> Any:
        return json.loads(self.body)

    @property
    def error(self) -> dict[str, Any]:
        error = self.json["error"]
        assert isinstance(error, dict)
        return error

    def data(self) -> list[str]:
        """Return the contents of the data lines; lines end as the standard says."""
        text = self.body.decode("utf-8", "replace").removeprefix("\ufeff")
        return [line[5:].removeprefix(" ") for line in re.split(r"\r\n|\r|\n", text) if line.startswith("data:")]

    def events(self) -> list[dict[str, Any]]:
        return [json.loads(content) for content in self.data() if content != "[DONE]"]

    @property
    def done(self) -> bool:
        return "[DONE]" in self.data()

    @property
    def text(self) -> str:
        return self._joined("content")

    @property
    def reasoning(self) -> str:
        return self._joined("reasoning_content")

    @property
    def finish(self) -> str | None:
        return next((choice["finish_reason"] for choice in self._choices() if choice["finish_reason"]), None)

    @property
    def usage(self) -> dict[str, Any] | None:
        return next((event["usage"] for event in reversed(self.events()) if event.get("usage")), None)

    def _choices(self) -> Iterator[dict[str, Any]]:
        return (choice for event in self.events() for choice in event["choices"])

    def _joined(self, name: str) -> str:
        return "".join(choice.get("delta", {}).get(name) or "" for choice in self._choices())


def question(model: str, prompt: str = "Tea?", **fields: object) -> bytes:
    body = {"model": model, "messages": [{"role": "user", "content": prompt}], "stream": True} | fields
    return json.dumps(body, ensure_ascii=False).encode()


def request(target: str, body: bytes | None = None, headers: Mapping[str, str] | None = None) -> bytes:
    method = "GET" if body is None else "POST"
    fields = {"Host": "127.0.0.1", "Connection": "close", "Authorization": "Bearer sk-any"} | dict(headers or {})
    if body is not None:
        fields |= {"Content-Type": "application/json", "Content-Length": str(len(body))}
    head = "\r\n".join([f"{method} {target} HTTP/1.1", *(f"{name}: {value}" for name, value in fields.items())])
    return head.encode() + b"\r\n\r\n" + (body or b"")


@contextmanager
def connected(demo: Demo) -> Iterator[socket.socket]:
    with socket.create_connection(("127.0.0.1", demo.port), PATIENCE) as connection:
        yield connection


def receive(connection: socket.socket) -> bytes:
    """Return everything until the server closes. Raises ConnectionResetError when it does so by RST."""
    received = bytearray()
    while part := connection.recv(1 << 20):
        received += part
    return bytes(received)


def get(demo: Demo, target: str, headers: Mapping[str, str] | None = None) -> Reply:
    with connected(demo) as connection:
        connection.sendall(request(target, headers=headers))
        return parse(receive(connection))


def ask(
    demo: Demo, model: str, prompt: str = "Tea?", headers: Mapping[str, str] | None = None, **fields: object
) -> Reply:
    """Ask for a stream, unless `fields` say otherwise."""
    with connected(demo) as connection:
        connection.sendall(request("/v1/chat/completions", question(model, prompt, **fields), headers))
        return parse(receive(connection))


def parse(received: bytes) -> Reply:
    """Read one reply; a reply that was cut is read as far as it goes."""
    head, _, body = received.partition(b"\r\n\r\n")
    first, *lines = head.decode("ascii").split("\r\n")
    headers = {name.lower(): value.strip() for name, _, value in (line.partition(":") for line in lines)}
    status = int(first.split(" ")[1])
    if headers.get("transfer-encoding") == "chunked":
        chunks, whole = _chunks(body)
        return Reply(status, headers, chunks, whole)
    whole = "content-length" not in headers or len(body) == int(headers["content-length"])
    return Reply(status, headers, [body], whole)


def _chunks(body: bytes) -> tuple[list[bytes], bool]:
    chunks: list[bytes] = []
    stream = io.BytesIO(body)
    while size := stream.readline():
        length = int(size, 16)
        if length == 0:
            return chunks, stream.read() == b"\r\n"
        chunks.append(stream.read(length))
        stream.readline()
    return chunks, False
