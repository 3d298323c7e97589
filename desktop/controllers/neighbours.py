"""Notices what other processes, such as the command line, write into the same database."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from desktop.errors import StoreError
from desktop.store.database import Database

_INTERVAL = 2_000  # ms; a look costs some microseconds


class Neighbours(QObject):
    changed = Signal()  # another connection has committed something

    def __init__(self, database: Database, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._database = database
        self._version = database.version
        self._timer = QTimer(self)
        self._timer.timeout.connect(self.look)
        self._timer.start(_INTERVAL)

    def stop(self) -> None:
        """Look no more: the database is about to be closed."""
        self._timer.stop()

    @Slot()
    def look(self) -> None:
        if not self._timer.isActive():
            return
        try:
            version = self._database.version
            if version != self._version:
                self.changed.emit()
                self._version = version
        except StoreError:
            return  # a database that cannot be read says so to whoever asks it for something
