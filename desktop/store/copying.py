"""A copy of the database beside it, made before it is changed for good."""

from __future__ import annotations

import os
import sqlite3
from contextlib import closing
from datetime import UTC, datetime
from pathlib import Path

from desktop.errors import DatabaseDamaged
from desktop.model.ids import new_id


def verified_copy(path: Path, version: int) -> Path:
    """Copy the database at `path`, of schema `version`, as last committed, check the copy, and return where it is.

    It stands beside the original, named for the version and the moment (UTC). The caller holds the write lock, so that
    no other process is copying. Raises `sqlite3.Error`, `OSError`, and `DatabaseDamaged` where the copy, and so the
    original, does not pass `integrity_check`; nothing is left behind then.
    """
    for leftover in path.parent.glob(f".{path.stem}-v*{path.suffix}*"):  # of an attempt that was cut off
        leftover.unlink()
    moment = datetime.now(UTC).strftime("%Y%m%d-%H%M%S")
    place = path.with_name(f"{path.stem}-v{version}-{moment}-{new_id()[-4:]}{path.suffix}")
    draft = place.with_name(f".{place.name}")
    os.close(os.open(draft, os.O_CREAT | os.O_EXCL | os.O_WRONLY, 0o600))
    try:
        _copy(path, draft)
        draft.rename(place)
    finally:
        draft.unlink(missing_ok=True)
    return place


def _copy(path: Path, to: Path) -> None:
    with (
        closing(sqlite3.connect(f"{path.as_uri()}?mode=ro", uri=True)) as source,
        closing(sqlite3.connect(to)) as target,
    ):
        source.backup(target)
        target.execute("PRAGMA journal_mode = DELETE")  # one file, without a log beside it
        verdict = "; ".join(row[0] for row in target.execute("PRAGMA integrity_check"))
    if verdict != "ok":
        raise DatabaseDamaged(path=str(path), detail=verdict)
