"""Rows and JSON texts ↔ the records of `desktop.model`."""

from __future__ import annotations

import json
import sqlite3
from collections.abc import Iterable
from datetime import UTC, datetime, timedelta
from decimal import Decimal
from typing import Any

from msgspec.structs import asdict

from desktop.model.conversation import Conversation, TitleSource
from desktop.model.failure import Failure
from desktop.model.folder import Folder
from desktop.model.message import Message, Origin, Part, ReasoningPart, Role, State, TextPart, Timing
from desktop.model.parameters import Parameters
from desktop.model.tags import distinct
from desktop.model.usage import Cost, Usage
from desktop.store.text import clean

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_MILLISECOND = timedelta(milliseconds=1)
_LARGEST = 2**63 - 1

Values = dict[str, str | int | float | bytes | None]


def milliseconds(moment: datetime) -> int:
    """Return whole milliseconds since 1970; what is finer is cut off. `moment` has a time zone."""
    return (moment - _EPOCH) // _MILLISECOND


def moment(milliseconds_since_1970: int) -> datetime:
    return _EPOCH + milliseconds_since_1970 * _MILLISECOND


def now() -> int:
    """Return this moment as the database keeps it."""
    return milliseconds(datetime.now(UTC))


def milliseconds_or_none(moment: datetime | None) -> int | None:
    return None if moment is None else milliseconds(moment)


def moment_or_none(milliseconds_since_1970: int | None) -> datetime | None:
    return None if milliseconds_since_1970 is None else moment(milliseconds_since_1970)


def conversation_values(conversation: Conversation) -> Values:
    """Return the columns of `conversation`; its tags have a table of their own."""
    return {
        "id": conversation.id,
        "title": conversation.title,
        "title_source": conversation.title_source,
        "created": milliseconds(conversation.created),
        "updated": milliseconds(conversation.updated),
        "head": conversation.head_id,
        "pinned": conversation.pinned,
        "account": conversation.account_id,
        "model": conversation.model,
        "parameters": parameters_json(conversation.parameters),
        "draft": conversation.draft,
        "deleted": milliseconds_or_none(conversation.deleted),
        "folder": conversation.folder_id,
        "archived": milliseconds_or_none(conversation.archived),
    }


def conversation_from(row: sqlite3.Row) -> Conversation:
    """`row` holds all columns of `conversations`, and beside them `tags`: their names, a line each, or NULL."""
    return Conversation(
        id=row["id"],
        title=row["title"],
        created=moment(row["created"]),
        updated=moment(row["updated"]),
        title_source=TitleSource(row["title_source"]),
        head_id=row["head"],
        pinned=bool(row["pinned"]),
        account_id=row["account"],
        model=row["model"],
        parameters=parameters_from(row["parameters"]),
        draft=row["draft"],
        deleted=moment_or_none(row["deleted"]),
        folder_id=row["folder"],
        archived=moment_or_none(row["archived"]),
        tags=distinct(row["tags"].split("\n")) if row["tags"] else (),
    )


def folder_values(folder: Folder) -> Values:
    return {
        "id": folder.id,
        "name": folder.name,
        "position": folder.position,
        "account": folder.account_id,
        "model": folder.model,
        "parameters": parameters_json(folder.parameters),
        "created": milliseconds(folder.created),
        "deleted": milliseconds_or_none(folder.deleted),
    }


def folder_from(row: sqlite3.Row) -> Folder:
    return Folder(
        id=row["id"],
        name=row["name"],
        created=moment(row["created"]),
        position=row["position"],
        account_id=row["account"],
        model=row["model"],
        parameters=parameters_from(row["parameters"]),
        deleted=moment_or_none(row["deleted"]),
    )


def parameters_json(parameters: Parameters) -> str:
    """Return the parameters that are set, as a JSON object."""
    return _json({name: value for name, value in asdict(parameters).items() if value is not None})


def parameters_from(text: str) -> Parameters:
    """Names that this version does not know are passed over."""
    if text == "{}":
        return Parameters()
    known = Parameters.__struct_fields__
    return Parameters(**{name: value for name, value in json.loads(text).items() if name in known})


def message_values(message: Message) -> Values:
    """Return the columns of `message` but those that refer to other rows (key, conversation, parent, writer)."""
    return {
        "id": message.id,
        "role": message.role,
        "state": message.state,
        "length": len(message.text),
        "created": milliseconds(message.created),
        "deleted": milliseconds_or_none(message.deleted),
        "failure": None if message.failure is None else failure_json(message.failure),
        "request_id": message.request_id,
        **_origin_values(message.origin),
        **_usage_values(message.usage),
        **_cost_values(message.cost),
        **_timing_values(message.timing),
    }


def message_from(row: sqlite3.Row, parts: tuple[Part, ...]) -> Message:
    """`row` holds all columns of `messages`, with `conversation_id` and `parent_id` beside them."""
    return Message(
        id=row["id"],
        conversation_id=row["conversation_id"],
        parent_id=row["parent_id"],
        role=Role(row["role"]),
        parts=parts,
        created=moment(row["created"]),
        state=State(row["state"]),
        origin=_origin_from(row),
        usage=_usage_from(row),
        cost=_cost_from(row),
        timing=_timing_from(row),
        failure=None if row["failure"] is None else _failure_from(row["failure"]),
        request_id=row["request_id"],
        deleted=moment_or_none(row["deleted"]),
    )


def part_values(part: Part) -> tuple[str, str, float | None]:
    """Return kind, text and seconds."""
    match part:
        case TextPart(text):
            return "text", text, None
        case ReasoningPart(text, seconds):
            return "reasoning", text, seconds


def part_from(kind: str, text: str, seconds: float | None) -> Part:
    return ReasoningPart(text, seconds) if kind == "reasoning" else TextPart(text)


def with_journal(parts: tuple[Part, ...], pieces: Iterable[tuple[str, bytes]]) -> tuple[Part, ...]:
    """Return `parts` continued by the journal's pieces: the reasoning first, then the text, one part of each.

    A pair of surrogates may have come in two pieces; joined before they are decoded, they are a character again.
    """
    came: dict[str, list[bytes]] = {"reasoning": [], "text": []}
    for kind, piece in pieces:
        came[kind].append(piece)
    thought = [part for part in parts if isinstance(part, ReasoningPart)]
    reasoning = "".join(part.text for part in thought) + _decoded(came["reasoning"])
    text = "".join(part.text for part in parts if isinstance(part, TextPart)) + _decoded(came["text"])
    folded: list[Part] = []
    if reasoning:
        folded.append(ReasoningPart(reasoning, thought[0].seconds if thought else None))
    if text:
        folded.append(TextPart(text))
    return tuple(folded)


def _decoded(pieces: list[bytes]) -> str:
    words = b"".join(pieces)
    try:
        return clean(words.decode("utf-8", "surrogatepass"))
    except UnicodeDecodeError:  # damaged on the disk: better one wrong character than none of the words
        return words.decode("utf-8", "replace")


def _origin_values(origin: Origin | None) -> Values:
    if origin is None:
        return dict.fromkeys(("account", "account_name", "model", "served_model"))
    return {
        "account": origin.account_id,
        "account_name": origin.account_name,
        "model": origin.model,
        "served_model": origin.served_model,
    }


def _origin_from(row: sqlite3.Row) -> Origin | None:
    if row["account"] is None:
        return None
    return Origin(row["account"], row["account_name"], row["model"], row["served_model"])


def _usage_values(usage: Usage | None) -> Values:
    if usage is None:
        return dict.fromkeys(
            ("prompt_tokens", "completion_tokens", "cached_tokens", "reasoning_tokens", "tokens_estimated")
        )
    return {
        "prompt_tokens": _count(usage.prompt),
        "completion_tokens": _count(usage.completion),
        "cached_tokens": None if usage.cached is None else _count(usage.cached),
        "reasoning_tokens": None if usage.reasoning is None else _count(usage.reasoning),
        "tokens_estimated": usage.estimated,
    }


def _count(tokens: int) -> int:
    """A server may send any number; SQLite takes 64 bits, and a reply is not lost for a silly count."""
    return max(-_LARGEST, min(tokens, _LARGEST))


def _usage_from(row: sqlite3.Row) -> Usage | None:
    if row["prompt_tokens"] is None:
        return None
    return Usage(
        prompt=row["prompt_tokens"],
        completion=row["completion_tokens"],
        cached=row["cached_tokens"],
        reasoning=row["reasoning_tokens"],
        estimated=bool(row["tokens_estimated"]),
    )


def _cost_values(cost: Cost | None) -> Values:
    if cost is None:
        return dict.fromkeys(("cost", "currency", "cost_estimated"))
    return {"cost": str(cost.amount), "currency": cost.currency, "cost_estimated": cost.estimated}


def _cost_from(row: sqlite3.Row) -> Cost | None:
    if row["cost"] is None:
        return None
    return Cost(Decimal(row["cost"]), row["currency"], bool(row["cost_estimated"]))


def _timing_values(timing: Timing | None) -> Values:
    if timing is None:
        return dict.fromkeys(("seconds", "first_token_seconds"))
    return {"seconds": timing.total, "first_token_seconds": timing.first_token}


def _timing_from(row: sqlite3.Row) -> Timing | None:
    return None if row["seconds"] is None else Timing(row["seconds"], row["first_token_seconds"])


def failure_json(failure: Failure) -> str:
    return _json({"kind": failure.kind, "facts": failure.facts})


def _failure_from(text: str) -> Failure:
    body = json.loads(text)
    return Failure(body["kind"], body["facts"])


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, separators=(",", ":"), sort_keys=True)
