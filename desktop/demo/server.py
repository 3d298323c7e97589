"""The loopback server: connections, requests one after the other, and the log that tests read."""

from __future__ import annotations

import asyncio
import hashlib
import json
from contextlib import suppress
from pathlib import Path

from desktop.demo.gateway import Gateway, new_request_id
from desktop.demo.wire import HEAD_LIMIT, Request, RequestError, RequestReader, Response


class Server:
    """Serves `gateway` on 127.0.0.1; each request is appended to `log_file` as a line of JSON before it is answered."""

    def __init__(self, gateway: Gateway, log_file: Path | None = None) -> None:
        self._gateway = gateway
        self._log_file = log_file
        self._listening: asyncio.Server | None = None
        self._connections: set[asyncio.Task[None]] = set()

    async def start(self, port: int) -> int:
        """Listen on `port`, or on any free one for 0, and return it."""
        self._listening = await asyncio.start_server(self._connected, "127.0.0.1", port, limit=HEAD_LIMIT)
        bound: int = self._listening.sockets[0].getsockname()[1]
        return bound

    def close(self) -> None:
        """Listen no more, and leave every connection where it is."""
        if self._listening:
            self._listening.close()
        for connection in self._connections:
            connection.cancel()

    def _connected(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        connection = asyncio.create_task(self._serve(reader, writer))
        self._connections.add(connection)
        connection.add_done_callback(self._connections.discard)

    async def _serve(self, reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        try:
            with suppress(ConnectionError, asyncio.IncompleteReadError):
                await self._serve_requests(RequestReader(reader, writer), writer)
        finally:
            writer.close()  # without waiting: a client that does not read must not hold up the end of the process

    async def _serve_requests(self, requests: RequestReader, writer: asyncio.StreamWriter) -> None:
        while True:
            try:
                request = await requests.next()
            except RequestError as error:
                await Response(writer, request_id=new_request_id(), keep_alive=False).send(error.status, b"")
                return
            if request is None:
                return
            self._record(request)
            response = Response(writer, request_id=new_request_id(), keep_alive=request.keeps_alive)
            await self._answer_while_wanted(request, response, requests)
            if not response.reusable:
                return

    async def _answer_while_wanted(self, request: Request, response: Response, requests: RequestReader) -> None:
        """Answer, and stop answering when the client has gone away."""
        answering = asyncio.create_task(self._gateway.answer(request, response))
        gone = asyncio.create_task(requests.gone())
        try:
            await asyncio.wait({answering, gone}, return_when=asyncio.FIRST_COMPLETED)
            if not answering.done():
                response.reusable = False
        finally:
            for task in (answering, gone):
                task.cancel()
            await asyncio.wait({answering, gone})
        if not answering.cancelled() and (error := answering.exception()):
            raise error

    def _record(self, request: Request) -> None:
        if self._log_file is None:
            return
        headers = dict(request.headers)
        if "authorization" in headers:
            headers["authorization"] = "sha256:" + hashlib.sha256(headers["authorization"].encode()).hexdigest()[:16]
        line = {
            "method": request.method,
            "path": request.target,
            "headers": headers,
            "body": request.body.decode("utf-8", "surrogateescape"),
        }
        with self._log_file.open("a", encoding="ascii") as file:
            file.write(json.dumps(line) + "\n")
