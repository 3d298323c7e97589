"""One conversation with everything in it."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from decimal import Decimal

from msgspec.structs import replace

from desktop.exchange.document import Document
from desktop.model.conversation import Conversation
from desktop.model.failure import Failure
from desktop.model.message import Message, Origin, Part, ReasoningPart, Role, State, TextPart, Timing
from desktop.model.parameters import Parameters
from desktop.model.usage import Cost, Usage

START = datetime(2026, 11, 22, 10, 30, 5, 120_000, tzinfo=UTC)
ORIGIN = Origin("account-1", "The gateway", "deepseek-chat")
ANSWER = "Here:\n\n```python\nprint('茶  ')\n```\n\n$$\\frac{a}{b}$$ and \\(x^2\\)\ttab \u00a0end"


def message(name: str, parent: str | None, role: Role, *parts: Part, **facts: object) -> Message:
    base = Message(name, "conversation-1", parent, role, parts, START + timedelta(seconds=int(name)))
    return replace(base, **facts)  # type: ignore[arg-type]


def document(title: str = "Tea & <b>time</b>", *messages: Message, conversation_id: str = "conversation-1") -> Document:
    """Without `messages`: a question, two answers to it, and a stopped one below the second."""
    messages = messages or (
        message("1", None, Role.USER, TextPart("What is tea?\n\n# Not a heading of ours")),
        message("2", "1", Role.ASSISTANT, TextPart("First try"), origin=ORIGIN, state=State.LENGTH),
        message(
            "3",
            "1",
            Role.ASSISTANT,
            ReasoningPart("Let me see </details> … ```", 3.25),
            TextPart(ANSWER),
            origin=replace(ORIGIN, served_model="deepseek-v3"),
            usage=Usage(12, 34, cached=4, reasoning=5),
            cost=Cost(Decimal("0.000123400"), "USD"),
            timing=Timing(4.5, 0.5),
            request_id="r-1",
        ),
        message("4", "3", Role.USER, TextPart("More, please")),
        message(
            "5",
            "4",
            Role.ASSISTANT,
            TextPart("~~~~js\nopen("),
            origin=ORIGIN,
            state=State.INTERRUPTED,
            failure=Failure("ServerFailed", {"status": 500, "message": "upstream\nbroke"}),
        ),
        message("6", "5", Role.USER, TextPart("Again")),
    )
    conversation = Conversation(
        conversation_id,
        title,
        START,
        START + timedelta(minutes=1),
        head_id=messages[-1].id,
        account_id="account-1",
        model="deepseek-chat",
        parameters=Parameters(system_prompt="Be brief", temperature=0.5),
    )
    return Document(conversation, {message.id: message for message in messages})
