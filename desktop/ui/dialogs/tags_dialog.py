"""The tags of one or several conversations, to be ticked, unticked and written anew."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QSize, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from desktop.i18n import tr
from desktop.model.tags import distinct, folded, tag_from

_SIZE = QSize(360, 420)


class TagsDialog(QDialog):
    """A tick that is neither on nor off stands for a tag that some of the conversations have: it is left so."""

    chosen = Signal(list, list)  # tags to add, tags to remove

    def __init__(
        self, tags: Sequence[Sequence[str]], known: Sequence[str], parent: QWidget | None = None
    ) -> None:
        """`tags` are those of each conversation, `known` all there are."""
        super().__init__(parent)
        self.setWindowTitle(tr("Tags"))
        self._count = len(tags)
        self._before: dict[str, int] = {}  # how many of the conversations have it, by folded name
        for tag in (tag for each in tags for tag in each):
            self._before[folded(tag)] = self._before.get(folded(tag), 0) + 1
        self.field = QLineEdit(self)
        self.field.setPlaceholderText(tr("New tag"))
        self.field.setAccessibleName(tr("New tag"))
        self.list = QListWidget(self)
        self.list.setAccessibleName(tr("Tags"))
        self.add_button, self.cancel_button, self.save_button = (QPushButton(self) for _ in range(3))
        for button, words in (
            (self.add_button, tr("Add")), (self.cancel_button, tr("Cancel")), (self.save_button, tr("Save")),
        ):  # fmt: skip
            button.setText(words)
            button.setAutoDefault(False)
        self.save_button.setProperty("kind", "primary")
        for tag in distinct([*(tag for each in tags for tag in each), *known]):
            self._add_line(tag, self._state(tag))
        self._lay_out()
        self.add_button.clicked.connect(self._add)
        self.cancel_button.clicked.connect(self.reject)
        self.save_button.clicked.connect(self._save)
        self.resize(_SIZE)
        self.field.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Enter adds what is written in the field; where nothing is, it saves."""
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter):
            if tag_from(self.field.text()):
                self._add()
            else:
                self._save()
            return
        super().keyPressEvent(event)

    @Slot()
    def _add(self) -> None:
        tag = tag_from(self.field.text())
        self.field.clear()
        if not tag:
            return
        for line in self._lines():
            if folded(line.text()) == folded(tag):
                line.setCheckState(Qt.CheckState.Checked)
                self.list.scrollToItem(line)
                return
        self.list.scrollToItem(self._add_line(tag, Qt.CheckState.Checked))

    @Slot()
    def _save(self) -> None:
        self._add()
        on, off = Qt.CheckState.Checked, Qt.CheckState.Unchecked
        changed = [line for line in self._lines() if line.checkState() != self._state(line.text())]
        self.chosen.emit(
            [line.text() for line in changed if line.checkState() == on],
            [line.text() for line in changed if line.checkState() == off],
        )
        self.accept()

    def _state(self, tag: str) -> Qt.CheckState:
        count = self._before.get(folded(tag), 0)
        if count == 0:
            return Qt.CheckState.Unchecked
        return Qt.CheckState.Checked if count == self._count else Qt.CheckState.PartiallyChecked

    def _add_line(self, tag: str, state: Qt.CheckState) -> QListWidgetItem:
        line = QListWidgetItem(tag, self.list)
        line.setFlags(line.flags() | Qt.ItemFlag.ItemIsUserCheckable)
        line.setCheckState(state)
        return line

    def _lines(self) -> list[QListWidgetItem]:
        return [self.list.item(row) for row in range(self.list.count())]

    def _lay_out(self) -> None:
        head, foot = QHBoxLayout(), QHBoxLayout()
        head.addWidget(self.field, 1)
        head.addWidget(self.add_button)
        foot.addStretch(1)
        foot.addWidget(self.cancel_button)
        foot.addWidget(self.save_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 16, 20, 16)
        column.setSpacing(12)
        column.addLayout(head)
        column.addWidget(self.list, 1)
        column.addLayout(foot)
