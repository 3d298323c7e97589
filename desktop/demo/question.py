"""What was asked of `POST /v1/chat/completions`."""

from __future__ import annotations

import hashlib
import json
from typing import Any

from msgspec import Struct

from desktop.demo.tokens import tokens_of

TITLE_REQUEST = "title for this conversation"

Message = dict[str, Any]


class QuestionError(ValueError):
    """The body is not a question; the words are the gateway's."""


class Question(Struct, frozen=True):
    """`fields` is the whole body, for what has no name here."""

    model: str
    messages: tuple[Message, ...]
    stream: bool
    wants_usage: bool  # only an explicit false drops the usage chunk
    max_tokens: int | None
    fields: dict[str, Any]

    @classmethod
    def read(cls, body: bytes) -> Question:
        """Raises `QuestionError`."""
        try:
            fields = json.loads(body)
        except ValueError as error:
            raise QuestionError(f"invalid JSON: {error}") from None
        if not isinstance(fields, dict) or not isinstance(model := fields.get("model"), str) or not model:
            raise QuestionError("Model name not specified, model name is required")
        messages = fields.get("messages")
        if not isinstance(messages, list) or not messages:
            raise QuestionError("field messages is required")
        if not all(isinstance(message, dict) and isinstance(message.get("role"), str) for message in messages):
            raise QuestionError("each message needs a role")
        options = fields.get("stream_options")
        wants_usage = not isinstance(options, dict) or options.get("include_usage") is not False
        max_tokens = fields.get("max_tokens", fields.get("max_completion_tokens"))
        if not isinstance(max_tokens, int | None):
            raise QuestionError("field max_tokens must be a whole number")
        return cls(model, tuple(messages), fields.get("stream") is True, wants_usage, max_tokens, fields)

    @property
    def prompt(self) -> str:
        """The last words of the person."""
        asked = [text_of(message) for message in self.messages if message["role"] == "user"]
        return asked[-1] if asked else ""

    @property
    def asks_for_title(self) -> bool:
        return any(
            TITLE_REQUEST in text_of(message).lower()
            for message in (self.messages[0], self.messages[-1])
            if message["role"] in {"system", "user"}
        )

    def tokens(self) -> list[str]:
        """Return the messages as the model would read them."""
        return [token for message in self.messages for token in (f"<{message['role']}>", *tokens_of(text_of(message)))]


def text_of(message: Message) -> str:
    """Return the text of a message; what is not text stands in it as a mark that is the same for the same content."""
    content = message.get("content")
    if isinstance(content, str):
        return content
    parts = content if isinstance(content, list) else []
    return "\n".join(_part_text(part) for part in parts)


def _part_text(part: object) -> str:
    if isinstance(part, dict) and isinstance(text := part.get("text"), str):
        return text
    return f"<{hashlib.sha256(json.dumps(part).encode()).hexdigest()[:8]}>"
