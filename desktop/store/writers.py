"""Which processes that write replies are still alive: each holds a lock on a file of its own, and dies with it.

The operating system gives the lock back however the process ends, `kill -9` included; a process number could be
someone else's by then.
"""

from __future__ import annotations

import os
import sys
from contextlib import suppress
from pathlib import Path

from desktop.model.ids import new_id

if sys.platform == "win32":
    import msvcrt

    def _lock(descriptor: int) -> bool:
        try:
            msvcrt.locking(descriptor, msvcrt.LK_NBLCK, 1)
        except OSError:
            return False
        return True

else:
    import fcntl

    def _lock(descriptor: int) -> bool:
        try:
            fcntl.flock(descriptor, fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        return True


class Writer:
    """The lock that says: what stands under `id` is still being written."""

    def __init__(self, file: Path, descriptor: int | None) -> None:
        self.id = file.stem
        self._file = file
        self._descriptor = descriptor

    @classmethod
    def unseen(cls) -> Writer:
        """For a database that no other process can open: without a lock and without a file."""
        return cls(Path(new_id()), None)

    @classmethod
    def take(cls, directory: Path) -> Writer:
        """Raises `OSError` where the directory cannot be written."""
        directory.mkdir(mode=0o700, exist_ok=True)
        while True:
            file = directory / f"{new_id()}.lock"
            descriptor = os.open(file, os.O_CREAT | os.O_EXCL | os.O_RDWR, 0o600)
            if _lock(descriptor) and file.exists():
                return cls(file, descriptor)
            os.close(descriptor)  # before it was locked, another process took the file for a dead writer's

    def release(self) -> None:
        if self._descriptor is None:
            return
        os.close(self._descriptor)
        with suppress(OSError):
            self._file.unlink()


def living(directory: Path) -> set[str]:
    """Return the ids of the writers that are alive, and clear away what dead ones left."""
    alive: set[str] = set()
    for file in directory.glob("*.lock"):
        try:
            descriptor = os.open(file, os.O_RDWR)
        except FileNotFoundError:
            continue
        is_dead = _lock(descriptor)
        if is_dead:
            with suppress(OSError):  # Windows does not remove an open file; the next one who looks will try again
                file.unlink()
        else:
            alive.add(file.stem)
        os.close(descriptor)
    return alive
