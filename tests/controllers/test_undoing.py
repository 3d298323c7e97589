"""Whatever a person does in whatever order: undone to the beginning, everything is as it was; done again, as it was
then."""

from __future__ import annotations

import random
import tempfile
from collections import Counter
from contextlib import ExitStack
from pathlib import Path

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule

from desktop.settings import Settings
from desktop.store.database import Database
from desktop.store.search import Search
from desktop.store.stores import Stores
from tests.store.contents import Contents, contents, difference
from tests.torture.operations import Operations

SEEDS = st.integers(0, 2**32)
UNDOABLE = (
    "rename", "pin", "archive", "move", "tag", "delete", "restore", "branch", "delete_message", "create_folder",
    "rename_folder", "delete_folder",
)  # fmt: skip


class Undoing(RuleBasedStateMachine):
    """Real controllers on a real database."""

    def __init__(self) -> None:
        super().__init__()
        self._undo = ExitStack()
        folder = Path(self._undo.enter_context(tempfile.TemporaryDirectory()))
        self._path = folder / "conversations.db"
        self._database = self._undo.enter_context(Database.open(self._path))
        self._dice = random.Random(0)
        self._operations = Operations(Stores(self._database), Settings(folder / "settings.json"), self._dice)

    @initialize(seed=SEEDS)
    def begin(self, seed: int) -> None:
        self._dice.seed(seed)
        for _ in range(4):
            self._operations.begin()
            self._operations.answer()
            self._operations.say()
        self._beginning = self._contents()

    @precondition(lambda self: bool(self._operations.known()))
    @rule(name=st.sampled_from(UNDOABLE), seed=SEEDS)
    def do(self, name: str, seed: int) -> None:
        self._dice.seed(seed)
        getattr(self._operations, name)()

    @rule()
    def undo(self) -> None:
        self._operations.undo()

    @rule()
    def redo(self) -> None:
        self._operations.redo()

    def teardown(self) -> None:
        try:
            if hasattr(self, "_beginning"):
                self._there_and_back()
        finally:
            self._undo.close()

    def _there_and_back(self) -> None:
        while self._operations.order.redo() is not None:
            pass
        end = self._contents()
        while self._operations.order.undo() is not None:
            pass
        assert difference(self._beginning, self._contents()) == ""
        self._expect_titles_to_be_found()
        while self._operations.order.redo() is not None:
            pass
        assert difference(end, self._contents()) == ""
        assert self._database.value("PRAGMA integrity_check") == "ok"

    def _contents(self) -> Contents:
        """Without deleted folders, which keep a row so that they can come back, and without when anything was."""
        rows = contents(self._path, with_times=False)
        gone = {row for row in rows if row[0] == "folders" and dict(row[1])["deleted"]}
        return Counter({row: count for row, count in rows.items() if row not in gone})

    def _expect_titles_to_be_found(self) -> None:
        search = Search(self._database)
        for conversation in self._operations.known():
            word = conversation.title.split()[-2] if " " in conversation.title else conversation.title
            if word.isalnum():
                assert conversation.id in {hit.conversation_id for hit in search.search(word, 1000)}


TestUndoing = Undoing.TestCase
TestUndoing.settings = settings(
    max_examples=20, stateful_step_count=25, deadline=None, suppress_health_check=list(HealthCheck)
)
