"""A folder for unfinished work beside the database, that nobody else may read and that does not outlive its process."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from desktop.store.faults import translated
from desktop.store.writers import Writer, living

_PREFIX = ".unfinished-"  # and the id of a living writer


@contextmanager
def private_folder(database: Path) -> Iterator[Path]:
    """Give an empty folder beside `database`; what killed processes have left of theirs goes first.

    Raises `StoreError`.
    """
    beside = database.parent
    with translated(database):
        clear_abandoned(database)
        writer = Writer.take(beside / "writers")
        folder = beside / f"{_PREFIX}{writer.id}"
        folder.mkdir(mode=0o700)
    try:
        yield folder
    finally:
        shutil.rmtree(folder, ignore_errors=True)
        writer.release()


def clear_abandoned(database: Path) -> None:
    """Remove what processes have left beside `database` that were killed. Raises `OSError`."""
    beside = database.parent
    abandoned = list(beside.glob(f"{_PREFIX}*"))  # before it is known who lives: a new one takes its lock first
    alive = living(beside / "writers") if abandoned else set()
    for folder in abandoned:
        if folder.name.removeprefix(_PREFIX) not in alive:
            shutil.rmtree(folder, ignore_errors=True)
