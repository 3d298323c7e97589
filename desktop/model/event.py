"""The typed events of a reply's stream, in the order in which they may come."""

from __future__ import annotations

from dataclasses import dataclass

from desktop.model.account import ReasoningPolicy
from desktop.model.message import State
from desktop.model.usage import Usage


@dataclass(frozen=True, slots=True)
class RequestSent:
    """The exact body that left, as JSON text, for the request inspector. Holds no key. Comes with each try."""

    body: str


@dataclass(frozen=True, slots=True)
class RetryScheduled:
    """Retry `attempt` (the first is 1) follows in `delay` seconds, because of `kind` (a name in `desktop.errors`)."""

    attempt: int
    delay: float
    kind: str


@dataclass(frozen=True, slots=True)
class Opened:
    """The server has answered with headers."""

    request_id: str | None = None


@dataclass(frozen=True, slots=True)
class ReasoningDelta:
    text: str


@dataclass(frozen=True, slots=True)
class TextDelta:
    text: str


@dataclass(frozen=True, slots=True)
class ModelNamed:
    """The server answered as another model than the one asked for."""

    model: str


@dataclass(frozen=True, slots=True)
class UsageReported:
    """The last one counts."""

    usage: Usage


@dataclass(frozen=True, slots=True)
class ReasoningPolicyLearned:
    """The server refused the account's policy and accepted this one: the account should have it from now on."""

    policy: ReasoningPolicy


@dataclass(frozen=True, slots=True)
class Ended:
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
