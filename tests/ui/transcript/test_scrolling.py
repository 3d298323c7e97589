"""Opening, scrolling, and the place that is kept."""

from __future__ import annotations

import random

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop.ui.transcript.entry import Entry, Position
from desktop.ui.transcript.view import TranscriptView
from tests.ui.transcript.conftest import THEMES, answered, message, said
from tests.ui.transcript.gallery import MIXED, long_answer


def conversation(turns: int) -> list[Entry]:
    chance = random.Random(5)
    entries: list[Entry] = []
    for _ in range(turns):
        entries.append(said("A question. " * chance.randint(1, 20)))
        entries.append(answered(MIXED if chance.random() < 0.3 else long_answer(chance.randint(1, 12))))
    return entries


def screen_places(view: TranscriptView) -> dict[tuple[int, int], int]:
    """Where each block in sight stands, in pixels from the top of the view."""
    top, height = view.verticalScrollBar().value(), view.viewport().height()
    found = {}
    for number, y in view.arrangement.seen(top, height):
        layout = view.arrangement.layout(number)
        for index in layout.text.rows(top - y - layout.text_top, top - y - layout.text_top + height):
            found[number, index] = y + layout.text_top + layout.text.top(index) - top
    return found


def test_it_opens_at_the_end(view: TranscriptView) -> None:
    view.show_branch(conversation(10), None)
    assert view.at_bottom
    assert view.verticalScrollBar().value() == view.verticalScrollBar().maximum() > 0


def test_how_much_is_laid_out_does_not_grow_with_the_conversation(view: TranscriptView) -> None:
    made = []
    for turns in (50, 5000):
        view.show_branch(conversation(turns), None)
        made.append(view.arrangement.blocks_made)
    assert made[1] - made[0] <= made[0] + 20
    view.verticalScrollBar().setValue(view.verticalScrollBar().maximum() // 2)
    assert view.arrangement.blocks_made - made[1] < 100


def test_no_block_jumps_while_heights_are_corrected(view: TranscriptView) -> None:
    view.show_branch(conversation(100), None)
    bar = view.verticalScrollBar()
    for start, step in ((1.0, -60), (0.5, -60), (0.3, 60), (0.7, -500)):
        bar.setValue(int(bar.maximum() * start))
        for _ in range(60):
            before = screen_places(view)
            bar.setValue(bar.value() + step)
            after = screen_places(view)
            if 0 < bar.value() < bar.maximum():
                assert {after[place] - before[place] for place in before if place in after} <= {-step}


def test_the_keyboard_scrolls(view: TranscriptView, qtbot: QtBot) -> None:
    view.show_branch(conversation(20), None)
    bar = view.verticalScrollBar()
    qtbot.keyClick(view, Qt.Key.Key_PageUp)
    assert bar.value() < bar.maximum()
    assert not view.at_bottom
    qtbot.keyClick(view, Qt.Key.Key_Home)
    assert bar.value() == 0
    top = bar.value()
    qtbot.keyClick(view, Qt.Key.Key_Down)
    assert bar.value() > top
    qtbot.keyClick(view, Qt.Key.Key_Up)
    assert bar.value() == top
    qtbot.keyClick(view, Qt.Key.Key_End)
    assert view.at_bottom


def test_a_position_is_found_again(view: TranscriptView) -> None:
    entries = conversation(30)
    view.show_branch(entries, None)
    view.verticalScrollBar().setValue(view.verticalScrollBar().maximum() // 3)
    kept, before = view.position(), screen_places(view)
    assert kept is not None
    assert not kept.at_end
    view.show_branch([], None)
    assert view.position() is None
    view.show_branch(entries, kept)
    assert screen_places(view) == before


def test_a_position_at_the_end_is_the_end(view: TranscriptView) -> None:
    entries = conversation(10)
    view.show_branch(entries, None)
    kept = view.position()
    assert kept is not None
    assert kept.at_end
    view.show_branch([*entries, said("and more")], kept)
    assert view.at_bottom


def test_a_position_of_a_message_that_is_gone_is_the_end(view: TranscriptView) -> None:
    view.show_branch(conversation(10), Position("no-such-message", 2, 10))
    assert view.at_bottom


def test_switching_to_another_version_moves_nothing_above_it(view: TranscriptView) -> None:
    above, below = conversation(3), conversation(3)
    first, second = answered(long_answer(3)), answered(MIXED)
    view.show_branch([*above, first, *below], None)
    number = len(above)
    view.verticalScrollBar().setValue(view.arrangement.top(number) - 100)
    before = screen_places(view)
    view.show_branch([*above, second], view.position())
    after = screen_places(view)
    assert {place: y for place, y in after.items() if place[0] < number} == {
        place: y for place, y in before.items() if place[0] < number
    }


def test_resizing_keeps_the_place(view: TranscriptView) -> None:
    view.show_branch(conversation(30), None)
    view.verticalScrollBar().setValue(view.verticalScrollBar().maximum() // 2)
    before = screen_places(view)
    view.resize(700, 600)
    after = screen_places(view)
    middle = min(before, key=lambda place: abs(before[place] - 200))
    assert abs(after[middle] - before[middle]) <= 30


def test_theme_and_size_switch_live(view: TranscriptView) -> None:
    view.show_branch(conversation(10), None)
    view.verticalScrollBar().setValue(view.verticalScrollBar().maximum() // 2)
    number = view.sight.numbers()[0]
    paper = view.viewport().grab().toImage().pixelColor(2, 300)
    assert paper == THEMES["light"].colours["paper"]
    view.set_theme(THEMES["dark"])
    assert view.viewport().grab().toImage().pixelColor(2, 300) == THEMES["dark"].colours["paper"]
    total = view.arrangement.total
    view.set_text_size(22)
    assert view.arrangement.total > total * 1.3
    assert number in view.sight.numbers()


def test_an_own_message_is_gone_to_and_an_answer_is_not(view: TranscriptView) -> None:
    view.show_branch(conversation(10), None)
    view.verticalScrollBar().setValue(100)
    view.append(answered("An answer."))
    assert view.verticalScrollBar().value() == 100
    view.append(said("A question."))
    assert view.at_bottom


def test_folding_reasoning_keeps_its_line_in_place(view: TranscriptView, qtbot: QtBot) -> None:
    view.show_branch([said("hi"), answered(long_answer(20), reasoning=long_answer(8))], None)
    view.verticalScrollBar().setValue(40)
    layout = view.arrangement.layout(1)
    for opened in (True, False):
        y = view.sight.area_of(1).top() + layout.reasoning_head.center().y()
        qtbot.mouseClick(
            view.viewport(),
            Qt.MouseButton.LeftButton,
            pos=view.sight.area_of(1).topLeft() + layout.reasoning_head.center(),
        )
        assert layout.reasoning_open == opened
        assert view.sight.area_of(1).top() + layout.reasoning_head.center().y() == y


def test_a_message_updates_in_place(view: TranscriptView) -> None:
    entries = conversation(3)
    view.show_branch(entries, None)
    old = view.arrangement.layout(1).height
    view.update_entry(Entry(entries[1].message, entries[1].siblings, entries[1].caption, "12 tokens", ("copy",)))
    assert view.arrangement.layout(1).height > old
    view.update_entry(Entry(message(entries[1].message.role, "other"), details="nothing of this is shown"))
    assert len(view.arrangement.entries) == len(entries)


def shown_y(view: TranscriptView, number: int) -> int:
    return view.sight.area_of(number).top()


@pytest.mark.parametrize(("first", "second"), [(2, 30), (30, 2), (3, 4), (1, 1)])
@pytest.mark.parametrize("below", [0, 6])
def test_a_version_takes_the_place_of_another_at_its_height(
    view: TranscriptView, first: int, second: int, below: int
) -> None:
    above, rest = conversation(6), conversation(below)
    one, other = answered(long_answer(first)), answered(long_answer(second))
    view.show_branch([*above, one, *rest], None)
    number = len(above)
    view.verticalScrollBar().setValue(view.arrangement.top(number) - 100)
    before = shown_y(view, number)
    for entry, following in ((other, conversation(1)), (one, rest), (other, [])):
        view.show_other_branch([*above, entry, *following])
        assert shown_y(view, number) == before
        QApplication.processEvents()
        assert shown_y(view, number) == before


def test_a_version_is_seen_that_ends_above_what_was_read_of_the_other(view: TranscriptView) -> None:
    above = conversation(4)
    view.show_branch([*above, answered(long_answer(60))], None)
    assert view.at_bottom
    view.show_other_branch([*above, answered("short")])
    assert len(above) in view.sight.numbers()
    view.show_other_branch([*above, answered(long_answer(60))])
    assert len(above) in view.sight.numbers()


def test_room_that_is_held_open_goes_with_scrolling_up_and_with_a_new_message(view: TranscriptView) -> None:
    above = conversation(4)
    view.show_branch([*above, answered(long_answer(20))], None)
    bar, number = view.verticalScrollBar(), len(above)
    bar.setValue(view.arrangement.top(number) - 50)
    view.show_other_branch([*above, answered("short")])
    held, before = bar.value(), shown_y(view, number)
    assert held > view.arrangement.total - view.sight.height
    bar.setValue(held - 30)
    assert bar.maximum() == bar.value()
    assert shown_y(view, number) == before + 30
    assert not view.at_bottom
    bar.setValue(bar.value() - 2000)
    assert bar.maximum() == view.arrangement.total - view.sight.height
    bar.setValue(bar.maximum())
    assert view.at_bottom
    view.show_other_branch([*above, answered(long_answer(20))])
    view.show_other_branch([*above, answered("short")])
    view.append(said("and more"))
    assert view.at_bottom
    assert bar.maximum() == view.arrangement.total - view.sight.height


def test_a_tail_that_goes_moves_nothing(view: TranscriptView) -> None:
    entries = conversation(10)
    view.show_branch(entries, None)
    view.verticalScrollBar().setValue(view.verticalScrollBar().maximum() // 2)
    before = screen_places(view)
    view.show_other_branch(entries[:-3])
    assert screen_places(view) == before


def test_folding_at_the_end_keeps_its_line_in_place_too(view: TranscriptView) -> None:
    view.show_branch([said("hi"), answered("short", reasoning=long_answer(40))], None)
    view.toggle_reasoning(1)
    view.verticalScrollBar().setValue(30)
    before = shown_y(view, 1)
    view.toggle_reasoning(1)
    assert shown_y(view, 1) == before


def test_another_width_and_back_leaves_the_reader_where_they_were(view: TranscriptView) -> None:
    view.show_branch([said("hi"), answered(long_answer(400))], None)
    view.verticalScrollBar().setValue(view.verticalScrollBar().maximum() // 2)
    place = view.position()
    assert place is not None
    view.resize(500, 600)
    assert view.position() == place
    view.resize(900, 600)
    assert view.position() == place
