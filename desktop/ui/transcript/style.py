"""The looks of a transcript at one theme and one text size: fonts, distances, character formats."""

from __future__ import annotations

import re
from collections.abc import Callable
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING

from msgspec import Struct
from msgspec.structs import replace
from PySide6.QtGui import QColor, QFont, QFontMetricsF, QIcon, QPen, QTextCharFormat

from desktop.ui.icons import icon
from desktop.ui.theme import CODE_SCALE, HEADING_SCALES, LINE_HEIGHT, LINE_HEIGHT_CJK, Theme, code_font, prose_font
from desktop.ui.transcript.formulas import Formulas

if TYPE_CHECKING:
    from desktop.ui.transcript.images import Images

COLUMN_WIDTH = 760  # px, the most that a line of text spans
_CJK = re.compile("[\u2e80-\u9fff\uac00-\ud7af\uf900-\ufaff\uff00-\uffef]")
_SMALL_SCALE = 0.87  # captions, labels, tables


class Typeface(Struct, frozen=True):
    """A font and how its lines stand: each is `line` px high, with its baseline `baseline` px below its top."""

    font: QFont
    line: int
    baseline: float

    @classmethod
    def of(cls, font: QFont, line_height: float) -> Typeface:
        metrics = QFontMetricsF(font)
        line = round(font.pixelSize() * line_height)
        return cls(font, line, (line - metrics.ascent() - metrics.descent()) / 2 + metrics.ascent())

    def bold(self) -> Typeface:
        font = QFont(self.font)
        font.setWeight(QFont.Weight.DemiBold)
        return replace(self, font=font)


class CodeLooks(Struct, frozen=True):
    """How code is shown: with long lines wrapped, else scrolled sideways; with the numbers of its lines."""

    wrap: bool = False
    numbers: bool = False


class Style:
    """Made anew for each change of looks. `text_size` is that of prose, in pixels.

    `can_colour` tells whether code of a language can be coloured without a wait, and sees to it that it will be;
    `images` knows those that a person has loaded, None where none can be.
    """

    def __init__(
        self,
        theme: Theme,
        text_size: int,
        resources: Path,
        code_looks: CodeLooks | None = None,
        *,
        can_colour: Callable[[str], bool] = bool,
        images: Images | None = None,
    ) -> None:
        self.theme = theme
        self.text_size = text_size
        self.resources = resources
        self.code_looks = code_looks or CodeLooks()
        self.can_colour = can_colour
        self.images = images
        self.formulas = Formulas()
        self._formats: dict[tuple[object, ...], QTextCharFormat] = {}
        self._icons: dict[tuple[str, str], QIcon] = {}
        self._faces: dict[tuple[int, bool, bool], Typeface] = {}

    def altered(
        self, *, theme: Theme | None = None, text_size: int | None = None, code_looks: CodeLooks | None = None
    ) -> Style:
        """Return a new style with other looks."""
        size, looks = text_size or self.text_size, code_looks or self.code_looks
        return Style(theme or self.theme, size, self.resources, looks, can_colour=self.can_colour, images=self.images)

    def colour(self, role: str) -> QColor:
        return self.theme.colours[role]

    @property
    def found(self) -> QColor:
        """The ground of the one hit that was gone to, among others on `warning_tint`."""
        ground = QColor(self.colour("warning"))
        ground.setAlpha(110)
        return ground

    def icon(self, name: str, role: str = "dim") -> QIcon:
        key = (name, role)
        if key not in self._icons:
            self._icons[key] = icon(name, self.colour(role), self.resources)
        return self._icons[key]

    @property
    def focus_pen(self) -> QPen:
        return QPen(self.colour("focus"), 2)

    def em(self, factor: float) -> int:
        return round(self.text_size * factor)

    def prose(self, text: str, level: int = 0, *, small: bool = False) -> Typeface:
        """Return the typeface for a paragraph (`level` 0) or heading that reads `text`."""
        key = (level, not text.isascii() and _CJK.search(text) is not None, small)
        if key not in self._faces:
            scale = HEADING_SCALES[min(level, len(HEADING_SCALES)) - 1] if level else _SMALL_SCALE if small else 1.0
            font = prose_font(self.text_size * scale)
            if level:
                font.setWeight(QFont.Weight.DemiBold)
            height = (LINE_HEIGHT_CJK if key[1] else LINE_HEIGHT) - (0.2 if level else 0)
            self._faces[key] = Typeface.of(font, height)
        return self._faces[key]

    @cached_property
    def code(self) -> Typeface:
        return Typeface.of(code_font(self.text_size * CODE_SCALE), 1.5)

    @cached_property
    def small(self) -> QFont:
        return prose_font(self.text_size * _SMALL_SCALE)

    @cached_property
    def character_width(self) -> float:
        """Pixels of an average letter of prose, for estimates."""
        return max(1.0, QFontMetricsF(self.prose("").font).averageCharWidth())

    def character_format(
        self, *, bold: bool, italic: bool, strike: bool, code: int, raised: bool, link: bool, dim: bool, air: int
    ) -> QTextCharFormat:
        """Return the format for a kind of span.

        `code` is the size of its letters where it is code, else 0; `air` how far apart they stand: both in pixels.
        """
        key = (bold, italic, strike, code, raised, link, dim, air)
        if key not in self._formats:
            made = QTextCharFormat()
            if code:
                made.setFont(code_font(code), QTextCharFormat.FontPropertiesInheritanceBehavior.FontPropertiesAll)
            if bold:
                made.setFontWeight(QFont.Weight.DemiBold)
            if italic:
                made.setFontItalic(True)
            if strike:
                made.setFontStrikeOut(True)
            if air:
                made.setFontLetterSpacingType(QFont.SpacingType.AbsoluteSpacing)
                made.setFontLetterSpacing(air)
            if raised:
                made.setVerticalAlignment(QTextCharFormat.VerticalAlignment.AlignSuperScript)
            if link:
                made.setForeground(self.colour("accent"))
                made.setFontUnderline(True)
                made.setUnderlineColor(self.colour("accent"))
            elif dim:
                made.setForeground(self.colour("dim"))
            self._formats[key] = made
        return self._formats[key]

    @cached_property
    def warning_format(self) -> QTextCharFormat:
        made = QTextCharFormat()
        made.setForeground(self.colour("warning"))
        return made

    def code_format(self, role: str) -> QTextCharFormat:
        key = (role,)
        if key not in self._formats:
            made = QTextCharFormat()
            made.setForeground(self.theme.code.get(role, self.theme.code["text"]))
            if role == "comment":
                made.setFontItalic(True)
            self._formats[key] = made
        return self._formats[key]
