"""Search over titles, text and reasoning of everything that is not in the trash, on all branches."""

from __future__ import annotations

import re
import sqlite3
from dataclasses import dataclass
from datetime import datetime

from desktop.model.message import Role
from desktop.store.codec import moment
from desktop.store.database import Database
from desktop.store.words import fold, match_expression, pattern, terms

_BEFORE, _AFTER = 30, 120  # characters of a snippet before the first hit, and from there on
_TITLES = """
    SELECT conversations.id AS conversation_id, conversations.title, conversations.updated
    FROM title_words JOIN conversations ON conversations.key = title_words.rowid
    WHERE title_words MATCH ? AND conversations.deleted IS NULL
    ORDER BY title_words.rowid DESC LIMIT ?
"""
_MESSAGES = """
    SELECT conversations.id AS conversation_id, conversations.title, messages.id, messages.key,
        messages.role, messages.created
    FROM message_words
    CROSS JOIN messages ON messages.key = (message_words.rowid & 4294967295)
    CROSS JOIN conversations ON conversations.key = messages.conversation
    WHERE message_words MATCH ? AND messages.deleted IS NULL AND conversations.deleted IS NULL
    ORDER BY message_words.rowid DESC LIMIT ?
"""
_PARTS = "SELECT kind, text FROM parts WHERE message = ? ORDER BY kind = 'reasoning', position"


@dataclass(frozen=True, slots=True)
class Hit:
    """What was found: a conversation by its title (`message_id` and `role` are None), or a message by its words.

    `snippet` is one line around the first hit; `highlights` are start and end of each hit in it, in characters.
    """

    conversation_id: str
    message_id: str | None
    title: str
    snippet: str
    highlights: tuple[tuple[int, int], ...]
    role: Role | None
    when: datetime


class Search:
    """Case, width, accents and punctuation make no difference; a word may go on; Chinese is found by any character."""

    def __init__(self, database: Database) -> None:
        self._database = database

    def search(self, question: str, limit: int = 50) -> list[Hit]:
        """Return up to `limit` hits that hold every word of `question`: titles first, then messages, newest first.

        Words in double quotes must stand together. Any text may be asked for; one without a word finds nothing.
        """
        asked = terms(question)
        if not asked:
            return []
        expression, shown = match_expression(asked), pattern(asked)
        with self._database.snapshot():
            titles = self._database.rows(_TITLES, (expression, limit))
            messages = self._database.rows(_MESSAGES, (expression, limit - len(titles)))
            return [
                *(_title_hit(row, shown) for row in titles),
                *(self._message_hit(row, shown) for row in messages),
            ]

    def _message_hit(self, row: sqlite3.Row, shown: re.Pattern[str]) -> Hit:
        texts = [part["text"] for part in self._database.rows(_PARTS, (row["key"],))]
        snippet, highlights = _snippet(texts, shown)
        return Hit(
            conversation_id=row["conversation_id"],
            message_id=row["id"],
            title=row["title"],
            snippet=snippet,
            highlights=highlights,
            role=Role(row["role"]),
            when=moment(row["created"]),
        )


def _title_hit(row: sqlite3.Row, shown: re.Pattern[str]) -> Hit:
    title = row["title"]
    highlights = _found_in(title, shown)
    return Hit(row["conversation_id"], None, title, title, highlights, None, moment(row["updated"]))


def _snippet(texts: list[str], shown: re.Pattern[str]) -> tuple[str, tuple[tuple[int, int], ...]]:
    """Return the line around the first hit in the first of `texts` that has one, and where the hits stand in it."""
    for text in texts:
        first = next(iter(_found_in(text, shown, most=1)), None)
        if first is not None:
            break
    else:
        text, first = (texts or [""])[0], (0, 0)
    start = max(0, first[0] - _BEFORE)
    end = min(len(text), first[0] + _AFTER)
    line = " ".join(text[start:end].split())
    snippet = ("…" if start > 0 else "") + line + ("…" if end < len(text) else "")
    return snippet, _found_in(snippet, shown)


def _found_in(text: str, shown: re.Pattern[str], most: int = 20) -> tuple[tuple[int, int], ...]:
    """Return start and end of up to `most` hits, as positions in `text` itself, which folding may have shifted."""
    folded = fold(text)
    found: list[tuple[int, int]] = []
    for match in shown.finditer(folded):
        found.append((_unfolded(text, folded, match.start()), _unfolded(text, folded, match.end())))
        if len(found) == most:
            break
    return tuple(found)


def _unfolded(text: str, folded: str, position: int) -> int:
    """Return the position in `text` whose beginning folds to at least `position` characters."""
    if len(text) == len(folded):
        return position
    low, high = 0, len(text)
    while low < high:
        middle = (low + high) // 2
        if len(fold(text[:middle])) < position:
            low = middle + 1
        else:
            high = middle
    return low
