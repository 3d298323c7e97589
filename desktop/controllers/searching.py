"""The search, off the UI thread: each question on a connection of its own, and ended when the next one is asked."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from msgspec import Struct
from PySide6.QtCore import QObject, Signal

from desktop.errors import TeahouseError
from desktop.jobs import Job, JobContext, JobRunner
from desktop.store.database import Database
from desktop.store.scope import Known
from desktop.store.search import Mark, Page, Search

Result = TypeVar("Result")


class Choices(Struct, frozen=True):
    """What can be filtered by now, by name."""

    accounts: tuple[str, ...]
    models: tuple[str, ...]
    folders: tuple[str, ...]
    tags: tuple[str, ...]


class SearchingController(QObject):
    """Two searches, for the list of conversations and for the page of results, that know nothing of each other.

    Of each only the last question is ever answered: what comes of an earlier one is dropped.
    """

    narrowed = Signal(object)  # ids of the conversations that the list is to show
    began = Signal()  # a question was asked anew; what the former one found is of no more interest
    found = Signal(Page)  # the first page of the answer, or the one that follows the last
    choices_known = Signal(Choices)
    failed = Signal(TeahouseError)

    def __init__(self, path: Path, jobs: JobRunner, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._path = path
        self._narrowing = _Latest(jobs, self.failed.emit)
        self._asking = _Latest(jobs, self.failed.emit)
        self._choosing = _Latest(jobs, self.failed.emit)
        self._text = ""
        self._rest: Mark | None = None

    def narrow(self, text: str) -> None:
        """Look for the conversations that `text` finds."""
        self._narrowing.run(self._reading(lambda database: Search(database).conversations(text)), self.narrowed.emit)

    def stop_narrowing(self) -> None:
        self._narrowing.cancel()

    def ask(self, text: str) -> None:
        """Look for the first page of what `text` finds."""
        self._text = text
        self._rest = None
        self.began.emit()
        self._read_page(None)

    def ask_for_more(self) -> None:
        """Look for the next page, where there is one and nobody is looking for it yet."""
        if self._rest is not None:
            after, self._rest = self._rest, None
            self._read_page(after)

    def stop(self) -> None:
        self._asking.cancel()

    def ask_for_choices(self) -> None:
        self._choosing.run(self._reading(_choices), self.choices_known.emit)

    def _read_page(self, after: Mark | None) -> None:
        text = self._text

        def take(page: Page) -> None:
            self._rest = page.rest
            self.found.emit(page)

        self._asking.run(self._reading(lambda database: Search(database).page(text, after)), take)

    def _reading(self, read: Callable[[Database], Result]) -> Callable[[JobContext], Result]:
        path = self._path

        def work(context: JobContext) -> Result:
            with Database.open_to_read(path) as database:
                context.on_cancel(database.interrupt)
                return read(database)

        return work


class _Latest:
    """Runs one job at a time: the former one is cancelled, and nothing is heard of it any more."""

    def __init__(self, jobs: JobRunner, on_failure: Callable[[TeahouseError], None]) -> None:
        self._jobs = jobs
        self._on_failure = on_failure
        self._job: Job | None = None

    def run(self, work: Callable[[JobContext], Result], on_success: Callable[[Result], None]) -> None:
        self.cancel()
        self._job = self._jobs.start(work)
        self._job.succeeded.connect(on_success)
        self._job.failed.connect(self._on_failure)

    def cancel(self) -> None:
        job, self._job = self._job, None
        if job is not None and not job.over:
            job.cancel()


def _choices(database: Database) -> Choices:
    known = Known(database)
    accounts = dict.fromkeys(known.accounts().values())
    return Choices(tuple(accounts), tuple(known.models()), tuple(known.folders().values()), tuple(known.tags()))
