"""What the mouse does in the transcript: selecting, following links, folding, copying code."""

from __future__ import annotations

from collections.abc import Callable
from functools import partial
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QObject, QPoint, QPointF, Qt, QTimer
from PySide6.QtGui import QContextMenuEvent, QGuiApplication, QHelpEvent, QMouseEvent, QWheelEvent
from PySide6.QtWidgets import QToolTip

from desktop.i18n import tr
from desktop.render.blocks import Code
from desktop.ui.transcript.arrangement import Arrangement
from desktop.ui.transcript.copying import copy_text, offer_selected
from desktop.ui.transcript.doubtful import ask_about
from desktop.ui.transcript.hits import Hit
from desktop.ui.transcript.menus import context_menu
from desktop.ui.transcript.selection import Caret
from desktop.ui.transcript.strip import pop_up

if TYPE_CHECKING:
    from desktop.ui.transcript.view import TranscriptView

_AUTOSCROLL = 30  # ms between two steps while a selection is dragged over the edge
_CLICKS = 400  # ms within which a third click selects the paragraph


class Pointer(QObject):
    def __init__(self, view: TranscriptView) -> None:
        super().__init__(view)
        self._view = view
        self._pressed_on: Hit | None = None
        self._pressed_at = QPoint()
        self._dragging = False
        self._double_clicked_at: tuple[int, Caret] | None = None
        self._unit: Callable[[Arrangement, Caret], tuple[Caret, Caret]] = _letter  # what a drag selects whole
        self._first: tuple[Caret, Caret] | None = None  # what was pressed on
        self._last = QPointF()
        self._scroll_by = 0
        self._timer = QTimer(self)
        self._timer.setInterval(_AUTOSCROLL)
        self._timer.timeout.connect(self._autoscroll)
        view.viewport().installEventFilter(self)

    def eventFilter(self, _viewport: QObject, event: QEvent) -> bool:
        match event.type():
            case QEvent.Type.MouseMove if isinstance(event, QMouseEvent):
                self._move(event)
            case QEvent.Type.MouseButtonPress if isinstance(event, QMouseEvent):
                self._press(event)
            case QEvent.Type.MouseButtonRelease if isinstance(event, QMouseEvent):
                self._release(event)
            case QEvent.Type.MouseButtonDblClick if isinstance(event, QMouseEvent):
                self._double_click(event)
            case QEvent.Type.Wheel if isinstance(event, QWheelEvent):
                return self._scroll_sideways(event)
            case QEvent.Type.ToolTip if isinstance(event, QHelpEvent):
                self._show_hint(event)
            case QEvent.Type.Leave:
                self._leave()
                return False
            case _:
                return False
        return True

    def _move(self, event: QMouseEvent) -> None:
        self._last = event.position()
        if event.buttons() & Qt.MouseButton.LeftButton and self._pressed_on is not None:
            self._drag()
            return
        hit = self._view.sight.hit(event.position())
        if hit is not None and hit.is_clickable:
            self._view.viewport().setCursor(Qt.CursorShape.PointingHandCursor)
        elif hit is not None and hit.block is not None and hit.block.inside:
            self._view.viewport().setCursor(Qt.CursorShape.IBeamCursor)
        else:
            self._view.viewport().setCursor(Qt.CursorShape.ArrowCursor)
        self._view.overlays.point_at(hit.number if hit else None)

    def _press(self, event: QMouseEvent) -> None:
        if event.button() != Qt.MouseButton.LeftButton:
            return
        hit = self._view.sight.hit(event.position())
        self._pressed_on, self._pressed_at, self._dragging = hit, event.position().toPoint(), False
        caret = hit.caret if hit else None
        if caret is None:
            return
        selection = self._view.selection
        if event.modifiers() & Qt.KeyboardModifier.ShiftModifier and selection.anchor is not None:
            self._unit, self._first = _letter, (selection.anchor, selection.anchor)
            selection.extend_to(caret)
            self._view.selection_changed()
        else:
            self._begin(_block if self._is_third_click(event, caret) else _letter, caret)

    def _release(self, event: QMouseEvent) -> None:
        pressed, self._pressed_on = self._pressed_on, None
        self._timer.stop()
        if event.button() != Qt.MouseButton.LeftButton or pressed is None:
            return
        offer_selected(self._view.selection.markdown())
        if self._dragging:
            return
        if not self._view.selection:
            self._click(pressed)

    def _double_click(self, event: QMouseEvent) -> None:
        hit = self._view.sight.hit(event.position())
        caret = hit.caret if hit else None
        if hit is None or hit.block is None or caret is None:
            return
        self._pressed_on, self._pressed_at, self._dragging = hit, event.position().toPoint(), False
        self._double_clicked_at = (event.timestamp(), caret)
        self._begin(_word, caret)

    def _scroll_sideways(self, event: QWheelEvent) -> bool:
        """Take a wheel's movement sideways, or with Shift, where it scrolls a wide block."""
        pixels, angle = event.pixelDelta(), event.angleDelta()
        sideways = pixels.x() or angle.x() / 2
        if event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            sideways = sideways or pixels.y() or angle.y() / 2
        if not sideways or abs(sideways) < abs(pixels.y()):
            return False
        hit = self._view.sight.hit(event.position())
        if hit is None or hit.block is None or not hit.block.inside:
            return False
        if hit.block.layout.scroll_sideways(-sideways):
            self._view.viewport().update()
            return True
        return False

    def _show_hint(self, event: QHelpEvent) -> None:
        hit = self._view.sight.hit(QPointF(event.pos()))
        QToolTip.showText(event.globalPos(), hit.hint if hit else "", self._view.viewport())

    def _leave(self) -> None:
        if not self._view.overlays.strip.underMouse():
            self._view.overlays.point_at(self._view.focused_message)

    def open_menu(self, event: QContextMenuEvent) -> None:
        """Offer what can be done with what is at the point, and with its message."""
        hit = self._view.sight.hit(QPointF(event.pos()))
        if hit is not None:
            pop_up(context_menu(hit, self._view), event.globalPos())

    def _click(self, hit: Hit) -> None:
        if hit.on_reasoning_head:
            self._view.toggle_reasoning(hit.number)
        elif hit.control is not None and hit.block is not None and isinstance(hit.block.layout.block, Code):
            copy_text(hit.block.layout.block.text)
            QToolTip.showText(self._view.viewport().mapToGlobal(self._pressed_at), tr("Copied"), self._view)
        elif (image := hit.offered_image) is not None:
            self._view.images.load(image)
        elif (link := hit.link) is not None:
            follow = partial(self._view.link_activated.emit, link)
            if hit.is_deceptive:
                ask_about(link, follow, self._view)
            else:
                follow()

    def _drag(self) -> None:
        here = self._last.toPoint()
        far = QGuiApplication.styleHints().startDragDistance()
        if not self._dragging and (here - self._pressed_at).manhattanLength() < far:
            return
        self._dragging = True
        height = self._view.viewport().height()
        self._scroll_by = min(here.y(), 0) + max(here.y() - height, 0)
        if self._scroll_by and not self._timer.isActive():
            self._timer.start()
        if not self._scroll_by:
            self._timer.stop()
        self._extend()

    def _autoscroll(self) -> None:
        bar = self._view.verticalScrollBar()
        bar.setValue(bar.value() + self._scroll_by)
        self._extend()

    def _extend(self) -> None:
        hit = self._view.sight.hit(self._last)
        caret = hit.caret if hit else None
        if caret is None or self._first is None:
            return
        first, here = self._first, self._unit(self._view.arrangement, caret)
        if here >= first:
            self._view.selection.set(first[0], here[1])
        else:
            self._view.selection.set(first[1], here[0])
        self._view.selection_changed()

    def _begin(self, unit: Callable[[Arrangement, Caret], tuple[Caret, Caret]], caret: Caret) -> None:
        """Select what was pressed on, and let a drag go on by the same."""
        self._unit, self._first = unit, unit(self._view.arrangement, caret)
        self._view.selection.set(*self._first)
        self._view.selection_changed()

    def _is_third_click(self, event: QMouseEvent, caret: Caret) -> bool:
        if self._double_clicked_at is None:
            return False
        at, place = self._double_clicked_at
        self._double_clicked_at = None
        return event.timestamp() - at < _CLICKS and place[:3] == caret[:3]


def _letter(_arrangement: Arrangement, caret: Caret) -> tuple[Caret, Caret]:
    return caret, caret


def _word(arrangement: Arrangement, caret: Caret) -> tuple[Caret, Caret]:
    layout = arrangement.layout(caret.entry).column(caret.section).layout(caret.block)
    start, end = layout.word_at(caret.offset)
    return caret._replace(offset=start), caret._replace(offset=end)


def _block(arrangement: Arrangement, caret: Caret) -> tuple[Caret, Caret]:
    layout = arrangement.layout(caret.entry).column(caret.section).layout(caret.block)
    return caret._replace(offset=0), caret._replace(offset=layout.length)
