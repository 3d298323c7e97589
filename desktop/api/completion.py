"""Chunks of a completion → text, reasoning, usage and the way it ended."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
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

_AT_LIMIT = {"length", "max_tokens", "max_output_tokens", "model_length"}
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
        self._is_document = False
        self._has_text = False
        self._has_reasoning = False

    @property
    def is_finished(self) -> bool:
        """Whether the server has said how the reply ended; `[DONE]` alone does not, it comes after a cut too."""
        return self._reason is not None

    def take(self, chunk: Mapping[str, Any]) -> Iterator[Event]:
        model = chunk.get("model")
        if model and model != self._model and isinstance(model, str):
            self._model = model
            yield ModelNamed(model)
        choices = chunk.get("choices")
        choice = choices[0] if isinstance(choices, list) and choices else None
        if isinstance(choice, dict):
            delta = choice.get("delta")
            if not delta and isinstance(choice.get("message"), dict):
                delta = choice["message"]
                self._is_document = True
            if isinstance(delta, dict):
                yield from self._delta(delta)
            reason = choice.get("finish_reason")
            if isinstance(reason, str) and reason not in {"", "null"}:
                self._reason = reason
        usage = usage_in(chunk)
        if usage is not None and usage != self._usage:
            self._usage = usage
            yield UsageReported(usage)

    def flush(self) -> Iterator[Event]:
        """Yield what was held back because it might have become a tag or a character."""
        yield from self._reasoning(self._reasoning_joiner.finish())
        content = self._text_joiner.finish()
        reasoning, text = self._think.take(content) if content else ("", "")
        yield from self._reasoning(reasoning)
        yield from self._text(text)
        reasoning, text = self._think.finish()
        yield from self._reasoning(reasoning)
        yield from self._text(text)

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

    def _delta(self, delta: Mapping[str, Any]) -> Iterator[Event]:
        reasoning = delta.get("reasoning_content") or delta.get("reasoning")
        if reasoning:
            self._think.settle()
            yield from self._reasoning(self._reasoning_joiner.take(_string(reasoning)))
        content = delta.get("content") or delta.get("refusal")
        if not content:
            return
        if isinstance(content, list):
            yield from self._parts(content)
            return
        yield from self._content(self._text_joiner.take(_string(content)))

    def _content(self, content: str) -> Iterator[Event]:
        if self._think.is_settled:
            yield from self._text(content)
            return
        reasoning, text = self._think.take(content)
        yield from self._reasoning(reasoning)
        yield from self._text(text)

    def _parts(self, parts: list[Any]) -> Iterator[Event]:
        """Content as a list of parts (Mistral): `{"type": "text"}` and `{"type": "thinking"}`."""
        for part in parts:
            if isinstance(part, str):
                yield from self._content(self._text_joiner.take(part))
            elif isinstance(part, dict) and part.get("thinking"):
                self._think.settle()
                yield from self._reasoning(self._reasoning_joiner.take(_string(part["thinking"])))
            elif isinstance(part, dict):
                yield from self._content(self._text_joiner.take(_string(part.get("text"))))

    def _text(self, text: str) -> Iterator[Event]:
        if text:
            self._has_text = self._has_text or not text.isspace()
            yield TextDelta(text)

    def _reasoning(self, text: str) -> Iterator[Event]:
        if text:
            self._has_reasoning = True
            yield ReasoningDelta(text)


def _string(value: object) -> str:
    if isinstance(value, str):
        return value
    if isinstance(value, list):
        return "".join(_string(part.get("text") if isinstance(part, dict) else part) for part in value)
    return ""
