from __future__ import annotations

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QGuiApplication, QMouseEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop.model.message import State
from desktop.ui.transcript.entry_layout import Section
from desktop.ui.transcript.selection import Caret
from desktop.ui.transcript.view import TranscriptView
from tests.ui.transcript.conftest import answered, said
from tests.ui.transcript.gallery import MIXED, long_answer


def caret(view: TranscriptView, entry: int, block: int, offset: int) -> Caret:
    return Caret(entry, Section.TEXT, block, offset)


def end_of(view: TranscriptView, entry: int) -> Caret:
    column = view.arrangement.layout(entry).text
    last = len(column) - 1
    return Caret(entry, Section.TEXT, last, column.layout(last).length)


def point_at(view: TranscriptView, place: Caret) -> QPoint:
    """Where a caret stands in the viewport."""
    layout = view.arrangement.layout(place.entry)
    column = layout.text
    left = next(left for section, _, left, _ in layout.columns() if section == Section.TEXT)
    block = column.layout(place.block)
    rect = next(iter(block.rects(place.offset, place.offset + 1)))
    corner = QPointF(left + column.left(place.block), layout.text_top + column.top(place.block))
    inside = (corner + rect.topLeft() + QPointF(0.5, rect.height() / 2)).toPoint()
    return view.sight.area_of(place.entry).topLeft() + inside


def copied(view: TranscriptView, qtbot: QtBot) -> str:
    QGuiApplication.clipboard().clear()
    qtbot.keyClick(view, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    return QGuiApplication.clipboard().text()


def test_a_whole_message_copies_as_its_source(view: TranscriptView, qtbot: QtBot) -> None:
    view.show_branch([answered(MIXED)], None)
    view.selection.set(caret(view, 0, 0, 0), end_of(view, 0))
    lines = [line for line in MIXED.splitlines() if line not in ("", ">")]  # how much air there is may differ
    assert [line for line in copied(view, qtbot).splitlines() if line] == lines


def test_all_of_a_conversation_copies_in_order(view: TranscriptView, qtbot: QtBot) -> None:
    view.show_branch([said("one **two**"), answered("three\n\nfour `five`"), said("six")], None)
    qtbot.keyClick(view, Qt.Key.Key_A, Qt.KeyboardModifier.ControlModifier)
    assert copied(view, qtbot) == "one **two**\n\nthree\n\nfour `five`\n\nsix"


def test_a_part_of_one_block_copies_as_it_reads(view: TranscriptView, qtbot: QtBot) -> None:
    view.show_branch([answered("plain **bold** and $x^2$ end 😀!")], None)
    view.selection.set(caret(view, 0, 0, 6), caret(view, 0, 0, 10))
    assert copied(view, qtbot) == "bold"
    column = view.arrangement.layout(0).text
    length = column.layout(0).length
    view.selection.set(caret(view, 0, 0, 15), caret(view, 0, 0, length - 1))
    assert copied(view, qtbot) == "$x^2$ end 😀"


def test_parts_of_several_blocks_copy_as_markdown(view: TranscriptView, qtbot: QtBot) -> None:
    view.show_branch(
        [answered("some **bold words** here\n\n- whole `item`\n\nlast [link](https://example.org/x) end")], None
    )
    view.selection.set(caret(view, 0, 0, 10), caret(view, 0, 2, 9))
    assert copied(view, qtbot) == "**words** here\n\n- whole `item`\n\nlast [link](https://example.org/x)"


def test_dragging_selects(view: TranscriptView, qtbot: QtBot) -> None:
    view.show_branch([said("hello"), answered("The first paragraph.\n\nThe second paragraph.")], None)
    start, end = point_at(view, caret(view, 1, 0, 4)), point_at(view, caret(view, 1, 1, 10))
    qtbot.mousePress(view.viewport(), Qt.MouseButton.LeftButton, pos=start)
    qtbot.mouseMove(view.viewport(), end)
    qtbot.mouseRelease(view.viewport(), Qt.MouseButton.LeftButton, pos=end)
    assert copied(view, qtbot) == "first paragraph.\n\nThe second"


def test_a_double_click_selects_the_word(view: TranscriptView, qtbot: QtBot) -> None:
    view.show_branch([answered("The first paragraph.")], None)
    qtbot.mouseDClick(view.viewport(), Qt.MouseButton.LeftButton, pos=point_at(view, caret(view, 0, 0, 6)))
    assert copied(view, qtbot) == "first"


@pytest.mark.parametrize(("last", "offset", "end"), [
    ("- an item", 4, "- an i"),
    ("- [x] an item", 4, "- [x] an i"),
    ("> quoted", 4, "> quot"),
    ("## Heading", 4, "## Head"),
    ("```python\na = 1\nb = 2\n```", 8, "```python\na = 1\nb \n```"),
    ("````\n```\n````", 2, "```\n``\n```"),
    ("````\n```a\n````", 4, "````\n```a\n````"),
])  # fmt: skip
def test_the_beginning_of_a_block_keeps_its_marks(
    view: TranscriptView, qtbot: QtBot, last: str, offset: int, end: str
) -> None:
    view.show_branch([answered(f"Before.\n\n{last}")], None)
    view.selection.set(caret(view, 0, 0, 0), caret(view, 0, 1, offset))
    assert copied(view, qtbot) == f"Before.\n\n{end}"


@pytest.mark.parametrize(("first", "start", "beginning"), [
    ("**Use the `foo` call:** now", 4, "**the `foo` call:** now"),
    ("**bold *both* [l `c`](https://e.org/)** end", 1, "**old *both*** [**l `c`**](https://e.org/) end"),
    ("see **bold *it*** end", 7, "**d *it*** end"),
    ("say ``a`b`` end", 4, "``a`b`` end"),
    ("say `` `b `` end", 4, "`` `b `` end"),
    ("see [page](<https://e.org/a)b>) end", 4, "[page](<https://e.org/a)b>) end"),
    ("see **one two** end", 7, "**two** end"),
    ("see ![](https://e.org/a.png) end", 4, "![](https://e.org/a.png) end"),
])  # fmt: skip
def test_the_end_of_a_block_keeps_its_styles(
    view: TranscriptView, qtbot: QtBot, first: str, start: int, beginning: str
) -> None:
    view.show_branch([answered(f"{first}\n\nLast.")], None)
    view.selection.set(caret(view, 0, 0, start), end_of(view, 0))
    assert copied(view, qtbot).strip() == f"{beginning}\n\nLast."


def moved_to(view: TranscriptView, place: QPoint) -> QMouseEvent:
    """The mouse moves while its left button is down."""
    where, no_keys = QPointF(view.viewport().mapToGlobal(place)), Qt.KeyboardModifier.NoModifier
    none, left = Qt.MouseButton.NoButton, Qt.MouseButton.LeftButton
    return QMouseEvent(QEvent.Type.MouseMove, QPointF(place), where, none, left, no_keys)


def drag(view: TranscriptView, qtbot: QtBot, end: QPoint) -> None:
    """Go on from a button that is down to `end`."""
    QApplication.sendEvent(view.viewport(), moved_to(view, end))
    qtbot.mouseRelease(view.viewport(), Qt.MouseButton.LeftButton, pos=end)


def test_a_drag_after_a_double_click_goes_on_by_words(view: TranscriptView, qtbot: QtBot) -> None:
    view.show_branch([answered("The first paragraph.\n\nThe second paragraph.")], None)
    qtbot.mouseDClick(view.viewport(), Qt.MouseButton.LeftButton, pos=point_at(view, caret(view, 0, 0, 6)))
    drag(view, qtbot, point_at(view, caret(view, 0, 1, 6)))
    assert copied(view, qtbot) == "first paragraph.\n\nThe second"
    qtbot.mouseDClick(view.viewport(), Qt.MouseButton.LeftButton, pos=point_at(view, caret(view, 0, 1, 6)))
    drag(view, qtbot, point_at(view, caret(view, 0, 0, 6)))
    assert copied(view, qtbot) == "first paragraph.\n\nThe second"


def test_a_third_click_selects_the_paragraph(view: TranscriptView, qtbot: QtBot) -> None:
    view.show_branch([answered("The first paragraph.\n\nThe second paragraph.")], None)
    place = point_at(view, caret(view, 0, 0, 6))
    qtbot.mouseDClick(view.viewport(), Qt.MouseButton.LeftButton, pos=place)
    qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=place)
    assert copied(view, qtbot) == "The first paragraph."


def test_dragging_over_the_edge_scrolls_and_selects_on(view: TranscriptView, qtbot: QtBot) -> None:
    view.show_branch([answered(long_answer(80))], None)
    view.verticalScrollBar().setValue(0)
    start, left = point_at(view, caret(view, 0, 0, 0)), Qt.MouseButton.LeftButton
    qtbot.mousePress(view.viewport(), left, pos=start)
    below = QPoint(start.x(), view.viewport().height() + 90)
    QApplication.sendEvent(view.viewport(), moved_to(view, below))
    qtbot.waitUntil(lambda: view.verticalScrollBar().value() > 1500, timeout=20_000)
    qtbot.mouseRelease(view.viewport(), left, pos=below)
    at = view.verticalScrollBar().value()
    assert view.selection.caret.block > 20
    assert at <= view.sight._y_of(view.selection.caret) + at <= at + view.viewport().height() + 90
    qtbot.wait(0)
    assert not view._pointer._timer.isActive()


@pytest.mark.parametrize(("markdown", "offset", "word"), [
    ("```python\nresult = compute(x)\n```", 10, "compute"),
    ("| a | b |\n|--|--|\n| one two | 3 |", (2 << 20) + 5, "two"),
])  # fmt: skip
def test_words_in_code_and_tables(view: TranscriptView, markdown: str, offset: int, word: str) -> None:
    view.show_branch([answered(markdown)], None)
    layout = view.arrangement.layout(0).text.layout(0)
    assert layout.plain(*layout.word_at(offset)) == word


def test_a_selection_survives_streaming(view: TranscriptView, qtbot: QtBot) -> None:
    reply = answered(state=State.WRITING)
    view.show_branch([said("hi there"), reply], None)
    view.begin_stream(reply.message.id)
    view.stream(reply.message.id, "", "The first paragraph.\n\nThe sec")
    view.selection.set(caret(view, 0, 0, 3), caret(view, 1, 0, 9))
    for _ in range(20):
        view.stream(reply.message.id, "", "ond paragraph.\n\nThe sec")
    assert copied(view, qtbot) == "there\n\nThe first"


def test_the_selection_is_seen(view: TranscriptView) -> None:
    view.show_branch([answered("some words")], None)
    before = view.viewport().grab().toImage()
    view.selection.set(caret(view, 0, 0, 0), caret(view, 0, 0, 4))
    view.selection_changed()
    after = view.viewport().grab().toImage()
    x, y = point_at(view, caret(view, 0, 0, 2)).toTuple()
    assert before != after
    assert view._style.colour("selection").rgb() in {after.pixel(x, y + dy) for dy in range(-10, 10)}


def test_cells_of_a_table(view: TranscriptView, qtbot: QtBot) -> None:
    view.show_branch([answered("| a | b |\n|--|--|\n| one | two |\n| three | four |")], None)
    layout = view.arrangement.layout(0).text.layout(0)
    cell = 1 << 20
    assert layout.plain(2 * cell, 6 * cell) == "one\ttwo\nthree\tfour"
    assert layout.plain(2 * cell + 1, 3 * cell + 2) == "ne\ttw"
    assert layout.plain(0, layout.length) == "a\tb\none\ttwo\nthree\tfour"


@pytest.mark.parametrize(("markdown", "start", "end", "html"), [
    ("```python\na = 1\nb = 2\n```", 2, 9, "<pre><code>= 1\nb =</code></pre>"),
    ("| a | b |\n|--|--|\n| one | **two** |", (3 << 20) + 1, (3 << 20) + 3, "<p><strong>wo</strong></p>"),
    ("| a | b |\n|--|--|\n| 1 | 2 |\n| 3 | 4 |", 2 << 20, 4 << 20,
     "<table><tr><th>a</th><th>b</th></tr><tr><td>1</td><td>2</td></tr></table>"),
    ("x [link](https://example.org/y) $z^2$", 3, 8,
     '<p><a href="https://example.org/y" rel="noopener noreferrer">ink</a> <code>$z^2$</code></p>'),
])  # fmt: skip
def test_parts_of_blocks_as_rich_text(view: TranscriptView, markdown: str, start: int, end: int, html: str) -> None:
    view.show_branch([answered(markdown)], None)
    view.selection.set(caret(view, 0, 0, start), caret(view, 0, 0, end))
    view.copy_rich()
    assert QGuiApplication.clipboard().mimeData().html() == html
