"""Verified copies of a database, whole or not at all."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing, suppress
from pathlib import Path

from desktop.errors import DatabaseDamaged
from desktop.model.ids import new_id
from desktop.store.checking import reading, refuse_damage, refuse_undecodable, stoppable
from desktop.store.control import Control, Phase, Progress, Unattended, go_on
from desktop.store.flushing import flush

PAGES_AT_ONCE = 512  # 2 MiB; between two such steps the copying can be cancelled
_NUMBERS = ("application_id", "user_version")


def copy_database(source: Path, place: Path, control: Control | None = None, *, untouched: bool = False) -> None:
    """Copy the database `source`, as last committed, to `place`: one file, verified, for its owner alone.

    Those who write to `source` meanwhile wait for nothing. `untouched`: not even its log may be tidied away, where
    nobody else has it open. At `place` there is what was there before, or, from one moment to the next, the whole copy;
    a power cut afterwards does not take it back. Raises `sqlite3.Error`, `OSError`,
    `Cancelled`, and `DatabaseDamaged` where the copy, and so `source`, does not pass `integrity_check` or
    has words that cannot be decoded; nothing is left behind then.
    """
    control = control or Unattended()
    draft = place.with_name(f".{place.name}.{new_id()[-8:]}.part")
    os.close(os.open(draft, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    try:
        with closing(reading(source, untouched=untouched)) as read, closing(sqlite3.connect(draft)) as written:
            _copy(read, written, control)
            control.emit(Progress(Phase.CHECKING))
            with stoppable(written, control):
                _verify(read, written, source)
        put_in_place(draft, place)
    finally:
        with suppress(OSError):
            draft.unlink(missing_ok=True)


def put_in_place(draft: Path, place: Path) -> None:
    """Give a finished file its name, replacing what has it, so that a power cut leaves the one or the other."""
    flush(draft)
    draft.replace(place)
    flush(place.parent)


def _copy(source: sqlite3.Connection, target: sqlite3.Connection, control: Control) -> None:
    def tell(_: int, remaining: int, total: int) -> None:
        go_on(control)
        control.emit(Progress(Phase.COPYING, total - remaining, total))

    # Within one snapshot: otherwise each change by somebody else would make SQLite begin the copy anew.
    source.execute("BEGIN")
    source.execute("SELECT COUNT(*) FROM sqlite_schema").fetchone()
    target.execute("PRAGMA journal_mode = OFF")  # what is cut off is thrown away
    target.execute("PRAGMA synchronous = OFF")  # it is flushed as a whole, at the end
    source.backup(target, pages=PAGES_AT_ONCE, progress=tell)
    target.execute("PRAGMA journal_mode = DELETE")  # one file, without a log beside it


def _verify(source: sqlite3.Connection, copy: sqlite3.Connection, path: Path) -> None:
    for name in _NUMBERS:
        if source.execute(f"PRAGMA {name}").fetchone()[0] != copy.execute(f"PRAGMA {name}").fetchone()[0]:
            raise DatabaseDamaged(path=str(path), detail=f"the copy has another {name}")
    refuse_damage(copy, path)
    refuse_undecodable(copy, path)
