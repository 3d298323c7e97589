from __future__ import annotations

import json
from datetime import date
from decimal import Decimal
from pathlib import Path

import pytest
from msgspec.structs import replace

from desktop.errors import NotKnown
from desktop.model.account import Account, Proxy, ProxyMode, ReasoningPolicy
from desktop.model.usage import Price
from desktop.store.accounts import Accounts
from desktop.store.database import Database

WHOLE = Account(
    id="1",
    name="家",
    base_url="https://example.org/v1",
    model="a",
    models=("a", "b"),
    prices=(
        Price("*", Decimal("0.10"), Decimal("1E-7")),
        Price("a", Decimal(1), Decimal(2), Decimal("0.0700"), "CNY", date(2026, 1, 2)),
    ),
    headers=(("X-A", "1"), ("X-A", "2")),
    proxy=Proxy(ProxyMode.MANUAL, "http://me@proxy:1"),
    timeout=12.5,
    reasoning_policy=ReasoningPolicy.ALWAYS,
    top_up_url="https://example.org/pay",
    plain_http_allowed=True,
)


@pytest.fixture
def accounts(database: Database) -> Accounts:
    return Accounts(database)


def test_an_account_comes_back_whole(path: Path) -> None:
    with Database.open(path) as database:
        Accounts(database).save(WHOLE)
    with Database.open(path) as database:
        (stored,) = Accounts(database).all()
    assert stored == WHOLE
    assert str(stored.prices[0].output) == "1E-7"


def test_accounts_stand_in_the_persons_order(accounts: Accounts) -> None:
    for name in "abcd":
        accounts.save(Account(name, name.upper(), "https://example.org"))
    accounts.reorder(["c", "a"])
    assert [account.id for account in accounts.all()] == ["c", "a", "b", "d"]
    accounts.save(Account("a", "changed", "https://example.org"))
    accounts.save(Account("e", "last", "https://example.org"))
    accounts.remove("b")
    accounts.remove("nobody")
    assert [account.id for account in accounts.all()] == ["c", "a", "d", "e"]
    assert accounts.get("a").name == "changed"


def test_an_account_is_found_by_name_exactly_and_else_in_any_case(accounts: Accounts) -> None:
    accounts.save(Account("1", "HOME", "https://example.org"))
    accounts.save(Account("2", "Home", "https://example.org"))
    assert accounts.find("Home").id == "2"
    assert accounts.find("home").id == "1"
    for ask in (accounts.find, accounts.get):
        with pytest.raises(NotKnown) as refused:
            ask("office")
        assert refused.value.facts == {"what": "account", "name": "office"}


def test_what_a_later_version_stored_is_carried_along(database: Database, accounts: Accounts) -> None:
    accounts.save(WHOLE)
    body = json.loads(database.value("SELECT body FROM accounts"))
    body |= {"colour": "green", "reasoning_policy": "sometimes", "proxy": {"mode": "pac", "address": ""}}
    database.run("UPDATE accounts SET body = ?", (json.dumps(body),))
    (stored,) = accounts.all()
    assert stored == replace(WHOLE, reasoning_policy=ReasoningPolicy.NEVER, proxy=Proxy())
    accounts.save(replace(stored, name="renamed"))
    assert json.loads(database.value("SELECT body FROM accounts"))["colour"] == "green"


def test_a_body_of_an_earlier_version_gets_the_defaults(database: Database, accounts: Accounts) -> None:
    database.run("INSERT INTO accounts (id, name, position, body) VALUES ('1', 'old', 0, '{\"base_url\": \"https://example.org\"}')")
    assert accounts.all() == [Account("1", "old", "https://example.org")]
