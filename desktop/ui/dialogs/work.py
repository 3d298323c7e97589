"""What a dialog shows of a job that takes its time: what is being done, how far it is, and a button to stop it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Signal, Slot
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QProgressBar, QPushButton, QVBoxLayout, QWidget

from desktop.errors import TeahouseError
from desktop.i18n import mark, tr
from desktop.jobs import Job
from desktop.store.control import Phase, Progress

_WORDS = {
    Phase.COPYING: mark("Copying…"),
    Phase.CHECKING: mark("Checking that everything is whole…"),
    Phase.READING: mark("Reading what can be read…"),
    Phase.MERGING: mark("Adding what is missing…"),
}


class WorkView(QWidget):
    """Nothing while nothing is done. One job at a time."""

    began = Signal()
    ended = Signal()  # however: with a result, an error, or stopped

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._job: Job | None = None
        self.words = QLabel(self)
        self.bar = QProgressBar(self)
        self.bar.setTextVisible(False)
        self.stop_button = QPushButton(self)
        self.stop_button.setAutoDefault(False)
        self.stop_button.clicked.connect(self.stop)
        line = QHBoxLayout()
        line.setSpacing(12)
        line.addWidget(self.bar, 1)
        line.addWidget(self.stop_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addWidget(self.words)
        column.addLayout(line)
        self.hide()

    @property
    def is_busy(self) -> bool:
        return self._job is not None

    def follow(
        self, job: Job, succeeded: Callable[[object], None], failed: Callable[[TeahouseError], None], words: str
    ) -> None:
        """Show `job` until it ends, and tell its end; `words` say what is done until the job says more."""
        self.stop()
        self._job = job
        self._say(words)
        self.bar.setRange(0, 0)
        self.stop_button.setText(tr("Stop"))
        self.show()
        job.emitted.connect(self._on_events)
        job.succeeded.connect(lambda result: self._end(lambda: succeeded(result)))
        job.failed.connect(lambda error: self._end(lambda: failed(error)))
        job.cancelled.connect(lambda: self._end(lambda: None))
        self.began.emit()

    @Slot()
    def stop(self) -> None:
        if self._job is not None:
            self._job.cancel()

    def _on_events(self, events: list[Progress]) -> None:
        last = events[-1]
        words = tr(_WORDS[last.phase])
        if words != self.words.text():
            self._say(words)
        self.bar.setRange(0, 1000 if last.total else 0)
        if last.total:
            self.bar.setValue(1000 * last.done // last.total)

    def _say(self, words: str) -> None:
        self.words.setText(words)
        self.bar.setAccessibleName(words)
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, words))

    def _end(self, tell: Callable[[], None]) -> None:
        self._job = None
        self.hide()
        tell()
        self.ended.emit()


def fit_height(dialog: QDialog) -> None:
    """Make the dialog as high as what is in it now needs at its width."""
    layout = dialog.layout()
    if layout is not None:
        layout.activate()
        dialog.resize(dialog.width(), layout.totalHeightForWidth(dialog.width()))
