"""Accounts and their keys, with a real keyring and with none."""

from __future__ import annotations

from collections.abc import Callable

import pytest

from desktop.store.accounts import Accounts
from desktop.store.database import Database
from tests.fixtures.demo import Demo
from tests.fixtures.secret_service import SecretService
from tests.fixtures.teahouse import ECHO, Teahouse, one_line

KEY = "sk-0123456789abcdefTEA"


def test_the_environment_s_key_is_sent_and_never_written(
    teahouse: Teahouse, start_demo: Callable[..., Demo]
) -> None:
    demo = start_demo("--key", KEY, "--all-models")
    teahouse.add_account(demo.base_url)
    refused = teahouse.run("ask", "No key", code=1)
    teahouse.environment["TEAHOUSE_API_KEY"] = KEY
    outputs = [refused, teahouse.run("ask", "With the key"), teahouse.run("doctor")]
    teahouse.environment["TEAHOUSE_API_KEY"] = KEY + "-wrong"
    outputs += [teahouse.run("ask", "A wrong key", code=1), teahouse.run("accounts", "list", "--json")]
    teahouse.exported()
    assert outputs[1].stdout == "With the key\n"
    assert all(KEY[3:] not in done.stdout + done.stderr for done in outputs)
    assert teahouse.files_with(KEY[3:]) == []


def test_without_a_keyring_an_account_with_a_key_is_not_added(teahouse: Teahouse) -> None:
    add = ["accounts", "add", "Mine", "--base-url", "https://gateway.example/v1/"]
    error = one_line(teahouse.run(*add, "--key-stdin", stdin=KEY, code=1).stderr)
    assert "TEAHOUSE_API_KEY" in error
    assert teahouse.json("accounts", "list") == []
    teahouse.run(*add, "--model", "deepseek-chat")
    [account] = teahouse.json("accounts", "list")
    assert account["name"] == "Mine"
    assert account["base_url"] == "https://gateway.example/v1"
    assert account["model"] == "deepseek-chat"
    assert "Mine" in one_line(teahouse.run(*add, code=1).stderr)
    assert teahouse.files_with(KEY[3:]) == []


@pytest.mark.parametrize("key", ["", "钥匙", "two words"])
def test_what_cannot_be_a_key_is_refused(teahouse: Teahouse, key: str) -> None:
    add = ["accounts", "add", "Mine", "--base-url", "https://gateway.example/v1", "--key-stdin"]
    assert one_line(teahouse.run(*add, stdin=key, code=1).stderr)
    assert teahouse.json("accounts", "list") == []


def test_known_prices_come_with_the_account(teahouse: Teahouse) -> None:
    teahouse.run("accounts", "add", "Gateway", "--base-url", "https://cnaitoken.store/v1")
    with Database.open(teahouse.profile / "conversations.db") as database:
        [account] = Accounts(database).all()
    assert {price.model for price in account.prices} >= {"deepseek-chat", "deepseek-reasoner"}


def test_the_clear_is_not_used_unasked(teahouse: Teahouse) -> None:
    add = ["accounts", "add", "Mine", "--base-url", "http://gateway.example/v1"]
    assert "--allow-plain-http" in one_line(teahouse.run(*add, code=1).stderr)
    teahouse.run(*add, "--allow-plain-http")


def test_a_key_goes_into_the_real_keyring_and_from_there_to_the_server(
    teahouse: Teahouse, secret_service: SecretService, start_demo: Callable[..., Demo]
) -> None:
    teahouse.environment = secret_service.environment
    demo = start_demo("--key", KEY, "--all-models")
    add = ["accounts", "add", "Mine", "--base-url", demo.base_url, "--key-stdin", "--model", ECHO]
    teahouse.run(*add, stdin=f" Bearer {KEY}\n")
    [account] = teahouse.json("accounts", "list")
    assert secret_service.stored(account["id"]) == KEY
    assert teahouse.run("ask", "Hello").stdout == "Hello\n"
    steps = {step["name"]: step for step in teahouse.json("doctor")}
    assert all(step["ok"] for step in steps.values())
    assert steps["key"]["facts"]["present"] == 1
    assert secret_service.stored("doctor") == ""
    secret_service.lock()
    assert teahouse.run("ask", "Locked", code=1).stderr
    assert teahouse.files_with(KEY[3:]) == []
