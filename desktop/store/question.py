"""What a person asks the search for: words, and filters as `key:value`, all in one line of text.

`龙井 "green tea" model:deepseek-chat role:assistant from:2026-03 folder:"At home"`

A key or a value that is not known is a word like any other, so that no question is a mistake. The Chinese names of the
keys, and the full-width colon, are understood too.
"""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterator
from datetime import date
from enum import StrEnum

from msgspec import Struct, field

from desktop.model.message import Role
from desktop.store.words import Term, fold, terms, with_straight_quotes


class Key(StrEnum):
    """What can be filtered by. Several values of one key mean any of them; several tags mean all of them."""

    ACCOUNT = "account"
    MODEL = "model"
    ROLE = "role"
    SINCE = "from"  # a day, month or year: its first day
    UNTIL = "to"  # and here its last
    FOLDER = "folder"
    TAG = "tag"
    ARCHIVED = "archived"


_NAMES = {key.value: key for key in Key} | {
    "账户": Key.ACCOUNT,
    "模型": Key.MODEL,
    "角色": Key.ROLE,
    "从": Key.SINCE,
    "到": Key.UNTIL,
    "文件夹": Key.FOLDER,
    "标签": Key.TAG,
    "归档": Key.ARCHIVED,
}
_ROLES = {role.value: role for role in Role} | {"me": Role.USER, "我": Role.USER, "助手": Role.ASSISTANT}
_YES_OR_NO = {"yes": True, "no": False, "是": True, "否": False}
_DATE = re.compile(r"(\d{4})(?:[-/.](\d{1,2})(?:[-/.](\d{1,2}))?)?")
_QUOTED = r'"([^"]*)(?:"|$)'
_FILTER = re.compile(
    rf'(?<!\S)({"|".join(_NAMES)})[:：](?:{_QUOTED}|([^\s"]+))(?!\S)|{_QUOTED}',  # what is quoted is no filter
    re.IGNORECASE,
)


class Filter(Struct, frozen=True):
    """Names are as they were typed; an empty field lets everything through."""

    accounts: tuple[str, ...] = ()
    models: tuple[str, ...] = ()
    roles: tuple[Role, ...] = ()
    since: date | None = None  # the first day, where the person is
    until: date | None = None  # the last
    folders: tuple[str, ...] = ()
    tags: tuple[str, ...] = ()
    archived: bool | None = None


class Question(Struct, frozen=True):
    terms: tuple[Term, ...]
    words: str  # what is asked for besides the filters, as it was typed
    filter: Filter = field(default_factory=Filter)

    @property
    def is_empty(self) -> bool:
        return not self.terms and self.filter == Filter()


def question_from(text: str) -> Question:
    """Read what was typed. There is no text that cannot be."""
    given: dict[Key, list[str]] = {key: [] for key in Key}
    for key, value, _ in filters_in(text):
        given[key].append(value)
    words = without_filters(text)
    archived = [_YES_OR_NO[fold(value)] for value in given[Key.ARCHIVED]]
    since = [_first_and_last(value)[0] for value in given[Key.SINCE]]
    until = [_first_and_last(value)[1] for value in given[Key.UNTIL]]
    chosen = Filter(
        accounts=tuple(given[Key.ACCOUNT]),
        models=tuple(given[Key.MODEL]),
        roles=tuple(dict.fromkeys(_ROLES[fold(value)] for value in given[Key.ROLE])),
        since=max(since, default=None),
        until=min(until, default=None),
        folders=tuple(given[Key.FOLDER]),
        tags=tuple(given[Key.TAG]),
        archived=archived[-1] if archived else None,
    )
    return Question(tuple(terms(words)), words, chosen)


def filters_in(text: str) -> Iterator[tuple[Key, str, tuple[int, int]]]:
    """Yield each filter with its value and where it stands in `text`."""
    for match in _FILTER.finditer(with_straight_quotes(text)):
        name, quoted, bare, _ = match.groups()
        value = (quoted or bare or "").strip()
        if name and value and _is_known(_NAMES[name.lower()], value):
            yield _NAMES[name.lower()], value, match.span()


def without_filters(text: str, *keys: Key) -> str:
    """Return `text` without its filters by any of `keys`; by any at all where none is given."""
    left, end = "", 0
    for key, _, (start, after) in filters_in(text):
        if not keys or key in keys:
            left += text[end:start]
            end = after
    left += text[end:]
    return " ".join(left.split()) if end else text


def with_filter(text: str, key: Key, value: str) -> str:
    """Return `text` with this one filter by `key`; with none by it where `value` is empty."""
    left = without_filters(text, key)
    if not value:
        return left
    quoted = f'"{value}"' if re.search(r"\s", value) else value
    return f"{left.rstrip()} {key}:{quoted}".strip()


def _is_known(key: Key, value: str) -> bool:
    match key:
        case Key.ROLE:
            return fold(value) in _ROLES
        case Key.ARCHIVED:
            return fold(value) in _YES_OR_NO
        case Key.SINCE | Key.UNTIL:
            return _is_date(value)
        case _:
            return True


def _is_date(text: str) -> bool:
    try:
        _first_and_last(text)
    except ValueError:
        return False
    return True


def _first_and_last(text: str) -> tuple[date, date]:
    """Return the first and last day of a day, month or year. Raises ValueError for what is none of them."""
    match = _DATE.fullmatch(fold(text))
    if match is None:
        raise ValueError(text)
    year, month, day = (int(part) if part else None for part in match.groups())
    assert year is not None
    if month is None:
        return date(year, 1, 1), date(year, 12, 31)
    if day is None:
        return date(year, month, 1), date(year, month, monthrange(year, month)[1])
    return date(year, month, day), date(year, month, day)
