"""Killed while conversations of other programs are imported."""

from __future__ import annotations

import json
import random
import shutil
import time
from collections import Counter
from pathlib import Path

from desktop.exchange.importers.taking import take
from desktop.store.control import Unattended
from desktop.store.database import Database
from tests.exchange.importers import samples
from tests.store.contents import Contents, contents, difference
from tests.torture.killing import Victim
from tests.torture.ordeal import Ordeal, recovered, unchanged

_CONVERSATIONS = 150


class Importing(Ordeal):
    """Whole conversations are there or none of their words, and importing again completes what was cut off."""

    name = "import"

    def prepare(self) -> None:
        self._file = self.folder / "export.json"
        exports = [_numbered(number) for number in range(_CONVERSATIONS)]
        self._file.write_text(json.dumps(exports), "utf-8")
        self._grown = self.folder / "before.db"
        own = self.folder / "own.json"
        own.write_text(json.dumps(samples.claude()), "utf-8")
        with Database.open(self._grown) as database:
            take([own], database, Unattended())
        self._lay_out()
        started = time.monotonic()
        self._start().wait()
        self._seconds = time.monotonic() - started
        self._whole = contents(self.path, with_times=False)

    def strike(self, dice: random.Random) -> list[str]:
        self._lay_out()
        before = contents(self.path)
        for _ in range(dice.randrange(1, 3)):
            victim = self._start()
            time.sleep(dice.uniform(0.3, 1.0) * self._seconds)
            victim.kill()
        wrong = recovered(self.path) + unchanged(before, self.path) + self._parts(contents(self.path, with_times=False))
        with Database.open(self.path) as database:
            take([self._file], database, Unattended())
        if changed := difference(self._whole, contents(self.path, with_times=False)):
            wrong.append(f"importing again did not complete it: {changed}")
        return wrong

    def _parts(self, rows: Contents) -> list[str]:
        """Return which conversations are there without all that belongs to them."""
        begun = {dict(columns)["id"] for table, columns in rows if table == "conversations"}
        expected = {
            (table, columns)
            for table, columns in self._whole
            if table == "messages" and dict(columns)["conversation"] in begun
        }
        missing = expected - {row for row in rows if row[0] == "messages"}
        return [f"in part: {difference(Counter(missing), Counter())}"] if missing else []

    def _lay_out(self) -> None:
        shutil.rmtree(self.path.parent, ignore_errors=True)
        self.path.parent.mkdir()
        shutil.copyfile(self._grown, self.path)

    def _start(self) -> Victim:
        return Victim("-m", "desktop", "--profile", self.path.parent, "import", Path(self._file), home=self.folder)


def _numbered(number: int) -> dict[str, object]:
    conversation = samples.chatgpt()[0]
    return {**conversation, "conversation_id": f"{conversation['conversation_id']}-{number}", "title": f"Tea {number}"}
