"""Gets the colours of a language ready: its first block would else hold the window up for 50 to 100 ms."""

from __future__ import annotations

from PySide6.QtCore import QObject, Signal, Slot

from desktop.jobs import JobContext, JobRunner
from desktop.render.highlight import prepare


class Lexers(QObject):
    """Prepares one language after another on a thread; without `jobs` none is, and each is ready at once."""

    arrived = Signal()  # a language is ready

    def __init__(self, jobs: JobRunner | None, parent: QObject) -> None:
        super().__init__(parent)
        self._jobs = jobs
        self._ready: set[str] = set()
        self._wanted: list[str] = []

    def ready(self, language: str) -> bool:
        """Tell whether code of a language can be coloured now; it soon can, where not."""
        if self._jobs is None or language in self._ready:
            return True
        if language not in self._wanted:
            self._wanted.append(language)
            if len(self._wanted) == 1:
                self._prepare()
        return False

    def _prepare(self) -> None:
        assert self._jobs is not None
        language = self._wanted[0]

        def work(_context: JobContext) -> None:
            prepare(language)

        job = self._jobs.start(work)
        job.succeeded.connect(self._on_prepared)
        job.failed.connect(self._on_prepared)  # then it is told where the colours are missed

    @Slot()
    def _on_prepared(self) -> None:
        self._ready.add(self._wanted.pop(0))
        self.arrived.emit()
        if self._wanted:
            self._prepare()
