"""How long work on the database is watched and stopped. `desktop.jobs.JobContext` has this shape."""

from __future__ import annotations

import time
from enum import StrEnum
from typing import Protocol

from msgspec import Struct


class Phase(StrEnum):
    """What is being done."""

    COPYING = "copying"
    CHECKING = "checking"
    READING = "reading"
    MERGING = "merging"


class Progress(Struct, frozen=True):
    """`done` of `total`, in a unit of the phase's own; a `total` of 0 means that nobody knows."""

    phase: Phase
    done: int = 0
    total: int = 0


class Control(Protocol):
    """Told by the thread that works, asked by it, and cancelled by another one."""

    @property
    def cancelled(self) -> bool: ...

    def emit(self, event: object) -> None:
        """Tell a `Progress`."""

    def wait(self, seconds: float) -> bool:
        """Wait, and return True as soon as the work is cancelled, False when the time is over."""


class Unattended:
    """Nobody watches, and nobody stops it but by ending the process."""

    cancelled = False

    def emit(self, event: object) -> None:
        pass

    def wait(self, seconds: float) -> bool:
        time.sleep(seconds)
        return False


class Cancelled(Exception):
    """The work was cancelled, and has left nothing half done."""


def go_on(control: Control) -> None:
    """Raises `Cancelled` where the work is to end."""
    if control.cancelled:
        raise Cancelled
