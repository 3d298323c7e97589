"""Somebody who watches long work, and may cancel it."""

from __future__ import annotations

from collections.abc import Callable

from desktop.store.control import Progress, Unattended


class Watching(Unattended):
    """Remembers what it is told; is cancelled once `until` says so."""

    def __init__(self, until: Callable[[Progress], bool] = lambda _: False) -> None:
        self.told: list[Progress] = []
        self._until = until

    def emit(self, event: object) -> None:
        assert isinstance(event, Progress)
        self.told.append(event)
        self.cancelled = self.cancelled or self._until(event)
