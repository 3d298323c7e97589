"""The accounts. Their API keys are not here; they live in the operating system's keyring."""

from __future__ import annotations

import json
from collections.abc import Sequence
from typing import Any

from desktop.errors import NotKnown
from desktop.model.account import Account
from desktop.store.account_codec import account_from, account_json
from desktop.store.codec import now
from desktop.store.database import Database


class Accounts:
    """Kept in the person's order."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def all(self) -> list[Account]:
        rows = self._database.rows("SELECT id, name, body FROM accounts ORDER BY position, id")
        return [account_from(row["id"], row["name"], row["body"]) for row in rows]

    def get(self, account_id: str) -> Account:
        """Raises `NotKnown`."""
        row = self._database.row("SELECT id, name, body FROM accounts WHERE id = ?", (account_id,))
        if row is None:
            raise NotKnown(what="account", name=account_id)
        return account_from(row["id"], row["name"], row["body"])

    def find(self, name: str) -> Account:
        """Return the first account of that name; where none has it exactly, case is ignored. Raises `NotKnown`."""
        accounts = self.all()
        exact = (account for account in accounts if account.name == name)
        alike = (account for account in accounts if account.name.casefold() == name.casefold())
        found = next(exact, None) or next(alike, None)
        if found is None:
            raise NotKnown(what="account", name=name)
        return found

    def save(self, account: Account) -> None:
        """Add the account as the last one, or replace it where it stands, but for what a later version stored there."""
        with self._database.transaction():
            body = self._database.value("SELECT body FROM accounts WHERE id = ?", (account.id,))
            before: dict[str, Any] = {} if body is None else json.loads(body)
            self._database.run(
                """
                INSERT INTO accounts (id, name, position, body, changed)
                VALUES (?, ?, (SELECT COALESCE(MAX(position) + 1, 0) FROM accounts), ?, ?)
                ON CONFLICT (id) DO UPDATE SET name = excluded.name, body = excluded.body, changed = excluded.changed
                """,
                (account.id, account.name, account_json(account, before), now()),
            )

    def remove(self, account_id: str) -> None:
        """Forget an account, known or not. Conversations go on naming it; their messages say who wrote them."""
        with self._database.transaction():
            self._database.run("DELETE FROM accounts WHERE id = ?", (account_id,))

    def reorder(self, account_ids: Sequence[str]) -> None:
        """Put these accounts first, in this order; those not named follow as they stood."""
        with self._database.transaction():
            rest = [account.id for account in self.all() if account.id not in set(account_ids)]
            self._database.run_many(
                "UPDATE accounts SET position = ? WHERE id = ?",
                [(position, account_id) for position, account_id in enumerate([*account_ids, *rest])],
            )
