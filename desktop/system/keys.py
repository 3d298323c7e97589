"""The secrets of accounts, wherever they are: the environment, this run's memory, the keyring."""

from __future__ import annotations

import logging
import os
from collections.abc import Iterable
from enum import StrEnum

from desktop.errors import VaultMissing
from desktop.system.vault import Safe

log = logging.getLogger(__name__)

ENVIRONMENT_VARIABLE = "TEAHOUSE_API_KEY"


class KeyPlace(StrEnum):
    KEYRING = "keyring"
    THIS_RUN = "this run"  # in memory only, for want of a keyring
    ENVIRONMENT = "environment"
    NONE = "none"


class Keys:
    """API keys and proxy passwords by account id. Nothing here writes a secret anywhere but into the vault.

    What the vault gave is remembered, so that a message costs no call to it. All methods may block as long as the vault
    does and are safe to call from any thread; VaultError passes through.
    """

    def __init__(self, vault: Safe, override: str | None = None) -> None:
        """`override` is the key of every account, whatever the vault holds."""
        self._vault = vault
        self._override = override or None
        self._known: dict[str, str] = {}
        self._this_run: dict[str, str] = {}

    def __repr__(self) -> str:
        return "Keys(…)"

    @classmethod
    def from_environment(cls, vault: Safe) -> Keys:
        return cls(vault, os.environ.get(ENVIRONMENT_VARIABLE, "").strip())

    @property
    def overridden(self) -> bool:
        """Whether one key from the environment stands for every account's."""
        return self._override is not None

    def key(self, account_id: str) -> str | None:
        """Return the API key, or None where there is none, or no keyring that could hold one."""
        return self._override or self._secret(account_id)

    def proxy_password(self, account_id: str) -> str | None:
        return self._secret(_proxy_user(account_id))

    def place(self, account_id: str) -> KeyPlace:
        """Return where the API key comes from."""
        if self._override:
            return KeyPlace.ENVIRONMENT
        if account_id in self._this_run:
            return KeyPlace.THIS_RUN
        return KeyPlace.KEYRING if self._secret(account_id) else KeyPlace.NONE

    def save(self, account_id: str, key: str, *, this_run_only: bool = False) -> KeyPlace:
        """Keep the API key and return where it is now; an empty one is removed.

        Where there is no keyring at all it is kept for this run. Where there is one that is locked or failed, its
        error is raised and the key is not kept: the person may unlock it, or choose `this_run_only`.
        """
        return self._keep(account_id, key, this_run_only)

    def save_proxy_password(self, account_id: str, password: str, *, this_run_only: bool = False) -> KeyPlace:
        return self._keep(_proxy_user(account_id), password, this_run_only)

    def remove(self, account_id: str) -> None:
        """Forget all secrets of an account, everywhere."""
        for user in (account_id, _proxy_user(account_id)):
            self._forget(user)

    def held(self) -> Iterable[str]:
        """Return the secrets in memory now, for whoever has to keep them out of a text."""
        secrets = [*self._known.values(), *self._this_run.values()]
        return [*secrets, self._override] if self._override else secrets

    def _secret(self, user: str) -> str | None:
        secret = self._this_run.get(user) or self._known.get(user)
        if secret is not None:
            return secret
        try:
            secret = self._vault.read(user) or None
        except VaultMissing as missing:
            log.info("No keyring to read a key from: %s", missing)
            return None
        if secret is not None:
            self._known[user] = secret
        return secret

    def _keep(self, user: str, secret: str, this_run_only: bool) -> KeyPlace:
        if not secret:
            self._forget(user)
            return KeyPlace.NONE
        if not this_run_only:
            try:
                self._vault.write(user, secret)
            except VaultMissing as missing:
                log.warning("No keyring to keep a key in: %s", missing)
            else:
                self._this_run.pop(user, None)
                self._known[user] = secret
                return KeyPlace.KEYRING
        self._this_run[user] = secret
        return KeyPlace.THIS_RUN

    def _forget(self, user: str) -> None:
        self._this_run.pop(user, None)
        self._known.pop(user, None)
        try:
            self._vault.remove(user)
        except VaultMissing:
            log.info("No keyring to remove a key from")


def _proxy_user(account_id: str) -> str:
    return f"{account_id}/proxy"
