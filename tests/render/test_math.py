from __future__ import annotations

import re
from xml.etree import ElementTree

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from PySide6.QtCore import QByteArray
from PySide6.QtGui import QGuiApplication, QImage, QPainter
from PySide6.QtSvg import QSvgRenderer

from desktop.render.formulas import LONGEST_FORMULA
from desktop.render.math import typeset

FORMULAS = [
    r"\frac{-b \pm \sqrt{b^2 - 4ac}}{2a}",
    r"\sum_{n=1}^{\infty} \frac{1}{n^2} = \frac{\pi^2}{6}",
    r"\begin{aligned} a &= b + c \\ d &= e \end{aligned}",
    r"\begin{cases} 1 & x > 0 \\ 0 & \text{otherwise} \end{cases}",
    r"\begin{pmatrix} a & b \\ c & d \end{pmatrix}",
    r"\boxed{x} \tag{1} \cancel{y} \ce{H2O}",
    r"\begin{align} a &= b \end{align}",
    r"\textcolor{#00ff00}{y} \overbrace{a+b}^{n}",
]


def painted(svg: str) -> QImage:
    renderer = QSvgRenderer(QByteArray(svg.encode()))
    assert renderer.isValid()
    image = QImage(240, 80, QImage.Format.Format_RGB32)
    image.fill(0xFFFFFF)
    painter = QPainter(image)
    renderer.render(painter)
    painter.end()
    return image


@pytest.mark.parametrize("tex", FORMULAS)
def test_formulas_are_drawn_by_qt_without_a_warning(tex: str, qapp: QGuiApplication) -> None:
    formula = typeset(tex, display=True)
    assert formula.is_drawn
    assert formula.problems == ()
    assert 0 <= formula.depth < formula.height
    image = painted(formula.coloured("#0000ff"))
    colours = (image.pixelColor(x, y) for x in range(240) for y in range(80))
    assert sum(colour.blue() > 200 > colour.red() for colour in colours) > 20


def test_the_box_is_that_of_the_drawing() -> None:
    formula = typeset("y", display=False)
    _, top, width, height = map(float, re.findall(r'viewBox="([^"]*)"', formula.svg)[0].split())
    assert (width / 1000, height / 1000) == pytest.approx((formula.width, formula.height), abs=0.001)
    assert (top + height) / 1000 == pytest.approx(formula.depth, abs=0.001)
    assert formula.depth > 0.1  # the tail of the y


def test_display_is_larger_than_inline() -> None:
    assert typeset(r"\sum_1^n", display=True).height > typeset(r"\sum_1^n", display=False).height


def test_a_formula_is_spoken_in_the_language_of_the_user() -> None:
    tex = r"\frac{3}{4}"
    assert typeset(tex, display=False, locale="en_US").speech == typeset(tex, display=False).speech
    assert "分之" in typeset(tex, display=False, locale="zh_CN").speech
    assert typeset(tex, display=False, locale="pt_PT").speech == typeset(tex, display=False, locale="pt-BR").speech
    assert typeset(tex, display=False, locale="xx").speech == typeset(tex, display=False).speech


def test_an_error_in_the_source_is_drawn_and_told() -> None:
    formula = typeset(r"\nonsense{x}", display=False)
    assert formula.is_drawn
    assert "nonsense" in formula.problems[0]


@pytest.mark.parametrize(
    ("tex", "problem"),
    [("x" * (LONGEST_FORMULA + 1), "longer"), ("{" * 100 + "}" * 100, "nest"), ("", "nothing"), ("   ", "nothing")],
)
def test_what_is_not_drawn_says_why(tex: str, problem: str) -> None:
    formula = typeset(tex, display=True)
    assert not formula.is_drawn
    assert problem in formula.problems[0]


def test_chinese_characters_are_left_to_a_font_that_has_them() -> None:
    formula = typeset(r"\text{速度}_{\text{光}} + x", display=False)
    assert [glyph.character for glyph in formula.glyphs] == ["速", "度", "光"]
    first, second, low = formula.glyphs
    assert (first.x, first.y, first.size) == (0, 0, 1)
    assert 0.5 < second.x < 1.5
    assert low.size < 1
    assert low.y > 0
    assert formula.problems == ()
    assert formula.svg.count("<use") == 2  # + and x


@pytest.mark.parametrize(
    "tex",
    [
        r'\color{red"/><image href="file:///etc/passwd"/>}{x}',
        r"\text{<image href='file:///x'/> & <script>}",
        r"\href{javascript:alert(1)}{x} \url{http://x} \includegraphics{/etc/passwd}",
        r"\text{</svg>]]>}",
        "\x00\x01\x1b x",
        r"\style{fill:url(http://x)}{y}",
    ],
)
def test_a_drawing_is_nothing_but_shapes(tex: str) -> None:
    svg = typeset(tex, display=True).svg
    assert svg
    tags = {element.tag.rpartition("}")[2] for element in ElementTree.fromstring(svg).iter()}
    assert tags <= {"svg", "defs", "g", "path", "use", "rect", "line"}
    assert all(target.startswith("#") for target in re.findall(r'href="([^"]*)"', svg))


@given(st.text(alphabet="\\{}^_&$%#~ abfrcsqt()[]<>\"'/中|=+-0", max_size=60))
@settings(max_examples=200)
def test_any_source_gives_an_answer(tex: str) -> None:
    formula = typeset(tex, display=True)
    assert formula.is_drawn or formula.problems
    if formula.is_drawn:
        ElementTree.fromstring(formula.svg)
