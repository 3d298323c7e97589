"""Cancelling: at once, wherever the request waits, and without an error."""

from __future__ import annotations

import select
import socket
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest

from desktop import api
from desktop.api import Cancelled
from desktop.api.connections import Line
from desktop.errors import TeahouseError
from desktop.model.account import Proxy, ProxyMode
from desktop.model.event import Event, TextDelta
from tests.api.conftest import KEY, Switch, account, asks
from tests.fixtures.scripted_server import (
    DONE,
    HOLD,
    Certificate,
    Script,
    ScriptedServer,
    as_chunks,
    chunked_head,
    delta,
    stream_head,
)

SOON = 1.0  # seconds; it takes a few milliseconds, and every other limit here is 20
TOKEN = delta("Half")


class Reader:
    """Streams on a thread of its own, as a job does."""

    def __init__(self, base_url: str, switch: Switch, **fields: object) -> None:
        self.events: list[Event] = []
        self.error: TeahouseError | None = None
        self.has_text = threading.Event()
        self._switch = switch
        self._account = account(base_url, **fields)
        self._thread = threading.Thread(target=self._read, daemon=True)
        self._thread.start()

    def _read(self) -> None:
        try:
            for event in api.stream(asks(), self._account, api.Credentials(KEY), self._switch):
                self.events.append(event)
                if isinstance(event, TextDelta):
                    self.has_text.set()
        except TeahouseError as error:
            self.error = error

    def stop(self) -> float:
        """Cancel; return the seconds until the thread ended."""
        started = time.monotonic()
        self._switch.cancel()
        assert time.monotonic() - started < 0.1, "cancelling blocks"
        self._thread.join(10)
        assert not self._thread.is_alive()
        assert self.error is None
        return time.monotonic() - started


@pytest.mark.parametrize("secure", [False, True], ids=["plain", "TLS"])
@pytest.mark.parametrize(
    "script",
    [
        pytest.param([chunked_head() + as_chunks(TOKEN), HOLD], id="chunked"),
        pytest.param([stream_head() + TOKEN, HOLD], id="close-delimited"),
        pytest.param([stream_head("Connection: close\r\n") + TOKEN, HOLD], id="will close"),
        pytest.param([b"HTTP/1.1 200 OK\r\nContent-Length: 9999\r\n\r\n" + TOKEN, HOLD], id="length"),
        pytest.param([chunked_head() + b"400\r\n" + TOKEN, HOLD], id="in a chunk"),
    ],
)
def test_stop_in_silence(
    script: Script, secure: bool, switch: Switch, certificate: Certificate, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(certificate.certificate))
    with ScriptedServer(script, certificate=certificate if secure else None) as server:
        reader = Reader(server.base_url, switch)
        assert reader.has_text.wait(10)
        assert reader.stop() < SOON
        assert server.left.wait(10)
    assert [event for event in reader.events if isinstance(event, TextDelta)] == [TextDelta("Half")]


@pytest.mark.parametrize("secure", [False, True], ids=["plain", "TLS"])
def test_stop_before_the_headers(
    secure: bool, switch: Switch, certificate: Certificate, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(certificate.certificate))
    with ScriptedServer([HOLD], certificate=certificate if secure else None) as server:
        reader = Reader(server.base_url, switch)
        wait_until(lambda: bool(server.received))
        assert reader.stop() < SOON
        assert server.connections == 1


def test_stop_while_streaming(switch: Switch) -> None:
    endless = [as_chunks(delta("x")) * 100] * 100_000
    with ScriptedServer([chunked_head(), *endless]) as server:
        reader = Reader(server.base_url, switch)
        assert reader.has_text.wait(10)
        assert reader.stop() < SOON


def test_stop_during_the_tls_handshake(switch: Switch) -> None:
    with mute_listener() as port:
        reader = Reader(f"https://127.0.0.1:{port}/v1", switch)
        wait_until(lambda: len(reader.events) == 1)
        assert reader.stop() < SOON


@pytest.mark.parametrize("scheme", ["http", "socks5h"])
def test_stop_while_a_proxy_is_mute(scheme: str, switch: Switch) -> None:
    with mute_listener() as port:
        proxy = Proxy(ProxyMode.MANUAL, f"{scheme}://127.0.0.1:{port}")
        reader = Reader("https://api.example.test/v1", switch, proxy=proxy)
        wait_until(lambda: len(reader.events) == 1)
        assert reader.stop() < SOON


@pytest.mark.skipif(not hasattr(select, "epoll"), reason="only Linux leaves a connection to a full queue hanging")
def test_stop_while_connecting(switch: Switch) -> None:
    with full_listener() as port:
        reader = Reader(f"http://127.0.0.1:{port}/v1", switch)
        wait_until(lambda: len(reader.events) == 1)
        assert reader.stop() < SOON


def test_a_request_cancelled_before_it_began_sends_nothing(switch: Switch) -> None:
    switch.cancel()
    with ScriptedServer([HOLD]) as server:
        assert len(list(api.stream(asks(), account(server.base_url), api.Credentials(KEY), switch))) <= 1
        with pytest.raises(Cancelled):
            api.list_models(account(server.base_url), api.Credentials(KEY), switch)
        assert list(api.diagnose(account(server.base_url), api.Credentials(KEY), switch, "m")) == []
    assert server.connections == 0


def test_a_connection_made_while_the_request_is_cancelled_is_cut(switch: Switch) -> None:
    line = Line(switch)
    switch.cancel()
    near, far = socket.socketpair()
    with near, far:
        far.settimeout(5)
        line.register(near)
        assert far.recv(1) == b""
    line.release()


def test_late_bytes_after_a_stop_are_not_yielded(switch: Switch) -> None:
    go_on = threading.Event()
    with ScriptedServer([chunked_head() + as_chunks(TOKEN), go_on, as_chunks(delta("late"), DONE)]) as server:
        events = api.stream(asks(), account(server.base_url), api.Credentials(KEY), switch)
        while not isinstance(next(events), TextDelta):
            pass
        switch.cancel()
        go_on.set()
        assert list(events) == []


def test_leaving_the_iterator_closes_the_connection(switch: Switch) -> None:
    with ScriptedServer([chunked_head() + as_chunks(TOKEN), HOLD]) as server:
        events = api.stream(asks(), account(server.base_url), api.Credentials(KEY), switch)
        while not isinstance(next(events), TextDelta):
            pass
        events.close()  # type: ignore[attr-defined]
        assert server.left.wait(10)


def wait_until(condition: Callable[[], bool]) -> None:
    """Poll: the moment when a thread waits inside the kernel cannot be observed otherwise."""
    pause = threading.Event()
    for _ in range(2000):
        if condition():
            pause.wait(0.05)
            return
        pause.wait(0.005)
    raise AssertionError("it never came to that")


@contextmanager
def mute_listener() -> Iterator[int]:
    """A port that accepts connections and says nothing."""
    with socket.create_server(("127.0.0.1", 0)) as listener:
        yield listener.getsockname()[1]


@contextmanager
def full_listener() -> Iterator[int]:
    """A port whose queue is full: a further connection waits."""
    with socket.create_server(("127.0.0.1", 0), backlog=0) as listener:
        waiting = []
        for _ in range(4):
            client = socket.socket()
            client.setblocking(False)
            client.connect_ex(listener.getsockname())
            waiting.append(client)
        try:
            yield listener.getsockname()[1]
        finally:
            for client in waiting:
                client.close()
