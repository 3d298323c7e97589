"""The end of what is in the trash: removed for good, a few messages at a time."""

from __future__ import annotations

from datetime import datetime

from desktop.store.codec import milliseconds, moment_or_none
from desktop.store.database import Database
from desktop.store.index import Index


class Trash:
    """For a thread that must not be held up: each call is one short transaction, and waits for no disk."""

    def __init__(self, database: Database) -> None:
        self._database = database
        self._index = Index(database)

    def last_used(self) -> datetime | None:
        """Return when something was last said in, or put into the trash; None where nothing ever was."""
        written = self._database.value("SELECT MAX(updated) FROM conversations WHERE deleted IS NULL")
        deleted = self._database.value("SELECT MAX(deleted) FROM conversations WHERE deleted IS NOT NULL")
        return moment_or_none(max((each for each in (written, deleted) if each is not None), default=None))

    def purge_some(self, before: datetime, most: int = 20) -> bool:
        """Remove up to `most` messages of what was deleted before that moment; return whether there may be more.

        A conversation goes with the last of its messages. It cannot be brought back once it has begun to go, so the
        newest messages go first: whoever is faster than that finds the beginning.
        """
        moment = milliseconds(before)
        with self._database.transaction(durable=False):
            return self._purge_of_conversation(moment, most) or self._purge_of_branches(moment, most)

    def _purge_of_conversation(self, before: int, most: int) -> bool:
        row = self._database.row(
            "SELECT key, title FROM conversations WHERE deleted < ? ORDER BY deleted LIMIT 1", (before,)
        )
        if row is None:
            return False
        if not self._remove("conversation = ?", row["key"], most):
            self._index.remove_title(row["key"], row["title"])
            self._database.run("DELETE FROM conversations WHERE key = ?", (row["key"],))
        return True

    def _purge_of_branches(self, before: int, most: int) -> bool:
        """Remove messages that were deleted by themselves; those below one were deleted with it, or before."""
        return self._remove("deleted < ?", before, most)

    def _remove(self, condition: str, value: int, most: int) -> bool:
        rows = self._database.rows(
            f"SELECT key, state FROM messages WHERE {condition} ORDER BY key DESC LIMIT ?",  # noqa: S608 - our own
            (value, most),
        )
        for row in rows:
            if row["state"] != "writing":  # a reply that is still being written is in no index yet
                self._index.remove_message(row["key"])
            self._database.run("UPDATE messages SET parent = NULL WHERE parent = ?", (row["key"],))
            self._database.run("DELETE FROM messages WHERE key = ?", (row["key"],))
        return bool(rows)
