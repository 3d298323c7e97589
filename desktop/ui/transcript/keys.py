"""What the keyboard does in the transcript: scrolling, going from message to message, opening their actions."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QPoint, QRectF, Qt
from PySide6.QtGui import QKeyEvent, QKeySequence
from PySide6.QtWidgets import QAbstractSlider, QApplication, QMenu

from desktop.ui.transcript.carets import Carets, Motion
from desktop.ui.transcript.copying import copy_text
from desktop.ui.transcript.entry_layout import Section
from desktop.ui.transcript.menus import actions_of, add_load, images_of
from desktop.ui.transcript.selection import Caret
from desktop.ui.transcript.strip import add_actions, pop_up

if TYPE_CHECKING:
    from desktop.ui.transcript.view import TranscriptView

_SCROLLING = {
    Qt.Key.Key_Up: QAbstractSlider.SliderAction.SliderSingleStepSub,
    Qt.Key.Key_Down: QAbstractSlider.SliderAction.SliderSingleStepAdd,
    Qt.Key.Key_PageUp: QAbstractSlider.SliderAction.SliderPageStepSub,
    Qt.Key.Key_PageDown: QAbstractSlider.SliderAction.SliderPageStepAdd,
    Qt.Key.Key_Home: QAbstractSlider.SliderAction.SliderToMinimum,
    Qt.Key.Key_End: QAbstractSlider.SliderAction.SliderToMaximum,
}
_S = QKeySequence.StandardKey
_EXTENDING = {
    _S.SelectPreviousChar: (Motion.LETTER, False), _S.SelectNextChar: (Motion.LETTER, True),
    _S.SelectPreviousWord: (Motion.WORD, False), _S.SelectNextWord: (Motion.WORD, True),
    _S.SelectPreviousLine: (Motion.LINE, False), _S.SelectNextLine: (Motion.LINE, True),
    _S.SelectStartOfLine: (Motion.LINE_END, False), _S.SelectEndOfLine: (Motion.LINE_END, True),
    _S.SelectPreviousPage: (Motion.PAGE, False), _S.SelectNextPage: (Motion.PAGE, True),
    _S.SelectStartOfBlock: (Motion.BLOCK, False), _S.SelectEndOfBlock: (Motion.BLOCK, True),
    _S.SelectStartOfDocument: (Motion.END, False), _S.SelectEndOfDocument: (Motion.END, True),
}  # fmt: skip
_BY_BLOCK = {Qt.Key.Key_Up: False, Qt.Key.Key_Down: True}  # with Ctrl and Shift; no standard key everywhere
_OPENING = (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Menu)
_REQUESTING = {
    Qt.Key.Key_Delete: "delete", Qt.Key.Key_Left: "switch_previous", Qt.Key.Key_Right: "switch_next"
}  # fmt: skip
_COMING_BACK = (Qt.FocusReason.PopupFocusReason, Qt.FocusReason.ActiveWindowFocusReason)
_BY_TAB = (Qt.FocusReason.TabFocusReason, Qt.FocusReason.BacktabFocusReason)


class Keys(QObject):
    """`focused` is the number of the message with the ring around it; None while the view has no focus by keyboard."""

    def __init__(self, view: TranscriptView) -> None:
        super().__init__(view)
        self._view = view
        self._carets = Carets(view.arrangement)
        self.focused: int | None = None

    def press(self, event: QKeyEvent) -> bool:
        """Return whether the key was one of ours."""
        if event.matches(QKeySequence.StandardKey.Copy):
            self._copy()
        elif event.matches(QKeySequence.StandardKey.SelectAll):
            self._select_all()
        elif self.claims(event):
            self._leave_marks()
        elif event.key() in _SCROLLING and not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier:
            self._view.verticalScrollBar().triggerAction(_SCROLLING[Qt.Key(event.key())])
        elif (extending := _extending(event)) is not None:
            self._extend(*extending)
        elif event.key() in _OPENING and self.focused is not None:
            self.open_menu()
        elif event.key() in _REQUESTING and self.focused is not None and not event.modifiers():
            self._request(_REQUESTING[Qt.Key(event.key())])
        else:
            return False
        return True

    def claims(self, event: QKeyEvent) -> bool:
        """Whether Escape is ours: as long as something is selected or marked here, it does not stop the answer."""
        return event.key() == Qt.Key.Key_Escape and (bool(self._view.selection) or self._view.finder.active)

    @property
    def caret_area(self) -> QRectF | None:
        """Where the caret is drawn that the keyboard moves, in the viewport; None where it does not."""
        caret, sight = self._view.selection.caret, self._view.sight
        if caret is None or not self._view.selection.by_keys or not self._view.hasFocus():
            return None
        area = self._carets.area(caret)
        return QRectF(area.left() + sight.left - 1, area.top() - sight.top, 2, area.height())

    def open_menu(self) -> None:
        """Open the actions of the message with the ring, if there is one."""
        if self.focused is not None:
            self._open_menu(self.focused)

    def step(self, *, forward: bool) -> bool:
        """Move the ring to the next message; False where there is none, so that the focus leaves the view."""
        if self.focused is None:
            seen = self._view.sight.numbers() if forward else []
            following = seen[0] if seen else -1
        else:
            following = self.focused + (1 if forward else -1)
        if not 0 <= following < len(self._view.arrangement.entries):
            return False
        self._focus(following)
        return True

    def enter(self, reason: Qt.FocusReason) -> None:
        """The view got the focus. By Tab, the ring goes to the last message that is wholly or partly in sight."""
        seen = self._view.sight.numbers()
        if reason in _BY_TAB and seen:
            self._focus(seen[-1] if reason == Qt.FocusReason.BacktabFocusReason else seen[0])

    def leave(self, reason: Qt.FocusReason) -> None:
        if reason not in _COMING_BACK and self.focused is not None:
            self.focused = None
            self._view.overlays.point_at(None)
            self._view.viewport().update()

    def _focus(self, number: int) -> None:
        self.focused = number
        self._view.sight.bring(number)
        self._view.overlays.point_at(number)
        self._view.viewport().update()
        self._view.accessible.announce_focus(number)

    def _open_menu(self, number: int) -> None:
        view = self._view
        entry = view.arrangement.entries[number]
        actions = actions_of(entry)
        images = images_of(view.arrangement.layout(number))
        is_repeated = QApplication.activePopupWidget() is not None  # the menu key comes a second time, as a request
        if (actions or images) and not is_repeated:
            menu = QMenu(view)
            for address in images:
                add_load(menu, address, view)
            add_actions(menu, actions, lambda action: view.action_requested.emit(action, entry.message.id))
            corner = view.sight.area_of(number).intersected(view.viewport().rect()).topLeft()
            pop_up(menu, view.viewport().mapToGlobal(corner + QPoint(8, 8)))

    def _copy(self) -> None:
        view = self._view
        if view.selection:
            copy_text(view.selection.markdown())
        else:
            self._request("copy")

    def _request(self, action: str) -> None:
        """Ask for an action of the message with the ring, if it has it."""
        if self.focused is not None:
            entry = self._view.arrangement.entries[self.focused]
            if action in actions_of(entry):
                self._view.action_requested.emit(action, entry.message.id)

    def _leave_marks(self) -> None:
        if self._view.selection:
            self._view.selection.clear()
        else:
            self._view.finder.search(())
        self._view.selection_changed()

    def _extend(self, motion: Motion, forward: bool) -> None:
        view = self._view
        start = view.selection.caret or self._start()
        if start is None:
            return
        caret = self._carets.moved(start, motion, forward=forward, page=view.sight.height)
        if view.selection.anchor is None:
            view.selection.start_at(start)
        view.selection.extend_to(caret, by_keys=True)
        view.sight.reveal(lambda: view.selection.caret or caret)
        view.selection_changed()

    def _start(self) -> Caret | None:
        """Return where a selection begins that nothing has begun yet."""
        return self._view.sight.first_place() if self.focused is None else self._carets.first(self.focused)

    def _select_all(self) -> None:
        everywhere = Caret(0, Section.REASONING, 0, 0)
        if self._view.arrangement.entries:
            ends = [self._carets.moved(everywhere, Motion.END, forward=forward) for forward in (False, True)]
            self._view.selection.set(*ends)
            self._view.selection_changed()


def _extending(event: QKeyEvent) -> tuple[Motion, bool] | None:
    """Return the motion that a key extends the selection by, and whether forward."""
    wanted = Qt.KeyboardModifier.ShiftModifier | Qt.KeyboardModifier.ControlModifier
    if event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier == wanted and event.key() in _BY_BLOCK:
        return Motion.BLOCK, _BY_BLOCK[Qt.Key(event.key())]
    return next((motion for key, motion in _EXTENDING.items() if event.matches(key)), None)
