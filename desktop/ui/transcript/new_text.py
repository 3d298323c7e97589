"""The button that stands on the transcript while text comes below what a reader sees."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, QSize, Qt
from PySide6.QtWidgets import QPushButton, QWidget

from desktop.i18n import tr
from desktop.ui.transcript.style import Style

_ABOVE_EDGE = 14  # px


class NewTextButton(QPushButton):
    """Keeps itself at the foot of its parent, in the middle."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._under = parent
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        parent.installEventFilter(self)
        self.hide()

    def appear(self) -> None:
        if not self.isVisible():
            self._place()
            self.show()

    def set_style(self, style: Style) -> None:
        colour = style.colour
        self.setText(tr("New text below"))
        self.setFont(style.small)
        self.setIcon(style.icon("arrow-down", "accent"))
        self.setIconSize(QSize(16, 16))
        self.setStyleSheet(
            f"QPushButton {{ color: {colour('text').name()}; background: {colour('paper').name()};"
            f" border: 1px solid {colour('outline').name()}; border-radius: 14px; padding: 5px 14px 5px 10px; }}"
            f"QPushButton:hover {{ background: {colour('hover').name()}; }}"
        )
        self.adjustSize()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize:
            self._place()
        return super().eventFilter(watched, event)

    def _place(self) -> None:
        self.adjustSize()
        self.move((self._under.width() - self.width()) // 2, self._under.height() - self.height() - _ABOVE_EDGE)
        self.raise_()
