"""Backups: verified copies of the database, made every day and before updates, and the folder that they are in.

A backup is one file, a database like the original; no key is in it, for keys are in the keyring alone. Its name tells
when it was made (UTC), why, and of which profile, so that several profiles and computers can share a folder:
`teahouse-20261123-022214-daily-1f2e3d4c.db`. Only automatic backups of this profile are ever removed.
"""

from __future__ import annotations

import hashlib
import os
import re
import sqlite3
from collections.abc import Callable, Iterator
from contextlib import contextmanager, suppress
from datetime import UTC, datetime, timedelta
from enum import StrEnum
from pathlib import Path

from msgspec import Struct

from desktop import APP_ID
from desktop.errors import BackupFailed, DatabaseDamaged
from desktop.store.control import Control
from desktop.store.copying import copy_database
from desktop.store.faults import translated
from desktop.store.peek import Numbers, peek

KEPT = 7  # automatic backups
EVERY = timedelta(hours=24)
_FORMAT = "%Y%m%d-%H%M%S"
_NAME = re.compile(rf"{APP_ID}-(\d{{8}}-\d{{6}})-(daily|update|manual)-([0-9a-f]{{8}})(?:-\d+)?\.db")
_ABANDONED = timedelta(days=1)  # after which an unfinished copy belongs to nobody


class Kind(StrEnum):
    """Why a backup was made."""

    DAILY = "daily"
    UPDATE = "update"  # before another version of the program, or of the schema, touched the database
    MANUAL = "manual"


class Backup(Struct, frozen=True):
    """`made` is by its name, in UTC; `size` in bytes; `own` says whether it is of this profile on this computer."""

    path: Path
    made: datetime
    kind: Kind
    size: int
    own: bool


def back_up(database: Path, place: Path, control: Control | None = None) -> None:
    """Write a verified backup of `database`, as last committed, to the file `place`, replacing an older backup there.

    Nobody who writes to the database meanwhile waits. Raises `BackupFailed` where `place` cannot be written or holds
    something else than a backup, `DatabaseDamaged` where the database is not sound, `Cancelled`. Whatever is raised,
    `place` is as it was.
    """
    database, place = database.absolute(), place.absolute()
    with _failing(database, place):
        _refuse_to_replace(database, place)
        copy_database(database, place, control)


class Backups:
    """The backups of one database, in `folder` (None: the folder `backups` beside the database)."""

    def __init__(self, database: Path, folder: Path | None = None) -> None:
        self.database = database.absolute()
        self.folder = (folder or self._default).absolute()
        mark = f"{_computer()}\0{self.database}".encode("utf-8", "surrogatepass")
        self._tag = hashlib.sha256(mark).hexdigest()[:8]

    @property
    def _default(self) -> Path:
        return self.database.parent / "backups"

    def all(self) -> list[Backup]:
        """Return what is there, the newest first: of any profile, in the folder and in that beside the database."""
        found = {
            backup.path: backup for folder in (self.folder, self._default) for backup in self._in_folder(folder)
        }
        return sorted(found.values(), key=lambda backup: (backup.made, backup.path.name), reverse=True)

    def is_due(self, now: datetime) -> bool:
        """Whether the last automatic backup is older than a day. Where the clock was wrong, one too many is made.

        A backup of the future is none: a clock that once ran ahead does not stop all backups until then.
        """
        return not any(
            now - EVERY < backup.made <= now + timedelta(minutes=5)
            for backup in self._automatic()
        )

    def make(self, kind: Kind, control: Control | None = None, now: Callable[[], datetime] | None = None) -> Backup:
        """Make a backup in the folder, then let go of automatic ones beyond the newest seven. Raises as `back_up`.

        Nothing is removed where the new one could not be made and verified.
        """
        moment = now() if now is not None else datetime.now(UTC)
        with _failing(self.database, self.folder):
            self._prepare()
            self._clear_abandoned(moment)
        place = self._new_place(kind, moment)
        back_up(self.database, place, control)
        made = self._backup(place)
        assert made is not None
        if kind is not Kind.MANUAL:
            self._let_go(made, moment)
        return made

    def refuse_unusable(self) -> None:
        """Try the folder out. Raises `BackupFailed` where nothing can be written there."""
        with _failing(self.database, self.folder):
            self._prepare()
            probe = self._new_place(Kind.MANUAL, datetime.now(UTC)).with_suffix(".probe")
            probe.touch(mode=0o600)
            probe.unlink()

    def _prepare(self) -> None:
        """A chosen folder that is gone is not made again: the disk that it is on may not be there just now."""
        if self.folder == self._default:
            self.folder.mkdir(mode=0o700, parents=True, exist_ok=True)

    def _automatic(self) -> list[Backup]:
        return [backup for backup in self.all() if backup.own and backup.kind is not Kind.MANUAL]

    def _in_folder(self, folder: Path) -> Iterator[Backup]:
        with suppress(OSError):  # a folder that is not there, or not to be read, holds none for us
            for path in folder.iterdir():
                backup = self._backup(path)
                if backup is not None:
                    yield backup

    def _backup(self, path: Path) -> Backup | None:
        match = _NAME.fullmatch(path.name)
        if match is None:
            return None
        moment, kind, tag = match.groups()
        with suppress(ValueError, OSError):  # a day that no calendar has; a file that is gone by now
            made = datetime.strptime(moment, _FORMAT).replace(tzinfo=UTC)
            return Backup(path, made, Kind(kind), path.stat().st_size, own=tag == self._tag)
        return None

    def _new_place(self, kind: Kind, moment: datetime) -> Path:
        stem = f"{APP_ID}-{moment.astimezone(UTC):{_FORMAT}}-{kind}-{self._tag}"
        number, place = 1, self.folder / f"{stem}.db"
        while place.exists():
            number, place = number + 1, self.folder / f"{stem}-{number}.db"
        return place

    def _let_go(self, made: Backup, now: datetime) -> None:
        """Remove the oldest automatic ones. One that is twice as large as the new one stays: something is missing here.

        Those of the future count as the oldest: they are there because a clock was wrong.
        """
        automatic = [each for each in self._automatic() if each.path != made.path]
        automatic.sort(key=lambda backup: (backup.made <= now, backup.made), reverse=True)
        for backup in automatic[KEPT - 1 :]:
            if backup.size <= 2 * made.size:
                with suppress(OSError):
                    backup.path.unlink()

    def _clear_abandoned(self, now: datetime) -> None:
        """Remove what killed processes of this profile have left of copies that they did not finish."""
        for path in self.folder.glob(f".{APP_ID}-*-{self._tag}*.part*"):
            with suppress(OSError):
                if abs(now.timestamp() - path.stat().st_mtime) > _ABANDONED.total_seconds():
                    path.unlink()


@contextmanager
def _failing(database: Path, place: Path) -> Iterator[None]:
    """Tell damage of the database from whatever keeps a backup from being written to `place`."""
    try:
        yield
    except DatabaseDamaged:
        raise
    except sqlite3.DatabaseError as error:
        code = (getattr(error, "sqlite_errorcode", None) or 0) & 0xFF
        if code in {sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB}:
            with translated(database):
                raise
        raise BackupFailed(path=str(place), detail=str(error)) from error
    except OSError as error:
        raise BackupFailed(path=str(place), detail=error.strerror or str(error)) from error


def _refuse_to_replace(database: Path, place: Path) -> None:
    """A slip of the finger must not cost a file that is something else, least of all the database itself."""
    if not database.exists():
        raise BackupFailed(path=str(place), detail=f"there is no database at {database}")
    if not place.exists():
        return
    if place.samefile(database):
        raise BackupFailed(path=str(place), detail="this is the database itself")
    if not place.is_file() or _numbers(place).application_id != _numbers(database).application_id:
        raise BackupFailed(path=str(place), detail="what is there is no backup, and stays")


def _computer() -> str:
    return os.uname().nodename if os.name == "posix" else os.environ.get("COMPUTERNAME", "")


def _numbers(path: Path) -> Numbers:
    with suppress(sqlite3.DatabaseError):
        return peek(path)
    return Numbers(0, 0)
