"""The small row of buttons under the message that is pointed at, or that has the keyboard's focus."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from types import MappingProxyType

from PySide6.QtCore import QPoint, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QMenu, QToolButton, QWidget

from desktop.i18n import mark, tr
from desktop.ui.theme import RADIUS_SMALL
from desktop.ui.transcript.entry import Entry
from desktop.ui.transcript.style import Style

ACTIONS: Mapping[str, tuple[str, str]] = MappingProxyType({
    "copy": (mark("Copy"), "copy"),
    "edit": (mark("Edit"), "edit"),
    "regenerate": (mark("Answer again"), "retry"),
    "retry": (mark("Try again"), "retry"),
    "continue": (mark("Continue"), "chevron-right"),
    "details": (mark("Details"), "info"),
    "request": (mark("Show the request"), "info"),
    "switch_previous": (mark("Previous version"), "chevron-left"),
    "switch_next": (mark("Next version"), "chevron-right"),
    "open_settings": (mark("Open settings"), "settings"),
    "top_up": (mark("Top up"), "external"),
    "cancel_retry": (mark("Stop trying"), "stop"),
    "delete": (mark("Delete"), "trash"),
})  # fmt: skip
_ON_STRIP = ("copy", "edit", "regenerate", "retry", "continue", "details")
_ICON = 16


def label_of(action: str) -> str:
    label, _ = ACTIONS.get(action, (action.replace("_", " ").capitalize(), ""))
    return tr(label)


class Strip(QWidget):
    """Shows the actions of one entry at a time. Where it floats over words it has a ground of its own."""

    chosen = Signal(str, str)  # action name, id of the message that was shown

    _looks: Style

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._entry: Entry | None = None
        self._floating = False
        self._row = QHBoxLayout(self)
        self._row.setContentsMargins(0, 0, 0, 0)
        self._row.setSpacing(2)
        self.hide()

    def show_entry(self, entry: Entry) -> None:
        """Have the buttons of `entry`; where they are others than before, the strip is hidden until it is placed."""
        before, self._entry = self._entry, entry
        if before is not None and _buttons_of(before) == _buttons_of(entry):
            return
        self.hide()  # Qt looks for what is under the mouse when it shows a widget: that has to be in its place by then
        self._clear()
        index, count = entry.siblings
        for action in _ON_STRIP:
            if action in entry.actions:
                self._row.addWidget(self._button(action))
        if count > 1:
            self._row.addWidget(self._button("switch_previous", enabled=index > 0))
            self._row.addWidget(self._words(f"{index + 1}/{count}"))
            self._row.addWidget(self._button("switch_next", enabled=index + 1 < count))
        if any(action not in _ON_STRIP for action in entry.actions):
            self._row.addWidget(self._more())
        for widget in self.findChildren(QWidget, options=Qt.FindChildOption.FindDirectChildrenOnly):
            widget.show()  # now, not at the next turn of the event loop: the size depends on it
        self.resize(self.sizeHint())
        self._row.activate()

    @property
    def is_empty(self) -> bool:
        return self._row.isEmpty()

    def float(self, *, floating: bool) -> None:
        if floating != self._floating:
            self._floating = floating
            self.update()

    def paintEvent(self, _event: QPaintEvent) -> None:
        if self._floating:
            painter = QPainter(self)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(self._looks.colour("outline"))
            painter.setBrush(self._looks.colour("paper"))
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), RADIUS_SMALL, RADIUS_SMALL)
            painter.end()

    def set_style(self, style: Style) -> None:
        """Make the buttons anew, in other colours or another language."""
        self._looks = style
        entry, self._entry = self._entry, None
        if entry is not None:
            self.show_entry(entry)

    def _clear(self) -> None:
        while (taken := self._row.takeAt(0)) is not None:
            widget = taken.widget()
            if widget is not None:
                widget.setParent(None)
                widget.deleteLater()

    def _button(self, action: str, *, enabled: bool = True) -> QToolButton:
        button = QToolButton(self)
        button.setIcon(self._looks.icon(ACTIONS[action][1]))
        button.setIconSize(QSize(_ICON, _ICON))
        button.setAutoRaise(True)
        button.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        button.setCursor(Qt.CursorShape.PointingHandCursor)
        button.setToolTip(label_of(action))
        button.setAccessibleName(label_of(action))
        button.setEnabled(enabled)
        button.setStyleSheet(_flat(self._looks))
        button.clicked.connect(lambda: self._choose(action))
        return button

    def _more(self) -> QToolButton:
        button = self._button("details")
        button.clicked.disconnect()
        button.setIcon(self._looks.icon("more"))
        button.setToolTip(tr("More"))
        button.setAccessibleName(tr("More"))
        button.clicked.connect(lambda: self._open_menu(button))
        return button

    def _open_menu(self, button: QToolButton) -> None:
        if self._entry is not None:
            rest = [action for action in self._entry.actions if action not in _ON_STRIP]
            menu = QMenu(self)
            message_id = self._entry.message.id  # the mouse leaves for the menu, and the strip goes or shows another's
            add_actions(menu, rest, lambda action: self.chosen.emit(action, message_id))
            pop_up(menu, button.mapToGlobal(QPoint(0, button.height())))

    def _choose(self, action: str) -> None:
        if self._entry is not None:
            self.chosen.emit(action, self._entry.message.id)

    def _words(self, text: str) -> QLabel:
        label = QLabel(text, self)
        label.setTextFormat(Qt.TextFormat.PlainText)
        label.setFont(self._looks.small)
        label.setStyleSheet(f"color: {self._looks.colour('dim').name()}")
        return label


def _buttons_of(entry: Entry) -> tuple[object, ...]:
    return entry.message.id, entry.siblings, entry.actions


def add_actions(menu: QMenu, actions: Sequence[str], chosen: Callable[[str], None]) -> None:
    for action in actions:
        menu.addAction(label_of(action)).triggered.connect(lambda _=False, name=action: chosen(name))


def pop_up(menu: QMenu, place: QPoint) -> None:
    """Open a menu that goes away by itself."""
    menu.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    menu.popup(place)


def _flat(style: Style) -> str:
    return (
        "QToolButton { border: 0; border-radius: 6px; padding: 5px; background: transparent; }"
        f"QToolButton:hover {{ background: {style.colour('hover').name()}; }}"
    )
