"""What nobody has caught: told as an error, so that it ends as a sentence on the screen and not in a terminal."""

from __future__ import annotations

import errno
import logging
import sys
from pathlib import Path
from types import TracebackType

from PySide6.QtCore import QObject, Signal

from desktop.errors import BugFound, DatabaseDamaged, DiskFull, PlaceReadOnly, TeahouseError

log = logging.getLogger(__name__)


class Mishaps(QObject):
    """Stands in for `sys.excepthook` between `listen` and `stop`."""

    happened = Signal(TeahouseError)
    damage_seen = Signal(DatabaseDamaged)
    interrupted = Signal()  # Ctrl+C reached a slot

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._previous_hook = sys.excepthook

    def listen(self) -> None:
        sys.excepthook = self._take

    def stop(self) -> None:
        sys.excepthook = self._previous_hook

    def take_unsaved_settings(self, path: Path, error: OSError) -> None:
        kind = DiskFull if error.errno == errno.ENOSPC else PlaceReadOnly
        self.happened.emit(kind(path=str(path), detail=error.strerror or str(error)))

    def _take(self, kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
        """What a slot did not catch: an error with a sentence is shown; anything else is a mistake of ours."""
        if isinstance(error, KeyboardInterrupt):
            self.interrupted.emit()
        elif isinstance(error, TeahouseError):
            log.warning("%s: %s", kind.__name__, error)
            (self.damage_seen if isinstance(error, DatabaseDamaged) else self.happened).emit(error)
        else:
            log.error("Unexpected error", exc_info=(kind, error, trace))
            self.happened.emit(BugFound(detail=f"{kind.__name__}: {error}"))
            if self._previous_hook is not sys.__excepthook__:
                self._previous_hook(kind, error, trace)  # a debugger's, or that of the tests
