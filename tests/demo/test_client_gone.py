"""A client that goes away ends what is being written for it. Seen from inside, where the work is done."""

from __future__ import annotations

import asyncio

import pytest

from desktop.demo.gateway import Gateway
from desktop.demo.server import Server
from tests.demo import raw


@pytest.mark.parametrize("model", ["demo-silent", "demo-silent-start", "demo-slow", "demo-fast"])
@pytest.mark.parametrize("leave", ["close", "half-close"])
def test_a_client_that_leaves_ends_the_answer(model: str, leave: str) -> None:
    async def leave_early() -> None:
        server = Server(Gateway(speed=20))
        port = await server.start(0)
        reader, writer = await asyncio.open_connection("127.0.0.1", port)
        writer.write(raw.request("/v1/chat/completions", raw.question(model)))
        if model != "demo-silent-start":
            await reader.read(1)
        assert len(server._connections) == 1
        if leave == "close":
            writer.transport.abort()
        else:
            writer.write_eof()
        async with asyncio.timeout(raw.PATIENCE):
            await asyncio.wait(server._connections)
        writer.close()
        server.close()

    asyncio.run(leave_early())
