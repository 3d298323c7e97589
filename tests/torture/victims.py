"""What is killed, where that is not the command line itself: `python -m tests.torture.victims WHAT PROFILE …`.

It says what it has done on standard output, a JSON object to a line, and as soon as it has done it.
"""

from __future__ import annotations

import json
import os
import random
import sys
import time
from pathlib import Path
from typing import Any


def say(**facts: Any) -> None:
    """Write past every buffer: what was said is out, whatever happens next."""
    line = memoryview(json.dumps(facts).encode() + b"\n")
    while line:
        line = line[os.write(1, line) :]


def window(profile: Path, seed: str) -> None:
    """Let a person of great haste talk to the demo server in the window: ask, ask again, reword, stop, go elsewhere."""
    from PySide6.QtCore import QTimer
    from PySide6.QtWidgets import QApplication

    from desktop.app import build
    from tests.torture.person import Person

    application = build(["--profile", str(profile)])
    application.window.show()
    application.settle()
    person = Person(application, random.Random(seed), say)
    person.start()
    QTimer.singleShot(0, application, lambda: say(ready=time.monotonic()))
    QApplication.exec()


def migrate(profile: Path) -> None:
    """Open a database of an earlier version."""
    from desktop.store.database import Database

    say(ready=time.monotonic())
    Database.open(profile / "conversations.db").close()
    say(done=time.monotonic())


def operate(profile: Path, seed: str, count: str) -> None:
    """Do what a person does to conversations; say after each operation that it is done."""
    from tests.torture.operations import perform

    say(ready=time.monotonic())
    for number, name in enumerate(perform(profile, seed, int(count))):
        say(done=number, name=name)


def reference(profile: Path, seed: str, count: str) -> None:
    """Do the same, and say after each what is then in the database."""
    from tests.store.contents import content_hash
    from tests.torture.operations import perform

    database = profile / "conversations.db"
    say(hash=content_hash(database, with_times=False), name="nothing")
    for name in perform(profile, seed, int(count)):
        say(hash=content_hash(database, with_times=False), name=name)


if __name__ == "__main__":
    commands = {"window": window, "migrate": migrate, "operate": operate, "reference": reference}
    what, where, *more = sys.argv[1:]
    commands[what](Path(where), *more)  # type: ignore[operator]
