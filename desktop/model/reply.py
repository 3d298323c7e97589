"""A reply: an assistant message being written. Collects a stream's events; knows no network and no clock."""

from __future__ import annotations

from msgspec import Struct, field

from desktop.model.event import (
    Ended,
    Event,
    ModelNamed,
    Opened,
    ReasoningDelta,
    TextDelta,
    UsageReported,
)
from desktop.model.message import Part, ReasoningPart, State, TextPart, Timing
from desktop.model.usage import Usage


class Reply(Struct):
    """Times are seconds on the caller's monotonic clock; `started` is when the request left."""

    started: float
    usage: Usage | None = None
    served_model: str | None = None
    request_id: str | None = None
    ended: Ended | None = None
    _text: list[str] = field(default_factory=list)
    _reasoning: list[str] = field(default_factory=list)
    _first_token: float | None = None
    _reasoning_since: float | None = None
    _reasoning_until: float | None = None

    def take(self, event: Event, now: float) -> None:
        match event:
            case TextDelta(text):
                self._mark(now)
                if self._reasoning_since is not None and not self._text:
                    self._reasoning_until = now
                self._text.append(text)
            case ReasoningDelta(text):
                self._mark(now)
                self._reasoning_since = self._reasoning_since or now
                self._reasoning_until = now
                self._reasoning.append(text)
            case UsageReported(usage):
                self.usage = usage
            case ModelNamed(model):
                self.served_model = model
            case Opened(request_id):
                self.request_id = request_id or self.request_id
            case Ended():
                self.ended = event
            case _:
                pass

    @property
    def has_content(self) -> bool:
        return bool(self._text or self._reasoning)

    @property
    def has_text(self) -> bool:
        return bool(self._text)

    def reasoning_seconds(self, now: float) -> float | None:
        """Seconds of reasoning so far; stands still once the answer has begun."""
        if self._reasoning_since is None:
            return None
        until = self._reasoning_until if self._text or self.ended else now
        return (until or now) - self._reasoning_since

    def parts(self, now: float) -> tuple[Part, ...]:
        parts: list[Part] = []
        if self._reasoning:
            parts.append(ReasoningPart("".join(self._reasoning), self.reasoning_seconds(now)))
        if self._text:
            parts.append(TextPart("".join(self._text)))
        return tuple(parts)

    def timing(self, now: float) -> Timing:
        first = None if self._first_token is None else self._first_token - self.started
        return Timing(total=now - self.started, first_token=first)

    def state_when_cut(self, *, stopped: bool) -> State:
        """Return what a reply that did not end by itself is saved as."""
        if stopped:
            return State.STOPPED
        return State.INTERRUPTED if self.has_content else State.FAILED

    def _mark(self, now: float) -> None:
        if self._first_token is None:
            self._first_token = now
