"""Work that may wait for a free moment: colouring code that is in sight, reading what is about to be."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer
from PySide6.QtWidgets import QWidget

from desktop.ui.transcript.sight import Sight

_SLICE = 0.003  # seconds of work between two looks at the event queue


class SlowWork(QObject):
    """Lets the layouts in sight do their slow work in slices, then gets ready what is near."""

    def __init__(self, sight: Sight, viewport: QWidget) -> None:
        super().__init__(viewport)
        self._sight = sight
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
        for layout, corner in self._sight.layouts():
            if layout.waiting:
                changed = layout.advance(_SLICE)
                self._viewport.update(changed.translated(corner).toAlignedRect())
                return
        if not self._sight.prepare():
            self._timer.stop()
