"""The bar that finds words in the conversation: it stands on the upper right corner of the transcript."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QSize, Qt, Signal, Slot
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QLineEdit, QToolButton, QWidget

from desktop.i18n import tr
from desktop.ui.theme import Appearance
from desktop.ui.transcript.view import TranscriptView

_WIDTH = 380  # px
_MARGIN = 12
_ICON = 16


class FindBar(QFrame):
    """Hidden until `open`. Enter and Shift+Enter go on and back, Escape closes it and gives the focus back."""

    def __init__(self, view: TranscriptView, appearance: Appearance) -> None:
        super().__init__(view)
        self.setObjectName("findBar")
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)  # a click on a button leaves the focus in the field
        self._view = view
        self._appearance = appearance
        self._came_from: QWidget | None = None
        self.field = FindField(self)
        self.field.setObjectName("findField")
        self.setFocusProxy(self.field)
        self.count = QLabel(self)
        self.count.setObjectName("findCount")
        self.count.setTextFormat(Qt.TextFormat.PlainText)
        self.previous_button = self._button(lambda: self.go(forward=False))
        self.next_button = self._button(lambda: self.go(forward=True))
        self.close_button = self._button(self.leave)
        row = QHBoxLayout(self)
        row.setContentsMargins(10, 4, 4, 4)
        row.setSpacing(2)
        row.addWidget(self.field, 1)
        for widget in (self.count, self.previous_button, self.next_button, self.close_button):
            row.addWidget(widget)
        self.field.textChanged.connect(self._search)
        self.field.stepped.connect(lambda forward: self.go(forward=forward))
        self.field.left.connect(self.leave)
        view.finder.changed.connect(self._show_count)
        appearance.changed.connect(self._show_icons)
        view.installEventFilter(self)
        self.hide()
        self._show_icons()
        self.retranslate()

    def open(self, words: str = "") -> None:
        """Come, or come back to the field, and look for `words`, or for those of the last time."""
        if not self.isVisible():
            self._came_from = self.window().focusWidget()
            self._view.finder.prepare()
            self._place()
            self.show()
            self.raise_()
            self._view.sight.covered = self.height() + _MARGIN
        words = words or self.field.text()
        if words != self.field.text():
            self.field.setText(words)
        else:
            self._search(words)
        self.field.setFocus(Qt.FocusReason.ShortcutFocusReason)
        self.field.selectAll()

    def go(self, *, forward: bool) -> None:
        """Go to the next hit, or to the one before."""
        self._view.finder.go(forward=forward)
        if QAccessible.isActive():
            words = self.field.accessibleDescription()
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self.field, words))

    @Slot()
    def leave(self) -> None:
        """Close, leave the hit that was gone to last selected, and give the focus back to where it was."""
        place = self._view.finder.place
        if place is not None:
            self._view.selection.set(*place)
        back = self._came_from if self._came_from is not None and self._came_from.isVisible() else self._view
        back.setFocus(Qt.FocusReason.OtherFocusReason)  # before it hides, or Qt would give it to the next by Tab
        self.close_quietly()

    def close_quietly(self) -> None:
        """Close and leave the focus alone, unless it is here."""
        self.hide()
        self._view.sight.covered = 0
        self._view.finder.search(())

    def retranslate(self) -> None:
        self.field.setAccessibleName(tr("Find in this conversation"))
        self.field.setPlaceholderText(tr("Find in this conversation"))
        for button, label in (
            (self.previous_button, tr("Previous hit (Shift+Enter)")),
            (self.next_button, tr("Next hit (Enter)")),
            (self.close_button, tr("Close (Esc)")),
        ):
            button.setToolTip(label)
            button.setAccessibleName(label)
        self._show_count()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize:
            self._place()
        elif isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Escape and not self._view.selection:
            return self._on_escape(event)
        return super().eventFilter(watched, event)

    def _on_escape(self, event: QKeyEvent) -> bool:
        """Escape in the transcript closes the bar too."""
        if not self.isVisible():
            return False
        event.accept()
        if event.type() == QEvent.Type.KeyPress:
            self.leave()
        return True

    def _place(self) -> None:
        bar = self._view.verticalScrollBar().sizeHint().width()
        width = min(_WIDTH, self._view.width() - bar - 2 * _MARGIN)
        self.setFixedWidth(width)
        self.adjustSize()
        self.move(self._view.width() - bar - _MARGIN - width, _MARGIN)

    @Slot(str)
    def _search(self, words: str) -> None:
        finder = self._view.finder
        finder.search([words])
        finder.go(forward=True)
        self._show_count()

    @Slot()
    def _show_count(self) -> None:
        finder = self._view.finder
        said = described = ""
        if self.isVisible() and finder.active:
            if not finder.count:
                said = described = tr("No hits") if finder.complete else "…"
            elif finder.current is None:
                said = described = f"{finder.count}"
            else:
                said = f"{finder.current + 1} / {finder.count}"
                described = tr("Hit {hit} of {count}", hit=finder.current + 1, count=finder.count)
        self.count.setText(said)
        self.field.setAccessibleDescription(described)
        for button in (self.previous_button, self.next_button):
            button.setEnabled(finder.count > 0)

    @Slot()
    def _show_icons(self) -> None:
        for button, name in (
            (self.previous_button, "chevron-up"),
            (self.next_button, "chevron-down"),
            (self.close_button, "close"),
        ):
            button.setIcon(self._appearance.icon(name))

    def _button(self, act: Callable[[], None]) -> QToolButton:
        button = QToolButton(self)
        button.setIconSize(QSize(_ICON, _ICON))
        button.setAutoRaise(True)
        button.clicked.connect(act)
        return button


class FindField(QLineEdit):
    """Takes Enter and Escape for itself: elsewhere in the window Escape stops the answer."""

    stepped = Signal(bool)  # forward
    left = Signal()

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent) and event.key() == Qt.Key.Key_Escape:
            event.accept()
            if event.type() == QEvent.Type.KeyPress:
                self.left.emit()
            return True
        return super().event(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            self.stepped.emit(not event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        else:
            super().keyPressEvent(event)
