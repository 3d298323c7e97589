"""Selecting with the keyboard."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

from desktop.model.message import State
from desktop.ui.transcript.carets import Carets, Motion
from desktop.ui.transcript.entry_layout import Section
from desktop.ui.transcript.selection import Caret
from desktop.ui.transcript.view import TranscriptView
from tests.ui.transcript.conftest import answered, said
from tests.ui.transcript.gallery import MIXED, long_answer

KEY = Qt.Key
SHIFT = Qt.KeyboardModifier.ShiftModifier
BOTH = SHIFT | Qt.KeyboardModifier.ControlModifier


def press(view: TranscriptView, qtbot: QtBot, key: Qt.Key, times: int = 1, *, ctrl: bool = False) -> str:
    """Press a key with Shift, and return what is selected then."""
    for _ in range(times):
        qtbot.keyClick(view, key, BOTH if ctrl else SHIFT)
    return view.selection.markdown()


def start(view: TranscriptView, entry: int, block: int, offset: int) -> None:
    view.selection.start_at(Caret(entry, Section.TEXT, block, offset))


def test_letters_words_and_lines(view: TranscriptView, qtbot: QtBot) -> None:
    view.show_branch([answered("One 😀 two three.\n\nA second paragraph.")], None)
    start(view, 0, 0, 4)
    assert press(view, qtbot, KEY.Key_Right) == "😀"
    assert press(view, qtbot, KEY.Key_Right, ctrl=True) == "😀 "
    assert press(view, qtbot, KEY.Key_Right, ctrl=True) == "😀 two "
    assert press(view, qtbot, KEY.Key_Left, 2, ctrl=True) == ""
    assert press(view, qtbot, KEY.Key_Left, ctrl=True) == "One "
    assert press(view, qtbot, KEY.Key_Home) == "One "
    assert press(view, qtbot, KEY.Key_End) == "😀 two three."
    assert press(view, qtbot, KEY.Key_Right) == "😀 two three."  # before the first letter of the next block
    assert press(view, qtbot, KEY.Key_Right, 8) == "😀 two three.\n\nA second"


def test_up_and_down_keep_their_column(view: TranscriptView, qtbot: QtBot) -> None:
    view.show_branch([answered("aaaaaaaaaa\n\nb\n\ncccccccccc")], None)
    start(view, 0, 0, 6)
    press(view, qtbot, KEY.Key_Down)
    assert view.selection.caret == Caret(0, Section.TEXT, 1, 1)
    press(view, qtbot, KEY.Key_Down)
    caret = view.selection.caret
    assert caret.block == 2
    assert 5 <= caret.offset <= 7
    press(view, qtbot, KEY.Key_Up, 2)
    assert view.selection.caret == Caret(0, Section.TEXT, 0, 6)


def test_down_goes_over_every_line_of_every_kind_of_block(view: TranscriptView) -> None:
    view.show_branch([said("A question."), answered(MIXED), said("Another.")], None)
    carets = Carets(view.arrangement)
    places = [Caret(0, Section.TEXT, 0, 0)]
    while (caret := carets.moved(places[-1], Motion.LINE, forward=True)) not in places:
        places.append(caret)
    assert places == sorted(places)
    blocks = {place[:3] for place in places}
    text = view.arrangement.layout(1).text
    assert blocks >= {(1, Section.TEXT, n) for n in range(len(text)) if text.layout(n).length}
    code = next(n for n in range(len(text)) if "quicksort" in text.layout(n).plain(0, text.layout(n).length))
    assert len([place for place in places if place[:3] == (1, Section.TEXT, code)]) == 5
    back = [places[-1]]
    while (caret := carets.moved(back[-1], Motion.LINE, forward=False)) not in back:
        back.append(caret)
    assert {place[:3] for place in back} == blocks


@pytest.mark.parametrize("words", [False, True])
def test_letters_go_through_everything_and_back(view: TranscriptView, words: bool) -> None:
    view.show_branch([answered(MIXED + "\n\n```\n" + "x" * 4001 + "\ny\n```"), said("End.")], None)
    carets = Carets(view.arrangement)
    motion = Motion.WORD if words else Motion.LETTER
    places = [Caret(0, Section.TEXT, 0, 0)]
    while (caret := carets.moved(places[-1], motion, forward=True)) != places[-1]:
        assert caret > places[-1]
        places.append(caret)
    assert places[-1] == carets.last(1)
    back = [places[-1]]
    while (caret := carets.moved(back[-1], motion, forward=False)) != back[-1]:
        assert caret < back[-1]
        back.append(caret)
    assert back[-1] == places[0]
    if not words:
        assert back[::-1] == places


def test_to_the_ends_and_by_pages(view: TranscriptView, qtbot: QtBot) -> None:
    view.show_branch([said("first"), answered(long_answer(60)), said("last")], None)
    view.verticalScrollBar().setValue(0)
    start(view, 0, 0, 2)
    assert press(view, qtbot, KEY.Key_End, ctrl=True).endswith("last")
    assert 0 < view.sight._y_of(view.selection.caret) < view.sight.height
    assert press(view, qtbot, KEY.Key_Home, ctrl=True) == "fi"
    assert view.verticalScrollBar().value() < 20
    press(view, qtbot, KEY.Key_PageDown)
    page = view.selection.caret
    assert page.entry == 1
    assert 0 < view.sight._y_of(page) < view.sight.height
    press(view, qtbot, KEY.Key_PageDown, 2)
    assert view.selection.caret > page
    assert 0 < view.sight._y_of(view.selection.caret) < view.sight.height
    press(view, qtbot, KEY.Key_PageUp, 3)
    assert view.selection.caret.entry == 0


def test_by_blocks(view: TranscriptView, qtbot: QtBot) -> None:
    view.show_branch([answered("One two.\n\nThree.\n\nFour."), said("Five.")], None)
    start(view, 0, 0, 4)
    press(view, qtbot, KEY.Key_Down, ctrl=True)
    assert view.selection.caret == Caret(0, Section.TEXT, 1, 0)
    press(view, qtbot, KEY.Key_Down, 2, ctrl=True)
    assert view.selection.caret == Caret(1, Section.TEXT, 0, 0)
    press(view, qtbot, KEY.Key_Down, ctrl=True)
    assert view.selection.caret == Caret(1, Section.TEXT, 0, 5)
    press(view, qtbot, KEY.Key_Up, 2, ctrl=True)
    assert view.selection.caret == Caret(0, Section.TEXT, 2, 0)


def test_a_selection_begins_at_what_is_read(view: TranscriptView, qtbot: QtBot) -> None:
    view.show_branch([answered(long_answer(60)), said("last one")], None)
    view.verticalScrollBar().setValue(view.verticalScrollBar().maximum() // 2)
    seen = press(view, qtbot, KEY.Key_End)
    assert seen.startswith("Paragraph ")
    view.selection.clear()
    view._keys.focused = 1
    assert press(view, qtbot, KEY.Key_Right, 4) == "last"


def test_folded_reasoning_is_passed_over(view: TranscriptView, qtbot: QtBot) -> None:
    view.show_branch([said("ab"), answered("cd", reasoning="thought")], None)
    start(view, 0, 0, 0)
    assert press(view, qtbot, KEY.Key_Right, 4) == "ab\n\nc"
    view.toggle_reasoning(1)
    start(view, 0, 0, 0)
    press(view, qtbot, KEY.Key_Right, 4)
    assert view.selection.caret.section == Section.REASONING


def test_a_selection_by_the_keyboard_survives_streaming(view: TranscriptView, qtbot: QtBot) -> None:
    reply = answered(state=State.WRITING)
    view.show_branch([said("hi there"), reply], None)
    view.begin_stream(reply.message.id)
    view.stream(reply.message.id, "", "The first paragraph.\n\nThe sec")
    start(view, 0, 0, 3)
    assert press(view, qtbot, KEY.Key_Right, 9) == "there\n\nThe"
    for _ in range(20):
        view.stream(reply.message.id, "", "ond paragraph.\n\nThe sec")
        press(view, qtbot, KEY.Key_Right)
    assert view.selection.markdown() == "there\n\nThe first paragraph.\n\nTh"


def test_the_caret_is_seen_while_keys_move_it(view: TranscriptView, qtbot: QtBot) -> None:
    view.show_branch([answered("words")], None)
    with qtbot.waitActive(view):
        view.activateWindow()
    view.setFocus()
    start(view, 0, 0, 0)
    assert view._keys.caret_area is None
    press(view, qtbot, KEY.Key_Right, 2)
    area = view._keys.caret_area
    assert view.viewport().grab().toImage().pixelColor(area.center().toPoint()) == view._style.colour("text")
    qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=area.center().toPoint())
    assert view._keys.caret_area is None


def test_escape_is_ours_only_while_something_is_selected(view: TranscriptView, qtbot: QtBot) -> None:
    view.show_branch([answered("words words")], None)
    view.finder.search(["words"])
    start(view, 0, 0, 0)
    press(view, qtbot, KEY.Key_Right, 2)
    qtbot.keyClick(view, KEY.Key_Escape)
    assert not view.selection
    assert view.finder.count == 2
    qtbot.keyClick(view, KEY.Key_Escape)
    assert view.finder.count == 0


def test_ctrl_a_takes_everything_of_a_long_conversation(view: TranscriptView, qtbot: QtBot) -> None:
    view.show_branch([answered(long_answer(3)) for _ in range(3000)], None)
    qtbot.keyClick(view, KEY.Key_A, Qt.KeyboardModifier.ControlModifier)
    qtbot.keyClick(view, KEY.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QGuiApplication.clipboard().text().count("Paragraph") == 9000
    assert view.arrangement.blocks_made < 300
