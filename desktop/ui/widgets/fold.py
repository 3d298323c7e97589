"""A heading that opens and closes what is under it."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QEvent, QPoint, QSize, Qt, QTimer, Slot
from PySide6.QtGui import QPalette
from PySide6.QtWidgets import QScrollArea, QToolButton, QVBoxLayout, QWidget

from desktop.ui.icons import icon


class Fold(QWidget):
    """`hold` brings what is under it, made after the heading, so that Tab comes to the heading first."""

    def __init__(self, title: str, resources: Path, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._resources = resources
        self._content: QWidget | None = None
        self.button = QToolButton(self)
        self.button.setText(title)
        self.button.setCheckable(True)
        self.button.setIconSize(QSize(16, 16))
        self.button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextBesideIcon)
        self.button.setProperty("kind", "fold")
        self.button.toggled.connect(self._turn)
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 0, 0, 0)
        self._column.setSpacing(8)
        self._column.addWidget(self.button)
        self.button.clicked.connect(self._on_clicked)
        self._turn()

    def hold(self, content: QWidget) -> None:
        self._content = content
        self._column.addWidget(content)
        self._turn()

    def open(self) -> None:
        self.button.setChecked(True)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.PaletteChange:
            self._show_icon()
        super().changeEvent(event)

    @Slot()
    def _turn(self) -> None:
        if self._content is not None:
            self._content.setVisible(self.button.isChecked())
        self._show_icon()

    @Slot()
    def _on_clicked(self) -> None:
        if self.button.isChecked():
            QTimer.singleShot(0, self, self._come_into_sight)  # by then it has its height

    def _come_into_sight(self) -> None:
        """Scroll what is around it down until all of it is seen, or its heading is at the top."""
        area: QWidget | None = self.parentWidget()
        while area is not None and not isinstance(area, QScrollArea):
            area = area.parentWidget()
        page = area.widget() if area is not None else None
        if area is not None and page is not None:
            top = self.mapTo(page, QPoint()).y()
            bar = area.verticalScrollBar()
            bar.setValue(max(bar.value(), min(top, top + self.height() - area.viewport().height())))

    def _show_icon(self) -> None:
        name = "chevron-down" if self.button.isChecked() else "chevron-right"
        self.button.setIcon(icon(name, self.palette().color(QPalette.ColorRole.WindowText), self._resources))
