"""A switch: a check box in its behaviour and for a screen reader, a sliding knob to the eye."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QPointF, QRectF, QSize, Qt, QVariantAnimation, Slot
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPalette, QPen
from PySide6.QtWidgets import QCheckBox, QStyle, QWidget

_TRACK = QSize(36, 20)
_RING = 3.0  # px around the track, for the focus ring
_KNOB_GAP = 3.0


class Switch(QCheckBox):
    """Shows no text of its own: give it an accessible name, or make it the buddy of a label."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self._place = 0.0  # of the knob: 0 off, 1 on
        self._motion = QVariantAnimation(self)
        self._motion.valueChanged.connect(self._move)
        self.toggled.connect(self._slide)

    def sizeHint(self) -> QSize:
        return _TRACK + QSize(round(2 * _RING), round(2 * _RING))

    def minimumSizeHint(self) -> QSize:
        return self.sizeHint()

    def hitButton(self, position: QPoint) -> bool:  # noqa: N802 - Qt's own name
        return self.rect().contains(position)

    def paintEvent(self, _event: QPaintEvent) -> None:
        colours = self.palette()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        track = QRectF(QPointF(_RING, (self.height() - _TRACK.height()) / 2), _TRACK)
        radius = track.height() / 2
        if not self.isEnabled():
            painter.setOpacity(0.5)
        edge = colours.color(QPalette.ColorRole.Accent if self.isChecked() else QPalette.ColorRole.Dark)
        painter.setPen(QPen(edge, 1.5))
        painter.setBrush(edge if self.isChecked() else colours.color(QPalette.ColorRole.Base))
        painter.drawRoundedRect(track.adjusted(0.75, 0.75, -0.75, -0.75), radius, radius)
        self._draw_knob(painter, track, edge)
        if self.hasFocus():
            painter.setPen(QPen(colours.color(QPalette.ColorRole.Accent), 2))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(track.adjusted(-2, -2, 2, 2), radius + 2, radius + 2)

    def _draw_knob(self, painter: QPainter, track: QRectF, edge: QColor) -> None:
        size = track.height() - 2 * _KNOB_GAP
        way = track.width() - size - 2 * _KNOB_GAP
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(self.palette().color(QPalette.ColorRole.Base) if self.isChecked() else edge)
        painter.drawEllipse(QRectF(track.x() + _KNOB_GAP + way * self._place, track.y() + _KNOB_GAP, size, size))

    @Slot(bool)
    def _slide(self, checked: bool) -> None:
        wanted = self.style().styleHint(QStyle.StyleHint.SH_Widget_Animation_Duration, None, self)
        self._motion.stop()
        if not self.isVisible() or wanted <= 0:
            self._move(float(checked))
            return
        self._motion.setDuration(min(wanted, 120))
        self._motion.setStartValue(self._place)
        self._motion.setEndValue(float(checked))
        self._motion.start()

    @Slot(object)
    def _move(self, place: float) -> None:
        self._place = place
        self.update()
