"""The page Data: where the profile is, taking everything along, and the trash."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import Protocol

from PySide6.QtCore import QEvent, QModelIndex, QPersistentModelIndex, QSize, Qt, Slot
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QMessageBox,
    QPushButton,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QVBoxLayout,
    QWidget,
)

from desktop.controllers.safety import SafetyController
from desktop.i18n import tr
from desktop.model.conversation import Conversation
from desktop.ui.dialogs.backups_view import BackupsView
from desktop.ui.widgets.rows import Card, Row
from desktop.ui.widgets.tooltip import plain_tooltip

_ID_ROLE = Qt.ItemDataRole.UserRole
_TRASH_HEIGHT = 210  # px


class StorageActions(Protocol):
    """What the page asks of the program."""

    @property
    def folder(self) -> Path:
        """Where the database of the profile is."""

    @property
    def safety(self) -> SafetyController: ...

    def open_folder(self) -> None: ...

    def export_all(self) -> None: ...

    def trash(self) -> list[Conversation]:
        """The deleted conversations, the last one first."""

    def restore(self, conversation_id: str) -> None:
        """Raises StoreError."""

    def empty_trash(self, done: Callable[[], None]) -> None:
        """Remove for good what is in the trash, then call `done`."""


class StoragePage(QWidget):
    def __init__(self, storage: StorageActions, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._storage = storage
        # Made in the order in which they stand: so does the Tab key come to them.
        self.open_button, self.export_button = QPushButton(self), QPushButton(self)
        self._folder = Row(self.open_button, parent=self)
        self._export = Row(self.export_button, parent=self)
        self.backups = BackupsView(storage.safety, self)
        self.trash = QListWidget(self)
        self.trash.setFixedHeight(_TRASH_HEIGHT)
        self.trash.setItemDelegate(_AsWideAsTheList(self.trash))
        self._trash_title = QLabel(self)
        self._trash_title.setObjectName("cardTitle")
        self._trash_title.setBuddy(self.trash)
        self._empty = QLabel(self)
        self._empty.setObjectName("quietNote")
        self.restore_button, self.empty_button = QPushButton(self), QPushButton(self)
        self._lay_out()
        for button, act in (
            (self.open_button, storage.open_folder),
            (self.export_button, storage.export_all),
            (self.restore_button, self._restore),
            (self.empty_button, self.ask_to_empty),
        ):
            button.setAutoDefault(False)
            button.clicked.connect(act)
        self.trash.itemActivated.connect(self._restore)
        self.trash.itemSelectionChanged.connect(self._show_button)
        self.retranslate()

    def retranslate(self) -> None:
        self.backups.retranslate()
        self._folder.set_words(tr("Your conversations are in"), str(self._storage.folder))
        self.open_button.setText(tr("Open the folder"))
        self.open_button.setAccessibleName(tr("Open the folder"))
        self._export.set_words(
            tr("Take everything along"), tr("Writes each conversation as a file, into a folder that you choose.")
        )
        self.export_button.setText(tr("Export all…"))
        self.export_button.setAccessibleName(tr("Export all…"))
        self._trash_title.setText(tr("Trash"))
        self.trash.setAccessibleName(tr("Trash"))
        self._empty.setText(tr("Nothing is in the trash. What you delete comes here first."))
        self.restore_button.setText(tr("Restore"))
        self.empty_button.setText(tr("Empty the trash…"))
        self.show_trash()

    @Slot()
    def show_trash(self) -> None:
        """Read the trash again."""
        row = self.trash.currentRow()
        self.trash.clear()
        for conversation in self._storage.trash():
            line = QListWidgetItem(conversation.title or tr("New conversation"))
            line.setData(_ID_ROLE, conversation.id)
            hint = plain_tooltip(line.text())
            if conversation.deleted is not None:
                day = f"{conversation.deleted.astimezone():%Y-%m-%d %H:%M}"
                hint += "\n" + tr("Deleted {moment}", moment=day)
            line.setToolTip(hint)
            self.trash.addItem(line)
        self.trash.setCurrentRow(min(max(row, 0), self.trash.count() - 1))
        filled = self.trash.count() > 0
        self.trash.setVisible(filled)
        self.restore_button.setVisible(filled)
        self.empty_button.setVisible(filled)
        self._empty.setVisible(not filled)
        self._show_button()

    def showEvent(self, event: QShowEvent) -> None:
        self.show_trash()
        super().showEvent(event)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)

    def _lay_out(self) -> None:
        card = Card(self)
        card.add(self._folder)
        card.add(self._export)
        foot = QHBoxLayout()
        foot.addWidget(self.restore_button)
        foot.addWidget(self.empty_button)
        foot.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(card)
        column.addSpacing(8)
        column.addWidget(self.backups)
        column.addSpacing(8)
        column.addWidget(self._trash_title)
        column.addWidget(self._empty)
        column.addWidget(self.trash)
        column.addLayout(foot)

    @Slot()
    def _restore(self) -> None:
        line = self.trash.currentItem()
        if line is not None:
            self._storage.restore(line.data(_ID_ROLE))
            self.show_trash()

    @Slot()
    def ask_to_empty(self) -> QMessageBox:
        """Ask first: this alone cannot be undone."""
        box = QMessageBox(self)
        box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        box.setIcon(QMessageBox.Icon.Warning)
        box.setWindowTitle(tr("Empty the trash"))
        box.setText(tr("Remove everything in the trash for good?"))
        box.setInformativeText(tr("This cannot be undone. Backups that were made before still have it."))
        remove = box.addButton(tr("Remove for good"), QMessageBox.ButtonRole.AcceptRole)
        remove.clicked.connect(lambda: self._storage.empty_trash(self.show_trash))
        box.setDefaultButton(box.addButton(tr("Cancel"), QMessageBox.ButtonRole.RejectRole))
        box.open()
        return box

    @Slot()
    def _show_button(self) -> None:
        self.restore_button.setEnabled(self.trash.currentItem() is not None)


class _AsWideAsTheList(QStyledItemDelegate):
    """Asks for no width, so that a long title ends in "…" where the list would have scrolled sideways."""

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(0, super().sizeHint(option, index).height())
