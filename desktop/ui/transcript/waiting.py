"""Work that may wait for a free moment: colouring code that is in sight."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from PySide6.QtCore import QObject, QTimer

from desktop.ui.transcript.blocks.layout import BlockLayout

_SLICE = 0.003  # seconds of work between two looks at the event queue


class SlowWork(QObject):
    """Lets the layouts in sight do their slow work in slices, and says when something looks different."""

    def __init__(
        self, layouts: Callable[[], Iterable[BlockLayout]], changed: Callable[[], None], parent: QObject
    ) -> None:
        super().__init__(parent)
        self._layouts = layouts
        self._changed = changed
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
        for layout in self._layouts():
            if layout.waiting:
                layout.advance(_SLICE)
                self._changed()
                return
        self._timer.stop()
