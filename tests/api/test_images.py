"""Images are fetched from where they were asked for, and from nowhere else."""

from __future__ import annotations

import socket
from pathlib import Path
from typing import Any

import pytest

from desktop.api import NeverCancelled, images
from desktop.api.images import fetch_image
from desktop.errors import ImageNotLoaded, ImageRefused, ImageTooLarge
from tests.fixtures.scripted_server import HOLD, ScriptedServer, response

BODY = b"\x89PNG and more"
IMAGE = response(BODY, content_type="image/png")


def fetched(server: ScriptedServer, path: str = "/a.png", user: str = "") -> bytes:
    return fetch_image(f"http://{user}127.0.0.1:{server.port}{path}", NeverCancelled(), may_be_private=True)


def redirect(place: str, headers: str = "") -> Any:
    return response(status="302 Found", headers=f"Location: {place}\r\n{headers}")


def test_it_comes_without_a_key_a_cookie_or_a_referrer(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    netrc = tmp_path / "netrc"
    netrc.write_text("machine 127.0.0.1 login somebody password secret\n")
    netrc.chmod(0o600)
    monkeypatch.setenv("NETRC", str(netrc))
    with ScriptedServer(redirect("/b.png", "Set-Cookie: a=b; Path=/\r\n"), IMAGE) as server:
        assert fetched(server, user="me:pass@") == BODY
    assert [each.target for each in server.received] == ["/a.png", "/b.png"]
    for received in server.received:
        assert received.method == "GET"
        assert not {"authorization", "cookie", "referer"} & received.headers.keys()


@pytest.mark.parametrize("place", ["http://localhost:{port}/b.png", "//other.example/b.png", "file:///etc/passwd", "http://["])
def test_it_is_not_followed_to_another_host(place: str) -> None:
    with ScriptedServer(IMAGE) as server:
        server._scripts.insert(0, redirect(place.format(port=server.port)))
        with pytest.raises(ImageRefused):
            fetched(server)
    assert len(server.received) == 1


def test_it_is_not_followed_from_https_to_http() -> None:
    with pytest.raises(ImageRefused):
        images._followed("https://example.org/a.png", "http://example.org/a.png")
    assert images._followed("http://example.org/a", "https://example.org/b") == "https://example.org/b"


def test_the_body_of_a_redirect_is_not_read() -> None:
    with ScriptedServer([b"HTTP/1.1 302 Found\r\nLocation: /b.png\r\n\r\n", HOLD], IMAGE) as server:
        assert fetched(server) == BODY


def test_it_is_not_followed_for_ever() -> None:
    with ScriptedServer(redirect("/again")) as server, pytest.raises(ImageNotLoaded):
        fetched(server)
    assert len(server.received) == 4


def test_too_much_is_left() -> None:
    endless = b"HTTP/1.1 200 OK\r\nContent-Type: image/png\r\n\r\n" + bytes(images.SIZE_LIMIT + 1)
    with ScriptedServer([endless, HOLD]) as server:
        with pytest.raises(ImageTooLarge):
            fetched(server)
        assert server.left.wait(20)


def test_a_silent_server_is_left(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(images, "SECONDS", 0.5)
    with ScriptedServer([b"HTTP/1.1 200 OK\r\n\r\nsome", HOLD]) as server, pytest.raises(ImageNotLoaded):
        fetched(server)


@pytest.mark.parametrize("status", ["404 Not Found", "500 Oh", "304 Not Modified"])
def test_a_refusal_is_no_image(status: str) -> None:
    with ScriptedServer(response(BODY, status)) as server, pytest.raises(ImageNotLoaded):
        fetched(server)


def test_a_private_address_is_refused_unless_allowed() -> None:
    with ScriptedServer(IMAGE) as server:
        for host in ("127.0.0.1", "localhost", "127.1", "2130706433", "[::ffff:127.0.0.1]"):
            with pytest.raises(ImageRefused):
                fetch_image(f"http://{host}:{server.port}/a.png", NeverCancelled())
        assert server.connections == 0
        assert fetched(server) == BODY


@pytest.mark.parametrize("address", [
    "10.0.0.1", "192.168.1.1", "169.254.169.254", "224.0.0.1", "fe80::1", "fd00::1", "64:ff9b::a00:1", "2002:a00:1::",
])  # fmt: skip
def test_a_public_name_of_a_private_address_is_refused(address: str, monkeypatch: pytest.MonkeyPatch) -> None:
    family = socket.AF_INET6 if ":" in address else socket.AF_INET
    found = [(family, socket.SOCK_STREAM, 6, "", (address, 80))]
    monkeypatch.setattr(socket, "getaddrinfo", lambda *_, **__: found)
    with pytest.raises(ImageRefused):
        fetch_image("http://images.example.org/a.png", NeverCancelled())


def test_a_proxy_is_not_asked_for_a_private_address(monkeypatch: pytest.MonkeyPatch) -> None:
    with ScriptedServer(IMAGE) as proxy:
        for name in ("http_proxy", "HTTP_PROXY"):
            monkeypatch.setenv(name, f"http://127.0.0.1:{proxy.port}")
        for name in ("no_proxy", "NO_PROXY"):
            monkeypatch.delenv(name, raising=False)
        for host in ("10.0.0.1", "0x7f.1", "router", "printer.local", "localhost"):
            with pytest.raises(ImageRefused):
                fetch_image(f"http://{host}/a.png", NeverCancelled())
        assert proxy.connections == 0
        assert fetch_image("http://images.example.org/a.png", NeverCancelled()) == BODY
        assert proxy.received[0].target == "http://images.example.org/a.png"
