"""The last step of a recovery: the recovered database takes the place of the damaged one, which stays beside it.

A finished recovery lies beside the database under a name of its own. From then on there is no way back: whoever opens
the database next, or recovers it again, goes on with the steps below where a `kill -9` has cut them off.
"""

from __future__ import annotations

from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

from desktop.store.flushing import flush
from desktop.store.peek import log_of, shared_memory_of


def finished_recovery(database: Path) -> Path:
    """Return where a recovery is put once it is whole."""
    return database.with_name(f"{database.name}-recovered")


def swap_in(database: Path) -> Path:
    """Set the damaged files aside, give the recovered one its place, and return where the damaged one is now.

    Nobody may have the database open. Raises `OSError`.
    """
    recovered = finished_recovery(database)
    moment = datetime.fromtimestamp(recovered.stat().st_mtime, UTC)  # the same each time this is tried
    aside = database.with_name(f"{database.stem}-damaged-{moment:%Y%m%d-%H%M%S}{database.suffix}")
    if database.exists() and not aside.exists():
        try:
            aside.hardlink_to(database)
        except OSError:  # a file system without hard links
            database.rename(aside)
    if log_of(database).exists():  # it must not be there when the recovered database is: SQLite would apply it
        log_of(database).replace(log_of(aside))
    shared_memory_of(database).unlink(missing_ok=True)
    recovered.replace(database)
    with suppress(OSError):
        flush(database.parent)
    return aside


def complete(database: Path) -> None:
    """Complete a recovery that was cut off in its last step; nothing to do where there is none. Raises `OSError`."""
    if finished_recovery(database).exists():
        with suppress(FileNotFoundError):  # another process was faster
            swap_in(database)
