"""Search over titles, text and reasoning of everything that is not in the trash, on all branches."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable, Iterator, Sequence
from datetime import datetime
from operator import itemgetter
from typing import Literal

from msgspec import Struct

from desktop.model.message import Role
from desktop.store.codec import moment
from desktop.store.database import Database, Value
from desktop.store.indexed import KEY_OF_PLACE, key_of
from desktop.store.question import Question, question_from
from desktop.store.scope import Known, Scope
from desktop.store.snippets import Range, Shown, ranges_in, snippet_of
from desktop.store.vocabulary import Vocabulary
from desktop.store.words import closer_expressions, match_expression

Stage = Literal["titles", "messages"]
_POOL = 1000  # hits, the newest there are, among which those that fit better come first
_TOP = 2**63 - 1
_MOST_LOOKED_AT = 5000
_TITLES = """
    FROM title_words CROSS JOIN conversations ON conversations.key = title_words.rowid
    WHERE title_words MATCH ? AND title_words.rowid < ? AND conversations.deleted IS NULL AND {condition}
    ORDER BY title_words.rowid DESC LIMIT ?
"""
_MESSAGES = f"""
    FROM message_words
    CROSS JOIN messages ON messages.key = {KEY_OF_PLACE}
    CROSS JOIN conversations ON conversations.key = messages.conversation
    WHERE message_words MATCH ? AND message_words.rowid BETWEEN ? AND ?
        AND messages.created >= ? AND messages.created < ?
        AND messages.deleted IS NULL AND conversations.deleted IS NULL AND {{condition}}
    ORDER BY message_words.rowid DESC LIMIT ?
"""
_CLOSER = "SELECT rowid FROM {table} WHERE {table} MATCH ? AND rowid BETWEEN ? AND ?"
_TITLE = "SELECT id, title, updated FROM conversations WHERE key = ?"
_MESSAGE = """
    SELECT conversations.id AS conversation_id, conversations.title, messages.id, messages.key, messages.role,
        messages.created, messages.model
    FROM messages JOIN conversations ON conversations.key = messages.conversation WHERE messages.key = ?
"""
_PARTS = "SELECT kind, text FROM parts WHERE message = ? ORDER BY kind = 'reasoning', position"


class Hit(Struct, frozen=True):
    """What was found: a conversation by its title (`message_id` and `role` are None), or a message by its words.

    `snippet` is one line around the hits; `highlights` are start and end of each hit in it, in characters. `model` is
    the one that wrote the message, where one did.
    """

    conversation_id: str
    message_id: str | None
    title: str
    snippet: str
    highlights: tuple[Range, ...]
    role: Role | None
    when: datetime
    model: str | None = None


class Mark(Struct, frozen=True):
    """How far one has read: `skip` hits of the pool that begins below row `below`."""

    stage: Stage = "titles"
    below: int = _TOP
    skip: int = 0


class Page(Struct, frozen=True):
    hits: tuple[Hit, ...]
    rest: Mark | None  # where the next page begins; None where nothing follows


class Search:
    """Case, width, accents and punctuation make no difference; a word may go on; Chinese is found by any character.

    `desktop.store.question` says what can be asked. Titles come first, then messages, newest first by the day they are
    of; and among as many of the newest as fill a few screens those before the others that have all words side by side,
    then those that have them near each other. So what a page costs does not grow with what is kept.
    """

    def __init__(self, database: Database) -> None:
        self._database = database
        self._known = Known(database)
        self._vocabulary = Vocabulary(database)

    def search(self, text: str, limit: int = 50) -> list[Hit]:
        """Return up to `limit` hits. Any text may be asked for; one with neither words nor filters finds nothing."""
        return list(self.page(text, size=limit).hits)

    def page(self, text: str, after: Mark | None = None, size: int = 50) -> Page:
        """Return the first `size` hits, or those that follow `after`, which an earlier page of the same text gave."""
        with self._database.snapshot():
            looking = self._looking(text)
            hits: list[Hit] = []
            mark = None if looking is None else after or Mark()
            while looking is not None and mark is not None and len(hits) < size:
                some, mark = looking.some(mark, size - len(hits))
                hits += some
        return Page(tuple(hits), mark)

    def conversations(self, text: str, most: int = 200) -> list[str]:
        """Return the ids of up to `most` conversations with a hit, in the order of the hits, as far as these go."""
        with self._database.snapshot():
            looking = self._looking(text)
            found: dict[str, None] = {}
            for conversation_id in () if looking is None else looking.conversations(_MOST_LOOKED_AT):
                found[conversation_id] = None
                if len(found) == most:
                    break
        return list(found)

    def _looking(self, text: str) -> _Looking | None:
        """Return None where nothing is asked for, or the filters let nothing through."""
        question = question_from(text)
        scope = None if question.is_empty else self._known.scope(question.filter)
        return None if scope is None else _Looking(self._database, self._vocabulary, question, scope)


class _Looking:
    """One question, as FTS5 is asked it."""

    def __init__(self, database: Database, vocabulary: Vocabulary, question: Question, scope: Scope) -> None:
        self._database = database
        self._vocabulary = vocabulary
        self._scope = scope
        self._terms = question.terms
        self._shown = Shown(question.terms)
        self._closer = closer_expressions(question.terms, question.words) if question.terms else []

    def some(self, mark: Mark, most: int) -> tuple[list[Hit], Mark | None]:
        """Return up to `most` hits from `mark` on, and where those that follow begin."""
        after = Mark("messages") if mark.stage == "titles" else None
        count = _POOL if self._closer else most
        newest = self._newest(mark.stage, mark.below, count)
        if not newest:
            return [], after
        taken = self._best_first(mark.stage, newest)[mark.skip : mark.skip + most]
        read = mark.skip + len(taken)
        if read < len(newest):
            after = Mark(mark.stage, max(newest) + 1, read)
        elif len(newest) == count:
            after = Mark(mark.stage, min(newest))
        hit = self._title_hit if mark.stage == "titles" else self._message_hit
        return [hit(row) for row in taken], after

    def conversations(self, most: int) -> Iterator[str]:
        """Yield the conversations of up to `most` hits by title and as many messages; one may come more than once."""
        for stage in ("titles", "messages"):
            yield from (row[0] for row in self._rows("conversations.id", stage, _TOP, most))

    def _newest(self, stage: Stage, below: int, most: int) -> list[int]:
        """Return the rows of the index, the newest first."""
        if stage == "messages":
            return [row[0] for row in self._rows("message_words.rowid", stage, below, most)]
        titles = self._rows("title_words.rowid, conversations.updated", stage, below, most)
        return [row[0] for row in sorted(titles, key=itemgetter(1), reverse=True)]

    def _rows(self, columns: str, stage: Stage, below: int, most: int) -> Iterable[sqlite3.Row]:
        """Let SQLite go on only as far as the rows are taken."""
        scope = self._scope
        if stage == "titles":
            if not self._terms or scope.titles is None:
                return ()
            sql, condition = _TITLES, scope.titles
            values: tuple[Value, ...] = (match_expression(self._terms), below)
        else:
            sql, condition = _MESSAGES, scope.conversations
            last = min(scope.last_place, below - 1)
            values = (self._expression(), scope.first_place, last, scope.since, scope.before)
        return self._database.each(
            f"SELECT {columns} {sql.format(condition=condition.sql)}", (*values, *condition.values, most)
        )

    def _expression(self) -> str:
        if not self._terms:
            return self._scope.expression
        words = match_expression(self._terms, self._vocabulary.alternatives)
        return " AND ".join((words, *self._scope.facts))

    def _best_first(self, stage: Stage, newest: Sequence[int]) -> list[int]:
        table = "title_words" if stage == "titles" else "message_words"
        facts = () if stage == "titles" else self._scope.facts
        fit = dict.fromkeys(newest, len(self._closer))
        for rank, closer in reversed(list(enumerate(self._closer))):
            expression = " AND ".join((closer, *facts))
            for row in self._database.rows(_CLOSER.format(table=table), (expression, min(newest), max(newest))):
                if row[0] in fit:
                    fit[row[0]] = rank
        return sorted(newest, key=fit.__getitem__)

    def _title_hit(self, key: int) -> Hit:
        (row,) = self._database.rows(_TITLE, (key,))
        title = row["title"]
        return Hit(row["id"], None, title, title, ranges_in(title, self._shown), None, moment(row["updated"]))

    def _message_hit(self, place: int) -> Hit:
        (row,) = self._database.rows(_MESSAGE, (key_of(place),))
        texts = [part["text"] for part in self._database.rows(_PARTS, (row["key"],))]
        snippet = snippet_of(texts, self._shown if self._terms else None)
        return Hit(
            conversation_id=row["conversation_id"],
            message_id=row["id"],
            title=row["title"],
            snippet=snippet.text,
            highlights=snippet.highlights,
            role=Role(row["role"]),
            when=moment(row["created"]),
            model=row["model"],
        )
