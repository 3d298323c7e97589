"""One database merged into another by the rules of `merge_rules`, in short transactions that anybody can get between.

Each of them leaves a consistent database; a merging that was cut off at any moment is completed by merging again.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator, Sequence
from pathlib import Path
from typing import Any

from msgspec import Struct, field

from desktop.model.message import State
from desktop.store.control import Control, Phase, Progress
from desktop.store.copies import Copies
from desktop.store.database import Database, Value
from desktop.store.index import Index
from desktop.store.merge_rules import (
    Copy,
    Row,
    Verdict,
    differing,
    id_of_rival,
    merged_conversation,
    merged_message,
    newer,
)
from desktop.store.slices import Slices

TABLES = frozenset(
    {"accounts", "conversations", "folders", "journal", "messages", "parts", "positions", "tags"}
)  # all that there are; a test says so
SALVAGED = "salvaged-"  # begins the id of a conversation made for messages whose own could not be read
_TOLD_EVERY = 50  # messages
_MESSAGES = """
    SELECT theirs.key, theirs.id, (
        mine.state = theirs.state AND mine.deleted IS theirs.deleted
        AND (mine.parent IS NULL) = (theirs.parent IS NULL)
        AND at.id = ?
        AND NOT EXISTS (
            SELECT 1 FROM other.parts AS their
            LEFT JOIN main.parts AS my
                ON my.message = mine.key AND my.position = their.position AND my.kind = their.kind
            WHERE their.message = theirs.key AND my.text IS NOT their.text
        )
    ) AS same
    FROM other.messages AS theirs
    LEFT JOIN main.messages AS mine ON mine.id = theirs.id
    LEFT JOIN main.conversations AS at ON at.key = mine.conversation
    WHERE theirs.conversation = ? ORDER BY theirs.key
"""
_NEW_TAGS = """
    SELECT * FROM other.tags WHERE conversation = ?
    AND folded NOT IN (SELECT folded FROM main.tags WHERE conversation = ?)
"""
_SENT = """
    SELECT 1 FROM {schema}.messages AS sent JOIN {schema}.parts ON parts.message = sent.key
    WHERE sent.conversation = ? AND sent.role = 'user' AND trim(parts.text) = trim(?)
"""


class Tally(Struct):
    added: int = 0
    updated: int = 0
    unchanged: int = 0


class Merged(Struct):
    """How many of the conversations and messages in the backup were new here, differed, or were here as they are.

    `trashed` counts the conversations of the backup that are in the trash afterwards.
    """

    conversations: Tally = field(default_factory=Tally)
    messages: Tally = field(default_factory=Tally)
    trashed: int = 0

    @property
    def changes_nothing(self) -> bool:
        return not any((tally.added or tally.updated) for tally in (self.conversations, self.messages))


def merge(
    database: Database, source: Path, control: Control, *, pretend: bool = False, alone: bool = False
) -> Merged:
    """Merge the file `source`, of the present schema, that nobody writes; where `pretend`, only count what would be.

    `alone`: nobody else has the database open, so that nobody is to be let in between. Raises `StoreError`,
    `Cancelled`.
    """
    database.run("ATTACH ? AS other", (f"{source.absolute().as_uri()}?immutable=1",))
    try:
        return _Merging(database, control, pretend=pretend, alone=alone).run()
    finally:
        database.run("DETACH other")


class _Merging:
    def __init__(self, database: Database, control: Control, *, pretend: bool, alone: bool) -> None:
        self._database = database
        self._index = Index(database)
        self._copies = Copies(database)
        self._control = control
        self._slices = Slices(database, control, writes=not pretend, alone=alone)
        self._pretend = pretend
        self._merged = Merged()
        self._done = 0  # messages

    def run(self) -> Merged:
        database = self._database
        total = database.value("SELECT COUNT(*) FROM other.messages")
        self._control.emit(Progress(Phase.MERGING, 0, total))
        with self._slices:
            for table in ("accounts", "folders"):
                self._merge_table(table)
            for theirs in database.rows("SELECT key, id FROM other.conversations ORDER BY key"):
                for done in self._merge_conversation(theirs["key"], theirs["id"]):
                    self._done += 1
                    if done % _TOLD_EVERY == 0:
                        self._control.emit(Progress(Phase.MERGING, self._done, total))
                    self._slices.breathe()
            self._control.emit(Progress(Phase.MERGING, total, total))
            self._forget_emptied()
        if not self._pretend:
            database.run("PRAGMA wal_checkpoint(PASSIVE)")  # and so to the disk; it waits for nobody
        return self._merged

    def _merge_table(self, table: str) -> None:
        for theirs in map(dict, self._database.rows(f"SELECT * FROM other.{table} ORDER BY position")):  # noqa: S608
            mine = self._row(f"SELECT * FROM main.{table} WHERE id = ?", theirs["id"])  # noqa: S608
            theirs.pop("key", None)
            if self._pretend:
                continue
            if mine is None:
                self._database.insert(f"main.{table}", theirs)
            elif newer(mine, theirs) is theirs:
                names = ", ".join(f"{name} = ?" for name in theirs)
                self._database.run(f"UPDATE main.{table} SET {names} WHERE id = ?", (*theirs.values(), theirs["id"]))  # noqa: S608
            self._slices.breathe()

    def _merge_conversation(self, their_key: int, conversation_id: str) -> Iterator[int]:
        """Yield the number of each of its messages, from 0, once it is merged."""
        theirs = self._row("SELECT * FROM other.conversations WHERE key = ?", their_key)
        mine = self._row("SELECT * FROM main.conversations WHERE id = ?", conversation_id)
        assert theirs is not None
        columns: Row = {}
        if mine is not None:
            columns = merged_conversation(mine, theirs, draft_was_sent=self._was_sent(mine, theirs))
        tags = self._database.rows(_NEW_TAGS, (their_key, None if mine is None else mine["key"]))
        key = -1 if self._pretend and mine is None else self._write_conversation(theirs, mine, columns)
        if not self._pretend:
            for tag in tags:
                self._database.insert("main.tags", dict(tag) | {"conversation": key})
            self._keep_position(their_key, key)
        self._count_conversation(theirs, mine, columns, has_tags=bool(tags))
        self._slices.breathe()
        for number, message in enumerate(self._database.rows(_MESSAGES, (conversation_id, their_key))):
            if not (self._pretend or self._is_there(key)):
                return  # somebody has deleted it for good just now, between two transactions
            self._merge_message(message, key)
            yield number

    def _merge_message(self, message: sqlite3.Row, conversation: int) -> None:
        """`message` is a row of `_MESSAGES`. A reply that is being written here is nobody else's business."""
        tally = self._merged.messages
        if message["same"]:
            tally.unchanged += 1
            return
        mine = self._row("SELECT key, state FROM main.messages WHERE id = ?", message["id"])
        if mine is None:
            tally.added += 1
            self._add_message(self._copies.from_backup(message["key"]), conversation)
        elif mine["state"] != State.WRITING and self._update_message(message["key"], mine["key"], conversation):
            tally.updated += 1
        else:
            tally.unchanged += 1

    def _is_there(self, conversation: int) -> bool:
        return self._database.row("SELECT 1 FROM main.conversations WHERE key = ?", (conversation,)) is not None

    def _write_conversation(self, theirs: Row, mine: Row | None, columns: Row) -> int:
        """Return its key here."""
        if mine is None:
            key = self._database.insert("main.conversations", {**theirs, "key": None})
            self._index.add_title(key, theirs["title"])
            return key
        key = int(mine["key"])
        if columns and not self._pretend:
            self._index.remove_title(key, mine["title"])
            self._database.update("main.conversations", key, columns)
            self._index.add_title(key, columns.get("title", mine["title"]))
        return key

    def _count_conversation(self, theirs: Row, mine: Row | None, columns: Row, *, has_tags: bool) -> None:
        tally = self._merged.conversations
        if mine is None:
            tally.added += 1
        elif columns or has_tags:
            tally.updated += 1
        else:
            tally.unchanged += 1
        after = {**(theirs if mine is None else mine), **columns}
        self._merged.trashed += after["deleted"] is not None

    def _was_sent(self, mine: Row, theirs: Row) -> bool:
        """Whether the draft there is a message by now, in either of the two."""
        return bool(theirs["draft"]) and any(
            self._database.row(_SENT.format(schema=schema), (row["key"], theirs["draft"])) is not None
            for schema, row in (("main", mine), ("other", theirs))
        )

    def _keep_position(self, their_key: int, key: int) -> None:
        theirs = self._row("SELECT * FROM other.positions WHERE conversation = ?", their_key)
        if theirs and self._database.row("SELECT 1 FROM main.positions WHERE conversation = ?", (key,)) is None:
            self._database.insert("main.positions", {**theirs, "conversation": key})

    def _add_message(self, copy: Copy, conversation: int, *, parent_id: str | None = None) -> None:
        """`parent_id`: the message that it hangs below, where that is not by its own row."""
        if self._pretend:
            return
        if parent_id is None and copy.row["parent"] is not None:
            parent_id = self._database.value("SELECT id FROM other.messages WHERE key = ?", (copy.row["parent"],))
        row = {**copy.row, "key": None, "conversation": conversation, "writer": None}
        key = self._database.insert("main.messages", row | {"parent": self._parent_here(parent_id, conversation)})
        self._write_parts(key, copy.parts)
        self._index.add_message(key)

    def _update_message(self, their_key: int, key: int, conversation: int) -> bool:
        """Return whether there was anything to change."""
        mine, theirs = self._copies.here(key), self._copies.from_backup(their_key)
        verdict = merged_message(mine, theirs)
        moved = self._new_place(mine, theirs, conversation)
        rival = verdict.rival
        if rival is not None and self._is_known(id_of_rival(rival)):
            rival = None
        if not (verdict.columns or verdict.parts or moved or rival):
            return False
        if not self._pretend:
            self._change_message(key, verdict, moved)
            if rival is not None:
                self._keep_rival(rival, key)
        return True

    def _change_message(self, key: int, verdict: Verdict, moved: Row) -> None:
        self._index.remove_message(key)
        columns = {**verdict.columns, **moved}
        if columns:
            self._database.update("main.messages", key, columns)
        if verdict.parts is not None:
            self._database.run("DELETE FROM main.parts WHERE message = ?", (key,))
            self._write_parts(key, verdict.parts)
        self._index.add_message(key)

    def _keep_rival(self, rival: Copy, beside: int) -> None:
        """The words that did not hold become a sibling of those that did."""
        there = self._row("SELECT conversation, parent FROM main.messages WHERE key = ?", beside)
        assert there is not None
        parent_id = self._database.value("SELECT id FROM main.messages WHERE key = ?", (there["parent"],))
        copy = Copy({**rival.row, "id": id_of_rival(rival), "parent": None}, rival.parts)
        self._add_message(copy, there["conversation"], parent_id=parent_id)

    def _new_place(self, mine: Copy, theirs: Copy, conversation: int) -> Row:
        """A message that was salvaged without its conversation or parent finds them again."""
        here = self._database.value("SELECT id FROM main.conversations WHERE key = ?", (mine.row["conversation"],))
        is_lost = str(here).startswith(SALVAGED)
        if mine.row["parent"] is not None and not is_lost:
            return {}
        at = conversation if is_lost else mine.row["conversation"]
        parent_id = self._database.value("SELECT id FROM other.messages WHERE key = ?", (theirs.row["parent"],))
        return differing({"conversation": at, "parent": self._parent_here(parent_id, at)}, mine.row)

    def _parent_here(self, parent_id: str | None, conversation: int) -> int | None:
        key: int | None = self._database.value(
            "SELECT key FROM main.messages WHERE id = ? AND conversation = ?", (parent_id, conversation)
        )
        return key

    def _write_parts(self, key: int, parts: Sequence[Row]) -> None:
        for part in parts:
            self._database.insert("main.parts", {**part, "message": key})

    def _is_known(self, message_id: str) -> bool:
        return self._database.row("SELECT 1 FROM main.messages WHERE id = ?", (message_id,)) is not None

    def _forget_emptied(self) -> None:
        """Conversations made for messages that have found their own again are not needed any more."""
        if self._pretend:
            return
        emptied = self._database.rows(
            "SELECT key, title FROM main.conversations WHERE id GLOB ?"
            " AND NOT EXISTS (SELECT 1 FROM main.messages WHERE conversation = conversations.key)",
            (f"{SALVAGED}*",),
        )
        for stub in emptied:
            self._index.remove_title(stub["key"], stub["title"])
            self._database.run("DELETE FROM main.conversations WHERE key = ?", (stub["key"],))

    def _row(self, sql: str, value: Value) -> dict[str, Any] | None:
        row = self._database.row(sql, (value,))
        return None if row is None else dict(row)
