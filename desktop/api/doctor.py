"""The connection doctor: one real request for the models and one short stream, told step by step."""

from __future__ import annotations

import time
from collections.abc import Generator, Iterator, Mapping

from msgspec import Struct, field
from msgspec.structs import replace

from desktop.api.chat import stream
from desktop.api.control import Cancelled, Control
from desktop.api.credentials import Credentials
from desktop.api.models import names_in, suggest_address
from desktop.api.request import ChatRequest, SentMessage
from desktop.api.transport import Client
from desktop.errors import (
    AccessDenied,
    AddressWrong,
    ApiError,
    Fact,
    HeaderInvalid,
    KeyInvalid,
    KeyMissing,
    ProxyFailed,
    QuotaExhausted,
    Redirected,
    TeahouseError,
)
from desktop.model.account import Account
from desktop.model.event import ReasoningDelta, TextDelta
from desktop.model.message import Role
from desktop.model.parameters import Parameters

_SILENCE = 30.0  # seconds
_QUESTION = ChatRequest("", (SentMessage(Role.USER, "Say OK."),), Parameters(max_tokens=16))


class Step(Struct, frozen=True):
    """`name` is one of dns, tcp, proxy, tls, address, key, models, stream. Facts and error hold no secret.

    Facts: tcp `peer`; proxy `host`; key `present` (1 or 0); models `count`, and `offered` (1 or 0) for the model that
    was asked about; stream `model` and `first_token` (seconds).
    """

    name: str
    ok: bool
    seconds: float
    error: TeahouseError | None = None
    facts: Mapping[str, Fact] = field(default_factory=dict)


def diagnose(account: Account, credentials: Credentials, control: Control, model: str) -> Iterator[Step]:
    """Yield each step as it is known, the last one being the one that failed, if the steps after it depend on it.

    The stream asks `model` for a few tokens, which costs next to nothing; without a model it is left out.
    Ends early and quietly when `control` is cancelled.
    """
    try:
        going_on = yield from _connection(account, credentials, control, model)
        if going_on and model:
            yield _short_stream(account, credentials, control, model)
    except Cancelled:
        return


def _connection(
    account: Account, credentials: Credentials, control: Control, model: str
) -> Generator[Step, None, bool]:
    """Ask for the models and tell the steps of that; return whether a stream is worth trying."""
    started = time.monotonic()
    error: ApiError | None = None
    names: list[str] = []
    with Client(account, credentials, control) as client:
        try:
            answer = client.send("GET", "/models", silence=_SILENCE)
            names = names_in(answer.body(), answer.headers, client.asked("/models"))
        except ApiError as failure:
            error = client.hidden(failure)
        answered = time.monotonic()
        if not (yield from _way(client, started, error)):
            return False
        waited = answered - max(client.line.moments.values())
    if isinstance(error, AddressWrong):
        suggest_address(error, account, credentials, control)
        if error.suggestion or isinstance(error, Redirected) or error.status == 200:
            yield Step("address", ok=False, seconds=waited, error=error)
            return False
    yield Step("address", ok=True, seconds=waited)
    if isinstance(error, KeyMissing | KeyInvalid | QuotaExhausted | AccessDenied):
        yield Step("key", ok=False, seconds=0.0, error=error)
        return False
    yield Step("key", ok=True, seconds=0.0, facts={"present": int(credentials.key is not None)})
    facts: dict[str, Fact] = {} if error else {"count": len(names), "offered": int(model in names)}
    yield Step("models", ok=error is None, seconds=0.0, error=error, facts=facts)
    return True


def _way(client: Client, started: float, error: ApiError | None) -> Generator[Step, None, bool]:
    """Tell how the connection came about and return whether it did; the first step without a moment failed."""
    moments = client.line.moments
    if not moments and isinstance(error, AddressWrong | HeaderInvalid):
        yield Step("address", ok=False, seconds=0.0, error=error)
        return False
    facts: dict[str, dict[str, Fact]] = {"tcp": {"peer": client.line.peer}, "proxy": {"host": client.proxy_host}}
    for name in client.way:
        refused = name == "proxy" and isinstance(error, ProxyFailed)
        if refused or name not in moments:
            failed = "proxy" if isinstance(error, ProxyFailed) else name
            yield Step(failed, ok=False, seconds=time.monotonic() - started, error=error)
            return False
        yield Step(name, ok=True, seconds=max(moments[name] - started, 0.0), facts=facts.get(name, {}))
        started = moments[name]
    return True


def _short_stream(account: Account, credentials: Credentials, control: Control, model: str) -> Step:
    started = time.monotonic()
    facts: dict[str, Fact] = {"model": model}
    error: TeahouseError | None = None
    try:
        for event in stream(replace(_QUESTION, model=model), account, credentials, control):
            if isinstance(event, TextDelta | ReasoningDelta):
                facts.setdefault("first_token", time.monotonic() - started)
    except TeahouseError as failure:
        error = failure
    if control.cancelled:
        raise Cancelled
    return Step("stream", error is None, time.monotonic() - started, error, facts)
