"""The typed events of a reply's stream, in the order in which they may come."""

from __future__ import annotations

from msgspec import Struct

from desktop.model.account import ReasoningPolicy
from desktop.model.message import State
from desktop.model.usage import Usage


class RequestSent(Struct, frozen=True):
    """The exact body that left, as JSON text, for the request inspector. Holds no key. Comes with each try."""

    body: str


class RetryScheduled(Struct, frozen=True):
    """Retry `attempt` (the first is 1) follows in `delay` seconds, because of `kind` (a name in `desktop.errors`)."""

    attempt: int
    delay: float
    kind: str


class Opened(Struct, frozen=True):
    """The server has answered with headers."""

    request_id: str | None = None


class ReasoningDelta(Struct, frozen=True):
    text: str


class TextDelta(Struct, frozen=True):
    text: str


class ModelNamed(Struct, frozen=True):
    """The server answered as another model than the one asked for."""

    model: str


class UsageReported(Struct, frozen=True):
    """The last one counts."""

    usage: Usage


class ReasoningPolicyLearned(Struct, frozen=True):
    """The server refused the account's policy and accepted this one: the account should have it from now on."""

    policy: ReasoningPolicy


class Ended(Struct, frozen=True):
    """The stream ended by itself, and how. `reason` is the server's own word (finish_reason), or None."""

    state: State
    reason: str | None = None


Event = (
    RequestSent
    | RetryScheduled
    | Opened
    | ReasoningDelta
    | TextDelta
    | ModelNamed
    | UsageReported
    | ReasoningPolicyLearned
    | Ended
)
