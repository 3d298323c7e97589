"""Empties the trash of what has been in it for long, in slices between which the window does what it is asked."""

from __future__ import annotations

import logging
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

from PySide6.QtCore import QObject, QTimer, Slot

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
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.timeout.connect(self._purge)
        self._timer.start(_FIRST)

    def purge_now(self) -> None:
        """Begin at once instead of when it is time."""
        self._timer.start(0)

    def stop(self) -> None:
        self._timer.stop()

    @Slot()
    def _purge(self) -> None:
        days = int(self._settings.number("trash_days") or 0)
        has_more = False
        if days and self._last_used is not None:
            try:
                has_more = self._trash.purge_some(min(self._clock(), self._last_used) - timedelta(days=days))
            except StoreError as error:  # of no concern to anybody: it is tried again
                log.info("The trash could not be emptied: %s", error)
        self._timer.start(_PAUSE if has_more else _AGAIN)
