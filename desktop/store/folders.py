"""The folders. What is in one says so itself: `Conversation.folder_id`."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import datetime

from desktop.errors import NotKnown
from desktop.model.folder import Folder
from desktop.store.codec import folder_from, folder_values, milliseconds, now
from desktop.store.database import Database


class Folders:
    """Kept in the person's order. A deleted folder keeps its row, so that its return needs nothing but its id."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def all(self) -> list[Folder]:
        """Return those that are not deleted, from the top."""
        rows = self._database.rows("SELECT * FROM folders WHERE deleted IS NULL ORDER BY position, key")
        return [folder_from(row) for row in rows]

    def get(self, folder_id: str) -> Folder:
        """Return the folder, deleted or not. Raises `NotKnown`."""
        row = self._database.row("SELECT * FROM folders WHERE id = ?", (folder_id,))
        if row is None:
            raise NotKnown(what="folder", name=folder_id)
        return folder_from(row)

    def save(self, folder: Folder) -> None:
        """Add the folder, or replace what is known of it."""
        columns = folder_values(folder) | {"changed": now()}
        with self._database.transaction():
            key = self._database.value("SELECT key FROM folders WHERE id = ?", (folder.id,))
            if key is None:
                self._database.insert("folders", columns)
            else:
                self._database.update("folders", key, columns)

    def delete(self, folder_id: str, when: datetime) -> list[str]:
        """Delete the folder, let its conversations stand in none, and return their ids. Raises `NotKnown`."""
        with self._database.transaction():
            self._mark(folder_id, milliseconds(when))
            inside = self._database.rows("SELECT id FROM conversations WHERE folder = ?", (folder_id,))
            self._database.run(
                "UPDATE conversations SET folder = NULL, changed = ? WHERE folder = ?", (now(), folder_id)
            )
        return [row["id"] for row in inside]

    def restore(self, folder_id: str, conversation_ids: Iterable[str]) -> None:
        """Bring a deleted folder back, with those of these conversations that stand in none. Raises `NotKnown`."""
        with self._database.transaction():
            self._mark(folder_id, None)
            self._database.run_many(
                "UPDATE conversations SET folder = ?, changed = ? WHERE id = ? AND folder IS NULL",
                [(folder_id, now(), conversation_id) for conversation_id in conversation_ids],
            )

    def release_strays(self) -> bool:
        """Let conversations that name a folder which is gone stand in none; return whether there were any.

        A restored backup may bring such ones.
        """
        strays = "folder IS NOT NULL AND folder NOT IN (SELECT id FROM folders WHERE deleted IS NULL)"
        if self._database.row(f"SELECT 1 FROM conversations WHERE {strays} LIMIT 1") is None:  # noqa: S608 - our own
            return False
        self._database.run(f"UPDATE conversations SET folder = NULL, changed = ? WHERE {strays}", (now(),))  # noqa: S608
        return True

    def _mark(self, folder_id: str, deleted: int | None) -> None:
        key = self._database.value("SELECT key FROM folders WHERE id = ?", (folder_id,))
        if key is None:
            raise NotKnown(what="folder", name=folder_id)
        self._database.update("folders", key, {"deleted": deleted, "changed": now()})

    def reorder(self, folder_ids: Sequence[str]) -> None:
        """Put these folders first, in this order; those not named follow as they stood."""
        with self._database.transaction():
            rest = [folder.id for folder in self.all() if folder.id not in set(folder_ids)]
            self._database.run_many(
                "UPDATE folders SET position = ?, changed = ? WHERE id = ?",
                [(position, now(), folder_id) for position, folder_id in enumerate([*folder_ids, *rest])],
            )
