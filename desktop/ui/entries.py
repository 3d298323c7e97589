"""A conversation's branch as the transcript shows it: captions, siblings, details, and what can be done."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

from desktop.model.message import Message, Role, State
from desktop.model.tree import siblings
from desktop.ui import figures
from desktop.ui.transcript.entry import Entry

_UNFINISHED = (State.INTERRUPTED, State.STOPPED, State.FAILED)


def entry_of(message: Message, messages: Mapping[str, Message], *, with_details: bool, today: date) -> Entry:
    """Return the entry of `message`, one of `messages`, all those of its conversation."""
    versions = shown_siblings(messages, message)
    return Entry(
        message=message,
        siblings=(versions.index(message.id), len(versions)),
        caption=_caption(message, today),
        details=figures.details(message) if with_details else "",
        actions=_actions(message),
    )


def shown_siblings(messages: Mapping[str, Message], message: Message) -> list[str]:
    """Return the ids of the versions of `message`; those without a word are none, unless on the screen."""
    known = {**messages, message.id: message}
    return [each.id for each in siblings(known.values(), message) if each.parts or each.id == message.id]


def _caption(message: Message, today: date) -> str:
    when = figures.moment(message.created, today)
    if message.role is not Role.ASSISTANT or message.origin is None:
        return when
    return f"{message.origin.served_model or message.origin.model} · {when}"


def _actions(message: Message) -> tuple[str, ...]:
    if message.state is State.WRITING:
        return ()
    if message.role is Role.USER:
        return ("copy", "edit", "delete")
    actions = ["copy"] if message.parts else []
    actions.append("retry" if message.state in _UNFINISHED else "regenerate")
    if message.state is State.LENGTH or (message.state in _UNFINISHED and message.text):
        actions.append("continue")
    if message.usage is not None or message.timing is not None:
        actions.append("details")
    if message.origin is not None:
        actions.append("request")
    actions.append("delete")
    return tuple(actions)
