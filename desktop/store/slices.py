"""A long change as many short transactions, between which others get their turn."""

from __future__ import annotations

import time
from collections.abc import Iterator
from contextlib import ExitStack, contextmanager
from types import TracebackType

from desktop.errors import DatabaseBusy
from desktop.store.control import Control, go_on
from desktop.store.database import Database

_LONGEST = 0.02  # seconds of one transaction, which others who write wait for
_PAUSE = 0.03  # seconds between two; SQLite looks again for a lock after 25 ms at the latest
_ATTEMPTS = 10  # at a transaction, each of which waits for two seconds


class Slices:
    """Within `with` there always is a transaction; `breathe` ends one and begins the next, where it is time.

    `alone`: nobody else has the database open, so that nobody is to be let in between. Where nothing is to be written
    (`writes`), there are no transactions at all. Raises `DatabaseBusy` where others write for 20 seconds on end.
    """

    def __init__(self, database: Database, control: Control, *, writes: bool, alone: bool) -> None:
        self._database = database
        self._control = control
        self._writes = writes
        self._alone = alone
        self._transaction = ExitStack()
        self._since = 0.0

    def __enter__(self) -> None:
        self._begin()

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._transaction.__exit__(kind, error, trace)

    def breathe(self) -> None:
        """To be called between changes that need each other in no way. Raises `Cancelled`."""
        go_on(self._control)
        if self._writes and not self._alone and time.monotonic() - self._since > _LONGEST:
            self._transaction.close()
            self._control.wait(_PAUSE)
            self._begin()

    def _begin(self) -> None:
        if self._writes:
            self._transaction.enter_context(self._patient_transaction())
        self._since = time.monotonic()

    @contextmanager
    def _patient_transaction(self) -> Iterator[None]:
        """Wait for longer than others would: nobody sits before this one and waits for an answer."""
        with ExitStack() as transaction:
            for attempt in range(1, _ATTEMPTS + 1):
                try:
                    transaction.enter_context(self._database.transaction(durable=False))
                    break
                except DatabaseBusy:
                    if attempt == _ATTEMPTS:
                        raise
                    go_on(self._control)
            yield
