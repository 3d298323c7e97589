"""Where a question looks: its filters, as the index and the tables understand them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, time, timedelta

from msgspec import Struct, field

from desktop.model.message import Role
from desktop.model.tags import folded
from desktop.store.codec import milliseconds
from desktop.store.database import Database, Value
from desktop.store.indexed import account_fact, conversation_fact, first_place, last_place, model_fact, role_fact
from desktop.store.question import Filter
from desktop.store.words import fold

_EARLIEST, _LATEST = date(1970, 1, 2), date(2999, 12, 30)  # what every platform can tell the local midnight of
_ALWAYS = 2**63 - 1
_FEW = 400  # conversations; as facts they cost more than they spare from there on
_EVERY_VALUE = """
    WITH RECURSIVE found (value) AS (
        SELECT (SELECT {column} FROM messages WHERE {column} > '' ORDER BY {column} LIMIT 1)
        UNION ALL
        SELECT (SELECT {column} FROM messages WHERE {column} > found.value ORDER BY {column} LIMIT 1)
        FROM found WHERE found.value IS NOT NULL
    )
    SELECT value FROM found WHERE value IS NOT NULL
"""  # each value of an indexed column, for the cost of looking each up once


class Condition(Struct, frozen=True):
    """What stands in a WHERE, over the table `conversations`."""

    sql: str = "TRUE"
    values: tuple[Value, ...] = ()

    def __and__(self, other: Condition) -> Condition:
        return Condition(f"{self.sql} AND {other.sql}", (*self.values, *other.values))


class Scope(Struct, frozen=True):
    facts: tuple[str, ...] = ()  # expressions for FTS5, all of which must hold
    since: int = 0  # milliseconds
    before: int = _ALWAYS
    conversations: Condition = field(default_factory=Condition)  # that messages must stand in
    titles: Condition | None = field(default_factory=Condition)  # None where no title can be meant

    @property
    def expression(self) -> str:
        """What FTS5 is asked for besides the words; for every message where there is nothing to choose."""
        return " AND ".join(self.facts) or _any(map(role_fact, Role))

    @property
    def first_place(self) -> int:
        return first_place(self.since)

    @property
    def last_place(self) -> int:
        return last_place(self.before)


class Known:
    """What messages and conversations can be filtered by, as far as there are any."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def models(self) -> list[str]:
        """Return every model that has answered."""
        return [row["value"] for row in self._database.rows(_EVERY_VALUE.format(column="model"))]

    def accounts(self) -> dict[str, str]:
        """Return name by id of the accounts there are, and of those that have answered and are gone."""
        ids = [row["value"] for row in self._database.rows(_EVERY_VALUE.format(column="account"))]
        named = "SELECT account_name FROM messages WHERE account = ? ORDER BY created DESC LIMIT 1"
        gone = {account_id: self._database.value(named, (account_id,)) or account_id for account_id in ids}
        return gone | {row["id"]: row["name"] for row in self._database.rows("SELECT id, name FROM accounts")}

    def folders(self) -> dict[str, str]:
        """Return name by id."""
        rows = self._database.rows("SELECT id, name FROM folders WHERE deleted IS NULL ORDER BY position, key")
        return {row["id"]: row["name"] for row in rows}

    def tags(self) -> list[str]:
        """Return every tag that is on a conversation, as it was typed first."""
        rows = self._database.rows("SELECT MIN(name) AS name FROM tags GROUP BY folded ORDER BY folded")
        return [row["name"] for row in rows]

    def scope(self, chosen: Filter) -> Scope | None:
        """Return where `chosen` looks, or None where it lets nothing through."""
        models = _named({name: name for name in self.models()} if chosen.models else {}, chosen.models)
        accounts = _named(self.accounts() if chosen.accounts else {}, chosen.accounts)
        folders = _named(self.folders() if chosen.folders else {}, chosen.folders)
        if None in (models, accounts, folders):
            return None
        since, before = _moment(chosen.since) or 0, _moment(chosen.until, days=1) or _ALWAYS
        within = _conversations(chosen, folders or ())
        facts = [_any(map(role_fact, chosen.roles)), _any(map(model_fact, models or ()))]
        facts.append(_any(map(account_fact, accounts or ())))
        titles = within & Condition("created < ? AND updated >= ?", (before, since))
        titles &= _one_of("model", models or ()) & _one_of("account", accounts or ())
        keys = self._few(within) if chosen.folders or chosen.tags or chosen.archived else None
        if keys is not None:
            if not keys:
                return None
            facts.append(_any(map(conversation_fact, keys)))
            within = Condition()
        return Scope(tuple(filter(None, facts)), since, before, within, None if chosen.roles else titles)

    def _few(self, condition: Condition) -> list[int] | None:
        """Return the keys of the conversations that are meant, or None where there are many."""
        rows = self._database.rows(
            f"SELECT key FROM conversations WHERE deleted IS NULL AND {condition.sql} LIMIT {_FEW + 1}",  # noqa: S608
            condition.values,
        )
        return None if len(rows) > _FEW else [row["key"] for row in rows]


def _conversations(chosen: Filter, folders: Sequence[str]) -> Condition:
    condition = _one_of("folder", folders)
    for tag in chosen.tags:
        condition &= Condition(
            "conversations.key IN (SELECT conversation FROM tags WHERE tags.folded = ?)", (folded(tag.lstrip("#")),)
        )
    if chosen.archived is not None:
        condition &= Condition(f"conversations.archived IS {'NOT ' if chosen.archived else ''}NULL")
    return condition


def _one_of(column: str, values: Sequence[str]) -> Condition:
    if not values:
        return Condition()
    return Condition(f"conversations.{column} IN ({', '.join('?' * len(values))})", tuple(values))


def _any(facts: Iterable[str]) -> str:
    quoted = [f'"{fact}"' for fact in facts]
    return f"({' OR '.join(quoted)})" if quoted else ""


def _named(known: Mapping[str, str], wanted: Sequence[str]) -> list[str] | None:
    """Return the ids whose names are wanted, or, for a name that nothing has, those that hold it; None for none."""
    found: list[str] = []
    for name in map(fold, wanted):
        equal = [known_id for known_id, each in known.items() if fold(each) == name]
        found += equal or [known_id for known_id, each in known.items() if name in fold(each)]
    return found if found or not wanted else None


def _moment(day: date | None, days: int = 0) -> int | None:
    """Return the milliseconds at which `day`, or the one so many `days` later, begins where the person is."""
    if day is None:
        return None
    begins = min(max(day, _EARLIEST), _LATEST) + timedelta(days=days)
    return milliseconds(datetime.combine(begins, time()).astimezone())
