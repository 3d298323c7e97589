"""Restoring a backup: what is in it is merged into what is here. `merge_rules` says what becomes of each row."""

from __future__ import annotations

from collections.abc import Iterable
from contextlib import suppress
from pathlib import Path

from desktop.errors import BackupUnusable, DatabaseNewer
from desktop.store.backup import Backup
from desktop.store.control import Control, Unattended
from desktop.store.database import Database
from desktop.store.journal import Journal
from desktop.store.merging import Merged, merge
from desktop.store.staging import staged


def preview(database: Path, backup: Path, control: Control | None = None) -> Merged:
    """Return what `restore` would do, without doing it. Raises as `restore`."""
    control = control or Unattended()
    with Database.open(database) as opened, staged(backup, opened, control) as source:
        return merge(opened, source, control, pretend=True)


def restore(database: Path, backup: Path, control: Control | None = None) -> Merged:
    """Merge the file `backup` into the database at `database`, made where there is none, and return what that did.

    Nothing that is in either is lost; the backup is not changed. Other processes may read and write the database
    meanwhile: each change is a short transaction. Where this is cut off, by `Cancelled` or a `kill -9`, what was merged
    by then stays, the database is consistent, and calling it again completes it. The backup may be of an older schema.
    Raises `BackupUnusable`, `DatabaseNewer` (nothing was changed then), `StoreError` of the database, `Cancelled`.
    """
    control = control or Unattended()
    with Database.open(database) as opened, staged(backup, opened, control) as source:
        Journal(opened).recover()
        return merge(opened, source, control)


def newest_usable(database: Path, backups: Iterable[Backup], control: Control | None = None) -> Backup | None:
    """Return the first of `backups`, which come newest first, that can be restored, None where none can.

    Raises `StoreError` of the database, `Cancelled`.
    """
    control = control or Unattended()
    with Database.open(database) as opened:
        for backup in backups:
            with suppress(BackupUnusable, DatabaseNewer), staged(backup.path, opened, control):
                return backup
    return None
