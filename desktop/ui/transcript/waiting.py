"""Work that may wait for a free moment: colouring code that is in sight, reading what is there or about to be."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QWidget

from desktop.ui.transcript.sight import Sight
from desktop.ui.transcript.streams import Streams

_SLICE = 0.003  # seconds of work between two looks at the event queue


class SlowWork(QObject):
    """Reads what is in sight, lets the layouts there do their slow work in slices, then gets ready what is near."""

    def __init__(self, sight: Sight, catch_up: Callable[[], bool], viewport: QWidget) -> None:
        """`catch_up` reads some of a reply that came faster than it could be read; it returns False for none."""
        super().__init__(viewport)
        self._sight = sight
        self._catch_up = catch_up
        self._viewport = viewport
        self._timer = QTimer(self)
        self._timer.setInterval(0)
        self._timer.timeout.connect(self._work)

    @property
    def busy(self) -> bool:
        return self._timer.isActive()

    def start(self) -> None:
        if not self._timer.isActive():
            self._timer.start()

    def _work(self) -> None:
        if not (self._catch_up() or self._colour() or self._sight.prepare()):
            self._timer.stop()

    def _colour(self) -> bool:
        for layout, corner in self._sight.layouts():
            if layout.waiting:
                changed = layout.advance(_SLICE)
                self._viewport.update(changed.translated(corner).toAlignedRect())
                return True
        return False


class ThinkingClock(QObject):
    """Counts the seconds of replies that reason, once a second, for as long as one does."""

    def __init__(self, streams: Streams, viewport: QWidget) -> None:
        super().__init__(viewport)
        self._streams = streams
        self._viewport = viewport
        self._timer = QTimer(self)
        self._timer.setInterval(1000)
        self._timer.timeout.connect(self._tick)

    def start(self) -> None:
        if self._streams.thinking and not self._timer.isActive():
            self._timer.start()

    def _tick(self) -> None:
        self._streams.count_seconds()
        self._viewport.update()
        if not self._streams.thinking:
            self._timer.stop()
