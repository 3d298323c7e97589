"""What is asked of a model, and the exact bytes that say it."""

from __future__ import annotations

import json
from collections.abc import Sequence

from msgspec import Struct, field

from desktop.api.unicode import without_surrogates
from desktop.model.account import Account, ReasoningPolicy
from desktop.model.message import Message, Role, State
from desktop.model.parameters import Parameters, ignored_by

_SAMPLING = ("temperature", "top_p", "max_tokens")


class SentMessage(Struct, frozen=True):
    role: Role
    content: str
    reasoning: str = ""


class ChatRequest(Struct, frozen=True):
    """`reasoning_policy` decides whether the messages' reasoning is part of the body."""

    model: str
    messages: tuple[SentMessage, ...]
    parameters: Parameters = field(default_factory=Parameters)
    reasoning_policy: ReasoningPolicy = ReasoningPolicy.NEVER

    @property
    def streams(self) -> bool:
        return self.parameters.stream is not False


def build_request(branch: Sequence[Message], model: str, parameters: Parameters, account: Account) -> ChatRequest:
    """Return the request that continues `branch`, with the system prompt first.

    The messages of one turn are an exact prefix of the next turn's, so that the provider's cache hits: nothing here
    depends on the time, on the length, or on what comes later. A message without text (an answer that failed) is left
    out; the person's words before it stay.
    """
    messages = [
        SentMessage(message.role, message.text, message.reasoning)
        for message in branch
        if message.text.strip() and message.state is not State.WRITING
    ]
    if parameters.system_prompt and parameters.system_prompt.strip():
        messages.insert(0, SentMessage(Role.SYSTEM, parameters.system_prompt))
    return ChatRequest(model, tuple(messages), parameters, account.reasoning_policy)


def body_of(request: ChatRequest) -> str:
    """Return the JSON text that is sent, encoded as UTF-8; the same request gives the same text."""
    body: dict[str, object] = {
        "model": request.model,
        "messages": [_record(message, request.reasoning_policy) for message in request.messages],
        "stream": request.streams,
    }
    if request.streams:
        body["stream_options"] = {"include_usage": True}
    ignored = ignored_by(request.model)
    for name in _SAMPLING:
        value = getattr(request.parameters, name)
        if value is not None and name not in ignored:
            body[name] = value
    return json.dumps(body, ensure_ascii=False, separators=(",", ":"))


def _record(message: SentMessage, policy: ReasoningPolicy) -> dict[str, str]:
    record = {"role": message.role.value, "content": without_surrogates(message.content)}
    # AFTER_TOOL_CALLS sends nothing yet: no message has tool calls.
    if policy is ReasoningPolicy.ALWAYS and message.role is Role.ASSISTANT:
        record["reasoning_content"] = without_surrogates(message.reasoning)
    return record
