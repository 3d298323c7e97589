"""How a request is told to stop. `desktop.jobs.JobContext` has this shape."""

from __future__ import annotations

import time
from collections.abc import Callable
from typing import Protocol


class Control(Protocol):
    """Asked by the thread that makes a request, told by another one."""

    @property
    def cancelled(self) -> bool: ...

    def on_cancel(self, wake: Callable[[], None]) -> None:
        """Have `wake` called, from any thread, once the request is cancelled; it returns at once and never raises."""

    def wait(self, seconds: float) -> bool:
        """Wait, and return True as soon as the request is cancelled, False when the time is over."""


class NeverCancelled:
    """For a program that is stopped as a whole, such as the command line."""

    cancelled = False

    def on_cancel(self, wake: Callable[[], None]) -> None:
        pass

    def wait(self, seconds: float) -> bool:
        time.sleep(seconds)
        return False


class Cancelled(Exception):
    """The request was cancelled. `stream` and `diagnose` end quietly instead; `list_models` raises this."""
