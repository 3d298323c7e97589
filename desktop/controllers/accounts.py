"""The accounts and their keys: the database is read and written here and now, the keyring by jobs."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal

from desktop import api, controllers
from desktop.controllers.composition import credentials_for
from desktop.jobs import Job, JobContext, JobRunner
from desktop.model.account import Account
from desktop.store.accounts import Accounts
from desktop.system.keys import KeyPlace, Keys


class AccountsController(QObject):
    """Lives on the UI thread. Methods that touch the database raise StoreError."""

    changed = Signal()  # an account was added, changed or removed

    def __init__(self, accounts: Accounts, keys: Keys, jobs: JobRunner, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._accounts = accounts
        self._keys = keys
        self._jobs = jobs

    def all(self) -> list[Account]:
        return self._accounts.all()

    def get(self, account_id: str) -> Account:
        """Raises NotKnown."""
        return self._accounts.get(account_id)

    def save(
        self,
        account: Account,
        key: str | None,
        *,
        proxy_password: str | None = None,
        this_run_only: bool = False,
    ) -> Job:
        """Save the account now, and its secrets in a job that succeeds with the KeyPlace of the API key.

        None leaves a secret as it is, "" removes it. The job fails with a VaultError where a keyring is there and
        refuses; the account itself is saved all the same. `this_run_only` keeps the secrets in memory instead.
        """
        self._accounts.save(account)
        self.changed.emit()

        def work(_: JobContext) -> KeyPlace:
            if proxy_password is not None:
                self._keys.save_proxy_password(account.id, proxy_password, this_run_only=this_run_only)
            if key is not None:
                self._keys.save(account.id, key, this_run_only=this_run_only)
            return self._keys.place(account.id)

        return self._jobs.start(work)

    def update(self, account: Account) -> None:
        """Save what is no secret: a fetched list of models, a policy that was learned."""
        self._accounts.save(account)
        self.changed.emit()

    def remove(self, account_id: str) -> Job:
        """Remove the account now, and its secrets in a job. Its conversations stay."""
        self._accounts.remove(account_id)
        self.changed.emit()
        return self._jobs.start(lambda _: self._keys.remove(account_id))

    def test(self, account: Account, key: str | None, *, proxy_password: str | None = None) -> Job:
        """Ask for the models, in a job that succeeds with their names. None takes the secret that is kept.

        Nothing is saved. Fails with the ApiError or VaultError that a message would fail with.
        """

        def work(context: JobContext) -> list[str]:
            kept = self.credentials(account) if key is None or proxy_password is None else api.Credentials(None)
            credentials = api.Credentials(
                kept.key if key is None else key,
                kept.proxy_password if proxy_password is None else proxy_password,
            )
            return api.list_models(account, credentials, context)

        return self._jobs.start(work)

    def diagnose(self, account: Account) -> Job:
        """Examine the connection of a saved account, in a job that emits each `api.Step` as it is known."""

        def work(context: JobContext) -> None:
            for step in controllers.examine(account, self.credentials, context):
                context.emit(step)

        return self._jobs.start(work)

    def key_place(self, account_id: str) -> Job:
        """Find out, in a job, where the key is; succeeds with a KeyPlace."""
        return self._jobs.start(lambda _: self._keys.place(account_id))

    def credentials(self, account: Account) -> api.Credentials:
        """Return the account's secrets. Blocks as long as the keyring does: for use inside jobs."""
        return credentials_for(account, self._keys)
