"""Chunks of a completion → text, reasoning, usage and the way it ended."""

from __future__ import annotations

from typing import Any

from desktop.api.think import ThinkSplitter
from desktop.api.unicode import PairJoiner
from desktop.api.usage import usage_in
from desktop.errors import (
    ConnectionLost,
    FilteredReply,
    OnlyReasoning,
    ReplyEmpty,
    ReplyIncomplete,
    TeahouseError,
    UpstreamExhausted,
)
from desktop.model.event import Ended, Event, ModelNamed, ReasoningDelta, TextDelta, UsageReported
from desktop.model.message import State
from desktop.model.usage import Usage

_AT_LIMIT = {"length", "max_tokens", "max_output_tokens", "model_length", "model_context_window_exceeded"}
_FILTERED = {"content_filter", "content-filter", "sensitive", "safety", "prohibited_content", "recitation", "blocklist"}
_BROKEN = {"error", "network_error", "abort", "aborted", "cancelled", "timeout"}


class CompletionReader:
    """Takes chunks, or one whole completion, of the model that was asked for."""

    def __init__(self, model: str) -> None:
        self._model = model
        self._think = ThinkSplitter()
        self._text_joiner = PairJoiner()
        self._reasoning_joiner = PairJoiner()
        self._usage: Usage | None = None
        self._reason: str | None = None
        self._is_document = False  # a single message came, where others send many deltas
        self._has_deltas = False
        self._has_text = False
        self._has_reasoning = False

    @property
    def is_finished(self) -> bool:
        """Whether the server has said that the reply is over; `[DONE]` does not say it, that comes after a cut too."""
        return self._reason is not None and self._reason.lower() not in _BROKEN

    def take(self, chunk: dict[str, Any]) -> list[Event]:
        """Return the events that `chunk` holds. This runs for each token."""
        found: list[Event] = []
        model = chunk.get("model")
        if model and model != self._model and isinstance(model, str):
            self._model = model
            found.append(ModelNamed(model))
        choices = chunk.get("choices")
        if choices and isinstance(choices, list) and isinstance(choices[0], dict):
            self._take_choice(choices[0], found)
        usage = usage_in(chunk)
        if usage is not None and usage != self._usage:
            self._usage = usage
            found.append(UsageReported(usage))
        return found

    def flush(self) -> list[Event]:
        """Return what was held back because it might have become a tag or a character."""
        found: list[Event] = []
        self._add_reasoning(self._reasoning_joiner.finish(), found)
        self._add_content(self._text_joiner.finish(), found)
        reasoning, text = self._think.finish()
        self._add_reasoning(reasoning, found)
        self._add_text(text, found)
        return found

    def ended(self, *, done: bool) -> Ended:
        """Return how the reply ended, or raise why it is no whole answer. `done`: the stream was closed properly."""
        reason = self._reason
        if reason is None and not self._is_document:
            raise self._unfinished(done=done)
        word = (reason or "").lower()
        if word in _FILTERED:
            raise FilteredReply(reason=reason)
        if word == "insufficient_system_resource":
            raise UpstreamExhausted(reason=reason)
        if word in _BROKEN:
            raise ReplyIncomplete(reason=reason)
        if word in _AT_LIMIT and (self._has_text or self._has_reasoning):
            return Ended(State.LENGTH, reason)
        if not self._has_text:
            raise OnlyReasoning(reason=reason) if self._has_reasoning else ReplyEmpty(reason=reason)
        return Ended(State.COMPLETE, reason)

    def _unfinished(self, *, done: bool) -> TeahouseError:
        if not done:
            return ConnectionLost()
        return ReplyIncomplete() if self._has_text or self._has_reasoning else ReplyEmpty()

    def _take_choice(self, choice: dict[str, Any], found: list[Event]) -> None:
        delta = choice.get("delta")
        if delta is None and not self._has_deltas and isinstance(choice.get("message"), dict):
            self._is_document = not self._has_text and not self._has_reasoning
            self._take_delta(choice["message"], found)
        elif isinstance(delta, dict):
            self._has_deltas = True
            self._take_delta(delta, found)
        reason = choice.get("finish_reason")
        if reason and isinstance(reason, str) and reason != "null":
            self._reason = reason

    def _take_delta(self, delta: dict[str, Any], found: list[Event]) -> None:
        reasoning = delta.get("reasoning_content") or delta.get("reasoning")
        if reasoning:
            self._think.settle()
            self._add_reasoning(self._reasoning_joiner.take(_string(reasoning)), found)
        content = delta.get("content") or delta.get("refusal")
        if not content:
            return
        if isinstance(content, str):
            self._add_content(self._text_joiner.take(content), found)
        elif isinstance(content, list):
            self._take_parts(content, found)

    def _take_parts(self, parts: list[Any], found: list[Event]) -> None:
        """Content as a list of parts (Mistral): `{"type": "text"}` and `{"type": "thinking"}`."""
        for part in parts:
            if isinstance(part, dict) and part.get("thinking"):
                self._think.settle()
                self._add_reasoning(self._reasoning_joiner.take(_string(part["thinking"])), found)
            else:
                text = part.get("text") if isinstance(part, dict) else part
                self._add_content(self._text_joiner.take(_string(text)), found)

    def _add_content(self, content: str, found: list[Event]) -> None:
        if self._think.is_settled:
            self._add_text(content, found)
        elif content:
            reasoning, text = self._think.take(content)
            self._add_reasoning(reasoning, found)
            self._add_text(text, found)

    def _add_text(self, text: str, found: list[Event]) -> None:
        if text:
            self._has_text = self._has_text or not text.isspace()
            found.append(TextDelta(text))

    def _add_reasoning(self, text: str, found: list[Event]) -> None:
        if text:
            self._has_reasoning = True
            found.append(ReasoningDelta(text))


def _string(value: object) -> str:
    if isinstance(value, str):
        return value
    if isinstance(value, list):
        return "".join(_string(part.get("text") if isinstance(part, dict) else part) for part in value)
    return ""
