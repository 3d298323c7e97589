"""Formulas in LaTeX become drawings and sentences; `mathra` does both."""

from __future__ import annotations

import re
from functools import lru_cache
from typing import Any

import mathra
from msgspec import Struct

from desktop.render.formulas import LONGEST_FORMULA

_NOT_DRAWN = re.compile(
    r"<metadata>.*?</metadata>|<title\b.*?</title>|<text\b.*?</text>|<style>.*?</style>|"
    r' (?:role|aria-labelledby|data-mathra-version|xmlns:mathra|lang|style)="[^"]*"',
    re.DOTALL,
)
_SIZE = re.compile(r'width="([\d.]+)em" height="([\d.]+)em" style="vertical-align: (-?[\d.]+)em"')
_ELEMENT = re.compile(r"<([A-Za-z!?][\w:-]*)")
_ALLOWED = frozenset({"svg", "defs", "g", "path", "use", "rect", "line", "circle", "ellipse", "polyline", "polygon"})
_REFERENCE = re.compile(r'href="(?!#)|url\(')
_MISSING = re.compile(r"the font has no .* \(U\+([0-9A-F]+)\)")
_BOX = re.compile(r'<path id="([^"]+)" d="M886 -162 L886 678 L46 678 L46 -162 Z M818')  # the font's glyph for those
_USE = (
    r'<use href="#{}" (?:x="(?P<x>-?[\d.]+)" y="(?P<y>-?[\d.]+)"'
    r'|transform="translate\((?P<tx>-?[\d.]+) (?P<ty>-?[\d.]+)\) scale\((?P<scale>[\d.]+)\)")[^>]*/>'
)
_UNITS = 1000  # of the drawing, per em


class Glyph(Struct, frozen=True):
    """A character that the formula's font has not, to be drawn in another font over the drawing.

    `x` is its left end, `y` its baseline, counted down from the baseline of the formula, `size` its font size; all in
    em of the formula. There is room for 0.93 of the font size.
    """

    character: str
    x: float
    y: float
    size: float


class Formula(Struct, frozen=True):
    """A formula as it is drawn and spoken; lengths in em, that is in font sizes of the text around it.

    `svg` is drawn in `currentColor` (see `coloured`) and holds nothing but shapes; it is empty for what cannot be
    drawn, and then the source is to be shown. The lowest `depth` of `height` is below the baseline. `problems` are the
    typesetter's words about errors in the source, in English; it draws what it can nevertheless.
    """

    svg: str
    width: float = 0.0
    height: float = 0.0
    depth: float = 0.0
    speech: str = ""
    problems: tuple[str, ...] = ()
    glyphs: tuple[Glyph, ...] = ()

    @property
    def is_drawn(self) -> bool:
        return bool(self.svg)

    def coloured(self, colour: str) -> str:
        """Return the drawing in `colour`, written as `#rrggbb`."""
        return self.svg.replace("currentColor", colour)


@lru_cache(maxsize=512)
def typeset(tex: str, display: bool, locale: str = "en") -> Formula:
    """Typeset `tex`, which has no delimiters. `locale` is a language as in `zh_CN`; others than the known are English.

    What is too long, nested too deep or empty is not drawn; `problems` says why.
    """
    if len(tex) > LONGEST_FORMULA:
        return Formula("", problems=(f"longer than {LONGEST_FORMULA} characters",))
    try:
        drawn = mathra.render(tex, _language(locale), display=display)
    except ValueError as error:
        return Formula("", problems=(str(error),))
    return _formula(drawn)


def _formula(drawn: mathra.Result) -> Formula:
    problems = tuple(warning["description"] for warning in drawn["warnings"])
    size = _SIZE.search(drawn["svg"])
    width, height, raised = map(float, size.groups()) if size else (0.0, 0.0, 0.0)
    svg = _NOT_DRAWN.sub("", drawn["svg"])
    if not width or not height or not _is_harmless(svg):
        return Formula("", speech=drawn["speech"], problems=problems or ("nothing to draw",))
    svg, glyphs = _with_room_for_glyphs(svg, drawn["text"], problems)
    if glyphs:
        problems = tuple(problem for problem in problems if not _MISSING.match(problem))
    return Formula(svg, width, height, 0.0 - raised, drawn["speech"], problems, glyphs)


def _is_harmless(svg: str) -> bool:
    """Only shapes, and nothing from elsewhere: the drawing is made from what a model wrote."""
    return set(_ELEMENT.findall(svg)) <= _ALLOWED and not _REFERENCE.search(svg)


def _with_room_for_glyphs(svg: str, text: str, problems: tuple[str, ...]) -> tuple[str, tuple[Glyph, ...]]:
    """Take away the boxes that stand for characters which the font has not, and say which belong there."""
    missing = {chr(int(found[1], 16)) for found in map(_MISSING.match, problems) if found}
    box = _BOX.search(svg)
    if not missing or not box or svg.count("<g ") != 1:
        return svg, ()
    boxes = list(re.finditer(_USE.format(re.escape(box[1])), svg))
    characters = [character for character in text if character in missing]
    if len(boxes) != len(characters):
        return svg, ()
    glyphs = tuple(map(_glyph, characters, boxes))
    return re.sub(_USE.format(re.escape(box[1])), "", svg), glyphs


def _glyph(character: str, box: re.Match[str]) -> Glyph:
    place: dict[str, Any] = box.groupdict()
    x, y = float(place["x"] or place["tx"] or 0), float(place["y"] or place["ty"] or 0)
    return Glyph(character, x / _UNITS, 0.0 - y / _UNITS, float(place["scale"] or 1))


@lru_cache(maxsize=1)
def _languages() -> dict[str, str]:
    return {language["code"].lower(): language["code"] for language in mathra.locales()}


def _language(locale: str) -> str:
    code = locale.replace("_", "-").lower()
    known = _languages()
    return known.get(code) or known.get(code.partition("-")[0]) or ("pt-BR" if code.startswith("pt") else "en")
