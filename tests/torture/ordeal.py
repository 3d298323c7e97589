"""What all the ways of being killed have in common."""

from __future__ import annotations

import random
from abc import ABC, abstractmethod
from collections import Counter
from collections.abc import Container
from contextlib import ExitStack
from pathlib import Path
from typing import Self

from desktop.store.database import Database
from desktop.store.journal import Journal
from tests.store.contents import Contents, contents, difference

DATABASE = "conversations.db"


class Ordeal(ABC):
    """Something the program does, and is killed in. Everything happens below `folder`."""

    name: str
    late = 0  # kills that found something less safe than promised because the victim had no processor to run on

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.path = folder / "profile" / DATABASE
        self._undo = ExitStack()
        folder.mkdir(parents=True)

    def __enter__(self) -> Self:
        self.prepare()
        return self

    def __exit__(self, *_: object) -> None:
        self._undo.close()

    @abstractmethod
    def prepare(self) -> None:
        """Make what all kills share."""

    @abstractmethod
    def strike(self, dice: random.Random) -> list[str]:
        """Let it begin, kill it at a moment that `dice` chooses, and return what is wrong afterwards, in sentences."""


def recovered(path: Path) -> list[str]:
    """Open the database as the program does at its next start, and return what is wrong with it."""
    with Database.open(path) as database:
        Journal(database).recover()
        wrong = []
        verdict = database.value("PRAGMA integrity_check")
        if verdict != "ok":
            wrong.append(f"integrity_check: {verdict}")
        if database.row("PRAGMA foreign_key_check") is not None:
            wrong.append("rows refer to what is not there")
        for what, query in (
            ("messages are still being written", "SELECT COUNT(*) FROM messages WHERE state = 'writing'"),
            ("rows are left in the journal", "SELECT COUNT(*) FROM journal"),
        ):
            count = database.value(query)
            if count:
                wrong.append(f"{count} {what}")
    return wrong


def unchanged(before: Contents, path: Path, *, but: Container[str] = ()) -> list[str]:
    """Return what of `before` is not there any more.

    Of conversations with an id in `but` the own row may differ; and where somebody reads is no word of anybody's.
    """
    words = {row: count for row, count in before.items() if row[0] != "positions"}
    kept: Contents = Counter(
        {row: count for row, count in words.items() if row[0] != "conversations" or dict(row[1])["id"] not in but}
    )
    after = contents(path)
    lost = kept - after
    return [f"changed or lost: {difference(lost, Counter())}"] if lost else []
