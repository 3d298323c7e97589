"""The program's icon in the forms that systems ask for, all drawn from `resources/icons/teahouse.svg`."""

import struct
from pathlib import Path

from PySide6.QtCore import QBuffer, QByteArray, QIODevice, Qt
from PySide6.QtGui import QImage, QImageWriter, QPainter
from PySide6.QtSvg import QSvgRenderer

LINUX_SIZES = (16, 24, 32, 48, 64, 128, 256, 512)
_WINDOWS_SIZES = (16, 24, 32, 48, 64, 128, 256)
# The types of an icns file that hold a PNG picture, and the width of that picture.
_MACOS_TYPES = {b"icp4": 16, b"icp5": 32, b"icp6": 64, b"ic07": 128, b"ic08": 256, b"ic09": 512, b"ic10": 1024}


class AppIcon:
    """The drawing, to be written as PNG files, as an ico file or as an icns file."""

    def __init__(self, drawing: Path) -> None:
        self._renderer = QSvgRenderer(str(drawing))
        if not self._renderer.isValid():
            raise ValueError(f"{drawing} is not an SVG drawing")

    def png(self, size: int) -> bytes:
        """The icon as a PNG picture of `size` by `size` pixels on a clear ground."""
        image = QImage(size, size, QImage.Format.Format_ARGB32_Premultiplied)
        image.fill(Qt.GlobalColor.transparent)
        painter = QPainter(image)
        self._renderer.render(painter)
        painter.end()
        buffer = QBuffer()
        buffer.open(QIODevice.OpenModeFlag.WriteOnly)
        if not QImageWriter(buffer, QByteArray(b"png")).write(image):
            raise OSError("the icon could not be written as a PNG picture")
        return bytes(buffer.data().data())

    def write_theme(self, icons: Path, name: str) -> None:
        """Write PNG files below `icons` as the freedesktop.org icon theme specification lays them out."""
        for size in LINUX_SIZES:
            path = icons / "hicolor" / f"{size}x{size}" / "apps" / f"{name}.png"
            path.parent.mkdir(parents=True, exist_ok=True)
            path.write_bytes(self.png(size))

    def write_ico(self, path: Path) -> None:
        """Write an ico file: a header, a directory entry of 16 bytes for each picture, and the pictures."""
        pictures = {size: self.png(size) for size in _WINDOWS_SIZES}
        content = struct.pack("<HHH", 0, 1, len(pictures))
        start = len(content) + 16 * len(pictures)
        for size, picture in pictures.items():
            side = size % 256  # 256 is written as 0
            content += struct.pack("<BBBBHHII", side, side, 0, 0, 1, 32, len(picture), start)
            start += len(picture)
        path.write_bytes(content + b"".join(pictures.values()))

    def write_icns(self, path: Path) -> None:
        """Write an icns file: blocks of a type, a length that counts these eight bytes, and a picture."""
        blocks = b"".join(_icns_block(kind, self.png(size)) for kind, size in _MACOS_TYPES.items())
        path.write_bytes(_icns_block(b"icns", blocks))


def _icns_block(kind: bytes, content: bytes) -> bytes:
    return kind + struct.pack(">I", len(content) + 8) + content
