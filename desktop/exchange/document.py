"""What an export is made of, and what all formats ask of it."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import UTC, datetime

from msgspec import Struct

from desktop.i18n import mark, tr
from desktop.model.conversation import Conversation
from desktop.model.folder import Folder
from desktop.model.message import Message, Origin, Role, State
from desktop.model.tree import branch


class Document(Struct, frozen=True):
    """A conversation and all its messages by id, as `Messages.of` gives them; and the folder that it is in."""

    conversation: Conversation
    messages: Mapping[str, Message]
    folder: Folder | None = None

    @property
    def title(self) -> str:
        """On one line, never empty."""
        return " ".join(self.conversation.title.split()) or tr("Untitled")

    @property
    def branch(self) -> list[Message]:
        """The messages that are shown, from the root to the head."""
        return branch(self.messages, self.conversation.head_id)

    @property
    def origin(self) -> Origin | None:
        """Who wrote the last answer of the branch."""
        return next((message.origin for message in reversed(self.branch) if message.origin is not None), None)

    @property
    def model(self) -> str | None:
        return self.origin.model if self.origin else self.conversation.model

    @property
    def account_name(self) -> str | None:
        return self.origin.account_name if self.origin else None


def author(message: Message) -> str:
    """Return the name that stands over a message: a model's own, else what the role is called."""
    if message.origin is not None:
        return message.origin.served_model or message.origin.model
    return {Role.USER: tr("You"), Role.SYSTEM: tr("System prompt"), Role.ASSISTANT: tr("Assistant")}[message.role]


REMARKS = {
    State.WRITING: mark("This answer is still being written."),
    State.LENGTH: mark("This answer was cut off at its length limit."),
    State.INTERRUPTED: mark("This answer was interrupted."),
    State.STOPPED: mark("This answer was stopped."),
    State.FAILED: mark("No answer came."),
}


def remark(message: Message) -> str | None:
    """Return a sentence about a message that is not complete, with the server's own words; None for a complete one."""
    said = message.failure.facts.get("message") if message.failure else None
    sentence = tr(REMARKS[message.state]) if message.state in REMARKS else None
    if sentence and said:
        return f"{sentence} ({' '.join(str(said).split())})"
    return sentence


def reasoning_title(message: Message) -> str:
    seconds = message.reasoning_seconds
    return tr("Reasoning") if seconds is None else tr("Reasoning ({seconds} s)", seconds=f"{seconds:.1f}")


def iso(moment: datetime) -> str:
    """Return `moment` in UTC to the millisecond: "2026-11-22T23:18:05.120Z"."""
    return moment.astimezone(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z")


def readable(moment: datetime) -> str:
    return moment.astimezone(UTC).strftime("%Y-%m-%d %H:%M:%S UTC")
