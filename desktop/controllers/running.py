"""A reply that is on its way: what has come of it, what of that is not shown yet, and what it is waiting for."""

from __future__ import annotations

from collections.abc import Callable

from msgspec import Struct

from desktop.controllers.recording import Recording
from desktop.jobs import Job
from desktop.model.account import Account, ReasoningPolicy
from desktop.model.event import Event, ReasoningDelta, ReasoningPolicyLearned, RequestSent, RetryScheduled, TextDelta

_STALL = 3.0  # seconds without anything new before that is said


class Waiting(Struct, frozen=True):
    """Why nothing can be seen of a reply yet, or nothing more."""

    seconds: float  # since the request left; where it fell silent in the middle, since it did
    retry_in: float | None = None  # until the next try, where one is coming
    kind: str | None = None  # the name in `desktop.errors` of what made it necessary
    silent: bool = False  # in the middle of its text


class Running:
    """Fed with the events of its job. `request_sent` and `policy_learned` are called with what they are named after."""

    def __init__(
        self,
        recording: Recording,
        account: Account,
        job: Job,
        *,
        request_sent: Callable[[str], None],
        policy_learned: Callable[[ReasoningPolicy], None],
        clock: Callable[[], float],
    ) -> None:
        self.recording = recording
        self.account = account
        self.job = job
        self._request_sent = request_sent
        self._policy_learned = policy_learned
        self._clock = clock
        self._started = self._heard = clock()
        self._reasoning: list[str] = []  # what came since the last frame
        self._text: list[str] = []
        self._retry_at: float | None = None
        self._retry_kind: str | None = None

    @property
    def conversation_id(self) -> str:
        return self.recording.message.conversation_id

    def take(self, events: list[Event]) -> bool:
        """Take in what came; return whether what is waited for has changed."""
        self._heard = self._clock()
        turns = [self._take(event) for event in events]
        return any(turns)

    def _take(self, event: Event) -> bool:
        self.recording.take(event)
        match event:
            case TextDelta(text):
                self._text.append(text)
            case ReasoningDelta(text):
                self._reasoning.append(text)
            case RequestSent(body):
                self._request_sent(body)
                was_retry, self._retry_at = self._retry_at is not None, None
                return was_retry
            case RetryScheduled(_, delay, kind):
                self._retry_at, self._retry_kind = self._clock() + delay, kind
                return True
            case ReasoningPolicyLearned(policy):
                self._policy_learned(policy)
        return False

    @property
    def has_unshown(self) -> bool:
        return bool(self._text or self._reasoning)

    def take_unshown(self) -> tuple[str, str]:
        """Return reasoning and text that came since this was asked last."""
        reasoning, text = "".join(self._reasoning), "".join(self._text)
        self._reasoning.clear()
        self._text.clear()
        return reasoning, text

    def waiting(self) -> Waiting | None:
        """Return what there is to say about the silence; None while words are coming."""
        now = self._clock()
        if self.recording.reply.has_content:
            silence = now - self._heard
            return Waiting(silence, silent=True) if silence >= _STALL else None
        retry_in = None if self._retry_at is None else max(0.0, self._retry_at - now)
        return Waiting(now - self._started, retry_in, self._retry_kind)
