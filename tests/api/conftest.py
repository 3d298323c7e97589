"""Accounts on scripted servers, and the switch that cancels."""

from __future__ import annotations

import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from hypothesis import HealthCheck, settings

from desktop import api
from desktop.api import ChatRequest, Control, SentMessage
from desktop.errors import TeahouseError
from desktop.model.account import Account
from desktop.model.event import Event
from desktop.model.message import Role
from tests.fixtures.scripted_server import Certificate

# Other work on the machine is no failure of what is tested.
settings.register_profile("patient", deadline=None, suppress_health_check=[HealthCheck.too_slow])
settings.load_profile("patient")

PROJECT = Path(__file__).resolve().parents[2]
KEY = "sk-canary-0123456789"


class Switch:
    """A Control that a test throws."""

    def __init__(self) -> None:
        self._thrown = threading.Event()
        self._wakers: list[Callable[[], None]] = []
        self.waits: list[float] = []

    @property
    def cancelled(self) -> bool:
        return self._thrown.is_set()

    def on_cancel(self, wake: Callable[[], None]) -> None:
        self._wakers.append(wake)

    def wait(self, seconds: float) -> bool:
        """Note how long was to be waited, and do not."""
        self.waits.append(seconds)
        return self.cancelled

    def cancel(self) -> None:
        self._thrown.set()
        for wake in self._wakers:
            wake()


@pytest.fixture
def switch() -> Switch:
    return Switch()


@pytest.fixture(scope="session")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Certificate:
    return Certificate.made_in(tmp_path_factory.mktemp("tls"))


@pytest.fixture(autouse=True)
def _no_proxies(monkeypatch: pytest.MonkeyPatch) -> None:
    """The machine's own proxies and certificates play no part."""
    for name in ("http_proxy", "https_proxy", "all_proxy", "no_proxy"):
        monkeypatch.delenv(name, raising=False)
        monkeypatch.delenv(name.upper(), raising=False)
    monkeypatch.delenv("REQUESTS_CA_BUNDLE", raising=False)
    monkeypatch.delenv("CURL_CA_BUNDLE", raising=False)


@pytest.fixture
def netrc(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A ~/.netrc with a password for loopback."""
    place = tmp_path / "netrc"
    place.write_text("machine 127.0.0.1 login someone password theirs\n")
    place.chmod(0o600)
    monkeypatch.setenv("NETRC", str(place))
    return place


def account(base_url: str, **fields: object) -> Account:
    return Account("id", "Test", base_url, **{"timeout": 20.0, **fields})  # type: ignore[arg-type]


def asks(text: str = "Hello", **fields: object) -> ChatRequest:
    return ChatRequest("m", (SentMessage(Role.USER, text),), **fields)  # type: ignore[arg-type]


def read_all(
    base_url: str,
    control: Control,
    request: ChatRequest | None = None,
    credentials: api.Credentials | None = None,
    **fields: object,
) -> tuple[list[Event], TeahouseError | None]:
    """Stream from an account on `base_url`; return the events, and the error that they ended with."""
    found: list[Event] = []
    credentials = credentials or api.Credentials(KEY)
    try:
        for event in api.stream(request or asks(), account(base_url, **fields), credentials, control):
            found.append(event)  # noqa: PERF402 - what came before an error counts
    except TeahouseError as error:
        return found, error
    return found, None
