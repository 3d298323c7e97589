"""The doctor: is everything there that a message needs? Database, keyring, account, and one real request."""

from __future__ import annotations

import secrets
import time
from collections.abc import Callable, Iterator
from functools import partial

from desktop import api
from desktop.controllers.composition import credentials_for
from desktop.errors import DatabaseDamaged, Fact, NotKnown, TeahouseError, VaultFailed
from desktop.model.account import Account
from desktop.store.accounts import Accounts
from desktop.store.conversations import Conversations
from desktop.store.database import Database
from desktop.system.keys import KeyPlace, Keys
from desktop.system.paths import Profile
from desktop.system.vault import Safe

_PROBE = "doctor"  # a user name in the keyring that no account has


class Checkup:
    """One examination of a profile. Blocks for seconds; needs nothing to be open."""

    def __init__(self, profile: Profile, vault: Safe, keys: Keys) -> None:
        self._profile = profile
        self._vault = vault
        self._keys = keys

    def steps(self, find: Callable[[Accounts], Account], model: str | None = None) -> Iterator[api.Step]:
        """Yield `database` (facts `path`, `conversations`), `keyring` (`place`), `account` (`name`, `address`), then
        the steps of `api.diagnose`. What cannot be tried because of an earlier failure is left out.

        `find` chooses the account and raises NotKnown; `model` is asked instead of the account's own.
        """
        yield _timed("database", self._try_database)
        yield _timed("keyring", self._try_keyring)
        found: list[Account] = []

        def look_up() -> dict[str, Fact]:
            with Database.open(self._profile.database) as database:
                found.append(find(Accounts(database)))
            return {"name": found[0].name, "address": found[0].base_url}

        yield _timed("account", look_up)
        for account in found:
            find_key = partial(credentials_for, keys=self._keys)
            yield from examine(account, find_key, api.NeverCancelled(), model or "")

    def _try_database(self) -> dict[str, Fact]:
        """Open it, have SQLite check it, and write to it."""
        path = self._profile.database
        self._profile.prepare()
        with Database.open(path) as database:
            finding = database.value("PRAGMA quick_check(1)")
            if finding != "ok":
                raise DatabaseDamaged(path=str(path), detail=str(finding))
            with database.transaction():
                version = database.value("PRAGMA user_version")
                database.run(f"PRAGMA user_version = {int(version)}")
            return {"path": str(path), "conversations": len(Conversations(database).all_shown())}

    def _try_keyring(self) -> dict[str, Fact]:
        """Keep a secret, read it back, remove it. A key in the environment makes the keyring needless."""
        if self._keys.overridden:
            return {"place": KeyPlace.ENVIRONMENT.value}
        probe = secrets.token_hex(8)
        self._vault.write(_PROBE, probe)
        try:
            if self._vault.read(_PROBE) != probe:
                raise VaultFailed(detail="it does not return what it was given")
        finally:
            self._vault.remove(_PROBE)
        return {"place": KeyPlace.KEYRING.value}


def examine(
    account: Account, find: Callable[[Account], api.Credentials], control: api.Control, model: str = ""
) -> Iterator[api.Step]:
    """Yield the steps of `api.diagnose`, or `key` where the secrets cannot be had. Blocks.

    `find` may raise a VaultError or KeyInvalid; `model` is asked instead of the account's own.
    """
    started = time.monotonic()
    try:
        credentials = find(account)
    except TeahouseError as error:
        yield api.Step("key", ok=False, seconds=time.monotonic() - started, error=error)
        return
    yield from api.diagnose(account, credentials, control, model or probed_model(account))


def probed_model(account: Account) -> str:
    """Return the model that a short answer is asked of, "" where none is known."""
    return account.model or next(iter(account.models), "")


def first_account(accounts: Accounts, name: str | None, preferred_id: str) -> Account:
    """Return the account called `name`; without one that with `preferred_id`, else the first. Raises NotKnown."""
    if name:
        return accounts.find(name)
    known = accounts.all()
    if not known:
        raise NotKnown(what="account", name="")
    return next((account for account in known if account.id == preferred_id), known[0])


def _timed(name: str, check: Callable[[], dict[str, Fact]]) -> api.Step:
    started = time.monotonic()
    try:
        facts = check()
    except TeahouseError as error:
        return api.Step(name, ok=False, seconds=time.monotonic() - started, error=error)
    return api.Step(name, ok=True, seconds=time.monotonic() - started, facts=facts)
