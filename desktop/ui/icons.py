"""The icons of `resources/icons`: outlines drawn with `currentColor`, in any colour and at any scale."""

from __future__ import annotations

import errno
from functools import lru_cache
from pathlib import Path

from PySide6.QtCore import QByteArray, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QIcon, QIconEngine, QPainter, QPixmap
from PySide6.QtSvg import QSvgRenderer

APP_ICON = "teahouse"
SIZE = 20  # px that an icon is drawn for, and shown in unless a widget says otherwise

_DISABLED_OPACITY = 0.4


def icon(name: str, colour: QColor, resources: Path) -> QIcon:
    """Return the icon `name` in `colour`, drawn afresh for each size and screen. Raises OSError where there is none."""
    folder = f"{resources}/icons"
    if name not in _names(folder):  # most are never drawn, so a mistake would be seen late
        raise FileNotFoundError(errno.ENOENT, "There is no such icon", name)
    return QIcon(_Outline(f"{folder}/{name}.svg", colour.name()))


def app_icon(resources: Path) -> QIcon:
    """Return the program's own icon, in its own colours."""
    return QIcon(_Outline(f"{resources}/icons/{APP_ICON}.svg"))


@lru_cache(maxsize=1)
def _names(folder: str) -> frozenset[str]:
    return frozenset(path.stem for path in Path(folder).iterdir())


@lru_cache(maxsize=64)
def _source(path: str) -> str:
    return Path(path).read_text(encoding="utf-8")


class _Outline(QIconEngine):
    """Draws its SVG at the size and pixel ratio of the moment, so that no screen sees a scaled picture."""

    def __init__(self, path: str, colour: str = "") -> None:
        super().__init__()
        self._path = path
        self._colour = colour
        self._renderer: QSvgRenderer | None = None

    def clone(self) -> QIconEngine:
        return _Outline(self._path, self._colour)

    def key(self) -> str:
        return "teahouse-outline"

    def paint(self, painter: QPainter, rect: QRect, mode: QIcon.Mode, _state: QIcon.State) -> None:
        painter.save()
        if mode == QIcon.Mode.Disabled:
            painter.setOpacity(painter.opacity() * _DISABLED_OPACITY)
        self._drawing().render(painter, QRectF(rect))
        painter.restore()

    def pixmap(self, size: QSize, mode: QIcon.Mode, state: QIcon.State) -> QPixmap:
        pixmap = QPixmap(size)
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        self.paint(painter, QRect(0, 0, size.width(), size.height()), mode, state)
        painter.end()
        return pixmap

    def _drawing(self) -> QSvgRenderer:
        if self._renderer is None:
            drawing = _source(self._path).replace("currentColor", self._colour)
            self._renderer = QSvgRenderer(QByteArray(drawing.encode()))
        return self._renderer
