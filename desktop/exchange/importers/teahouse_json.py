"""Our own JSON export, read back without a loss; see `desktop.exchange.json_format`.

Whoever wrote the file may have been somebody else: each value is taken only where it is of the right kind.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from datetime import datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from msgspec.structs import replace

from desktop.exchange import json_format
from desktop.exchange.document import Document
from desktop.exchange.importers.building import (
    EARLIEST,
    Unreadable,
    is_usable,
    mapping,
    moment,
    name_of,
    sequence,
    stable_id,
    words,
)
from desktop.model.conversation import Conversation, TitleSource
from desktop.model.failure import Failure
from desktop.model.folder import Folder
from desktop.model.message import Message, Origin, Part, ReasoningPart, Role, State, TextPart, Timing
from desktop.model.parameters import Parameters
from desktop.model.tags import distinct
from desktop.model.usage import Cost, Usage

NAME = "Teahouse"
_MOST_TOKENS = 2**53
_MOST_SECONDS = 1e9
_MAGNITUDES = range(-30, 15)  # powers of ten of a sum of money; others are nobody's, and no arithmetic takes them
_PARAMETERS = {"system_prompt": str, "temperature": float, "top_p": float, "max_tokens": int, "stream": bool}


def recognises(value: Any) -> bool:
    return mapping(value).get("format") == json_format.FORMAT


def read(value: Any) -> Document:
    found = mapping(value)
    version = found.get("version")
    if not isinstance(version, int) or version > json_format.VERSION:
        raise Unreadable("written by a later version")
    created = moment(found.get("created")) or EARLIEST
    conversation_id = _own_id(found.get("id"), created, "conversation")
    messages = _messages(sequence(found.get("messages")), conversation_id, created)
    if not messages:
        raise Unreadable("no messages")
    folder = _folder(mapping(found.get("folder")), created)
    sources = {source.value: source for source in TitleSource}
    head = name_of(found.get("head"))
    conversation = Conversation(
        conversation_id,
        title=words(found.get("title")),
        created=created,
        updated=moment(found.get("updated")) or created,
        title_source=sources.get(words(found.get("title_source")), TitleSource.PERSON),
        head_id=head if head in messages else list(messages)[-1],
        pinned=found.get("pinned") is True,
        account_id=words(found.get("account")) or None,
        model=words(found.get("model")) or None,
        parameters=_parameters(mapping(found.get("parameters"))),
        draft=words(found.get("draft")),
        deleted=moment(found.get("deleted")),
        folder_id=folder.id if folder else None,
        archived=moment(found.get("archived")),
        tags=distinct(tag for tag in sequence(found.get("tags")) if isinstance(tag, str)),
    )
    return Document(conversation, messages, folder)


def _own_id(value: Any, created: datetime, *names: str) -> str:
    text = name_of(value) or ""
    return text if is_usable(text) else stable_id(created, NAME, *names, text)


def _messages(found: Iterable[Any], conversation_id: str, created: datetime) -> dict[str, Message]:
    """Return the messages, parents first. One whose parent is not there, or is below itself, begins a branch."""
    read_ = list(_apart(_message(mapping(each), conversation_id, created) for each in found))
    waiting = {message.id: message for message in read_}
    ordered: dict[str, Message] = {}
    while waiting:
        line: list[Message] = []
        current: str | None = next(iter(waiting))
        while current in waiting:
            line.append(waiting.pop(current))
            current = line[-1].parent_id
        for message in reversed(line):
            known = message.parent_id is None or message.parent_id in ordered
            ordered[message.id] = message if known else replace(message, parent_id=None)
    return {message.id: ordered[message.id] for message in read_} if _parents_first(read_) else ordered


def _apart(messages: Iterable[Message]) -> Iterator[Message]:
    """Yield each message once, and what has another one's id under an id of its own."""
    seen: dict[str, Message] = {}
    for place, message in enumerate(messages):
        same = seen.setdefault(message.id, message)
        if same is message:
            yield message
        elif same != message:
            yield replace(message, id=stable_id(message.created, message.conversation_id, message.id, f"{place}"))


def _parents_first(messages: Iterable[Message]) -> bool:
    seen: set[str | None] = {None}
    for message in messages:
        if message.parent_id not in seen:
            return False
        seen.add(message.id)
    return True


def _message(found: Mapping[str, Any], conversation_id: str, created: datetime) -> Message:
    try:
        role, state = Role(words(found.get("role"))), State(words(found.get("state", "complete")))
    except ValueError as error:
        raise Unreadable(str(error)) from error
    when = moment(found.get("created")) or created
    parent = found.get("parent")
    return Message(
        id=_own_id(found.get("id"), created, conversation_id),
        conversation_id=conversation_id,
        parent_id=None if parent is None else _own_id(parent, created, conversation_id),
        role=role,
        parts=tuple(part for each in sequence(found.get("parts")) if (part := _part(mapping(each)))),
        created=when,
        state=State.INTERRUPTED if state is State.WRITING else state,
        origin=_origin(mapping(found.get("origin"))),
        usage=_usage(mapping(found.get("usage"))),
        cost=_cost(mapping(found.get("cost"))),
        timing=_timing(mapping(found.get("timing"))),
        failure=_failure(mapping(found.get("failure"))),
        request_id=words(found.get("request_id")) or None,
    )


def _part(found: Mapping[str, Any]) -> Part | None:
    text = found.get("text")
    if not isinstance(text, str):
        return None
    return ReasoningPart(text, _number(found.get("seconds"))) if found.get("type") == "reasoning" else TextPart(text)


def _folder(found: Mapping[str, Any], created: datetime) -> Folder | None:
    name = " ".join(words(found.get("name")).split())
    return Folder(_own_id(found.get("id"), created, "folder", name), name, created) if name else None


def _parameters(found: Mapping[str, Any]) -> Parameters:
    given: dict[str, Any] = {}
    for name, kind in _PARAMETERS.items():
        value = found.get(name)
        if kind is float:
            given[name] = _number(value)
        elif type(value) is kind:
            given[name] = value
    return Parameters(**given)


def _origin(found: Mapping[str, Any]) -> Origin | None:
    account, name, model = (words(found.get(field)) for field in ("account_id", "account_name", "model"))
    return Origin(account, name, model, words(found.get("served_model")) or None) if account or model else None


def _usage(found: Mapping[str, Any]) -> Usage | None:
    prompt, completion = _count(found.get("prompt")), _count(found.get("completion"))
    if prompt is None or completion is None:
        return None
    cached, reasoning = _count(found.get("cached")), _count(found.get("reasoning"))
    return Usage(prompt, completion, cached, reasoning, estimated=found.get("estimated") is True)


def _cost(found: Mapping[str, Any]) -> Cost | None:
    try:
        amount = Decimal(words(found.get("amount")))
    except InvalidOperation:
        return None
    currency = words(found.get("currency"))
    is_sum = amount.is_finite() and amount.adjusted() in _MAGNITUDES
    return Cost(amount, currency, found.get("estimated") is True) if is_sum and currency else None


def _timing(found: Mapping[str, Any]) -> Timing | None:
    total = _number(found.get("total"))
    return None if total is None else Timing(total, _number(found.get("first_token")))


def _failure(found: Mapping[str, Any]) -> Failure | None:
    facts = mapping(found.get("facts"))
    plain = {name: fact for name, fact in facts.items() if fact is None or isinstance(fact, str | int | float)}
    return Failure(words(found.get("kind")), plain) if words(found.get("kind")) else None


def _number(value: Any) -> float | None:
    is_number = isinstance(value, int | float) and not isinstance(value, bool)
    return value if is_number and abs(value) <= _MOST_SECONDS else None


def _count(value: Any) -> int | None:
    is_count = isinstance(value, int) and not isinstance(value, bool) and abs(value) <= _MOST_TOKENS
    return value if is_count else None
