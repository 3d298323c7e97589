"""Single blocks, laid out without a view."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPointF
from pytestqt.qtbot import QtBot

from desktop.render.blocks import Code, Math, Span, Table
from desktop.ui.transcript.blocks.code import CodeLayout
from desktop.ui.transcript.blocks.columns import NaturalWidths
from desktop.ui.transcript.blocks.formula import FormulaLayout
from desktop.ui.transcript.blocks.table import TableLayout
from desktop.ui.transcript.style import Style
from tests.ui.transcript.conftest import RESOURCES, THEMES

WIDTH = 700
CODES = ["", "one", "one\n", "one\ntwo", "one\n\n\ttwo\n", "数字 = 1\n", "a\n" + "x" * 5000 + "\nb\n", "😀😀\nx😀y\n"]


@pytest.fixture
def style(qtbot: QtBot) -> Style:
    return Style(THEMES["light"], 15, RESOURCES)


def code(text: str, style: Style, *, closed: bool = True) -> CodeLayout:
    return CodeLayout(Code(text=text, language="python", closed=closed), WIDTH, style, dim=False)


@pytest.mark.parametrize("text", CODES)
def test_code_in_pieces_is_like_code_at_once(style: Style, text: str) -> None:
    grown = code("", style, closed=False)
    for end in range(1, len(text) + 1):
        if end % 97 == 0 or end == len(text) or len(text) < 50:
            assert grown.adopt(Code(text=text[:end], language="python", closed=False))
    whole = code(text, style)
    assert (grown._rows.texts, grown._rows.starts, grown.height, grown.length) == (
        whole._rows.texts, whole._rows.starts, whole.height, whole.length,
    )  # fmt: skip


def test_code_that_is_not_a_continuation_is_laid_out_anew(style: Style) -> None:
    layout = code("one\ntwo\n", style)
    assert not layout.adopt(Code(text="one\nthree\n", language="python"))
    assert not layout.adopt(Code(text="one\ntwo\nthree\n", language="rust"))


@pytest.mark.parametrize("text", CODES[3:])
def test_places_in_code(style: Style, text: str) -> None:
    layout = code(text, style)
    for offset in range(0, layout.length + 1, max(1, layout.length // 20)):
        rect = next(layout.rects(offset, offset + 1), None)
        if rect is not None and rect.width() > 3:
            assert layout.offset_at(QPointF(rect.left() + 1, rect.center().y())) in (offset, offset - 1)
    assert layout.plain(0, layout.length) == text.rstrip("\n") or text.endswith("\n\n")


def test_only_lines_in_sight_are_laid_out_and_coloured(style: Style) -> None:
    layout = code("x = 1\n" * 20_000, style)
    assert layout._laid.made == 0
    assert not layout.waiting
    layout._seen_to = 50
    while layout.waiting:
        layout.advance(1)
    assert len(layout._colours) == 50
    assert layout._colours[0]


def test_a_half_line_waits_for_its_colours(style: Style) -> None:
    layout = code("x = 1\ny = ", style, closed=False)
    layout._seen_to = 2
    layout.advance(1)
    assert len(layout._colours) == 1
    layout.adopt(Code(text="x = 1\ny = 2\n", language="python", closed=False))
    layout.advance(1)
    assert len(layout._colours) == 2


def cells(*texts: str) -> tuple[tuple[Span, ...], ...]:
    return tuple((Span(text),) for text in texts)


def table(rows: list[tuple[str, ...]], style: Style) -> TableLayout:
    made = tuple(cells(*row) for row in rows)
    return TableLayout(Table(header=cells("A", "B"), rows=made, alignments=("", "right")), WIDTH, style, dim=False)


def test_a_table_in_pieces_is_like_one_at_once(style: Style) -> None:
    rows = [(f"row {n}", "word " * (n * 3 % 40)) for n in range(30)]
    grown = table([], style)
    for end in range(31):
        assert grown.adopt(table(rows[:end], style).block)
        grown.measure(0, 1e6)
    whole = table(rows, style)
    whole.measure(0, 1e6)
    assert grown.height == whole.height
    assert grown._widths == whole._widths


def test_of_a_long_table_only_what_is_seen_is_laid_out(style: Style) -> None:
    layout = table([(f"row {n}", "some words") for n in range(3_000)], style)
    layout.measure(1_000, 1_600)
    assert layout._laid.made < 40
    estimated = layout.height
    layout.measure(0, 1e6)
    assert layout.height == estimated  # one line each: the estimate was exact


def test_a_wide_table_scrolls_sideways_and_a_narrow_one_does_not(style: Style) -> None:
    assert not table([("a", "b")], style).scroll_sideways(10)
    many = Table(header=cells(*"ABCDEFGH"), rows=(cells(*["many words in a cell " * 3] * 8),), alignments=("",) * 8)
    layout = TableLayout(many, WIDTH, style, dim=False)
    before = next(layout.rects(0, 1)).left()
    assert layout.scroll_sideways(60)
    assert next(layout.rects(0, 1)).left() == before - 60


def test_a_huge_cell_is_shown_in_part_and_copied_whole(style: Style) -> None:
    text = "word " * 10_000
    layout = table([(text, "b")], style)
    layout.measure(0, 100)
    assert layout.height < 20_000
    assert layout.plain(2 << 20, 3 << 20) == text


def test_a_formula_that_cannot_be_drawn_shows_its_source(style: Style) -> None:
    tex = "\\frac{" * 100 + "x"
    layout = FormulaLayout(Math(tex=tex), WIDTH, style, dim=False)
    assert layout.plain(0, layout.length).startswith(tex)
    assert "cannot be drawn" in layout.plain(0, layout.length)


def test_an_unfinished_formula_shows_its_source(style: Style) -> None:
    layout = FormulaLayout(Math(tex="x^2 +", closed=False), WIDTH, style, dim=False)
    assert layout.plain(0, layout.length) == "x^2 +"


def test_a_wide_formula_is_made_smaller_or_scrolls(style: Style) -> None:
    formula = FormulaLayout(Math(tex="+".join(["x^2"] * 11)), 300, style, dim=False)
    assert formula.natural_width <= 301
    assert FormulaLayout(Math(tex="+".join(["x^2"] * 200)), 300, style, dim=False).scroll_sideways(10)


def test_of_a_long_table_a_bounded_part_is_looked_at(style: Style, monkeypatch: pytest.MonkeyPatch) -> None:
    looked_at: list[int] = []
    learn = NaturalWidths.learn
    monkeypatch.setattr(
        NaturalWidths, "learn", lambda self, rows, **more: looked_at.append(len(rows)) or learn(self, rows, **more)
    )
    cell = (Span("a cell"),)
    table = Table(header=(cell, cell), rows=((cell, cell),) * 10_000, alignments=("", ""))
    layout = TableLayout(table, WIDTH, style, dim=False)
    assert max(looked_at) <= 1_600
    assert layout.height == 10_001 * layout._heights[0]
