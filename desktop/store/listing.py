"""What the list of conversations shows, a page at a time: the cost is that of the page, however many there are.

The list has sections: what is pinned, each folder (its id is the section's name), the rest, and the archive. A
conversation stands in one of them once it has a message; pinned ones stand with the pinned, whatever their folder.
"""

from __future__ import annotations

from desktop.model.conversation import Conversation
from desktop.store.codec import conversation_from, milliseconds
from desktop.store.conversations import SELECT
from desktop.store.database import Database

PINNED, REST, ARCHIVE = "pinned", "rest", "archive"  # no id is a word

_LISTED = "deleted IS NULL AND archived IS NULL AND head IS NOT NULL"
_ARCHIVED = "deleted IS NULL AND archived IS NOT NULL AND head IS NOT NULL"
_BEFORE = "(updated, key) < (?, (SELECT key FROM conversations WHERE id = ?))"
_NEWEST_FIRST = "ORDER BY updated DESC, key DESC LIMIT ?"


class Listing:
    def __init__(self, database: Database) -> None:
        self._database = database

    def page(self, section: str, after: Conversation | None = None, most: int = 200) -> list[Conversation]:
        """Return up to `most` conversations of a section, newest first: the first ones, or those that follow `after`.

        `after` is one that an earlier page ended with, as it was then.
        """
        condition, values = _condition(section)
        if after is not None:
            condition = f"{condition} AND {_BEFORE}"
            values += (milliseconds(after.updated), after.id)
        rows = self._database.rows(f"{SELECT} WHERE {condition} {_NEWEST_FIRST}", (*values, most))
        return [conversation_from(row) for row in rows]

    def unwritten(self) -> list[Conversation]:
        """Return those that wait for their first message, with a draft or a choice of the person's."""
        rows = self._database.rows(f"{SELECT} WHERE deleted IS NULL AND head IS NULL ORDER BY key")
        return [conversation_from(row) for row in rows]

    def has_archived(self) -> bool:
        return bool(self.page(ARCHIVE, most=1))

    def written_ids(self) -> list[str]:
        """Return the ids of all that have a message and are not in the trash, the last written one first."""
        rows = self._database.rows(
            "SELECT id FROM conversations WHERE deleted IS NULL AND head IS NOT NULL ORDER BY updated DESC, key DESC"
        )
        return [row["id"] for row in rows]

    def tags(self) -> list[str]:
        """Return every tag that is on a conversation, as it was typed first, in alphabetical order."""
        rows = self._database.rows("SELECT MIN(name) AS name FROM tags GROUP BY folded ORDER BY folded")
        return [row["name"] for row in rows]


def _condition(section: str) -> tuple[str, tuple[str | int, ...]]:
    if section == PINNED:
        return f"{_LISTED} AND pinned = 1", ()
    if section == REST:
        return f"{_LISTED} AND pinned = 0 AND folder IS NULL", ()
    if section == ARCHIVE:
        return _ARCHIVED, ()
    return f"{_LISTED} AND pinned = 0 AND folder = ?", (section,)
