"""Work that may wait for a free moment: colouring code that is in sight."""

from __future__ import annotations

from collections.abc import Callable, Iterable

from PySide6.QtCore import QObject, QPointF, QRect, QTimer

from desktop.ui.transcript.blocks.layout import BlockLayout

_SLICE = 0.003  # seconds of work between two looks at the event queue


class SlowWork(QObject):
    """Lets the layouts in sight, given with their corners, do their slow work in slices; says what looks different."""

    def __init__(
        self,
        in_sight: Callable[[], Iterable[tuple[BlockLayout, QPointF]]],
        changed: Callable[[QRect], None],
        parent: QObject,
    ) -> None:
        super().__init__(parent)
        self._in_sight = in_sight
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
        for layout, corner in self._in_sight():
            if layout.waiting:
                changed = layout.advance(_SLICE)
                self._changed(changed.translated(corner).toAlignedRect())
                return
        self._timer.stop()
