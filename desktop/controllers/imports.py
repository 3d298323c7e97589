"""Imports of conversations, on a thread of their own."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path

from PySide6.QtCore import QObject, Signal

from desktop.exchange.importers.taking import Taken, take
from desktop.jobs import Job, JobContext, JobRunner
from desktop.store.control import Cancelled
from desktop.store.database import Database


class ImportsController(QObject):
    """Jobs emit `store.control.Progress`; their result is a `Taken`."""

    changed = Signal()  # the store holds what it did not; also where an import was stopped or has failed in the middle

    def __init__(self, database: Path, jobs: JobRunner, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._database = database
        self._jobs = jobs

    def preview(self, files: Sequence[Path]) -> Job:
        """Find out what importing these files would do."""
        return self._jobs.start(lambda context: self._take(files, context, pretend=True))

    def take_in(self, files: Sequence[Path], total: int) -> Job:
        """Import these files, which have `total` conversations. What a stopped import has taken in by then stays."""
        job = self._jobs.start(lambda context: self._take(files, context, total=total))
        for ended in (job.succeeded, job.failed):
            ended.connect(lambda _: self.changed.emit())
        job.cancelled.connect(self.changed)
        return job

    def _take(self, files: Sequence[Path], context: JobContext, *, pretend: bool = False, total: int = 0) -> Taken:
        """On a worker, with a connection of its own. Of one that was cancelled nobody hears the result."""
        with suppress(Cancelled), Database.open(self._database) as database:
            return take(files, database, context, pretend=pretend, total=total)
        return Taken()
