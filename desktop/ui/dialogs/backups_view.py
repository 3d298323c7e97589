"""The backups on the page Data: which there are, making one, restoring one, where they are, and the look for damage."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QLocale, Qt, Slot
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import (
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from desktop.controllers.safety import SafetyController
from desktop.errors import TeahouseError
from desktop.i18n import mark, tr
from desktop.jobs import Job
from desktop.store.backup import Backup, Kind
from desktop.ui.dialogs.restore_dialog import RestoreDialog
from desktop.ui.dialogs.work import WorkView
from desktop.ui.explain import explain
from desktop.ui.recovery_words import local
from desktop.ui.widgets.rows import Card, Note, Row

_PLACE_ROLE = Qt.ItemDataRole.UserRole
_HEIGHT = 150  # px
_KINDS = {
    Kind.DAILY: mark("daily"),
    Kind.UPDATE: mark("before an update"),
    Kind.MANUAL: mark("made by hand"),
}


class BackupsView(QWidget):
    def __init__(self, safety: SafetyController, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._safety = safety
        # Made in the order in which they stand: so does the Tab key come to them.
        self.folder_button, self.check_button = QPushButton(self), QPushButton(self)
        self._folder = Row(self.folder_button, parent=self)
        self._check = Row(self.check_button, parent=self)
        self._title = QLabel(self)
        self._title.setObjectName("cardTitle")
        self.list = QListWidget(self)
        self.list.setFixedHeight(_HEIGHT)
        self._title.setBuddy(self.list)
        self._empty = QLabel(self)
        self._empty.setObjectName("quietNote")
        self.work = WorkView(self)
        self.note = Note(self)
        self.back_up_button, self.restore_button, self.file_button = (QPushButton(self) for _ in range(3))
        self._lay_out()
        self._connect()
        self.retranslate()

    def retranslate(self) -> None:
        self.folder_button.setText(tr("Choose a folder…"))
        self.check_button.setText(tr("Check now"))
        self._check.set_words(
            tr("Check the file"), tr("Reads the whole file with your conversations and looks for damage.")
        )
        self._title.setText(tr("Backups"))
        self.list.setAccessibleName(tr("Backups"))
        self._empty.setText(tr("There is no backup yet."))
        self.back_up_button.setText(tr("Back up now"))
        self.restore_button.setText(tr("Restore…"))
        self.file_button.setText(tr("Restore a file…"))
        self.show_backups()

    @Slot()
    def show_backups(self) -> None:
        """Read the folder again."""
        backups = self._safety.backups
        self._folder.set_words(tr("Backups are kept in"), str(backups.folder))
        self.folder_button.setAccessibleName(tr("Choose a folder for backups"))
        chosen = self._chosen()
        self.list.clear()
        for backup in backups.all():
            line = QListWidgetItem(_line(backup))
            line.setData(_PLACE_ROLE, str(backup.path))
            line.setToolTip(str(backup.path))
            self.list.addItem(line)
            if backup.path == chosen:
                self.list.setCurrentItem(line)
        if self.list.currentRow() < 0:
            self.list.setCurrentRow(0)
        is_filled = self.list.count() > 0
        self.list.setVisible(is_filled)
        self._empty.setVisible(not is_filled)
        self._show_buttons()

    @Slot()
    def back_up(self) -> None:
        self._do(self._safety.back_up(), self._on_backed_up, tr("Copying…"))

    @Slot()
    def check(self) -> None:
        self._do(self._safety.check(), self._on_checked, tr("Checking that everything is whole…"))

    @Slot()
    def restore(self) -> RestoreDialog | None:
        """Open the dialog that restores the chosen backup."""
        place, line = self._chosen(), self.list.currentItem()
        return None if place is None or line is None else self.restore_file(place, line.text())

    def restore_file(self, place: Path, name: str = "") -> RestoreDialog:
        dialog = RestoreDialog(self._safety, place, name or place.name, self)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()
        return dialog

    @Slot()
    def ask_for_file(self) -> QFileDialog:
        dialog = self._file_dialog(tr("Restore a backup"), QFileDialog.FileMode.ExistingFile)
        dialog.setNameFilters([f"{tr('Backups')} (*.db)", f"{tr('All files')} (*)"])
        dialog.fileSelected.connect(lambda place: self.restore_file(Path(place)))
        dialog.open()
        return dialog

    @Slot()
    def ask_for_folder(self) -> QFileDialog:
        dialog = self._file_dialog(tr("Choose a folder for backups"), QFileDialog.FileMode.Directory)
        dialog.setOption(QFileDialog.Option.ShowDirsOnly)
        dialog.fileSelected.connect(lambda folder: self.choose_folder(Path(folder)))
        dialog.open()
        return dialog

    def choose_folder(self, folder: Path) -> None:
        try:
            self._safety.choose_folder(folder)
        except TeahouseError as error:
            self._on_failed(error)
        else:
            self.note.say("")

    def showEvent(self, event: QShowEvent) -> None:
        self.show_backups()
        super().showEvent(event)

    def _file_dialog(self, title: str, mode: QFileDialog.FileMode) -> QFileDialog:
        dialog = QFileDialog(self, title)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setFileMode(mode)
        folder = self._safety.backups.folder
        dialog.setDirectory(str(folder if folder.is_dir() else folder.parent))
        return dialog

    def _do(self, job: Job, succeeded: Callable[[object], None], words: str) -> None:
        self.note.say("")
        self.work.follow(job, succeeded, self._on_failed, words)

    def _on_backed_up(self, result: object) -> None:
        assert isinstance(result, Backup)
        self.note.say(tr("The backup is in {place}.", place=result.path), "good")

    def _on_checked(self, _: object) -> None:
        self.note.say(tr("The file with your conversations is sound."), "good")

    def _on_failed(self, error: TeahouseError) -> None:
        explanation = explain(error)
        self.note.say("\n".join(filter(None, (explanation.sentence, explanation.detail))), "danger")

    def _chosen(self) -> Path | None:
        line = self.list.currentItem()
        return None if line is None else Path(line.data(_PLACE_ROLE))

    @Slot()
    def _show_buttons(self) -> None:
        is_idle = not self.work.is_busy
        for button in (self.back_up_button, self.check_button, self.file_button, self.folder_button):
            button.setEnabled(is_idle)
        self.restore_button.setEnabled(is_idle and self.list.currentItem() is not None)

    def _connect(self) -> None:
        self._safety.listed.connect(self.show_backups)
        self.work.began.connect(self._show_buttons)
        self.work.ended.connect(self._show_buttons)
        self.list.itemActivated.connect(self.restore)
        self.list.itemSelectionChanged.connect(self._show_buttons)
        for button, act in (
            (self.folder_button, self.ask_for_folder),
            (self.check_button, self.check),
            (self.back_up_button, self.back_up),
            (self.restore_button, self.restore),
            (self.file_button, self.ask_for_file),
        ):
            button.setAutoDefault(False)
            button.clicked.connect(act)

    def _lay_out(self) -> None:
        card = Card(self)
        card.add(self._folder)
        card.add(self._check)
        foot = QHBoxLayout()
        for button in (self.back_up_button, self.restore_button, self.file_button):
            foot.addWidget(button)
        foot.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(8)
        column.addWidget(card)
        column.addSpacing(8)
        for widget in (self._title, self._empty, self.list, self.work, self.note):
            column.addWidget(widget)
        column.addLayout(foot)


def _line(backup: Backup) -> str:
    size = QLocale().formattedDataSize(backup.size, 1, QLocale.DataSizeFormat.DataSizeTraditionalFormat)
    words = [local(backup.made), tr(_KINDS[backup.kind]), size]
    if not backup.own:
        words.append(tr("of another profile or computer"))
    return "  ·  ".join(words)
