"""The list of models, and the address under which it is found."""

from __future__ import annotations

import json
import socket

import pytest

from desktop import api
from desktop.errors import (
    AddressWrong,
    ApiError,
    ConnectionFailed,
    KeyMissing,
    KeyRejected,
    QuotaExhausted,
    ReplyUnreadable,
    ServerFailed,
    ServerSilent,
)
from tests.api.conftest import KEY, Switch, account
from tests.fixtures.scripted_server import HOLD, RST, Received, Script, ScriptedServer, document, recorded, response

PAGE = response(b"<!DOCTYPE html><html><title>My gateway</title></html>", content_type="text/html")
MODELS = document({"object": "list", "data": [{"id": "b"}, {"id": "a"}, {"id": "b"}], "success": True})


class Site(ScriptedServer):
    """Answers by path."""

    def __init__(self, pages: dict[str, Script], otherwise: Script) -> None:
        super().__init__(otherwise)
        self._pages, self._otherwise = pages, otherwise

    def script_for(self, received: Received) -> Script:
        return self._pages.get(received.target, self._otherwise)


class PlainSite(Site):
    """Refuses who speaks TLS to it, as web servers do."""

    def serve(self, connection: socket.socket) -> None:
        if connection.recv(1, socket.MSG_PEEK) == b"\x16":  # the beginning of a handshake
            connection.recv(65536)
            connection.sendall(b"HTTP/1.1 400 Bad Request\r\n\r\n")
        else:
            super().serve(connection)


def models(base_url: str, switch: Switch, key: str | None = KEY, **fields: object) -> list[str]:
    return api.list_models(account(base_url, **fields), api.Credentials(key), switch)


@pytest.mark.parametrize(
    ("answer", "names"),
    [
        (MODELS, ["a", "b"]),
        (document({"object": "list", "data": []}), []),
        (document({"object": "list", "data": None}), []),
        (document({"data": [{"id": "a", "object": "model"}, {"id": 3}, None, "c"]}), ["a", "c"]),
        (document({"models": [{"name": "llama3:8b", "model": "llama3:8b"}]}), ["llama3:8b"]),
        (document([{"id": "a"}]), ["a"]),
        (document(["b", "a"]), ["a", "b"]),
        ([recorded("xllamacpp/models")], ["smollm2-135m"]),
        ([recorded("litellm/models")], ["mock-429", "mock-ctx", "mock-model"]),
    ],
)
def test_names(answer: Script, names: list[str], switch: Switch) -> None:
    with ScriptedServer(answer) as server:
        assert models(server.base_url, switch) == names
    assert (server.received[0].method, server.received[0].target) == ("GET", "/v1/models")


@pytest.mark.parametrize(
    ("answer", "kind"),
    [
        (document({"success": False, "message": "用户额度不足"}), QuotaExhausted),
        (document({"success": False, "message": "boom"}), ServerFailed),
        (document({"error": {"message": "无效的令牌"}}), KeyRejected),
        (document({"error": {"message": "无效的令牌"}}, "401 Unauthorized"), KeyRejected),
        ([recorded("xllamacpp/models_nokey")], KeyRejected),
        (document({"hello": "world"}), ReplyUnreadable),
        (document("hello"), ReplyUnreadable),
        (response(b"hello"), ServerFailed),
        (response(b""), ReplyUnreadable),
        (response(b"[" * 5000), ReplyUnreadable),
        (PAGE, AddressWrong),
        ([RST], ConnectionFailed),
    ],
)
def test_failures(answer: Script, kind: type[ApiError], switch: Switch) -> None:
    with ScriptedServer(answer) as server, pytest.raises(kind) as caught:
        models(server.base_url, switch)
    assert type(caught.value) is kind


def test_without_a_key(switch: Switch) -> None:
    with ScriptedServer(document({"error": {"message": "x"}}, "401 Unauthorized")) as server, pytest.raises(KeyMissing):
        models(server.base_url, switch, key=None)


def test_silence(switch: Switch) -> None:
    with ScriptedServer([HOLD]) as server, pytest.raises(ServerSilent):
        models(server.base_url, switch, timeout=0.2)


@pytest.mark.parametrize("otherwise", [PAGE, response(b"{}", "404 Not Found"), response(b"", "405 Method Not Allowed")])
@pytest.mark.parametrize("found", [MODELS, document({"error": {"message": "x"}}, "401 Unauthorized")])
@pytest.mark.parametrize("wrong", ["", "/v1/models", "/v1/chat/completions", "/v1/v1", "/v1/extra/path"])
def test_a_wrong_address_gets_a_suggestion_that_was_tried(
    wrong: str, found: Script, otherwise: Script, switch: Switch
) -> None:
    with Site({"/v1/models": found}, otherwise) as server:
        right = server.base_url
        with pytest.raises(AddressWrong) as caught:
            models(right.removesuffix("/v1") + wrong, switch)
    assert caught.value.suggestion == right


@pytest.mark.parametrize("end", ["", "/v1", "/v1/chat/completions"])
def test_a_server_on_this_machine_that_knows_no_tls_gets_a_suggestion(end: str, switch: Switch) -> None:
    with PlainSite({"/v1/models": MODELS}, PAGE) as server:
        wrong = server.base_url.replace("http:", "https:").removesuffix("/v1") + end
        with pytest.raises(AddressWrong) as caught:
            models(wrong, switch)
    assert caught.value.suggestion == server.base_url


def test_a_page_everywhere_gets_no_suggestion(switch: Switch) -> None:
    with ScriptedServer(PAGE) as server, pytest.raises(AddressWrong) as caught:
        models(server.base_url.removesuffix("/v1"), switch)
    assert caught.value.suggestion is None
    assert caught.value.message == "My gateway"


def test_a_stream_at_a_wrong_address_gets_it_too(switch: Switch) -> None:
    with Site({"/v1/models": MODELS}, PAGE) as server:
        account_without = account(server.base_url.removesuffix("/v1"))
        request = api.ChatRequest("m", ())
        with pytest.raises(AddressWrong) as caught:
            list(api.stream(request, account_without, api.Credentials(KEY), switch))
    assert caught.value.suggestion == server.base_url
    assert json.dumps(caught.value.facts).count("<") == 0
