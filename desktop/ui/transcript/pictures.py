"""Bytes from the web as a picture of bounded size, whatever they claim to be."""

from __future__ import annotations

from msgspec import Struct
from PySide6.QtCore import QBuffer, QByteArray, QIODevice, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QImage, QImageIOHandler, QImageReader, QPainter

from desktop.errors import ImageTooLarge, ImageUnreadable

MOST_PIXELS = 20_000_000  # of an image as it comes
WIDEST, HIGHEST = 760, 1000  # px on the screen
_KINDS = ((b"\x89PNG\r\n\x1a\n", "png"), (b"\xff\xd8\xff", "jpeg"), (b"GIF8", "gif"), (b"BM", "bmp"))


class Picture(Struct, frozen=True):
    """An image as it stands in a line: on the baseline, `width` and `ascent` px on the screen."""

    image: QImage
    width: float
    ascent: float
    depth: float = 0.0

    def within(self, room: float) -> Picture:
        """Return it no wider than `room`."""
        shrunk = min(1.0, room / self.width)
        return Picture(self.image, self.width * shrunk, self.ascent * shrunk)

    def paint(self, painter: QPainter, left: float, baseline: float, _colour: QColor) -> None:
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform)
        painter.drawImage(QRectF(left, baseline - self.ascent, self.width, self.ascent), self.image)
        painter.restore()


def decode(content: bytes, host: str, ratio: float) -> Picture:
    """Return the picture in `content`, which came from `host`, for a screen of `ratio` pixels to a px; on any thread.

    Of a moving picture that is the first one. Raises ImageUnreadable, also for kinds that can name other files, and
    ImageTooLarge before any pixel is read.
    """
    kind = _kind_of(content)
    buffer = QBuffer()
    buffer.setData(QByteArray(content))
    buffer.open(QIODevice.OpenModeFlag.ReadOnly)
    reader = QImageReader(buffer, QByteArray(kind.encode()))
    reader.setAutoDetectImageFormat(False)  # no other reader gets to see it
    reader.setAutoTransform(True)
    size = reader.size()
    if not kind or size.isEmpty():
        raise ImageUnreadable(host=host)
    if size.width() * size.height() > MOST_PIXELS:
        raise ImageTooLarge(host=host)
    lies = bool(reader.transformation() & QImageIOHandler.Transformation.TransformationRotate90)
    shown = _within(size, QSize(HIGHEST, WIDEST) if lies else QSize(WIDEST, HIGHEST))
    reader.setScaledSize(_within(size, shown * ratio))
    image = reader.read()
    if image.isNull():
        raise ImageUnreadable(host=host)
    if lies:
        shown.transpose()
    return Picture(image, shown.width(), shown.height())


def _kind_of(content: bytes) -> str:
    if content[:4] == b"RIFF" and content[8:12] == b"WEBP":
        return "webp"
    return next((kind for beginning, kind in _KINDS if content.startswith(beginning)), "")


def _within(size: QSize, box: QSize) -> QSize:
    """Return `size` made smaller until it fits into `box`, and never empty."""
    fits = size.width() <= box.width() and size.height() <= box.height()
    found = QSize(size) if fits else size.scaled(box, Qt.AspectRatioMode.KeepAspectRatio)
    return found.expandedTo(QSize(1, 1))
