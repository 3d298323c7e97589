"""The two copies of a message that a merging compares: the one in the database, and the one in the attached backup."""

from __future__ import annotations

from desktop.errors import ProgramEnded
from desktop.model.message import State
from desktop.store.codec import failure_json, part_from, part_values, with_journal
from desktop.store.database import Database
from desktop.store.merge_rules import Copy


class Copies:
    """Reads from `main` and, attached to it as `other`, a backup of the same schema."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def here(self, key: int) -> Copy:
        """Return the message with this key in the database."""
        return self._copy("main", key)

    def from_backup(self, key: int) -> Copy:
        """Return the message with this key in the backup; a reply just being written ends where the backup found it."""
        copy = self._copy("other", key)
        return self._ended(copy) if copy.row["state"] == State.WRITING else copy

    def _copy(self, schema: str, key: int) -> Copy:
        (row,) = self._database.rows(f"SELECT * FROM {schema}.messages WHERE key = ?", (key,))  # noqa: S608
        parts = self._database.rows(f"SELECT * FROM {schema}.parts WHERE message = ? ORDER BY position", (key,))  # noqa: S608
        return Copy(dict(row), [dict(part) for part in parts])

    def _ended(self, copy: Copy) -> Copy:
        pieces = self._database.rows(
            "SELECT kind, text FROM other.journal WHERE message = ? ORDER BY sequence", (copy.row["key"],)
        )
        known = tuple(part_from(part["kind"], part["text"], part["seconds"]) for part in copy.parts)
        whole = with_journal(known, ((piece["kind"], piece["text"]) for piece in pieces))
        names = ("kind", "text", "seconds")
        parts = [
            {**dict(zip(names, part_values(part), strict=True)), "position": position}
            for position, part in enumerate(whole)
        ]
        end = Copy(copy.row, parts)
        facts = {
            "state": State.INTERRUPTED if parts else State.FAILED,
            "failure": failure_json(ProgramEnded().failure),
            "length": len(end.words("text")),
        }
        return Copy({**copy.row, **facts}, parts)
