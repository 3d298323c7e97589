from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from msgspec.structs import replace
from pytestqt.qtbot import QtBot

from desktop.controllers.accounts import AccountsController
from desktop.controllers.composition import DEMO_ID
from desktop.errors import KeyInvalid, KeyRejected, NotKnown, TeahouseError, VaultLocked
from desktop.jobs import Job, JobRunner
from desktop.model.account import Account, Proxy, ProxyMode
from desktop.store.accounts import Accounts
from desktop.store.database import Database
from desktop.system.keys import KeyPlace, Keys
from tests.fixtures.demo import Demo

KEY = "sk-right-0123456789"


class SlowVault:
    """A keyring in memory that remembers which threads have asked, and may be locked."""

    def __init__(self) -> None:
        self.secrets: dict[str, str] = {}
        self.threads: set[threading.Thread] = set()
        self.locked = False

    def _enter(self) -> None:
        self.threads.add(threading.current_thread())
        if self.locked:
            raise VaultLocked

    def read(self, user: str, /) -> str | None:
        self._enter()
        return self.secrets.get(user)

    def write(self, user: str, secret: str, /) -> None:
        self._enter()
        self.secrets[user] = secret

    def remove(self, user: str, /) -> None:
        self._enter()
        self.secrets.pop(user, None)


class Bench:
    def __init__(self, path: Path, qtbot: QtBot) -> None:
        self.qtbot = qtbot
        self.database = Database.open(path)
        self.vault = SlowVault()
        self.jobs = JobRunner()
        self.controller = AccountsController(Accounts(self.database), Keys(self.vault), self.jobs)

    def result(self, job: Job) -> object:
        with self.qtbot.waitSignal(job.succeeded, timeout=10_000) as succeeded:
            pass
        assert succeeded.args is not None
        return succeeded.args[0]

    def error(self, job: Job) -> TeahouseError:
        with self.qtbot.waitSignal(job.failed, timeout=10_000) as failed:
            pass
        assert failed.args is not None
        error = failed.args[0]
        assert isinstance(error, TeahouseError)
        return error


@pytest.fixture
def bench(qtbot: QtBot, tmp_path: Path) -> Iterator[Bench]:
    bench = Bench(tmp_path / "conversations.db", qtbot)
    yield bench
    assert bench.jobs.shutdown(5)
    bench.database.close()


def account(base_url: str = "http://127.0.0.1:9/v1") -> Account:
    return Account("account-1", "Gateway", base_url)


def test_the_account_is_saved_at_once_and_its_key_by_a_job(bench: Bench) -> None:
    with bench.qtbot.waitSignal(bench.controller.changed):
        job = bench.controller.save(account(), KEY)
    assert bench.controller.all() == [account()]
    assert bench.controller.get("account-1") == account()
    assert bench.result(job) is KeyPlace.KEYRING
    assert bench.vault.secrets == {"account-1": KEY}
    assert threading.main_thread() not in bench.vault.threads


def test_none_leaves_the_key_and_an_empty_one_removes_it(bench: Bench) -> None:
    bench.result(bench.controller.save(account(), KEY))
    assert bench.result(bench.controller.save(replace(account(), name="Renamed"), None)) is KeyPlace.KEYRING
    assert bench.vault.secrets == {"account-1": KEY}
    assert bench.result(bench.controller.save(account(), "")) is KeyPlace.NONE
    assert bench.vault.secrets == {}


def test_a_locked_keyring_fails_the_job_and_not_the_account(bench: Bench) -> None:
    bench.vault.locked = True
    assert isinstance(bench.error(bench.controller.save(account(), KEY)), VaultLocked)
    assert bench.controller.all() == [account()]
    assert bench.result(bench.controller.save(account(), KEY, this_run_only=True)) is KeyPlace.THIS_RUN
    assert bench.controller.credentials(account()).key == KEY


def test_removing_takes_the_secrets_too(bench: Bench) -> None:
    bench.result(bench.controller.save(account(), KEY, proxy_password="hush"))
    assert set(bench.vault.secrets) == {"account-1", "account-1/proxy"}
    bench.result(bench.controller.remove("account-1"))
    assert bench.vault.secrets == {}
    with pytest.raises(NotKnown):
        bench.controller.get("account-1")


def test_where_the_key_is(bench: Bench) -> None:
    assert bench.result(bench.controller.key_place("account-1")) is KeyPlace.NONE
    bench.vault.secrets["account-1"] = KEY
    assert bench.result(bench.controller.key_place("account-1")) is KeyPlace.KEYRING


def test_testing_asks_for_the_models_and_saves_nothing(bench: Bench, start_demo: Callable[..., Demo]) -> None:
    demo = start_demo("--key", KEY)
    models = bench.result(bench.controller.test(account(demo.base_url), KEY))
    assert isinstance(models, list)
    assert "deepseek-chat" in models
    assert bench.controller.all() == []
    assert bench.vault.secrets == {}
    assert isinstance(bench.error(bench.controller.test(account(demo.base_url), "sk-wrong-0123456789")), KeyRejected)
    assert isinstance(bench.error(bench.controller.test(account(demo.base_url), "钥匙")), KeyInvalid)
    bench.vault.secrets["account-1"] = KEY
    assert "deepseek-chat" in bench.result(bench.controller.test(account(demo.base_url), None))


def test_a_keyring_in_trouble_keeps_nobody_from_a_server_on_this_machine(bench: Bench) -> None:
    bench.vault.locked = True
    assert bench.controller.credentials(account()).key is None
    with pytest.raises(VaultLocked):
        bench.controller.credentials(account("https://gateway.example/v1"))


def test_the_proxy_s_password_goes_with_a_manual_proxy_only(bench: Bench) -> None:
    bench.vault.secrets = {"account-1": KEY, "account-1/proxy": "hush"}
    assert bench.controller.credentials(account()).proxy_password is None
    manual = replace(account(), proxy=Proxy(ProxyMode.MANUAL, "http://user@127.0.0.1:1"))
    assert bench.controller.credentials(manual).proxy_password == "hush"


def test_the_demonstration_does_not_ask_the_keyring(bench: Bench) -> None:
    assert bench.controller.credentials(replace(account(), id=DEMO_ID)).key is None
    assert bench.vault.threads == set()
