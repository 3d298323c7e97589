"""Killed while conversations are made, named, moved, put away: each operation is done wholly or not at all."""

from __future__ import annotations

import random
import shutil
import time

from desktop.store.database import Database
from tests.store.contents import content_hash
from tests.torture.killing import Victim
from tests.torture.ordeal import Ordeal, recovered

OPERATIONS = 120
_KILLS_OF_ONE_SEED = 10


class Operating(Ordeal):
    """Victims do what a reference, which nobody killed, has done: they stand at one of its steps, or have lost some."""

    name = "operate"

    def prepare(self) -> None:
        self._kills = 0
        self._seed = 0.0
        self._steps: list[dict[str, str]] = []

    def strike(self, dice: random.Random) -> list[str]:
        if self._kills % _KILLS_OF_ONE_SEED == 0:
            self._seed = dice.random()
            self._steps = self._reference()
        self._kills += 1
        victim = self._start("operate")
        victim.wait_for(lines=dice.randrange(1, OPERATIONS))
        time.sleep(dice.uniform(0.0, 0.01))
        victim.kill()
        if victim.ended_by_itself and victim.errors():
            return [f"ended by itself: {victim.errors()}"]
        done = [line for line in victim.lines() if "done" in line]
        wrong = recovered(self.path)
        possible = self._steps[len(done) : len(done) + 2]  # the last that was said to be done, and the one after it
        if content_hash(self.path, with_times=False) not in [step["hash"] for step in possible]:
            wrong.append(f"seed {self._seed}: operation {len(done) + 1}, {possible[-1]['name']}, was done in part")
        return wrong

    def _reference(self) -> list[dict[str, str]]:
        """Return what the contents were before the first operation and after each."""
        victim = self._start("reference")
        victim.wait()
        steps = victim.lines()
        assert len(steps) == OPERATIONS + 1, victim.errors()
        return steps

    def _start(self, what: str) -> Victim:
        shutil.rmtree(self.path.parent, ignore_errors=True)
        self.path.parent.mkdir()
        Database.open(self.path).close()
        command = ["-m", "tests.torture.victims", what, self.path.parent, self._seed, OPERATIONS]
        return Victim(*command, home=self.folder)
