"""Cards of rows: a label, what it means in dim words beneath, and a control at the right or over the whole width."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QLayout, QScrollArea, QSizePolicy, QVBoxLayout, QWidget


class Row(QWidget):
    """One setting. The label is the control's buddy: its name for a screen reader, and what a click focuses."""

    def __init__(self, control: QWidget, *, wide: bool = False, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.control = control
        self.label = QLabel(self)
        self.label.setWordWrap(True)
        self.label.setBuddy(control)
        self.help = QLabel(self)
        self.help.setObjectName("rowHelp")
        self.help.setWordWrap(True)
        self.help.hide()
        for label in (self.label, self.help):
            label.setTextFormat(Qt.TextFormat.PlainText)
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(self.label)
        words.addWidget(self.help)
        outer = QVBoxLayout(self) if wide else QHBoxLayout(self)
        outer.setContentsMargins(16, 12, 16, 12)
        outer.setSpacing(8 if wide else 24)
        if isinstance(outer, QHBoxLayout):
            outer.addLayout(words, 1)
            outer.addWidget(control, 0, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignRight)
        else:
            outer.addLayout(words)
            outer.addWidget(control)

    def set_words(self, label: str, explanation: str = "") -> None:
        self.label.setText(label)
        self.help.setText(explanation)
        self.help.setVisible(bool(explanation))
        self.control.setAccessibleName(label)
        self.control.setAccessibleDescription(explanation)


class Card(QFrame):
    """Rows on paper, with hairlines between them."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("card")
        self._column = QVBoxLayout(self)
        self._column.setContentsMargins(0, 4, 0, 4)
        self._column.setSpacing(0)

    def add(self, row: QWidget) -> None:
        if self._column.count():
            self._column.addWidget(hairline(self))
        self._column.addWidget(row)

    def clear(self) -> None:
        while (place := self._column.takeAt(0)) is not None:
            widget = place.widget()
            assert widget is not None
            widget.hide()
            widget.deleteLater()


class Note(QLabel):
    """A sentence on a tint: what came of something. `tone` is "", "good", "warning" or "danger"."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("note")
        self.setWordWrap(True)
        self.setTextFormat(Qt.TextFormat.PlainText)
        self.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Minimum)
        self.hide()

    def say(self, sentence: str, tone: str = "") -> None:
        """Show `sentence`, or nothing where it is empty."""
        self.setProperty("tone", tone)
        self.style().unpolish(self)
        self.style().polish(self)
        self.setText(sentence)
        self.setVisible(bool(sentence))


def hairline(parent: QWidget) -> QFrame:
    line = QFrame(parent)
    line.setObjectName("hairline")
    line.setFixedHeight(1)
    return line


def scrolled(page: QWidget, parent: QWidget) -> QScrollArea:
    """Return an area that scrolls `page` up and down, never sideways, and takes no focus of its own."""
    area = QScrollArea(parent)
    area.setFrameShape(QFrame.Shape.NoFrame)
    area.setWidgetResizable(True)
    area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    area.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    area.setWidget(page)
    return area


def stand_above(dialog: QWidget, page: QWidget, note: Note, foot: QLayout) -> None:
    """Lay out `dialog`: `page` scrolls, and below it stay the note and the row of buttons."""
    under = QVBoxLayout()
    under.setContentsMargins(20, 8, 20, 16)
    under.setSpacing(12)
    under.addWidget(note)
    under.addLayout(foot)
    column = QVBoxLayout(dialog)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(0)
    column.addWidget(scrolled(page, dialog), 1)
    column.addLayout(under)
