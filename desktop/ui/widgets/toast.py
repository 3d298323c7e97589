"""A sentence at the foot of a window that goes by itself, with a button for what can still be undone."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QEvent, QObject, QPoint, QRect, Qt, QTimer, Slot
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QEnterEvent, QKeyEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QWidget

SHOWN = 8_000  # ms

_WIDEST = 560  # px
_MARGIN = 20
_GAP = 8  # less of it above what it stands above
_MOVES = (QEvent.Type.Resize, QEvent.Type.Move, QEvent.Type.Show, QEvent.Type.Hide)


class Toast(QFrame):
    """One at a time: a new sentence takes the place of the old one. It takes no focus; under a pointer or with the
    focus inside, it stays. Esc in it closes it.
    """

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self.setObjectName("toast")
        self.setAttribute(Qt.WidgetAttribute.WA_StyledBackground)
        self._act: Callable[[], None] | None = None
        self._foot: QWidget | None = None
        self.sentence = QLabel(self)
        self.sentence.setTextFormat(Qt.TextFormat.PlainText)
        self.sentence.setWordWrap(True)
        self.button = QPushButton(self)
        self.button.setAutoDefault(False)
        self.button.clicked.connect(self._on_button)
        self.timer = QTimer(self)
        self.timer.setSingleShot(True)
        self.timer.setInterval(SHOWN)
        self.timer.timeout.connect(self.hide)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 8, 8, 8)
        row.setSpacing(16)
        row.addWidget(self.sentence, 1)
        row.addWidget(self.button)
        window.installEventFilter(self)
        self.button.installEventFilter(self)
        self.hide()

    def say(self, sentence: str, action: str = "", act: Callable[[], None] | None = None) -> None:
        """Show `sentence` for eight seconds, with a button `action` that calls `act`."""
        self._act = act
        self.sentence.setText(sentence)
        self.setAccessibleName(sentence)
        self.button.setText(action)
        self.button.setVisible(bool(action))
        self._place()
        self.show()
        self.raise_()
        self.timer.start()
        QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, sentence))

    def stand_above(self, foot: QWidget) -> None:
        """Keep clear of `foot`, such as the field that a person writes in."""
        self._foot = foot
        foot.installEventFilter(self)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.hide()
            return
        super().keyPressEvent(event)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        kind = event.type()
        if kind in _MOVES and watched in (self.parentWidget(), self._foot):
            if self.isVisible():
                self._place()
        elif watched is self.button and kind in (QEvent.Type.FocusIn, QEvent.Type.FocusOut):
            QTimer.singleShot(0, self, self._wait_or_stay)
        return super().eventFilter(watched, event)

    def enterEvent(self, event: QEnterEvent) -> None:
        self.timer.stop()
        super().enterEvent(event)

    def leaveEvent(self, event: QEvent) -> None:
        self._wait_or_stay()
        super().leaveEvent(event)

    @Slot()
    def _wait_or_stay(self) -> None:
        """Count the time anew once neither the pointer nor the focus is here."""
        if self.underMouse() or self.button.hasFocus():
            self.timer.stop()
        elif self.isVisible():
            self.timer.start()

    @Slot()
    def _on_button(self) -> None:
        act = self._act
        self.hide()
        if act is not None:
            act()

    def _place(self) -> None:
        window = self.parentWidget()
        assert window is not None
        free = window.rect()
        if self._foot is not None and self._foot.isVisible():
            foot = QRect(self._foot.mapTo(window, QPoint()), self._foot.size())
            free = QRect(foot.left(), 0, foot.width(), foot.top() + _GAP)
        width = min(_WIDEST, free.width() - 2 * _MARGIN)
        self.setFixedWidth(width)
        height = self.heightForWidth(width) if self.hasHeightForWidth() else self.sizeHint().height()
        self.setGeometry(free.center().x() - width // 2, free.height() - height - _MARGIN, width, height)
