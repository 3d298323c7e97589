"""The shapes of an answer: DeepSeek's fields, as new-api passes them on."""

from __future__ import annotations

import json
import time
import uuid
from collections.abc import Iterator
from enum import Enum, auto
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from desktop.demo.tokens import tokens_of

FINGERPRINT = "fp_teahouse_demo"
DONE = b"data: [DONE]\n\n"

Fields = dict[str, Any]


class UsagePlace(Enum):
    """Where a stream tells its usage."""

    ALONE = auto()  # in a chunk without choices
    WITH_FINISH = auto()  # in the chunk that has the finish_reason
    NOWHERE = auto()


class Reply(Struct, frozen=True):
    """What is to be said. A model that reasons has `reasoning` other than None, and then names it in each chunk."""

    text: str
    reasoning: str | None = None
    finish: str = "stop"
    usage: UsagePlace = UsagePlace.ALONE
    model: str | None = None  # where it is not the one that was asked for

    @property
    def token_count(self) -> int:
        return len(tokens_of(self.reasoning or "")) + len(tokens_of(self.text))

    def within(self, max_tokens: int | None) -> Reply:
        """Return this reply cut off after `max_tokens` tokens, reasoning included, as DeepSeek counts."""
        reasoning, text = tokens_of(self.reasoning or ""), tokens_of(self.text)
        if max_tokens is None or len(reasoning) + len(text) <= max_tokens:
            return self
        return replace(
            self,
            reasoning=None if self.reasoning is None else "".join(reasoning[:max_tokens]),
            text="".join(text[: max(0, max_tokens - len(reasoning))]),
            finish="length",
        )


class Completion:
    """One answer's identity, and its bytes."""

    def __init__(self, model: str, *, prompt_tokens: int, cached_tokens: int) -> None:
        self._model = model
        self._prompt_tokens = prompt_tokens
        self._cached_tokens = cached_tokens
        self._id = str(uuid.uuid4())
        self._created = int(time.time())

    def frames(self, reply: Reply, *, usage: bool = True) -> Iterator[bytes]:
        """Yield the events of a stream, one by one, `[DONE]` last."""
        yield self.frame(reply, {"role": "assistant", "content": ""} | _reasoning(reply, first=True))
        for token in tokens_of(reply.reasoning or ""):
            yield self.frame(reply, {"content": None, "reasoning_content": token})
        for token in tokens_of(reply.text):
            yield self.frame(reply, {"content": token} | _reasoning(reply))
        usage = usage and reply.usage is not UsagePlace.NOWHERE
        in_finish = usage and reply.usage is UsagePlace.WITH_FINISH
        last = self.chunk(reply, {"content": ""} | _reasoning(reply), reply.finish)
        yield event(last | ({"usage": self.usage(reply)} if in_finish else {}))
        if usage and not in_finish:
            yield event(last | {"choices": [], "usage": self.usage(reply)})
        yield DONE

    def frame(self, reply: Reply, delta: Fields) -> bytes:
        return event(self.chunk(reply, delta))

    def chunk(self, reply: Reply, delta: Fields, finish: str | None = None) -> Fields:
        return {
            "id": self._id,
            "object": "chat.completion.chunk",
            "created": self._created,
            "model": reply.model or self._model,
            "system_fingerprint": FINGERPRINT,
            "choices": [{"index": 0, "delta": delta, "logprobs": None, "finish_reason": finish}],
        }

    def whole(self, reply: Reply) -> Fields:
        """Return the body of an answer that is not streamed."""
        message = {"role": "assistant", "content": reply.text}
        if reply.reasoning is not None:
            message["reasoning_content"] = reply.reasoning
        fields: Fields = {
            "id": self._id,
            "object": "chat.completion",
            "created": self._created,
            "model": reply.model or self._model,
            "choices": [{"index": 0, "message": message, "logprobs": None, "finish_reason": reply.finish}],
        }
        if reply.usage is not UsagePlace.NOWHERE:
            fields["usage"] = self.usage(reply)
        return fields | {"system_fingerprint": FINGERPRINT}

    def usage(self, reply: Reply) -> Fields:
        counts: Fields = {
            "prompt_tokens": self._prompt_tokens,
            "completion_tokens": reply.token_count,
            "total_tokens": self._prompt_tokens + reply.token_count,
            "prompt_tokens_details": {"cached_tokens": self._cached_tokens},
        }
        if reply.reasoning is not None:
            counts["completion_tokens_details"] = {"reasoning_tokens": len(tokens_of(reply.reasoning))}
        return counts | {
            "prompt_cache_hit_tokens": self._cached_tokens,
            "prompt_cache_miss_tokens": self._prompt_tokens - self._cached_tokens,
        }


def compact(fields: Fields) -> str:
    return json.dumps(fields, ensure_ascii=False, separators=(",", ":"))


def event(fields: Fields) -> bytes:
    return f"data: {compact(fields)}\n\n".encode("utf-8", "replace")


def _reasoning(reply: Reply, *, first: bool = False) -> Fields:
    """Return what only a model that reasons adds to a delta: nulls where it has nothing to say."""
    if reply.reasoning is None:
        return {}
    return {"content": None, "reasoning_content": ""} if first else {"reasoning_content": None}
