"""Empties the trash of what has been in it for long, in slices between which the window does what it is asked."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from PySide6.QtCore import QObject, QTimer, Signal, Slot

from desktop.errors import StoreError
from desktop.settings import Settings
from desktop.store.trash import Trash

log = logging.getLogger(__name__)

_FIRST = 60_000  # ms after the start
_AGAIN = 3_600_000  # ms
_PAUSE = 50  # ms between two slices


class TrashController(QObject):
    """How long things stay is the setting `trash_days`; 0 keeps them for ever.

    They are counted up to the last time that the program was used before this start, or to now, whichever is earlier:
    a clock that is years ahead for a while empties nothing.
    """

    emptied = Signal()  # what was in it when `empty` was called is gone for good

    def __init__(
        self,
        trash: Trash,
        settings: Settings,
        parent: QObject | None = None,
        clock: Callable[[], datetime] = lambda: datetime.now(UTC),
    ) -> None:
        super().__init__(parent)
        self._trash = trash
        self._settings = settings
        self._clock = clock
        self._last_used = trash.last_used()
        self._all_before: datetime | None = None  # whatever was deleted by then is to go
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._purge)
        self._timer.start(_FIRST)

    def purge_now(self) -> None:
        """Begin at once instead of when it is time."""
        self._timer.start(0)

    def empty(self) -> None:
        """Remove for good what is in the trash now, however long it has been there."""
        self._all_before = self._clock() + timedelta(milliseconds=1)
        self.purge_now()

    def stop(self) -> None:
        self._timer.stop()

    @Slot()
    def _purge(self) -> None:
        before = self._all_before or self._too_old()
        has_more = False
        if before is not None:
            try:
                has_more = self._trash.purge_some(before)
            except StoreError as error:  # of no concern to anybody: it is tried again
                log.info("The trash could not be emptied: %s", error)
        if self._all_before is not None and not has_more:
            self._all_before = None
            self.emptied.emit()
        pause = _PAUSE if self._all_before is None else 0
        self._timer.start(pause if has_more else _AGAIN)

    def _too_old(self) -> datetime | None:
        """Return when what has been in the trash for too long was deleted at the latest."""
        days = int(self._settings.number("trash_days") or 0)
        if not days or self._last_used is None:
            return None
        return min(self._clock(), self._last_used) - timedelta(days=days)
