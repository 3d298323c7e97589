"""Code whose long lines are wrapped, and whose lines have numbers."""

from __future__ import annotations

import threading
from collections.abc import Callable

import pytest
from hypothesis import given
from hypothesis import strategies as st
from pytestqt.qtbot import QtBot

from desktop.jobs import JobRunner
from desktop.render.blocks import Code
from desktop.ui.transcript import lexers, utf16
from desktop.ui.transcript.blocks.code import CodeLayout
from desktop.ui.transcript.blocks.code_rows import CodeRows, columns_of, divided
from desktop.ui.transcript.lexers import Lexers
from desktop.ui.transcript.style import CodeLooks, Style
from desktop.ui.transcript.view import TranscriptView
from tests.ui.transcript.conftest import RESOURCES, THEMES, answered

pytestmark = pytest.mark.usefixtures("qapp")
PIECES = ["x", "word ", "\t", "茶", "😀", "\n", "a_very_long_name_without_a_space "]
pieces = st.lists(st.sampled_from(PIECES), max_size=30)


def looks(*, wrap: bool = False, numbers: bool = False) -> Style:
    return Style(THEMES["light"], 15, RESOURCES, CodeLooks(wrap=wrap, numbers=numbers))


@given(text=pieces.map("".join), width=st.none() | st.integers(8, 40))
def test_rows_are_the_lines_divided(text: str, width: int | None) -> None:
    rows = CodeRows(width)
    rows.add(text)
    lines: list[str] = []
    for row, part in enumerate(rows.texts):
        if rows.numbers[row]:
            lines.append("")
        lines[-1] += part
        assert utf16.cut(text, rows.starts[row], rows.starts[row] + utf16.length(part)) == part
        assert width is None or columns_of(part) <= width
    assert lines == text.removesuffix("\n").split("\n")
    assert [number for number in rows.numbers if number] == list(range(1, rows.lines + 1))


@given(parts=st.lists(pieces.map("".join), max_size=6), numbers=st.booleans())
def test_code_that_grows_is_laid_out_like_the_whole(parts: list[str], numbers: bool) -> None:
    style = looks(wrap=True, numbers=numbers)
    text = parts[0] if parts else ""
    layout = CodeLayout(Code(text=text, closed=False), 160, style, dim=False)
    for part in parts[1:]:
        text += part
        assert layout.adopt(Code(text=text, closed=False))
    whole = CodeLayout(Code(text=text), 160, style, dim=False)
    assert layout._rows.texts == whole._rows.texts
    assert layout._rows.starts == whole._rows.starts
    assert layout._rows.numbers == whole._rows.numbers
    assert (layout.height, layout.length) == (whole.height, whole.length)


def test_the_colours_of_a_line_are_divided_among_its_rows() -> None:
    colours = [(0, 3, "keyword"), (4, 4, "string")]
    rows = list(divided(colours, ["abc d", "efg", "h"]))
    assert rows == [((0, 3, "keyword"), (4, 1, "string")), ((0, 3, "string"),), ()]


def test_wrapped_code_is_never_wider_than_its_block_and_copied_as_written() -> None:
    text = "def f(" + ", ".join(f"argument_{n}" for n in range(40)) + "):\n\treturn '茶茶茶茶茶茶' * 3\n"
    layout = CodeLayout(Code(text=text, language="python"), 400, looks(wrap=True, numbers=True), dim=False)
    assert not layout._sideways.needed
    assert layout._rows.lines == 2
    assert len(layout._rows) > 4
    assert layout.plain(0, layout.length) == text.rstrip("\n")
    layout._seen_to = len(layout._rows)
    while layout.waiting:
        layout.advance(1)
    said = [layout._rows.texts[row][at : at + n] for row, found in enumerate(layout._colours) for at, n, _ in found]
    assert said[:2] == ["def", "f"]
    assert "return" in said


def test_a_click_finds_the_letter_beside_the_numbers() -> None:
    plain, numbered = (CodeLayout(Code(text="one\ntwo\n"), 400, looks(numbers=n), dim=False) for n in (False, True))
    shift = numbered._gutter
    assert shift > 10
    for layout in (plain, numbered):
        rect = next(iter(layout.rects(5, 6)))
        assert layout.offset_at(rect.center()) in (5, 6)
    assert next(iter(numbered.rects(5, 6))).left() - next(iter(plain.rects(5, 6))).left() == pytest.approx(shift)


def test_looks_change_while_the_code_is_shown(view: TranscriptView) -> None:
    view.show_branch([answered("```\n" + "x" * 500 + "\n```\n\nafter")], None)
    before = view.arrangement.total
    view.set_code_looks(CodeLooks(wrap=True, numbers=True))
    assert view.arrangement.total > before
    view.set_theme(THEMES["dark"])
    assert view.arrangement.total > before
    view.set_code_looks(CodeLooks())
    assert view.arrangement.total == before


def test_colours_are_got_ready_on_another_thread(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    threads: dict[str, int] = {}
    monkeypatch.setattr(lexers, "prepare", lambda language: threads.__setitem__(language, threading.get_ident()))
    jobs = JobRunner()
    asked = Lexers(jobs, jobs)
    with qtbot.waitSignals([asked.arrived] * 2, timeout=20_000):
        assert not asked.ready("python")
        assert not asked.ready("rust")
    assert asked.ready("python")
    assert asked.ready("rust")
    assert list(threads) == ["python", "rust"]
    assert threading.get_ident() not in threads.values()
    assert jobs.shutdown(10)


def test_code_waits_plain_for_its_colours(qtbot: QtBot, new_view: Callable[[], TranscriptView]) -> None:
    view = new_view()
    arrived = False
    view._set_style(Style(THEMES["light"], 15, RESOURCES, can_colour=lambda _: arrived))
    view.show_branch([answered("```python\ndef f(): pass\n```")], None)
    view.grab()
    qtbot.waitUntil(lambda: not view._slow_work.busy, timeout=20_000)
    layout = view.arrangement.layout(0).text.layout(0)
    assert isinstance(layout, CodeLayout)
    assert not layout._colours
    arrived = True
    view._lexers.arrived.emit()
    view.grab()
    qtbot.waitUntil(lambda: bool(layout._colours), timeout=20_000)
