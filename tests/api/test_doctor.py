"""The connection doctor: which step failed, and that it says so once."""

from __future__ import annotations

import socket

import pytest

from desktop import api
from desktop.api import Step
from desktop.errors import (
    AddressWrong,
    CertificateRejected,
    ConnectionFailed,
    HostNotFound,
    KeyRejected,
    ModelNotFound,
    OnlyReasoning,
    PlainHttpRefused,
    ProxyFailed,
    QuotaExhausted,
    Redirected,
    TeahouseError,
)
from desktop.model.account import Proxy, ProxyMode
from tests.api.conftest import KEY, Switch, account
from tests.api.test_models import MODELS, PAGE, Site
from tests.fixtures.proxies import HttpProxy, SocksProxy
from tests.fixtures.scripted_server import (
    DONE,
    Certificate,
    Script,
    ScriptedServer,
    delta,
    document,
    response,
    streamed,
)

HI = streamed(delta("OK"), delta(finish="stop"), DONE)


def diagnose(base_url: str, switch: Switch, model: str = "a", **fields: object) -> list[Step]:
    return list(api.diagnose(account(base_url, **fields), api.Credentials(KEY, "proxy-pass"), switch, model))


def outcome(steps: list[Step]) -> tuple[list[str], type[TeahouseError] | None]:
    """Return the names of the steps, and the error of the last one; all others went well."""
    assert all(step.ok and step.error is None for step in steps[:-1])
    assert steps[-1].ok == (steps[-1].error is None)
    assert all(0 <= step.seconds < 20 for step in steps)
    return [step.name for step in steps], type(steps[-1].error) if steps[-1].error else None


def test_all_is_well(switch: Switch) -> None:
    with ScriptedServer(MODELS, HI) as server:
        steps = diagnose(server.base_url, switch)
    assert outcome(steps) == (["dns", "tcp", "address", "key", "models", "stream"], None)
    facts = {step.name: step.facts for step in steps}
    assert facts["tcp"] == {"peer": "127.0.0.1"}
    assert facts["models"] == {"count": 2, "offered": 1}
    assert facts["stream"]["model"] == "a"
    assert 0 <= float(facts["stream"]["first_token"] or -1) < 20
    assert server.received[1].document["max_tokens"] == 16


def test_without_a_model_there_is_no_stream(switch: Switch) -> None:
    with ScriptedServer(MODELS) as server:
        assert outcome(diagnose(server.base_url, switch, model=""))[0][-1] == "models"


@pytest.mark.parametrize("trusted", [True, False])
def test_tls(trusted: bool, switch: Switch, certificate: Certificate, monkeypatch: pytest.MonkeyPatch) -> None:
    if trusted:
        monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(certificate.certificate))
    with ScriptedServer(MODELS, HI, certificate=certificate) as server:
        found = outcome(diagnose(server.base_url, switch))
    if trusted:
        assert found == (["dns", "tcp", "tls", "address", "key", "models", "stream"], None)
    else:
        assert found == (["dns", "tcp", "tls"], CertificateRejected)


def test_no_such_host(switch: Switch) -> None:
    assert outcome(diagnose("https://teahouse.invalid/v1", switch)) == (["dns"], HostNotFound)


def test_nobody_listens(switch: Switch) -> None:
    assert outcome(diagnose(f"http://127.0.0.1:{free_port()}/v1", switch)) == (["dns", "tcp"], ConnectionFailed)


@pytest.mark.parametrize(("base_url", "kind"), [("http://a.test/v1", PlainHttpRefused), ("http://[::1", AddressWrong)])
def test_an_address_that_is_not_even_tried(base_url: str, kind: type[TeahouseError], switch: Switch) -> None:
    assert outcome(diagnose(base_url, switch)) == (["address"], kind)


@pytest.mark.parametrize("kind", [HttpProxy, SocksProxy])
@pytest.mark.parametrize("secure", [True, False])
def test_through_a_proxy(
    kind: type[HttpProxy | SocksProxy],
    secure: bool,
    switch: Switch,
    certificate: Certificate,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setenv("REQUESTS_CA_BUNDLE", str(certificate.certificate))
    with (
        ScriptedServer(MODELS, HI, certificate=certificate if secure else None) as server,
        kind(server.port, user="someone", password="proxy-pass") as proxy,
    ):
        address = proxy.address.replace("//", "//someone@")
        base_url = f"{'https' if secure else 'http'}://api.example.test/v1"
        way = {"proxy": Proxy(ProxyMode.MANUAL, address), "plain_http_allowed": True}
        steps = diagnose(base_url, switch, **way)
        tls = ["tls"] if secure else []
        assert outcome(steps) == (["dns", "tcp", "proxy", *tls, "address", "key", "models", "stream"], None)
        assert steps[2].facts == {"host": f"127.0.0.1:{proxy.port}"}
        way["proxy"] = Proxy(ProxyMode.MANUAL, address.replace("someone", "another"))
        steps = diagnose(base_url, switch, **way)
    assert outcome(steps)[1] is ProxyFailed
    assert outcome(steps)[0][-1] == "proxy"
    assert "proxy-pass" not in str(steps)


@pytest.mark.parametrize("scheme", ["http", "socks5h"])
def test_a_dead_proxy(scheme: str, switch: Switch) -> None:
    proxy = Proxy(ProxyMode.MANUAL, f"{scheme}://127.0.0.1:{free_port()}")
    names, kind = outcome(diagnose("https://api.example.test/v1", switch, proxy=proxy))
    assert (names[-1], kind) == ("proxy", ProxyFailed)


def test_a_wrong_address_with_a_suggestion(switch: Switch) -> None:
    with Site({"/v1/models": MODELS}, PAGE) as server:
        steps = diagnose(server.base_url.removesuffix("/v1"), switch)
    assert outcome(steps) == (["dns", "tcp", "address"], AddressWrong)
    assert steps[-1].error is not None
    assert steps[-1].error.suggestion == server.base_url


def test_a_redirect(switch: Switch) -> None:
    with ScriptedServer(response(status="301 Moved", headers="Location: https://a.test/\r\n")) as server:
        assert outcome(diagnose(server.base_url, switch)) == (["dns", "tcp", "address"], Redirected)


@pytest.mark.parametrize(
    ("answer", "kind"),
    [
        (document({"error": {"message": "无效的令牌"}}, "401 Unauthorized"), KeyRejected),
        (document({"error": {"message": "no", "code": "insufficient_user_quota"}}, "403 Forbidden"), QuotaExhausted),
    ],
)
def test_a_key_that_is_refused(answer: Script, kind: type[TeahouseError], switch: Switch) -> None:
    with ScriptedServer(answer) as server:
        assert outcome(diagnose(server.base_url, switch)) == (["dns", "tcp", "address", "key"], kind)


def test_a_server_without_a_list_can_still_stream(switch: Switch) -> None:
    with ScriptedServer(document({"error": "no list"}, "500 Internal Server Error"), HI) as server:
        steps = diagnose(server.base_url, switch)
    assert [(step.name, step.ok) for step in steps[-2:]] == [("models", False), ("stream", True)]


@pytest.mark.parametrize(
    ("answer", "kind"),
    [
        (document({"error": {"message": "x", "code": "model_not_found"}}, "503 No"), ModelNotFound),
        (streamed(delta(reasoning_content="Hm"), delta(finish="stop"), DONE), OnlyReasoning),
    ],
)
def test_a_stream_that_fails(answer: Script, kind: type[TeahouseError], switch: Switch) -> None:
    with ScriptedServer(MODELS, answer) as server:
        steps = diagnose(server.base_url, switch, model="other")
    assert outcome(steps)[1] is kind
    assert steps[-2].facts["offered"] == 0


def test_nothing_secret_is_told(switch: Switch) -> None:
    echo = document({"error": {"message": f"bad key {KEY} {KEY.removeprefix('sk-')}"}}, "401 Unauthorized")
    with ScriptedServer(echo) as server:
        steps = diagnose(server.base_url, switch)
    assert "canary" not in str(steps)


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as listener:
        port: int = listener.getsockname()[1]
        return port
