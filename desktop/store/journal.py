"""The reply journal: what has come of replies that are still being written, append only; and its end after a crash."""

from __future__ import annotations

import logging
from collections.abc import Iterable
from operator import itemgetter
from typing import Literal

from msgspec import Struct
from msgspec.structs import replace

from desktop.errors import DatabaseDamaged, NotKnown, ProgramEnded, StoreError
from desktop.model.message import Message, State
from desktop.store.database import Database
from desktop.store.faults import translated
from desktop.store.messages import Messages
from desktop.store.opening import BUSY_SECONDS
from desktop.store.writers import living

log = logging.getLogger(__name__)

Kind = Literal["reasoning", "text"]

FLUSH_INTERVAL = 0.25  # seconds; no word that was shown may wait longer than this to be safe


class _Entry(Struct):
    """Where a reply's journal goes on."""

    key: int
    next_sequence: int = 0


class Journal:
    """`begin`, then `append` as often as words have come, then `finish`.

    A reply belongs to the database connection that began it; other processes leave it alone as long as this one lives.
    """

    def __init__(self, database: Database, patience: float = BUSY_SECONDS) -> None:
        """`patience` is for how many seconds `append` and `finish` wait for another program that is writing."""
        self._database = database
        self.patience = patience
        self._messages = Messages(database)
        self._open: dict[str, _Entry] = {}

    def begin(self, message: Message, *, as_head: bool = True) -> None:
        """Store a reply in state `WRITING`, whatever its state says; `as_head` and errors as in `Messages.add`."""
        writing = replace(message, state=State.WRITING)
        key = self._messages.add_written(writing, as_head=as_head, writer=self._database.writer.id)
        self._open[message.id] = _Entry(key)

    def append(self, message_id: str, pieces: Iterable[tuple[Kind, str]]) -> None:
        """Keep what has come since the last call; the cost is that of `pieces`, however long the reply is.

        Survives the death of this process at once, and a power cut after the next durable transaction. Where this
        raises, nothing was kept, and the same pieces can be given again. Raises `NotKnown` for a reply that was not
        begun here or was purged meanwhile.
        """
        entry = self._open.get(message_id)
        if entry is None:
            raise NotKnown(what="message", name=message_id)
        rows = [
            (entry.key, sequence, kind, text.encode("utf-8", "surrogatepass"))
            for sequence, (kind, text) in enumerate(pieces, entry.next_sequence)
        ]
        with self._database.transaction(durable=False, patience=self.patience):
            if self._database.row("SELECT 1 FROM messages WHERE key = ?", (entry.key,)) is None:
                raise NotKnown(what="message", name=message_id)
            self._database.run_many("INSERT INTO journal VALUES (?, ?, ?, ?)", rows)
        entry.next_sequence += len(rows)

    def finish(self, message: Message) -> None:
        """Store the reply's end; see `Messages.finish`."""
        with self._database.transaction(patience=self.patience):
            self._messages.finish(message)
        self._open.pop(message.id, None)

    def recover(self) -> list[Message]:
        """End the replies whose writers are dead, and return them as they are now stored, oldest first.

        With words they are `INTERRUPTED`, without `FAILED`, for the reason `ProgramEnded`. May be called at any time,
        by several processes at once, and again after having been cut off: each reply is ended once, in a transaction
        of its own.
        """
        with translated(self._database.path):
            alive = living(self._database.writers_directory)
        rows = self._database.rows(
            "SELECT key, id, writer FROM messages INDEXED BY messages_being_written WHERE state = 'writing'"
        )
        orphans = [row for row in sorted(rows, key=itemgetter("key")) if row["writer"] not in alive]
        ended = [self._end(row["id"]) for row in orphans]
        return [message for message in ended if message is not None]

    def recover_if_possible(self) -> None:
        """Recover, unless the disk is full or another program writes: all can be read even so, and later will do."""
        try:
            self.recover()
        except DatabaseDamaged:
            raise
        except StoreError as error:
            log.warning("Replies that were cut off stay as they are for now: %s", error)

    def _end(self, message_id: str) -> Message | None:
        with self._database.transaction():
            message = self._messages.load([message_id]).get(message_id)
            if message is None or message.state != State.WRITING:  # another process was faster
                return None
            state = State.INTERRUPTED if message.parts else State.FAILED
            ended = replace(message, state=state, failure=ProgramEnded().failure)
            self._messages.finish(ended)
        return ended
