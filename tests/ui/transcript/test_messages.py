"""What stands around a message's words: notices, actions, the keyboard's focus, and what a screen reader finds."""

from __future__ import annotations

import pytest
from msgspec.structs import replace
from PySide6.QtCore import QEvent, QPoint, Qt
from PySide6.QtGui import QAccessible, QCursor
from PySide6.QtWidgets import QApplication, QLabel, QMenu, QPushButton, QToolButton
from pytestqt.qtbot import QtBot

from desktop.model.failure import Failure
from desktop.model.message import State
from desktop.ui.transcript.view import TranscriptView
from tests.ui.transcript.conftest import answered, said
from tests.ui.transcript.gallery import long_answer

NAME, DESCRIPTION = QAccessible.Text.Name, QAccessible.Text.Description


def failed(text: str = "") -> object:
    return answered(text, state=State.FAILED, failure=Failure("KeyRejected"))


def visible_buttons(view: TranscriptView) -> dict[str, QPushButton | QToolButton]:
    found = [*view.findChildren(QPushButton), *view.findChildren(QToolButton)]
    return {button.text() or button.accessibleName(): button for button in found if button.isVisible()}


def focus(view: TranscriptView, qtbot: QtBot) -> None:
    """Come into the view by Tab."""
    with qtbot.waitActive(view):
        view.activateWindow()
    view.clearFocus()
    view.setFocus(Qt.FocusReason.TabFocusReason)
    assert view.hasFocus()


def test_a_failure_is_said_inside_its_message(view: TranscriptView, qtbot: QtBot) -> None:
    entry = failed()
    view.show_branch([said("hi"), entry], None)
    labels = {label.text(): label for label in view.viewport().findChildren(QLabel)}
    assert labels["It failed: KeyRejected."].isVisible()
    assert not labels["HTTP 401"].isVisible()
    with qtbot.waitSignal(view.action_requested) as asked:
        qtbot.mouseClick(visible_buttons(view)["Settings"], Qt.MouseButton.LeftButton)
    assert asked.args == ["open_settings", entry.message.id]


def test_the_details_of_a_failure_unfold(view: TranscriptView, qtbot: QtBot) -> None:
    view.show_branch([said("hi"), failed("Half an answer.")], None)
    before = view.arrangement.layout(1).height
    qtbot.mouseClick(visible_buttons(view)["Details"], Qt.MouseButton.LeftButton)
    detail = next(label for label in view.viewport().findChildren(QLabel) if label.text() == "HTTP 401")
    assert detail.isVisible()
    assert view.arrangement.layout(1).height > before


def test_tab_leaves_a_button_in_a_message_for_the_next(view: TranscriptView, qtbot: QtBot) -> None:
    view.show_branch([said("hi"), failed()], None)
    buttons = visible_buttons(view)
    focus(view, qtbot)
    buttons["Try again"].setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.keyClick(buttons["Try again"], Qt.Key.Key_Tab)
    assert buttons["Settings"].hasFocus()
    assert view.focused_message is None, "the ring stands elsewhere than the focus"


def test_a_cut_answer_can_be_continued(view: TranscriptView, qtbot: QtBot) -> None:
    entry = replace(answered("Half", state=State.LENGTH), actions=("continue",))
    view.show_branch([entry], None)
    with qtbot.waitSignal(view.action_requested) as asked:
        qtbot.mouseClick(visible_buttons(view)["Continue"], Qt.MouseButton.LeftButton)
    assert asked.args == ["continue", entry.message.id]


def test_notices_out_of_sight_are_hidden(view: TranscriptView) -> None:
    view.show_branch([failed(), *(answered("words\n\n" * 20) for _ in range(10))], None)
    assert "Settings" not in visible_buttons(view)
    view.verticalScrollBar().setValue(0)
    assert "Settings" in visible_buttons(view)


def test_the_strip_appears_without_moving_anything(view: TranscriptView, qtbot: QtBot) -> None:
    entry = replace(answered("An answer."), siblings=(1, 3))
    view.show_branch([said("hi"), entry], None)
    total = view.arrangement.total
    assert "Copy" not in visible_buttons(view)
    qtbot.mouseMove(view.viewport(), view.sight.area_of(1).center())
    buttons = visible_buttons(view)
    assert {"Copy", "Answer again", "Previous version", "Next version"} <= set(buttons)
    assert view.arrangement.total == total
    with qtbot.waitSignal(view.action_requested) as asked:
        qtbot.mouseClick(buttons["Previous version"], Qt.MouseButton.LeftButton)
    assert asked.args == ["switch_previous", entry.message.id]


@pytest.mark.parametrize("focused", [False, True])
def test_the_menu_of_the_strip_is_for_its_message(view: TranscriptView, qtbot: QtBot, *, focused: bool) -> None:
    """Where it opens the mouse leaves the view, and the strip goes, or to the message with the keyboard's focus."""
    entry = replace(answered("An answer."), actions=("copy", "delete"))
    view.show_branch([replace(said("hi"), actions=("copy", "delete")), entry], None)
    if focused:
        focus(view, qtbot)
        assert view.focused_message == 0
    view.overlays.point_at(1)
    more = visible_buttons(view)["More"]
    qtbot.mouseMove(more)
    qtbot.mouseClick(more, Qt.MouseButton.LeftButton)
    menu = view.findChild(QMenu)
    QCursor.setPos(view.mapToGlobal(QPoint(-50, -50)))
    QApplication.sendEvent(view.viewport(), QEvent(QEvent.Type.Leave))
    assert view.overlays.strip.isVisible() == focused
    with qtbot.waitSignal(view.action_requested) as asked:
        menu.actions()[0].trigger()
    assert asked.args == ["delete", entry.message.id]
    menu.close()


def test_the_button_under_the_mouse_is_the_one_that_shines(view: TranscriptView, qtbot: QtBot) -> None:
    """After its details are shown, or with another version in its place, whose strip is made anew under the mouse."""
    entry = replace(answered("An answer."), actions=("copy", "regenerate", "details"), siblings=(0, 3))
    others = [
        replace(entry, details="12 tokens"),
        replace(answered("Another one."), actions=("copy", "regenerate", "continue", "details"), siblings=(1, 3)),
    ]
    for other in others:
        for name in ("Copy", "Details", "Next version"):
            view.show_branch([said("hi"), entry], None)
            view.overlays.point_at(1)
            qtbot.mouseMove(visible_buttons(view)[name])
            view.show_other_branch([said("hi"), other])
            for button in view.overlays.strip.findChildren(QToolButton):
                pointed_at = button.isVisible() and button.rect().contains(button.mapFromGlobal(QCursor.pos()))
                assert button.underMouse() == pointed_at, (name, button.accessibleName())


def test_tab_goes_from_message_to_message_and_out(view: TranscriptView, qtbot: QtBot) -> None:
    view.show_branch([said("one"), answered("two"), said("three")], None)
    focus(view, qtbot)
    seen = []
    for _ in range(3):
        seen.append(view.focused_message)
        assert visible_buttons(view).get("Copy")
        assert view.focusNextPrevChild(True) == (len(seen) < 3) or view.focused_message is None
    assert seen == [0, 1, 2]


def test_enter_opens_the_actions(view: TranscriptView, qtbot: QtBot) -> None:
    entry = replace(answered("two"), siblings=(0, 2))
    view.show_branch([entry], None)
    focus(view, qtbot)
    qtbot.keyClick(view, Qt.Key.Key_Return)
    menu = view.findChild(QMenu)
    assert [action.text() for action in menu.actions()] == ["Copy", "Answer again", "Next version"]
    with qtbot.waitSignal(view.action_requested) as asked:
        menu.actions()[1].trigger()
    assert asked.args == ["regenerate", entry.message.id]
    menu.close()


def test_a_screen_reader_finds_each_message(view: TranscriptView) -> None:
    view.show_branch([said("hello **there**"), answered("# Title\n\nAn answer."), failed()], None)
    found = QAccessible.queryAccessibleInterface(view)
    assert found.role() == QAccessible.Role.List
    assert found.text(NAME) == "Transcript"
    first, second = found.child(0), found.child(1)
    assert first.role() == QAccessible.Role.ListItem
    assert first.text(NAME) == "You: hello there"
    assert second.text(NAME) == "Assistant: Title\nAn answer."
    assert "some-model" in second.text(DESCRIPTION)
    assert second.child(0).role() == QAccessible.Role.Heading
    assert second.child(1).text(NAME) == "An answer."
    assert found.indexOfChild(second) == 1
    assert found.child(2).text(NAME) == "Assistant: It failed: KeyRejected."
    assert second.actionInterface().actionNames() == ["copy", "regenerate"]
    assert view.viewport().rect().contains(view.viewport().mapFromGlobal(second.rect().center()))


def test_formulas_are_spoken(view: TranscriptView) -> None:
    view.show_branch([answered("Half is $\\frac{1}{2}$.\n\n$$x^2$$")], None)
    message = QAccessible.queryAccessibleInterface(view).child(0)
    assert message.child(0).text(NAME) == "Half is 1 over 2."
    assert message.child(1).text(NAME) == "x squared"


def test_what_a_screen_reader_holds_outlives_its_message(view: TranscriptView) -> None:
    view.show_branch([said("one"), answered("two")], None)
    second = QAccessible.queryAccessibleInterface(view).child(1)
    block = second.child(0)
    view.show_branch([said("other")], None)
    assert not second.isValid()
    assert second.text(NAME) == ""
    assert not block.isValid()
    assert second.rect().isEmpty()
    assert second.childCount() == 0


def test_an_action_by_a_screen_reader(view: TranscriptView, qtbot: QtBot) -> None:
    entry = answered("two")
    view.show_branch([entry], None)
    actions = QAccessible.queryAccessibleInterface(view).child(0).actionInterface()
    with qtbot.waitSignal(view.action_requested) as asked:
        actions.doAction("copy")
    assert asked.args == ["copy", entry.message.id]


def test_the_actions_of_a_message_that_goes_on_below_stay_in_sight(view: TranscriptView, qtbot: QtBot) -> None:
    view.show_branch([said("hi"), answered(long_answer(40)), said("more")], None)
    bar, strip = view.verticalScrollBar(), view.overlays.strip
    bar.setValue(0)
    qtbot.waitUntil(lambda: not view._slow_work.busy, timeout=20_000)
    total = view.arrangement.total
    qtbot.mouseMove(view.viewport(), QPoint(300, 290))
    assert view.viewport().rect().contains(strip.geometry())
    assert "Copy" in visible_buttons(view)
    assert view.arrangement.total == total
    for place in range(0, bar.maximum(), 97):
        bar.setValue(place)
        layout, top = view.arrangement.layout(1), view.sight.area_of(1).top()
        lowest = view.viewport().height() - strip.height() - 8
        assert strip.y() == max(top, min(top + layout.strip_rect.top() + 2, lowest))
    bar.setValue(200)
    with qtbot.waitSignal(view.action_requested) as asked:
        qtbot.mouseClick(visible_buttons(view)["Copy"], Qt.MouseButton.LeftButton)
    assert asked.args == ["copy", view.arrangement.entries[1].message.id]


def test_floating_actions_stand_on_a_ground(view: TranscriptView) -> None:
    view.show_branch([answered(long_answer(40))], None)
    view.verticalScrollBar().setValue(300)
    view.overlays.point_at(0)
    strip = view.overlays.strip
    assert strip.grab().toImage().pixelColor(3, strip.height() // 2) == view._style.colour("paper")
    assert strip.geometry().right() <= view.sight.area_of(0).right()


def test_a_reply_that_is_written_has_no_empty_row_of_actions(view: TranscriptView, qtbot: QtBot) -> None:
    view.show_branch([answered("words", state=State.WRITING)], None)
    qtbot.mouseMove(view.viewport(), view.sight.area_of(0).center())
    assert not view.overlays.strip.isVisible()
