"""Killed while a backup is written, and while one is merged into what is here."""

from __future__ import annotations

import hashlib
import random
import shutil
import sqlite3
import time
from contextlib import closing
from pathlib import Path

from desktop.settings import Settings
from desktop.store.backup import back_up
from desktop.store.database import Database
from desktop.store.restore import restore
from desktop.store.stores import Stores
from tests.store.contents import Contents, contents, difference
from tests.torture.killing import Victim
from tests.torture.operations import Operations
from tests.torture.ordeal import Ordeal, recovered

_OPERATIONS = 60
_MORE = 150  # conversations; it takes a while to merge them


class _TwoProfiles(Ordeal):
    """A profile, and a backup of what it might have become on another computer."""

    def prepare(self) -> None:
        self._mine, self._theirs = self.folder / "mine.db", self.folder / "theirs.db"
        self._work_on(self._mine, "both", _OPERATIONS)
        back_up(self._mine, self._theirs)
        self._work_on(self._mine, "mine", _OPERATIONS)
        self._work_on(self._theirs, "theirs", _OPERATIONS, more=_MORE)
        back_up(self._theirs, self.folder / "backup.db")
        self._theirs = self.folder / "backup.db"

    def _work_on(self, path: Path, seed: str, count: int, more: int = 0) -> None:
        """Do `count` operations, then begin so many conversations `more`."""
        with Database.open(path) as database, database.transaction():
            operations = Operations(Stores(database), Settings(self.folder / "settings.json"), random.Random(seed))
            for _ in range(count):
                operations.one()
            for _ in range(more):
                operations.begin()

    def _lay_out(self) -> None:
        shutil.rmtree(self.path.parent, ignore_errors=True)
        self.path.parent.mkdir()
        shutil.copyfile(self._mine, self.path)

    def _start(self, *command: object) -> Victim:
        return Victim("-m", "desktop", "--profile", self.path.parent, *command, home=self.folder)

    def _seconds_of(self, *command: object) -> float:
        self._lay_out()
        started = time.monotonic()
        self._start(*command).wait()
        return time.monotonic() - started


class Restoring(_TwoProfiles):
    """What was here is still here, and restoring again completes what was cut off."""

    name = "restore"

    def prepare(self) -> None:
        super().prepare()
        self._seconds = self._seconds_of("restore", self._theirs)
        self._whole = contents(self.path, with_times=False)
        self._digest = _digest(self._theirs)

    def strike(self, dice: random.Random) -> list[str]:
        self._lay_out()
        words = _words(contents(self.path, with_times=False))
        for _ in range(dice.randrange(1, 3)):
            victim = self._start("restore", self._theirs)
            time.sleep(dice.uniform(0.4, 1.0) * self._seconds)
            victim.kill()
        wrong = recovered(self.path)
        if lost := difference(words - contents(self.path, with_times=False), Contents()):
            wrong.append(f"lost: {lost}")
        restore(self.path, self._theirs)
        if changed := difference(self._whole, contents(self.path, with_times=False)):
            wrong.append(f"restoring again did not complete it: {changed}")
        if _digest(self._theirs) != self._digest:
            wrong.append("the backup was changed")
        return wrong


class BackingUp(_TwoProfiles):
    """At the place of the backup there is the one before or the new one, whole; the database never changes."""

    name = "backup"

    def prepare(self) -> None:
        super().prepare()
        self._seconds = self._seconds_of("backup", self.folder / "written.db")
        self._known = [contents(self._mine), contents(self._theirs)]

    def strike(self, dice: random.Random) -> list[str]:
        self._lay_out()
        place = self.folder / "written.db"
        shutil.copyfile(self._theirs, place)
        victim = self._start("backup", place)
        time.sleep(dice.uniform(0.3, 1.1) * self._seconds)
        victim.kill()
        wrong = recovered(self.path)
        if contents(self.path) != self._known[0]:
            wrong.append("the database was changed")
        with closing(sqlite3.connect(f"{place.as_uri()}?mode=ro", uri=True)) as connection:
            if connection.execute("PRAGMA integrity_check").fetchone()[0] != "ok":
                wrong.append("the backup is not whole")
        if contents(place) not in self._known:
            wrong.append("the backup is neither the old one nor the new one")
        return wrong


def _words(rows: Contents) -> Contents:
    """What a merge never takes away or changes: what was said."""
    return Contents({row: count for row, count in rows.items() if row[0] == "parts"})


def _digest(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()
