"""Headers, addresses, redirects, certificates and proxies: where a request goes, and what it carries."""

from __future__ import annotations

import select
import socket
import time
from pathlib import Path

import pytest

from desktop import api, i18n
from desktop.api import transport
from desktop.errors import (
    AddressWrong,
    CertificateRejected,
    ConnectionFailed,
    HeaderInvalid,
    HostNotFound,
    PlainHttpRefused,
    Redirected,
    ReplyUnreadable,
    ServerSilent,
    TeahouseError,
)
from desktop.model.account import Proxy, ProxyMode
from desktop.model.event import Event
from tests.api.conftest import KEY, Switch, asks, read_all
from tests.api.replies import text_of
from tests.fixtures.proxies import HttpProxy
from tests.fixtures.scripted_server import (
    DONE,
    HOLD,
    Certificate,
    Listener,
    ScriptedServer,
    delta,
    response,
    streamed,
)

HI = streamed(delta("Hi"), delta(finish="stop"), DONE)


class PlainServer(Listener):
    """Knows no TLS."""

    def serve(self, connection: socket.socket) -> None:
        connection.recv(65536)
        connection.sendall(b"HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n")


class Deaf(Listener):
    """Takes nothing of what is sent to it."""

    def serve(self, _connection: socket.socket) -> None:
        select.select([self.stop_signal], [], [])


def read_through(
    address: str, base_url: str, switch: Switch, password: str | None = None
) -> tuple[list[Event], TeahouseError | None]:
    proxy = Proxy(ProxyMode.MANUAL, address)
    credentials = api.Credentials(KEY, password)
    return read_all(base_url, switch, credentials=credentials, plain_http_allowed=True, proxy=proxy)


# Headers


def test_what_every_request_carries(switch: Switch) -> None:
    with ScriptedServer(HI) as server:
        read_all(server.base_url, switch)
    headers = server.received[0].headers
    assert headers["authorization"] == f"Bearer {KEY}"
    assert headers["content-type"] == "application/json"
    assert headers["accept-encoding"] == "identity"
    assert headers["accept-language"].startswith("en")
    assert headers["user-agent"].startswith("Teahouse/")


def test_the_server_is_asked_in_the_language_of_the_interface(switch: Switch, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(i18n, "_catalogue", {"Send": "发送"})
    with ScriptedServer(HI) as server:
        read_all(server.base_url, switch)
    assert server.received[0].headers["accept-language"].startswith("zh-CN")


def test_without_a_key_none_is_sent(switch: Switch) -> None:
    with ScriptedServer(HI) as server:
        read_all(server.base_url, switch, credentials=api.Credentials(None))
    assert "authorization" not in server.received[0].headers


@pytest.mark.parametrize("key", [KEY, None])
def test_a_netrc_never_speaks_for_us(key: str | None, netrc: Path, switch: Switch) -> None:
    with ScriptedServer(HI) as server:
        read_all(server.base_url, switch, credentials=api.Credentials(key))
    assert server.received[0].headers.get("authorization") == (f"Bearer {KEY}" if key else None)


def test_a_password_in_the_address_never_speaks_for_us(switch: Switch) -> None:
    with ScriptedServer(HI) as server:
        read_all(server.base_url.replace("http://", "http://someone:theirs@"), switch)
    assert server.received[0].headers["authorization"] == f"Bearer {KEY}"


def test_headers_of_the_account(switch: Switch) -> None:
    headers = (("X-Team", "茶"), ("User-Agent", "Mine/1"), ("api-key", " k "))
    with ScriptedServer(HI) as server:
        read_all(server.base_url, switch, headers=headers)
    received = server.received[0].headers
    assert received["x-team"].encode("latin-1").decode() == "茶"
    assert (received["user-agent"], received["api-key"]) == ("Mine/1", "k")


@pytest.mark.parametrize(
    ("name", "value"), [("X-A", "b\r\nHost: c"), ("X A", "b"), ("", "b"), ("茶", "b"), ("a:b", "c")]
)
def test_a_header_that_cannot_be_sent_is_refused_by_name(name: str, value: str, switch: Switch) -> None:
    with ScriptedServer(HI) as server:
        _, error = read_all(server.base_url, switch, headers=((name, value),))
    assert type(error) is HeaderInvalid
    assert (error.name, server.connections) == (name, 0)


# Addresses


@pytest.mark.parametrize(
    "base_url", ["http://[::1", "ftp://example.test", "example.test/v1", "", "https://:443", "http://a:b/"]
)
def test_an_address_that_is_none(base_url: str, switch: Switch) -> None:
    found, error = read_all(base_url, switch)
    assert type(error) is AddressWrong
    assert len(found) == 1


@pytest.mark.parametrize("host", ["example.test", "192.168.1.4", "127.example.test", "localhost.example.test"])
def test_plain_http_to_another_machine_is_refused(host: str, switch: Switch) -> None:
    _, error = read_all(f"http://{host}/v1", switch)
    assert type(error) is PlainHttpRefused
    assert error.host == host


def test_a_trailing_slash_does_no_harm(switch: Switch) -> None:
    with ScriptedServer(HI) as server:
        _, error = read_all(server.base_url + "/", switch)
    assert (error, server.received[0].target) == (None, "/v1/chat/completions")


def test_no_such_host(switch: Switch) -> None:
    _, error = read_all("https://teahouse.invalid/v1", switch)
    assert type(error) is HostNotFound
    assert error.host == "teahouse.invalid"


def test_nobody_listens(switch: Switch) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port = listener.getsockname()[1]
    _, error = read_all(f"http://127.0.0.1:{port}/v1", switch)
    assert type(error) is ConnectionFailed
    assert error.detail == "Connection refused"


@pytest.mark.parametrize(
    "status", ["301 Moved Permanently", "302 Found", "307 Temporary Redirect", "308 Permanent Redirect"]
)
def test_a_redirect_is_told_and_not_followed(status: str, switch: Switch) -> None:
    with ScriptedServer(HI) as elsewhere:
        location = f"{elsewhere.base_url}/chat/completions"
        with ScriptedServer(response(status=status, headers=f"Location: {location}\r\n")) as server:
            _, error = read_all(server.base_url, switch)
        assert type(error) is Redirected
        assert (error.location, error.suggestion) == (location, elsewhere.base_url)
        assert elsewhere.connections == 0


def test_a_redirect_to_another_host_is_no_suggestion(switch: Switch) -> None:
    """One press of a button must not carry the key there: nobody has tried what answers."""
    with ScriptedServer(HI) as elsewhere:
        location = f"http://localhost:{elsewhere.port}/v1/chat/completions"
        with ScriptedServer(response(status="307 Moved", headers=f"Location: {location}\r\n")) as server:
            _, error = read_all(server.base_url, switch)
        assert type(error) is Redirected
        assert (error.location, error.suggestion) == (location, None)
        assert elsewhere.connections == 0


@pytest.mark.parametrize("location", ["/v1/chat/completions", "ftp://127.0.0.1/v1/chat/completions"])
def test_a_redirect_to_itself_or_out_of_the_web_is_no_suggestion(location: str, switch: Switch) -> None:
    with ScriptedServer(response(status="302 Found", headers=f"Location: {location}\r\n")) as server:
        _, error = read_all(server.base_url, switch)
    assert (type(error), error and error.suggestion) == (Redirected, None)


@pytest.mark.parametrize("location", ["http://[/", "http://[::1/v1", "//["])
def test_a_redirect_to_no_address_at_all(location: str, switch: Switch) -> None:
    with ScriptedServer(response(status="302 Found", headers=f"Location: {location}\r\n")) as server:
        _, error = read_all(server.base_url, switch)
    assert (type(error), error and error.location) == (Redirected, None)


def test_a_relative_redirect_is_told_whole(switch: Switch) -> None:
    with ScriptedServer(response(status="302 Found", headers="Location: /login\r\n")) as server:
        _, error = read_all(server.base_url, switch)
        assert error is not None
        assert error.location == server.base_url.replace("/v1", "/login")


def test_the_body_of_a_redirect_is_not_waited_for(switch: Switch) -> None:
    """However long it is: here 100 MB are announced, of which a megabyte comes, and then nothing."""
    head = b"HTTP/1.1 302 Found\r\nLocation: /login\r\nContent-Length: 100000000\r\n\r\n"
    with ScriptedServer([head, b"x" * 1_000_000, HOLD]) as server:
        _, error = read_all(server.base_url, switch)
    assert type(error) is Redirected


# Certificates


def test_a_certificate_that_nobody_vouches_for(switch: Switch, certificate: Certificate) -> None:
    with ScriptedServer(HI, certificate=certificate) as server:
        _, error = read_all(server.base_url, switch)
        assert server.received == []
    assert type(error) is CertificateRejected
    assert "self" in str(error.detail)
    assert switch.waits == []


def test_a_certificate_that_the_environment_vouches_for(
    switch: Switch, certificate: Certificate, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(certificate.certificate))
    with ScriptedServer(HI, certificate=certificate) as server:
        found, error = read_all(server.base_url, switch)
    assert (text_of(found), error) == ("Hi", None)


def test_a_certificate_for_another_name(
    switch: Switch, certificate: Certificate, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(certificate.certificate))
    with ScriptedServer(HI, certificate=certificate) as server, HttpProxy(server.port) as proxy:
        _, error = read_through(proxy.address, "https://other.example.test/v1", switch)
    assert type(error) is CertificateRejected


def test_a_missing_bundle_is_a_question_of_certificates(switch: Switch, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", "/nowhere/bundle.pem")
    _, error = read_all("https://127.0.0.1:9/v1", switch)
    assert type(error) is CertificateRejected


def test_plain_http_behind_https(switch: Switch) -> None:
    with PlainServer() as server:
        _, error = read_all(f"https://127.0.0.1:{server.port}/v1", switch)
    assert type(error) is AddressWrong
    assert "SSL" in str(error.detail)
    assert switch.waits == []


# Answers that bend HTTP


@pytest.mark.parametrize("interim", ["100 Continue", "102 Processing", "103 Early Hints"])
def test_interim_answers_are_passed_over(interim: str, switch: Switch) -> None:
    before = f"HTTP/1.1 {interim}\r\nLink: </style.css>; rel=preload\r\n\r\n".encode()
    with ScriptedServer([before, before, *HI]) as server:
        found, error = read_all(server.base_url, switch)
    assert (text_of(found), error) == ("Hi", None)


@pytest.mark.parametrize(
    "answer",
    [
        b"SSH-2.0-OpenSSH_9.6\r\n\r\n",
        b"\x15\x03\x01\x00\x02\x02\x16\r\n\r\n",  # an alert: TLS is spoken there
        b"HTTP/1.1 200 OK\r\nContent-Length: 10\r\nContent-Length: 12\r\n\r\n0123456789ab",
        b"HTTP/1.1 200 OK\r\nX: " + b"a" * 70_000 + b"\r\n\r\n",
    ],
)
def test_an_answer_that_is_no_http_is_unreadable_and_not_asked_for_again(answer: bytes, switch: Switch) -> None:
    with ScriptedServer([answer]) as server:
        _, error = read_all(server.base_url, switch)
        assert (type(error), len(server.received)) == (ReplyUnreadable, 1)


def test_sending_may_take_longer_than_connecting(switch: Switch, monkeypatch: pytest.MonkeyPatch) -> None:
    """A long conversation over a slow line: the time limit for that is the account's, as the sentence says."""
    monkeypatch.setattr(transport, "CONNECT_LIMIT", 0.3)
    started = time.monotonic()
    with Deaf() as server:
        _, error = read_all(f"http://127.0.0.1:{server.port}/v1", switch, asks("x" * 20_000_000), timeout=1.0)
    assert (type(error), error and error.seconds) == (ServerSilent, 1.0)
    assert time.monotonic() - started >= 1.0
