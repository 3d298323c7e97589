"""The safety of what is kept: backups, restoring, and the look for damage, each on a thread of its own."""

from __future__ import annotations

import logging
from collections.abc import Callable
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from desktop import __version__
from desktop.errors import DatabaseDamaged, TeahouseError
from desktop.jobs import Job, JobContext, JobRunner
from desktop.settings import Settings
from desktop.store.backup import Backup, Backups, Kind
from desktop.store.checking import is_unwritten, quick_check
from desktop.store.control import Cancelled
from desktop.store.merging import Merged
from desktop.store.restore import preview, restore

log = logging.getLogger(__name__)

_AGAIN = 30 * 60_000  # ms between two looks at whether a backup is due; a computer that slept is looked after soon


class SafetyController(QObject):
    """Jobs emit `store.control.Progress`. What fails by itself is told once in a run of the program."""

    listed = Signal()  # there are other backups
    backup_failed = Signal(TeahouseError)  # one that was made by itself
    damaged = Signal(TeahouseError)  # the database is
    restored = Signal(Merged)

    def __init__(
        self,
        database: Path,
        settings: Settings,
        jobs: JobRunner,
        parent: QObject | None = None,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        super().__init__(parent)
        self._database = database
        self._settings = settings
        self._jobs = jobs
        self._clock = clock
        self._automatic: Job | None = None
        self._has_told = False
        self._timer = QTimer(self)
        self._timer.setInterval(_AGAIN)
        self._timer.timeout.connect(self._back_up_when_due)

    def begin(self) -> None:
        """Look for damage, or make the backup that is due, which does so too; and every day another one."""
        self._timer.start()
        if not self._back_up_when_due():
            self._run_by_itself(self._check)

    @property
    def is_at_work(self) -> bool:
        """Whether a job that nobody asked for is going on."""
        return self._automatic is not None

    @property
    def backups(self) -> Backups:
        """In the folder of the settings."""
        return Backups(self._database, self._settings.place("backup_folder"))

    def choose_folder(self, folder: Path | None) -> None:
        """Put backups there from now on; None is the folder in the profile. Raises `BackupFailed`."""
        Backups(self._database, folder).refuse_unusable()
        is_own = folder is None or folder == Backups(self._database).folder
        self._settings.set("backup_folder", None if is_own else str(folder))
        self.listed.emit()

    def back_up(self) -> Job:
        """Make a backup now; its result is the `Backup`."""
        backups, now = self.backups, self._clock
        job = self._start(lambda context: backups.make(Kind.MANUAL, context, now))
        job.succeeded.connect(self.listed)
        return job

    def check(self) -> Job:
        """Look for damage now."""
        return self._start(self._check)

    def preview(self, backup: Path) -> Job:
        """Find out what restoring would do; the result is a `Merged`."""
        return self._start(lambda context: preview(self._database, backup, context))

    def restore(self, backup: Path) -> Job:
        """Merge a backup; the result is a `Merged`. What a cancelled one has merged by then stays."""
        job = self._start(lambda context: restore(self._database, backup, context))
        job.succeeded.connect(self.restored)
        return job

    def note_damage(self, error: TeahouseError) -> None:
        """Remember that the database is damaged: the next start offers to recover it."""
        self._settings.set("recovery_wanted", True)
        self.damaged.emit(error)

    def _start(self, work: Callable[[JobContext], object]) -> Job:
        job = self._jobs.start(_quietly(work))
        job.failed.connect(self._on_failed)
        return job

    @Slot()
    def _back_up_when_due(self) -> bool:
        """Return whether a backup has begun."""
        if self._automatic is not None:
            return False
        is_updated = self._settings.text("last_version") not in {"", __version__}
        is_due = self._settings.switch("daily_backups") and self.backups.is_due(self._clock())
        if not (is_updated or is_due):
            self._settings.set("last_version", __version__)
            return False
        self._run_by_itself(lambda context: self._back_up(Kind.UPDATE if is_updated else Kind.DAILY, context))
        return True

    def _back_up(self, kind: Kind, context: JobContext) -> Backup | None:
        """On a worker. A database in which nobody has written yet is not worth a backup."""
        if is_unwritten(self._database):
            return None
        return self.backups.make(kind, context, self._clock)

    def _check(self, context: JobContext) -> None:
        quick_check(self._database, context)

    def _run_by_itself(self, work: Callable[[JobContext], object]) -> None:
        job = self._automatic = self._jobs.start(_quietly(work))
        job.succeeded.connect(self._on_looked_after)
        job.failed.connect(self._on_automatic_failed)
        job.cancelled.connect(self._on_automatic_ended)

    @Slot(object)
    def _on_looked_after(self, result: object) -> None:
        self._automatic = None
        if isinstance(result, Backup):
            self._settings.set("last_version", __version__)
            self.listed.emit()

    @Slot(TeahouseError)
    def _on_automatic_failed(self, error: TeahouseError) -> None:
        self._automatic = None
        log.warning("Looking after the database failed: %s", error)
        if isinstance(error, DatabaseDamaged):
            self.note_damage(error)
        elif not self._has_told:
            self._has_told = True
            self.backup_failed.emit(error)

    @Slot()
    def _on_automatic_ended(self) -> None:
        self._automatic = None

    @Slot(TeahouseError)
    def _on_failed(self, error: TeahouseError) -> None:
        if isinstance(error, DatabaseDamaged):
            self.note_damage(error)


def _quietly(work: Callable[[JobContext], object]) -> Callable[[JobContext], object]:
    """A job that was cancelled has said so itself."""

    def do(context: JobContext) -> object:
        with suppress(Cancelled):
            return work(context)
        return None

    return do
