"""Which words of the index begin with what was typed so far, so that only these are asked for.

FTS5 answers a beginning at once where it keeps an index of beginnings of that length (one and three characters here).
For any other it would first gather every place of every such word; a choice of the words themselves it goes through
from the newest message on, and stops with the page.
"""

from __future__ import annotations

from collections.abc import Sequence

from desktop.store.database import Database
from desktop.store.words import beginning

_INDEXED = (1, 3)
_MOST = 250  # words; where there are more, to gather their places takes no longer
_OPEN = "CREATE VIRTUAL TABLE IF NOT EXISTS temp.vocabulary USING fts5vocab (main, message_words, instance)"
_WORDS = """
    WITH RECURSIVE found (word) AS (
        SELECT (SELECT term FROM temp.vocabulary WHERE term >= ?1 AND term < ?2 LIMIT 1)
        UNION ALL
        SELECT (SELECT term FROM temp.vocabulary WHERE term >= found.word || ' ' AND term < ?2 LIMIT 1)
        FROM found WHERE found.word IS NOT NULL
    )
    SELECT word FROM found WHERE word IS NOT NULL LIMIT ?3
"""
_LETTERS = """
    WITH RECURSIVE found (word) AS (
        SELECT (SELECT term FROM temp.vocabulary WHERE term >= ?1 || ' ' AND term < ?2 LIMIT 1)
        UNION ALL
        SELECT (
            SELECT term FROM temp.vocabulary
            WHERE term >= substr(found.word, 1, ?4) || char(1114111) AND term < ?2 LIMIT 1
        )
        FROM found WHERE found.word IS NOT NULL
    )
    SELECT substr(word, 1, ?4) AS word FROM found WHERE word IS NOT NULL LIMIT ?3
"""
_LAST = chr(0x10FFFF)


class Vocabulary:
    """Reads the index alone, and changes nothing."""

    def __init__(self, database: Database) -> None:
        self._database = database
        database.run(_OPEN)

    def alternatives(self, word: str) -> Sequence[str]:
        """Return FTS5's expressions for the words that begin with `word`."""
        if len(word) in _INDEXED:
            return (beginning(word),)
        if len(word) + 1 in _INDEXED:
            longer = self._read(_LETTERS, word, len(word) + 1)
            return (f'"{word}"', *map(beginning, longer)) if longer is not None else (beginning(word),)
        whole = self._read(_WORDS, word)
        return [f'"{each}"' for each in whole or [word]] if whole is not None else (beginning(word),)

    def _read(self, sql: str, start: str, *values: int) -> list[str] | None:
        """Return what there is, or None where that is too much."""
        rows = self._database.rows(sql, (start, start + _LAST, _MOST + 1, *values))
        return None if len(rows) > _MOST else [row["word"] for row in rows]
