"""Spans as one run of text with formats, ready to be broken into lines.

A formula is one letter of the text, as wide as its picture and never painted: a QTextLayout without a document knows no
inline objects, but it keeps a letter's spacing, and breaks lines around a letter as around a word.
"""

from __future__ import annotations

from collections.abc import Iterator
from itertools import zip_longest

from msgspec import Struct, field
from msgspec.structs import replace
from PySide6.QtCore import Qt
from PySide6.QtGui import QFont, QFontMetricsF, QTextCharFormat, QTextLayout

from desktop.i18n import tr
from desktop.render.blocks import Span, Spans
from desktop.render.links import visible_host
from desktop.ui.theme import CODE_SCALE
from desktop.ui.transcript import utf16
from desktop.ui.transcript.formulas import Drawing
from desktop.ui.transcript.needle import OPAQUE, Needle, is_opaque
from desktop.ui.transcript.pictures import Picture
from desktop.ui.transcript.style import Style

FORMULA_SCALE = 1.1  # STIX Two Math is smaller to the eye than most system fonts
CODE_AIR = 4  # px beside inline code, most of it within its ground
_STAND_IN = "x"
_LINE_BREAK = "\u2028"


class Offer(Span, frozen=True):
    """Words beside an image that is not seen; they are in nobody's text. With `loads` a click on them loads it."""

    loads: bool = False


class Piece(Struct, frozen=True):
    """A span with its place in the run, in UTF-16 units."""

    span: Span
    start: int
    end: int
    shown: str  # what stands in the run for it
    drawing: Drawing | Picture | None = None
    warns: bool = False  # it was added to say where a deceptive link leads

    @property
    def whole(self) -> bool:
        """Whether it can only be selected whole: what is shown is not what it says."""
        return self.drawing is not None or self.span.image is not None or self.warns


class Inline(Struct):
    text: str
    formats: list[QTextLayout.FormatRange] = field(default_factory=list)
    pieces: list[Piece] = field(default_factory=list)
    length: int = 0

    def add(self, span: Span, shown: str, drawing: Drawing | Picture | None = None, *, warns: bool = False) -> None:
        end = self.length + utf16.length(shown)
        self.pieces.append(Piece(span, self.length, end, shown, drawing, warns))
        self.length = end

    def piece_at(self, position: int) -> Piece | None:
        return next((piece for piece in self.pieces if piece.start <= position < piece.end), None)

    def same_until(self, other: Inline) -> int:
        """Return the position up to which both read and look the same."""
        for mine, its in zip(self.pieces, other.pieces, strict=False):
            if mine.span == its.span:
                continue
            alike = not (mine.whole or its.whole) and replace(mine.span, text="") == replace(its.span, text="")
            return mine.start + _length_alike(mine.shown, its.shown) if alike else mine.start
        return min(self.length, other.length)

    def find(self, needle: Needle) -> list[tuple[int, int]]:
        """Return the positions of all hits; a formula or an image with one in it is a hit as a whole."""
        opaque = [piece for piece in self.pieces if is_opaque(piece.span)]
        text = self.text
        for piece in reversed(opaque):
            start, end = utf16.index(text, piece.start), utf16.index(text, piece.end)
            text = f"{text[:start]}{OPAQUE * utf16.length(text[start:end])}{text[end:]}"
        whole = [(piece.start, piece.end) for piece in opaque if needle.stands_in(piece.span.text)]
        return sorted([*utf16.positions(text, needle.places(text)), *whole])

    def drawings(self) -> Iterator[tuple[int, Drawing | Picture]]:
        return ((piece.start, piece.drawing) for piece in self.pieces if piece.drawing is not None)

    def plain(self, start: int, end: int) -> str:
        """Return what is said between two positions: formulas as their source, images as their alternative text."""
        return "".join(said for _, said in self.cut(start, end))

    def cut(self, start: int, end: int) -> Iterator[tuple[Span, str]]:
        """Yield each span between two positions with the part of its text that lies there."""
        for piece in self.pieces:
            if piece.start >= end or piece.end <= start or isinstance(piece.span, Offer):
                continue
            if piece.whole or (piece.start >= start and piece.end <= end):
                yield piece.span, piece.span.text
            else:
                yield piece.span, utf16.cut(piece.shown, max(0, start - piece.start), end - piece.start)


def inline(spans: Spans, style: Style, font: QFont, *, dim: bool = False, room: float = 0) -> Inline:
    """Return the run for `spans`, to be set in `font`. Images are `room` px wide at most; none is seen without it."""
    made = Inline("")
    for span, following in zip_longest(spans, spans[1:]):
        drawing = _picture(span, style, room) or _drawing(span, style, font)
        made.add(span, _STAND_IN if drawing else _shown(span), drawing)
        if span.image and room and drawing is None:
            _offer(made, span.image, style)
        if span.deceptive and span.link and (following is None or following.link != span.link):
            host = visible_host(span.link)
            made.add(Span("", link=span.link, deceptive=True), f" ⚠ {host}", warns=True)
    made.text = "".join(piece.shown for piece in made.pieces)
    for piece, following in zip_longest(made.pieces, made.pieces[1:]):
        made.formats += _formats(piece, following, style, font, dim=dim)
    return made


def _formats(
    piece: Piece, following: Piece | None, style: Style, font: QFont, *, dim: bool
) -> Iterator[QTextLayout.FormatRange]:
    """Yield the formats of a piece. Code has air on both sides: its last letter and the one before it are wider."""
    if piece.drawing is not None:
        yield _range(piece.start, piece.end, _as_wide_as(piece.drawing, font))
        return
    if piece.warns:
        yield _range(piece.start, piece.end, style.warning_format)
        return
    airy = piece.span.code or (following is not None and following.span.code and not piece.span.line_break)
    last = piece.end - utf16.length(piece.shown[-1:]) if airy else piece.end
    if last > piece.start and (dim or not _is_plain(piece.span)):
        yield _range(piece.start, last, _format(piece.span, style, font, dim=dim))
    if last < piece.end:
        yield _range(last, piece.end, _format(piece.span, style, font, dim=dim, airy=True))


def _length_alike(text: str, other: str) -> int:
    letters = next(
        (at for at, (a, b) in enumerate(zip(text, other, strict=False)) if a != b), min(len(text), len(other))
    )
    return utf16.length(text[:letters])


def _is_plain(span: Span) -> bool:
    styled = span.bold or span.italic or span.strike or span.code or span.raised
    return not (styled or span.link or span.tex is not None or span.image)


def _shown(span: Span) -> str:
    if span.line_break:
        return _LINE_BREAK
    if span.image:
        # Never loaded: an address can carry the conversation away.
        return tr("[image: {text}, from {host}]", text=span.text or tr("no description"), host=visible_host(span.image))
    return span.text.replace("\n", _LINE_BREAK)


def _drawing(span: Span, style: Style, font: QFont) -> Drawing | None:
    if span.tex is None:
        return None
    return style.formulas.drawing(span.tex, display=span.display, em=round(font.pixelSize() * FORMULA_SCALE))


def _picture(span: Span, style: Style, room: float) -> Picture | None:
    # A pixel less: a line counts its letters in whole ones.
    found = style.images.picture(span.image) if span.image and room and style.images else None
    return found.within(room - 1) if found is not None else None


def _offer(made: Inline, address: str, style: Style) -> None:
    """Say of an image that is not seen why that is, and offer to load it."""
    if style.images is None:
        return
    note, label = style.images.note(address), style.images.label(address)
    if note or label:
        made.add(Offer("", image=address), f" {note} " if note else " ")
    if label:
        made.add(Offer("", image=address, loads=True), label)


def _as_wide_as(drawing: Drawing | Picture, font: QFont) -> QTextCharFormat:
    """Return the format that makes room for a formula where its stand-in is."""
    made = QTextCharFormat()
    made.setFontLetterSpacingType(QFont.SpacingType.AbsoluteSpacing)
    made.setFontLetterSpacing(drawing.width - QFontMetricsF(font).horizontalAdvance(_STAND_IN))
    made.setForeground(Qt.GlobalColor.transparent)
    return made


def _format(span: Span, style: Style, font: QFont, *, dim: bool, airy: bool = False) -> QTextCharFormat:
    return style.character_format(
        bold=span.bold,
        italic=span.italic,
        strike=span.strike,
        code=round(font.pixelSize() * CODE_SCALE) if span.code or span.tex is not None else 0,
        raised=span.raised,
        link=span.loads if isinstance(span, Offer) else span.link is not None,
        dim=dim or span.image is not None,
        air=CODE_AIR if airy else 0,
    )


def _range(start: int, end: int, char_format: QTextCharFormat) -> QTextLayout.FormatRange:
    made = QTextLayout.FormatRange()
    made.start, made.length, made.format = start, end - start, char_format
    return made
