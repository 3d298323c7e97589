"""One window per profile: a second start asks the first one to show itself, and goes.

Files of the profile carry both: a lock, and a request that the first one answers by taking it away. A socket would do
as well, and would cost every start the library for networks.
"""

from __future__ import annotations

import logging
import os
import time
from pathlib import Path

from PySide6.QtCore import QFileSystemWatcher, QLockFile, QObject, QTimer, Signal, Slot

log = logging.getLogger(__name__)

_PATIENCE = 10.0  # seconds that the first one gets to answer; it may be starting just now
_LOOK = 0.02  # seconds between two looks for its answer
_TOKEN_VARIABLE = "XDG_ACTIVATION_TOKEN"  # noqa: S105 - given by the desktop to what the person has just started
_LONGEST_TOKEN = 512  # characters


class OtherWindowShown(Exception):
    """Another Teahouse runs on this profile; it has been asked to show its window."""


class SingleInstance(QObject):
    """Alive as long as the first window of a profile is; its lock dies with the process, however that ends."""

    asked_to_show = Signal(str)  # the second start's activation token, "" where the desktop gave none

    def __init__(self, profile: Path, parent: QObject | None = None) -> None:
        """`profile` is the directory of its database."""
        super().__init__(parent)
        self._folder = profile / "window"
        self._lock = QLockFile(str(self._folder / "lock"))
        self._lock.setStaleLockTime(0)  # however old, it holds as long as its process lives
        self._watcher = QFileSystemWatcher(self)
        self._watcher.directoryChanged.connect(self._answer)

    def take(self) -> bool:
        """Return True for the first; False where another one runs, which has then been asked to show its window.

        Call before anything of the profile is opened, and once. Where no lock can be made, or nobody answers who holds
        it, the program starts anyway: the database takes two.
        """
        try:
            self._folder.mkdir(exist_ok=True)
            if not self._lock.tryLock(0) and self._lock.error() is QLockFile.LockError.LockFailedError:
                return not self._ask_other()
        except OSError as error:
            log.warning("A second start will not find this one: %s", error)
            return True
        self._watcher.addPath(str(self._folder))
        QTimer.singleShot(0, self, self._answer)  # of those who asked before anybody watched
        return True

    def release(self) -> None:
        """Let the next start be the first."""
        self._watcher.directoryChanged.disconnect(self._answer)
        self._lock.unlock()

    def _ask_other(self) -> bool:
        """Return whether the holder of the lock has answered."""
        request = self._folder / f"show-{os.getpid()}"
        unfinished = request.with_name(f"unfinished-{os.getpid()}")
        unfinished.write_text(os.environ.get(_TOKEN_VARIABLE, ""), encoding="ascii", errors="replace")
        unfinished.rename(request)
        deadline = time.monotonic() + _PATIENCE
        while time.monotonic() < deadline:
            if not request.exists():
                return True
            time.sleep(_LOOK)
        request.unlink(missing_ok=True)
        log.warning("The window that holds this profile does not answer")
        return False

    @Slot()
    def _answer(self) -> None:
        for request in self._folder.iterdir():
            if not request.name.startswith("show-"):
                continue
            token = request.read_text(encoding="ascii", errors="replace")[:_LONGEST_TOKEN].strip()
            request.unlink(missing_ok=True)
            self.asked_to_show.emit(token)
