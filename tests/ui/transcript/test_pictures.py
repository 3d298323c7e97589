"""The gallery looks as it did when somebody looked at it: every kind of block, in both themes, at 200 %, in Chinese."""

from __future__ import annotations

import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtGui import QColor, QImage, QPainter

from tests.ui.transcript.conftest import THEMES
from tests.ui.transcript.pictures import GOLDEN, SCALES, draw

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="only fontconfig can be told of no other fonts")

SQUARE = 4  # px
MOST_APART = 5  # of 255, the average colours of a square; letters of another FreeType are less apart
MOST_SQUARES = 40  # that may be further apart, counted for red, green and blue: less than a word


@pytest.fixture(scope="module")
def drawn(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("pictures")
    draw(folder)
    return folder


@pytest.mark.parametrize("name", SCALES)
def test_the_gallery_looks_as_it_must(drawn: Path, name: str) -> None:
    found, wanted = QImage(str(drawn / f"{name}.png")), QImage(str(GOLDEN / f"{name}.png"))
    assert found.size() == wanted.size(), f"compare {drawn / name}.png with {GOLDEN / name}.png"
    squares = different_squares(found, wanted)
    assert len(squares) <= MOST_SQUARES, f"{drawn / name}.png differs from {GOLDEN / name}.png, first at {squares[0]}"


def without_a_word(picture: QImage) -> QImage:
    return _covered(picture, QRect(_first_letter(picture, 300), QSize(48, 16)))


def without_a_hairline(picture: QImage) -> QImage:
    rows = (row for row in range(1, picture.height() - 1) if _is_hairline(picture, row))
    return _covered(picture, QRect(0, next(rows), picture.width(), 1))


def with_another_tint(picture: QImage) -> QImage:
    spoilt, tint = QImage(picture), THEMES["light"].colours["user_tint"]
    spoilt.setAlphaChannel(spoilt.createMaskFromColor(tint.rgb(), Qt.MaskMode.MaskOutColor))
    return _covered(spoilt, QRect(), "#e0e8e4")


def moved_by_a_pixel(picture: QImage) -> QImage:
    return picture.copy(QRect(QPoint(0, 1), picture.size()))


@pytest.mark.parametrize("spoil", [without_a_word, without_a_hairline, with_another_tint, moved_by_a_pixel])
def test_what_is_painted_wrong_is_seen(spoil: Callable[[QImage], QImage]) -> None:
    wanted = QImage(str(GOLDEN / "light.png"))
    assert len(different_squares(spoil(wanted), wanted)) > MOST_SQUARES


def _covered(picture: QImage, area: QRect, ground: str = "#ffffff") -> QImage:
    """Return `picture` with `area` empty, on a ground that is seen where it lets it through."""
    covered = QImage(picture.size(), QImage.Format.Format_RGB32)
    covered.fill(QColor(ground))
    painter = QPainter(covered)
    painter.drawImage(0, 0, picture)
    painter.fillRect(area, QColor(ground))
    painter.end()
    return covered


def _first_letter(picture: QImage, top: int) -> QPoint:
    points = (QPoint(x, y) for y in range(top, picture.height()) for x in range(picture.width()))
    return next(point for point in points if QColor(picture.pixel(point)).lightness() < 60)


def _is_hairline(picture: QImage, row: int) -> bool:
    """Whether a line goes from one side of the column to the other, with nothing above it and nothing below."""
    across = range(40, picture.width() - 40)
    above, there, below = ({picture.pixel(x, y) for x in across} for y in range(row - 1, row + 2))
    return len(there) == len(above) == 1 and above == below != there


def different_squares(found: QImage, wanted: QImage) -> list[tuple[int, int]]:
    """Return the corners of the squares whose average colours are too far apart."""
    small = [averages(picture) for picture in (found, wanted)]
    (found_colours, width), (wanted_colours, _) = small
    apart = [
        place
        for place, (one, other) in enumerate(zip(found_colours, wanted_colours, strict=True))
        if abs(one - other) > MOST_APART
    ]
    return [(place % width // 3 * SQUARE, place // width * SQUARE) for place in apart]


def averages(picture: QImage) -> tuple[bytes, int]:
    """Return red, green and blue of all squares, row by row, and how many of these a row has."""
    ignore, smooth = Qt.AspectRatioMode.IgnoreAspectRatio, Qt.TransformationMode.SmoothTransformation
    small = picture.scaled(picture.size() / SQUARE, ignore, smooth).convertToFormat(QImage.Format.Format_RGB888)
    rows = [bytes(small.constScanLine(row))[: small.width() * 3] for row in range(small.height())]
    return b"".join(rows), small.width() * 3
