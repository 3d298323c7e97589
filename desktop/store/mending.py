"""Rows that a damaged file gave back, made fit to be stored: what makes no sense becomes what it most likely was."""

from __future__ import annotations

import json
from collections.abc import Callable
from decimal import Decimal

from desktop.model.conversation import TitleSource
from desktop.model.message import Role, State
from desktop.store.account_codec import account_from
from desktop.store.shapes import Row

_FIRST, _LAST = -62_135_596_800_000, 253_402_300_799_999  # the years 1 to 9999, in milliseconds since 1970
_MOMENTS = ("created", "updated", "deleted", "archived", "changed")
_KINDS = {"text", "reasoning"}


def mended(table: str, row: Row) -> Row:
    """Return the row as it can be stored, without a change to what is sound in it."""
    row = row | {name: _moment(row[name]) for name in _MOMENTS if row.get(name) is not None}
    match table:
        case "conversations":
            return row | _json(row, "parameters", "{}") | _one_of(row, "title_source", TitleSource.FIRST_WORDS)
        case "folders":
            return row | _json(row, "parameters", "{}")
        case "messages":
            return row | _message(row)
        case "parts":
            return row | ({} if row["kind"] in _KINDS else {"kind": "text"})
        case "accounts":
            return row | ({} if _holds(lambda: _account(row)) else {"body": "{}"})
        case _:
            return row


def is_whole(table: str, row: Row) -> bool:
    """Whether the row is of any use: it has an id, or belongs to something that has one."""
    if table == "journal":
        return row["kind"] in _KINDS
    return row.get("id", "id") != ""


def _message(row: Row) -> Row:
    written_by_model = row["account"] is not None
    facts: Row = {}
    facts |= _one_of(row, "role", Role.ASSISTANT if written_by_model else Role.USER)
    facts |= _one_of(row, "state", State.INTERRUPTED)
    facts |= _json(row, "failure", None)
    if row["cost"] is not None and not _holds(lambda: Decimal(str(row["cost"]))):
        facts |= {"cost": None, "currency": None}
    if row["account"] is not None:
        facts |= {name: row[name] or "" for name in ("account_name", "model")}
    if row["prompt_tokens"] is not None and row["completion_tokens"] is None:
        facts["completion_tokens"] = 0
    return facts


def _moment(value: object) -> int:
    return min(max(value, _FIRST), _LAST) if isinstance(value, int) else 0


def _one_of(row: Row, name: str, otherwise: Role | State | TitleSource) -> Row:
    return {} if row[name] in {str(choice) for choice in type(otherwise)} else {name: str(otherwise)}


def _json(row: Row, name: str, otherwise: str | None) -> Row:
    text = row[name]
    if text is None:
        return {}
    return {} if _holds(lambda: _object(str(text), has_facts=name == "failure")) else {name: otherwise}


def _object(text: str, *, has_facts: bool) -> None:
    found = dict(json.loads(text))
    if has_facts:
        _ = found["kind"].casefold(), found["facts"].items()


def _account(row: Row) -> object:
    return account_from(str(row["id"]), str(row["name"]), str(row["body"]))


def _holds(read: Callable[[], object]) -> bool:
    try:
        read()
    except (ValueError, TypeError, LookupError, ArithmeticError, AttributeError):
        return False
    return True
