"""Killed while a database of an earlier version is brought up to date."""

from __future__ import annotations

import random
import shutil
import sqlite3
import time
from contextlib import closing
from pathlib import Path

from desktop.store.backup import Backups
from desktop.store.migrations import LATEST
from tests.store.contents import Contents, contents, difference
from tests.store.schemas import make as schemas
from tests.torture.killing import Victim
from tests.torture.ordeal import Ordeal, recovered

OLD = [Path(schemas.__file__).parent / f"v{version}.db" for version in range(1, LATEST)]
_MESSAGES = 2000


class Migrating(Ordeal):
    """However often it is cut off, the old words are there: in the old file or the new one, and in a verified copy."""

    name = "migrate"

    def prepare(self) -> None:
        """Grow each old database, so that there is a while to be killed in, and migrate one of each in peace."""
        self._old: list[tuple[Path, Contents, Contents, float]] = []
        for fixture in OLD:
            grown = self.folder / fixture.name
            shutil.copyfile(fixture, grown)
            _grow(grown)
            self._lay_out(grown)
            victim = self._start()
            victim.wait()
            ready, done = victim.lines()
            recovered(self.path)
            new = contents(self.path, with_times=False)
            self._old.append((grown, contents(grown), new, done["done"] - ready["ready"]))

    def strike(self, dice: random.Random) -> list[str]:
        grown, old, new, seconds = dice.choice(self._old)
        self._lay_out(grown)
        for _ in range(dice.randrange(1, 4)):  # cut off, and cut off again
            victim = self._start()
            victim.wait_for(lines=1)
            time.sleep(dice.uniform(0.0, seconds * 1.2))
            victim.kill()
        copies = [backup.path for backup in Backups(self.path).all()]
        wrong = [f"{copy.name} is not a whole copy" for copy in copies if not _is_whole(copy, old)]
        if _version(self.path) == LATEST and not copies:
            wrong.append("changed without a copy beside it")
        wrong += recovered(self.path)
        if changed := difference(new, contents(self.path, with_times=False)):
            wrong.append(f"not what an undisturbed migration gives: {changed}")
        return wrong

    def _lay_out(self, old: Path) -> None:
        shutil.rmtree(self.path.parent, ignore_errors=True)
        self.path.parent.mkdir()
        shutil.copyfile(old, self.path)

    def _start(self) -> Victim:
        return Victim("-m", "tests.torture.victims", "migrate", self.path.parent, home=self.folder)


def _grow(path: Path) -> None:
    """Add messages with what every schema since the first one asks for."""
    with closing(sqlite3.connect(path)) as connection, connection:
        (conversation,) = connection.execute("SELECT key FROM conversations").fetchone()
        for number in range(_MESSAGES):
            text = f"{number} 龙井 " * 50
            row = connection.execute(
                "INSERT INTO messages (id, conversation, role, state, length, created) VALUES (?, ?, ?, ?, ?, ?)",
                (f"grown-{number}", conversation, "user", "complete", len(text), 1_700_000_000_000 + number),
            )
            connection.execute("INSERT INTO parts VALUES (?, 0, 'text', ?, NULL)", (row.lastrowid, text))


def _is_whole(copy: Path, expected: Contents) -> bool:
    with closing(sqlite3.connect(copy)) as connection:
        sound: bool = connection.execute("PRAGMA integrity_check").fetchone()[0] == "ok"
    return sound and contents(copy) == expected


def _version(path: Path) -> int:
    with closing(sqlite3.connect(path)) as connection:
        version: int = connection.execute("PRAGMA user_version").fetchone()[0]
    return version
