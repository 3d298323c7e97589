"""How fast `desktop.api` turns bytes into events, beside a bare loop and the openai package over the same bytes.

Run by `python3 packaging/dev.py bench`. The server is a process of its own and sends as fast as it can. Besides: the
CPU that a reply at 200 tokens a second costs, and one event of 5 MB in small pieces.
"""

from __future__ import annotations

import json
import multiprocessing
import socket
import time
from collections.abc import Callable
from functools import partial
from multiprocessing.connection import Connection

import requests
from openai import OpenAI

from desktop import api
from desktop.api.framing import blocks, events
from desktop.api.request import SentMessage
from desktop.model.account import Account
from desktop.model.event import TextDelta
from desktop.model.message import Role

EVENTS = 20_000
ROUNDS = 5
LIVE_RATE, LIVE_EVENTS = 200, 1000  # tokens a second


def chunk(content: str | None, finish: str | None = None) -> bytes:
    delta = {} if content is None else {"content": content}
    value = {
        "id": "chatcmpl-0123456789abcdef",
        "object": "chat.completion.chunk",
        "created": 1795383452,
        "model": "m",
        "choices": [{"index": 0, "delta": delta, "finish_reason": finish}],
    }
    return b"data: " + json.dumps(value, ensure_ascii=False, separators=(",", ":")).encode() + b"\n\n"


def serve(port: Connection) -> None:
    """Answer /one with an HTTP chunk for each event, /many with large chunks, /live at LIVE_RATE."""
    events = [chunk(f" word{n}" if n % 3 else "茶馆") for n in range(EVENTS)]
    end = chunk(None, "stop") + b"data: [DONE]\n\n"
    whole = b"".join(events)
    bodies = {
        b"/one": [b"".join(framed(event) for event in events)],
        b"/many": [framed(whole[at : at + 65536]) for at in range(0, len(whole), 65536)],
        b"/live": [framed(event) for event in events[:LIVE_EVENTS]],
    }
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port.send(listener.getsockname()[1])
        while True:
            connection, _ = listener.accept()
            with connection:
                path = b"/" + asked_for(connection).split(b"/")[1]
                connection.sendall(b"HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nConnection: close\r\n\r\n")
                for body in bodies[path]:
                    connection.sendall(body)
                    if path == b"/live":
                        time.sleep(1 / LIVE_RATE)
                connection.sendall(framed(end) + b"0\r\n\r\n")


def asked_for(connection: socket.socket) -> bytes:
    """Read one request whole: closing with unread bytes would reset the connection."""
    received = b""
    while b"\r\n\r\n" not in received:
        received += connection.recv(65536)
    head, _, body = received.partition(b"\r\n\r\n")
    length = int(head.lower().partition(b"content-length:")[2].split(b"\r")[0])
    while len(body) < length:
        body += connection.recv(65536)
    return head


def framed(body: bytes) -> bytes:
    return b"%x\r\n%b\r\n" % (len(body), body)


def ours(base_url: str) -> int:
    request = api.ChatRequest("m", (SentMessage(Role.USER, "Hello"),))
    account = Account("id", "Bench", base_url)
    events = api.stream(request, account, api.Credentials("sk-bench"), api.NeverCancelled())
    return sum(isinstance(event, TextDelta) for event in events)


def bare(base_url: str) -> int:
    count = 0
    body = {"model": "m", "messages": [{"role": "user", "content": "Hello"}], "stream": True}
    with requests.post(f"{base_url}/chat/completions", json=body, stream=True, timeout=60) as response:
        for line in response.iter_lines():
            if line.startswith(b"data: ") and line != b"data: [DONE]":
                chunk = json.loads(line[6:])
                count += bool(chunk["choices"][0]["delta"].get("content"))
    return count


def package(base_url: str) -> int:
    client = OpenAI(base_url=base_url, api_key="sk-bench", max_retries=0)
    stream = client.chat.completions.create(model="m", messages=[{"role": "user", "content": "Hello"}], stream=True)
    return sum(bool(chunk.choices[0].delta.content) for chunk in stream)


def cpu_of(call: Callable[[], int], expected: int) -> float:
    started = time.process_time()
    assert call() == expected
    return time.process_time() - started


def compare(base_url: str) -> None:
    for path, meaning in (("one", "an HTTP chunk for each event"), ("many", "64 kB chunks")):
        readers = {"api": ours, "requests + json": bare, "openai": package}
        best = dict.fromkeys(readers, float("inf"))
        for _ in range(ROUNDS):  # in turn, so that other work on the machine troubles all of them alike
            for name, run in readers.items():
                best[name] = min(best[name], cpu_of(partial(run, f"{base_url}/{path}"), EVENTS))
        print(f"{EVENTS} events, {meaning}:")
        for name, seconds in best.items():
            print(f"  {name:16} {seconds:6.3f} s CPU {EVENTS / seconds:10,.0f} tokens/s")
        print(f"  api / bare loop {best['api'] / best['requests + json']:.2f}   (aim: at most 1.5)")
        print(f"  openai / api    {best['openai'] / best['api']:.2f}   (aim: at least 2)")


def main() -> None:
    near, far = multiprocessing.Pipe()
    server = multiprocessing.get_context("spawn").Process(target=serve, args=(far,), daemon=True)
    server.start()
    base_url = f"http://127.0.0.1:{near.recv()}"
    try:
        ours(f"{base_url}/one")  # imports and caches are not what is measured
        compare(base_url)
        live = cpu_of(lambda: ours(f"{base_url}/live"), LIVE_EVENTS)
        print(f"a reply of {LIVE_EVENTS / LIVE_RATE:.0f} s at {LIVE_RATE} tokens a second: {live:.3f} s CPU")
    finally:
        server.terminate()
        server.join()
    large = b"data: " + json.dumps("x" * 5_000_000).encode() + b"\n\n"
    pieces = [large[at : at + 128] for at in range(0, len(large), 128)]
    print(f"an event of 5 MB in pieces of 128 bytes: {cpu_of(lambda: read(pieces), 1):.3f} s CPU   (aim: at most 0.3)")
    small = [chunk("x") for _ in range(EVENTS)]
    print(f"{EVENTS} small events, framing alone: {cpu_of(lambda: read(small), EVENTS):.3f} s CPU   (aim: at most 0.3)")


def read(pieces: list[bytes]) -> int:
    return sum(1 for _ in events(blocks(pieces)))


if __name__ == "__main__":
    main()
