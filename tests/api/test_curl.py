"""A request as a curl command: run by a real shell, it sends the same."""

from __future__ import annotations

import shutil
import subprocess

import pytest

from desktop.api import as_curl, body_of
from tests.api.conftest import KEY, account, asks
from tests.fixtures.scripted_server import ScriptedServer, document

HEADERS = (("X-Team", "it's $HOME `id`"), ("api-key", "very-secret-value"), ("X-Auth Token", "hidden-one"))
TEXT = 'it\'s "quoted" $HOME `id` \\ \n!! 豆 @file'


def test_no_secret_is_in_it() -> None:
    command = as_curl(account("https://gateway.test/v1/", headers=HEADERS), body_of(asks(TEXT)))
    assert "$TEAHOUSE_API_KEY" in command
    assert "very-secret-value" not in command
    assert "hidden-one" not in command
    assert "https://gateway.test/v1/chat/completions" in command


@pytest.mark.skipif(shutil.which("curl") is None, reason="there is no curl here")
@pytest.mark.skipif(shutil.which("sh") is None, reason="there is no shell here")
def test_a_shell_and_curl_send_the_same() -> None:
    with ScriptedServer(document({"ok": True})) as server:
        command = as_curl(account(server.base_url, headers=HEADERS[:2]), body_of(asks(TEXT)))
        environment = {"TEAHOUSE_API_KEY": KEY, "API_KEY": "very-secret-value", "HOME": "/", "PATH": "/usr/bin:/bin"}
        subprocess.run(["sh", "-c", command], env=environment, check=True, capture_output=True, timeout=60)
    (received,) = server.received
    assert received.body.decode() == body_of(asks(TEXT))
    assert received.headers["authorization"] == f"Bearer {KEY}"
    assert received.headers["x-team"] == HEADERS[0][1]
    assert received.headers["api-key"] == "very-secret-value"
