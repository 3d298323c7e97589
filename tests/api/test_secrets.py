"""A canary key put through every path: it is in no error, no event, no log at any level, no traceback."""

from __future__ import annotations

import logging
import traceback

import pytest

from desktop import api
from desktop.errors import TeahouseError
from desktop.model.account import Proxy, ProxyMode
from tests.api.conftest import KEY, Switch, account, asks
from tests.fixtures.proxies import HttpProxy, SocksProxy
from tests.fixtures.scripted_server import (
    RST,
    Script,
    ScriptedServer,
    as_chunks,
    chunked_head,
    delta,
    document,
    event,
    response,
    stream_head,
    streamed,
)

PASSWORD = "canary-proxy/pass word"
HEADERS = (("X-Api-Key", "canary-in-a-header"),)
BARE = KEY.removeprefix("sk-")

ECHOES = [
    pytest.param(document({"error": {"message": f"Invalid token {KEY}"}}, "401 Unauthorized"), id="401"),
    pytest.param(document({"error": {"message": f"Invalid token {BARE}"}}, "401 Unauthorized"), id="without sk-"),
    pytest.param(document({"error": {"message": "x", "code": KEY}}, "400 Bad Request"), id="code"),
    pytest.param(document({"error": {"message": f"x (request id: {KEY})"}}, "400 Bad Request"), id="request id"),
    pytest.param(document({"error": f"{HEADERS[0][1]} is bad"}, "400 Bad Request"), id="header"),
    pytest.param(response(b"", "404 Not Found", headers=f"X-Request-Id: {KEY}\r\n"), id="request id header"),
    pytest.param(response(f"<title>{KEY}</title>".encode(), "500 Oh"), id="page"),
    pytest.param(response(f"<title>{KEY}</title>".encode()), id="page in a 200"),
    pytest.param(response(f"refused: {KEY}".encode()), id="words in a 200"),
    pytest.param(response(f"{KEY}\n\n{KEY}: {KEY}\n\n".encode()), id="fields in a 200"),
    pytest.param(response(("{" + KEY).encode()), id="half a document"),
    pytest.param(response(b"", "302 Found", headers=f"Location: https://a.test/?key={KEY}\r\n"), id="redirect"),
    pytest.param(streamed(delta("Hi"), event({"error": {"message": KEY}})), id="error event"),
    pytest.param(streamed(delta("Hi"), f"data: {KEY}\n\nevent: error\ndata: {KEY}\n\n".encode()), id="lines"),
    pytest.param([chunked_head(f"X-Request-Id: {KEY}\r\n") + as_chunks(delta("Hi"), delta(finish="stop"))], id="fine"),
    pytest.param([f"HTTP/1.1 200 {KEY}\r\n{KEY}\r\n\r\n".encode()], id="odd headers"),
    pytest.param([f"{KEY}\r\n\r\n".encode()], id="no status"),
    pytest.param([chunked_head() + as_chunks(delta("Hi")) + f"{KEY}\r\n".encode()], id="odd chunk"),
    pytest.param([stream_head(f"Content-Encoding: gzip\r\nX-A: {KEY}\r\n") + KEY.encode()], id="odd compression"),
    pytest.param([RST], id="reset"),
]


@pytest.mark.parametrize("script", ECHOES)
def test_the_key_is_nowhere(script: Script, switch: Switch, caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    seen: list[str] = []
    with ScriptedServer(script) as server:
        there = account(server.base_url, headers=HEADERS)
        credentials = api.Credentials(KEY, PASSWORD)
        try:
            seen += [repr(each) for each in api.stream(asks(), there, credentials, switch)]
        except TeahouseError as error:
            seen += [repr(error), repr(error.failure), traceback.format_exc()]
        try:
            api.list_models(there, credentials, switch)
        except TeahouseError as error:
            seen += [repr(error), repr(error.failure), traceback.format_exc()]
        seen += [repr(step) for step in api.diagnose(there, credentials, switch, "")]
    seen += [caplog.text, api.as_curl(there, api.body_of(asks())), repr(credentials)]
    assert not [text for text in seen if "canary" in text]


@pytest.mark.parametrize("kind", [HttpProxy, SocksProxy])
@pytest.mark.parametrize("base_url", ["http://api.example.test/v1", "https://api.example.test/v1"])
def test_a_proxys_password_is_nowhere(
    kind: type[HttpProxy | SocksProxy], base_url: str, switch: Switch, caplog: pytest.LogCaptureFixture
) -> None:
    caplog.set_level(logging.DEBUG)
    seen: list[str] = []
    with ScriptedServer(document({})) as server, kind(server.port, user="someone", password="right") as proxy:
        address = proxy.address.replace("//", "//someone@")
        there = account(base_url, proxy=Proxy(ProxyMode.MANUAL, address), plain_http_allowed=True)
        try:
            list(api.stream(asks(), there, api.Credentials(KEY, PASSWORD), switch))
        except TeahouseError as error:
            seen += [repr(error), traceback.format_exc()]
        seen += [repr(step) for step in api.diagnose(there, api.Credentials(KEY, PASSWORD), switch, "m")]
    assert len(seen) > 2
    seen.append(caplog.text)
    assert not [text for text in seen if "canary" in text]
