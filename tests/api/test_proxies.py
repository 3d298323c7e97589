"""Through proxies, with and without a password, and past them."""

from __future__ import annotations

import socket

import pytest

from desktop import api
from desktop.api.transport import proxy_address
from desktop.errors import (
    HostNotFound,
    ProxyFailed,
    TeahouseError,
)
from desktop.model.account import Proxy, ProxyMode
from desktop.model.event import Event
from tests.api.conftest import KEY, Switch, read_all
from tests.api.replies import text_of
from tests.fixtures.proxies import HttpProxy, SocksProxy
from tests.fixtures.scripted_server import (
    DONE,
    Certificate,
    ScriptedServer,
    delta,
    streamed,
)

HI = streamed(delta("Hi"), delta(finish="stop"), DONE)


def read_through(
    address: str, base_url: str, switch: Switch, password: str | None = None
) -> tuple[list[Event], TeahouseError | None]:
    proxy = Proxy(ProxyMode.MANUAL, address)
    credentials = api.Credentials(KEY, password)
    return read_all(base_url, switch, credentials=credentials, plain_http_allowed=True, proxy=proxy)


@pytest.mark.parametrize("user", ["", "someone"])
def test_an_http_proxy_forwards_and_tunnels(
    user: str, switch: Switch, certificate: Certificate, monkeypatch: pytest.MonkeyPatch
) -> None:
    password = "pass:wörd/茶@"
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(certificate.certificate))
    for base_url, secure in (("http://api.example.test/v1", None), ("https://api.example.test/v1", certificate)):
        with (
            ScriptedServer(HI, certificate=secure) as server,
            HttpProxy(server.port, user=user, password=password if user else "") as proxy,
        ):
            address = proxy.address.replace("//", f"//{user}@") if user else proxy.address
            found, error = read_through(address, base_url, switch, password)
        assert (text_of(found), error) == ("Hi", None)
        assert server.received[0].headers["authorization"] == f"Bearer {KEY}"
        assert "proxy-authorization" not in server.received[0].headers or secure is None
        if secure:
            assert (proxy.received[0].method, proxy.received[0].target) == ("CONNECT", "api.example.test:443")
            assert KEY not in str(proxy.received)


@pytest.mark.parametrize("user", ["", "someone"])
@pytest.mark.parametrize("scheme", ["socks5", "socks5h", "socks"])
def test_a_socks_proxy(scheme: str, user: str, switch: Switch) -> None:
    with ScriptedServer(HI) as server, SocksProxy(server.port, user=user, password="pass:wörd@") as proxy:
        address = f"{scheme}://{user + '@' if user else ''}127.0.0.1:{proxy.port}"
        host = "localhost" if scheme == "socks5" else "api.example.test"
        found, error = read_through(address, f"http://{host}/v1", switch, "pass:wörd@")
    assert (text_of(found), error) == ("Hi", None)
    assert proxy.asked == [("127.0.0.1" if scheme == "socks5" else "api.example.test", 80)]
    assert proxy.logins == ([("someone", "pass:wörd@")] if user else [])


@pytest.mark.parametrize("secure", [False, True])
def test_an_http_proxy_that_wants_another_password(secure: bool, switch: Switch) -> None:
    with ScriptedServer(HI) as server, HttpProxy(server.port, user="someone", password="right") as proxy:
        address = proxy.address.replace("//", "//someone@")
        scheme = "https" if secure else "http"
        _, error = read_through(address, f"{scheme}://api.example.test/v1", switch, "wrong-password")
    assert type(error) is ProxyFailed
    assert "wrong-password" not in str(error)
    assert (server.connections, switch.waits) == (0, [])


def test_a_socks_proxy_that_wants_another_password(switch: Switch) -> None:
    with ScriptedServer(HI) as server, SocksProxy(server.port, user="someone", password="right") as proxy:
        address = proxy.address.replace("//", "//someone@")
        _, error = read_through(address, "http://api.example.test/v1", switch, "wrong-password")
    assert type(error) is ProxyFailed
    assert "wrong-password" not in str(error)
    assert server.connections == 0


@pytest.mark.parametrize("scheme", ["http", "socks5h"])
@pytest.mark.parametrize("target", ["http://api.example.test/v1", "https://api.example.test/v1"])
def test_a_dead_proxy(scheme: str, target: str, switch: Switch) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    _, error = read_through(f"{scheme}://127.0.0.1:{port}", target, switch)
    assert type(error) is ProxyFailed


@pytest.mark.parametrize(
    "address", ["", "http://", "nonsense://x", "http://proxy.invalid:1", "socks5h://proxy.invalid"]
)
def test_a_proxy_that_is_none(address: str, switch: Switch) -> None:
    _, error = read_through(address, "https://api.example.test/v1", switch)
    assert type(error) is ProxyFailed


def test_a_host_that_a_socks_proxy_leaves_to_us_and_nobody_knows(switch: Switch) -> None:
    with ScriptedServer(HI) as server, SocksProxy(server.port) as proxy:
        address = proxy.address.replace("socks5h", "socks5")
        _, error = read_through(address, "https://teahouse.invalid/v1", switch)
    assert type(error) is HostNotFound


def test_the_proxy_of_the_system(switch: Switch, monkeypatch: pytest.MonkeyPatch) -> None:
    with ScriptedServer(HI) as server, HttpProxy(server.port) as proxy:
        monkeypatch.setenv("http_proxy", proxy.address)
        monkeypatch.setenv("no_proxy", "direct.example.test")
        found, error = read_all("http://api.example.test/v1", switch, plain_http_allowed=True)
        assert (text_of(found), error, len(proxy.received)) == ("Hi", None, 1)
        read_all("http://direct.example.test/v1", switch, plain_http_allowed=True)
        read_all("http://api.example.test/v1", switch, plain_http_allowed=True, proxy=Proxy(ProxyMode.NONE))
        read_all(server.base_url, switch)  # loopback never goes through it
        assert len(proxy.received) == 1


def test_a_proxy_address_is_quoted() -> None:
    assert proxy_address("proxy.test:8080", None) == "http://proxy.test:8080"
    assert proxy_address("socks5://user@proxy.test:1", "p@ss:w/d") == "socks5://user:p%40ss%3Aw%2Fd@proxy.test:1"
    assert proxy_address("http://proxy.test:1/", "unused") == "http://proxy.test:1"
    assert proxy_address("socks://[::1]:1080", None) == "socks5h://[::1]:1080"
