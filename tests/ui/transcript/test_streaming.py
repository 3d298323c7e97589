"""A reply that is being written looks, at each moment and in the end, as if it had been there all along."""

from __future__ import annotations

import random
from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from desktop.model.message import State
from desktop.ui.transcript.entry_layout import Section
from desktop.ui.transcript.view import TranscriptView
from tests.ui.transcript.conftest import Clock, answered, ended, layout_of, read_whole, said
from tests.ui.transcript.gallery import MIXED, long_answer


def stream(view: TranscriptView, message_id: str, text: str, seed: int) -> None:
    """Give `text` in pieces of random length."""
    chance, at = random.Random(seed), 0
    while at < len(text):
        length = chance.randint(1, 30)
        view.stream(message_id, "", text[at : at + length])
        at += length


@pytest.mark.parametrize("seed", range(3))
def test_in_pieces_is_the_same_as_whole(
    view: TranscriptView, new_view: Callable[[], TranscriptView], qtbot: QtBot, seed: int
) -> None:
    reply = answered(state=State.WRITING)
    view.show_branch([said("hi"), reply], None)
    view.begin_stream(reply.message.id)
    stream(view, reply.message.id, MIXED, seed)
    whole = ended(reply, MIXED)
    view.end_stream(whole)
    other = new_view()
    other.show_branch([said("hi"), whole], None)
    assert layout_of(view, 1) == layout_of(other, 1)
    assert view.arrangement.layout(1).height == other.arrangement.layout(1).height
    for each in (view, other):
        each.scroll_to_end()
        each.grab()  # painting finds what has to be coloured
        qtbot.waitUntil(lambda each=each: not each._slow_work.busy)
    assert view.viewport().grab().toImage() == other.viewport().grab().toImage()


def test_looks_and_width_may_change_meanwhile(view: TranscriptView, new_view: Callable[[], TranscriptView]) -> None:
    reply = answered(state=State.WRITING)
    view.show_branch([said("hi"), reply], None)
    view.begin_stream(reply.message.id)
    view.stream(reply.message.id, long_answer(1), MIXED[:700])
    view.resize(700, 500)
    view.stream(reply.message.id, "", MIXED[700:1000])
    view.set_text_size(18)
    view.stream(reply.message.id, "", MIXED[1000:])
    whole = ended(reply, MIXED, long_answer(1))
    view.end_stream(whole)
    other = new_view()
    other.resize(700, 500)
    other.set_text_size(18)
    other.show_branch([said("hi"), whole], None)
    assert layout_of(view, 1) == layout_of(other, 1)


def test_the_end_is_followed(view: TranscriptView) -> None:
    reply = answered(state=State.WRITING)
    view.show_branch([said("hi"), reply], None)
    view.begin_stream(reply.message.id)
    for number in range(60):
        view.stream(reply.message.id, "", f"Paragraph {number} of a long answer.\n\n")
        assert view.at_bottom
        assert view.verticalScrollBar().value() == view.verticalScrollBar().maximum()
    assert view.verticalScrollBar().maximum() > 600


def test_a_reader_who_has_scrolled_up_sees_nothing_move(view: TranscriptView, qtbot: QtBot) -> None:
    reply = answered(state=State.WRITING)
    view.show_branch([said("hi"), answered(long_answer(30)), said("more"), reply], None)
    view.begin_stream(reply.message.id)
    view.stream(reply.message.id, "", long_answer(4))
    bar = view.verticalScrollBar()
    bar.setValue(bar.maximum() - 150)  # the reply itself is in sight, and grows below
    before, top = view.viewport().grab().toImage(), bar.value()
    stream(view, reply.message.id, "\n\n" + MIXED * 2, seed=1)
    assert bar.value() == top
    assert not view.at_bottom
    seen = view.viewport().grab().toImage()
    kept = seen.height() - 160  # below that, the end of the reply was in sight, and went on
    assert seen.copy(0, 0, seen.width(), kept) == before.copy(0, 0, seen.width(), kept)
    assert view.overlays.new_text.isVisible()
    qtbot.mouseClick(view.overlays.new_text, Qt.MouseButton.LeftButton)
    assert view.at_bottom
    assert not view.overlays.new_text.isVisible()


def test_the_end_of_a_stream_moves_nothing(view: TranscriptView, qtbot: QtBot) -> None:
    reply = answered(state=State.WRITING)
    view.show_branch([said("hi"), reply], None)
    view.begin_stream(reply.message.id)
    view.stream(reply.message.id, "", MIXED)
    view.grab()  # painting finds what has to be coloured
    qtbot.waitUntil(lambda: not view._slow_work.busy)
    before = view.viewport().grab().toImage()
    view.end_stream(ended(reply, MIXED))
    assert view.viewport().grab().toImage() == before


def test_reasoning_is_open_until_the_answer_begins(view: TranscriptView, clock: Clock) -> None:
    reply = answered(state=State.WRITING)
    view.show_branch([said("hi"), reply], None)
    view.begin_stream(reply.message.id)
    view.stream(reply.message.id, "Let me think. ", "")
    layout = view.arrangement.layout(1)
    assert layout.reasoning_open
    assert [section for section, *_ in layout.columns()] == [Section.REASONING]
    clock.now += 12
    view.stream(reply.message.id, "Done.", "")
    assert view.accessible.message(1).layout.shown.thinking[reply.message.id] == 12
    view.stream(reply.message.id, "", "The answer.")
    assert not layout.reasoning_open
    assert [section for section, *_ in layout.columns()] == [Section.TEXT]


def test_line_ends_alone_are_neither_reasoning_nor_an_answer(view: TranscriptView) -> None:
    reply = answered(state=State.WRITING)
    view.show_branch([said("hi"), reply], None)
    view.begin_stream(reply.message.id)
    layout = view.arrangement.layout(1)
    view.stream(reply.message.id, "\n\n", "")
    assert not layout.has_reasoning
    view.stream(reply.message.id, "", "\n")
    view.stream(reply.message.id, "Let me think.", "")
    assert layout.reasoning_open
    view.stream(reply.message.id, "", "Done.")
    assert not layout.reasoning_open


def test_a_reply_that_was_not_to_think_ends_like_one_that_has_not(
    view: TranscriptView, new_view: Callable[[], TranscriptView]
) -> None:
    reply = answered(state=State.WRITING)
    view.show_branch([said("hi"), reply], None)
    view.begin_stream(reply.message.id)
    view.stream(reply.message.id, "\n\n", "")
    view.stream(reply.message.id, "", "\n\nDone.")
    whole, other = ended(reply, "\n\nDone.", "\n\n"), new_view()
    view.end_stream(whole)
    other.show_branch([said("hi"), whole], None)
    assert view.arrangement.layout(1).height == other.arrangement.layout(1).height


def test_reasoning_that_is_being_read_stays_open(view: TranscriptView) -> None:
    reply = answered(state=State.WRITING)
    view.show_branch([said("hi"), reply], None)
    view.begin_stream(reply.message.id)
    view.stream(reply.message.id, long_answer(20), "")
    bar = view.verticalScrollBar()
    bar.setValue(bar.maximum() - 300)
    before, top = view.viewport().grab().toImage(), bar.value()
    view.stream(reply.message.id, "", "The answer.")
    assert view.arrangement.layout(1).reasoning_open
    assert bar.value() == top
    assert view.viewport().grab().toImage() == before


def test_only_the_open_tail_is_laid_out_again(view: TranscriptView) -> None:
    reply = answered(state=State.WRITING)
    view.show_branch([said("hi"), reply], None)
    view.begin_stream(reply.message.id)
    view.stream(reply.message.id, "", long_answer(200))
    read_whole(view, 1)
    made = view.arrangement.blocks_made
    for _ in range(50):
        view.stream(reply.message.id, "", "word ")
    assert view.arrangement.blocks_made - made <= 100


def test_a_status_stands_where_the_answer_will_be(view: TranscriptView) -> None:
    reply = answered(state=State.WRITING)
    view.show_branch([said("hi"), reply], None)
    view.set_status(reply.message.id, "Waiting… 12 s")
    assert view.arrangement.layout(1).status == "Waiting… 12 s"
    view.begin_stream(reply.message.id)
    view.stream(reply.message.id, "", "Here.")
    assert view.arrangement.layout(1).status == ""


def test_a_reply_is_followed_only_until_it_fills_the_view_where_that_is_set(view: TranscriptView, qtbot: QtBot) -> None:
    entry = answered(state=State.WRITING)
    view.stops_at_first_screen = True
    view.show_branch([*(answered(long_answer(3)) for _ in range(3)), said("go"), entry], None)
    view.begin_stream(entry.message.id)
    view.stream(entry.message.id, long_answer(9), "")
    assert view.at_bottom  # reasoning is followed: it is folded when the answer begins
    followed = []
    for _ in range(40):
        view.stream(entry.message.id, "", "some words that fill a line or two, " * 6 + "\n\n")
        followed.append(view.at_bottom)
    assert followed[0]
    assert not followed[-1]
    assert followed == sorted(followed, reverse=True)
    assert view.sight.area_of(4).top() == 0
    assert view.overlays.new_text.isVisible()
    qtbot.mouseClick(view.overlays.new_text, Qt.MouseButton.LeftButton)
    assert view.at_bottom
    view.stream(entry.message.id, "", long_answer(9))
    assert view.at_bottom


def test_a_reply_that_comes_in_large_pieces_is_shown_from_its_beginning(view: TranscriptView) -> None:
    view.stops_at_first_screen = True
    view.resize(600, 350)
    for pieces in range(1, 6):
        entry = answered(state=State.WRITING)
        view.show_branch([said("go"), entry], None)
        view.begin_stream(entry.message.id)
        whole = MIXED * 3
        for start in range(0, len(whole), len(whole) // pieces):
            view.stream(entry.message.id, "", whole[start : start + len(whole) // pieces])
        assert not view.at_bottom
        assert view.sight.area_of(1).top() == 0


def test_who_scrolls_to_the_end_is_taken_along_again(view: TranscriptView) -> None:
    entry = answered(state=State.WRITING)
    view.stops_at_first_screen = True
    view.show_branch([said("go"), entry], None)
    view.begin_stream(entry.message.id)
    view.stream(entry.message.id, "", long_answer(30))
    assert not view.at_bottom
    view.verticalScrollBar().setValue(view.verticalScrollBar().maximum())
    view.stream(entry.message.id, "", long_answer(30))
    assert view.at_bottom
