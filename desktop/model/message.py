"""A message: one node of a conversation's tree, made of parts."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from msgspec import Struct

from desktop.model.failure import Failure
from desktop.model.usage import Cost, Usage


class Role(StrEnum):
    SYSTEM = "system"
    USER = "user"
    ASSISTANT = "assistant"


class State(StrEnum):
    """How far a message got. Only `WRITING` ever changes into another."""

    WRITING = "writing"
    COMPLETE = "complete"
    LENGTH = "length"  # cut at the token limit
    INTERRUPTED = "interrupted"  # the connection, the server or the program ended early; what came is kept
    STOPPED = "stopped"  # by the user
    FAILED = "failed"  # nothing came


class TextPart(Struct, frozen=True):
    """What was said, as Markdown source."""

    text: str


class ReasoningPart(Struct, frozen=True):
    """What a model thought before it answered, and for how long."""

    text: str
    seconds: float | None = None


Part = TextPart | ReasoningPart


class Origin(Struct, frozen=True):
    """Which account and model wrote a message, as they were called at that time."""

    account_id: str
    account_name: str
    model: str  # as requested
    served_model: str | None = None  # as the server named it, where that differs


class Timing(Struct, frozen=True):
    """Seconds from the moment the request left."""

    total: float
    first_token: float | None = None


class Message(Struct, frozen=True):
    id: str
    conversation_id: str
    parent_id: str | None
    role: Role
    parts: tuple[Part, ...]
    created: datetime  # with time zone, UTC
    state: State = State.COMPLETE
    origin: Origin | None = None
    usage: Usage | None = None
    cost: Cost | None = None
    timing: Timing | None = None
    failure: Failure | None = None
    request_id: str | None = None
    deleted: datetime | None = None

    @property
    def text(self) -> str:
        return "".join(part.text for part in self.parts if isinstance(part, TextPart))

    @property
    def reasoning(self) -> str:
        return "".join(part.text for part in self.parts if isinstance(part, ReasoningPart))

    @property
    def reasoning_seconds(self) -> float | None:
        """Seconds spent reasoning, or None where nothing was measured."""
        parts = (part.seconds for part in self.parts if isinstance(part, ReasoningPart))
        known = [seconds for seconds in parts if seconds is not None]
        return sum(known) if known else None
