"""What comes in the place of the window where the database is damaged: recover it, and say what that saved."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QCloseEvent
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QPushButton, QVBoxLayout

from desktop import APP_NAME
from desktop.errors import TeahouseError
from desktop.i18n import tr
from desktop.jobs import JobContext, JobRunner
from desktop.settings import Settings
from desktop.store.backup import Backup, Backups
from desktop.store.merging import Merged
from desktop.store.restore import newest_usable, restore
from desktop.store.salvage import Recovery, recover
from desktop.ui.dialogs.work import WorkView, fit_height
from desktop.ui.explain import explain
from desktop.ui.recovery_words import local, merged_lines, recovered_title, recovery_lines
from desktop.ui.widgets.rows import Note

_WIDTH = 560  # px


class RescueDialog(QDialog):
    """Accepted where the window is to be opened now. Nobody may have the database open.

    `jobs` outlives the dialog, which the last words of its jobs may keep alive.
    """

    def __init__(self, database: Path, settings: Settings, jobs: JobRunner) -> None:
        super().__init__()
        self._database = database
        self._settings = settings
        self._may_be_sound = settings.switch("recovery_wanted")  # it could be opened the last time
        self._backup: Backup | None = None
        self._jobs = jobs
        self.words = QLabel(self)
        self.words.setTextFormat(Qt.TextFormat.PlainText)
        self.words.setWordWrap(True)
        self.note = Note(self)
        self.offer = QLabel(self)
        self.offer.setTextFormat(Qt.TextFormat.PlainText)
        self.offer.setWordWrap(True)
        self.offer.hide()
        self.work = WorkView(self)
        for moment in (self.work.began, self.work.ended):
            moment.connect(self._show_buttons)
        self.recover_button, self.restore_button, self.open_button, self.quit_button = (
            QPushButton(self) for _ in range(4)
        )
        self.recover_button.setDefault(True)
        self.setWindowTitle(APP_NAME)
        self._name()
        self._lay_out()
        self._connect()
        self._is_recovered = False
        self._show_buttons()
        self.resize(_WIDTH, 0)
        fit_height(self)

    @Slot()
    def recover(self) -> None:
        database, title = self._database, recovered_title()
        folder = self._settings.place("backup_folder")

        def work(context: JobContext) -> tuple[Recovery, Backup | None]:
            recovery = recover(database, context, title=title)
            return recovery, newest_usable(database, Backups(database, folder).all(), context)

        self.note.say("")
        self.work.follow(self._jobs.start(work), self._on_recovered, self._on_failed, tr("Reading what can be read…"))

    @Slot()
    def restore(self) -> None:
        backup, database = self._backup, self._database
        assert backup is not None
        job = self._jobs.start(lambda context: restore(database, backup.path, context))
        self.work.follow(job, self._on_restored, self._on_failed, tr("Adding what is missing…"))

    @Slot()
    def open_window(self) -> None:
        self._settings.set("recovery_wanted", False)
        self.accept()

    def done(self, code: int) -> None:
        self.work.stop()
        super().done(code)

    def closeEvent(self, event: QCloseEvent) -> None:
        self.reject()
        event.accept()

    def _on_recovered(self, result: object) -> None:
        assert isinstance(result, tuple)
        recovery, self._backup = result
        self._is_recovered = True
        self._settings.set("recovery_wanted", False)
        self.words.setText(tr("Your conversations can be opened again."))
        self.note.say("\n".join(recovery_lines(recovery)), "good" if recovery.kept_as is None else "")
        if self._backup is not None and recovery.kept_as is not None:
            self.offer.setText(
                tr(
                    "There is a backup of {moment}. Restoring it brings back what could not be read; nothing is "
                    "replaced by something older.",
                    moment=local(self._backup.made),
                )
            )
            self.offer.show()

    def _on_restored(self, result: object) -> None:
        assert isinstance(result, Merged)
        self._backup = None
        self.offer.hide()
        self.note.say("\n".join([tr("The backup is restored."), *merged_lines(result, before=False)]), "good")

    def _on_failed(self, error: TeahouseError) -> None:
        explanation = explain(error)
        self.note.say("\n".join(filter(None, (explanation.sentence, explanation.detail))), "danger")

    @Slot()
    def _show_buttons(self) -> None:
        idle = not self.work.is_busy
        self.recover_button.setVisible(not self._is_recovered)
        self.restore_button.setVisible(self._is_recovered and self._backup is not None)
        self.open_button.setVisible(self._is_recovered or self._may_be_sound)
        for button in (self.recover_button, self.restore_button, self.open_button):
            button.setEnabled(idle)
        chosen = self.restore_button if self._backup is not None else self.open_button
        (chosen if self._is_recovered else self.recover_button).setFocus()
        fit_height(self)

    def _name(self) -> None:
        self.words.setText(
            tr(
                "The file with your conversations is damaged. Teahouse can save everything that can still be read in a "
                "new file. The damaged file is kept beside it, as it is."
            )
        )
        self.recover_button.setText(tr("Recover"))
        self.restore_button.setText(tr("Restore the backup"))
        self.open_button.setText(tr("Open Teahouse"))
        self.quit_button.setText(tr("Quit"))

    def _connect(self) -> None:
        self.recover_button.clicked.connect(self.recover)
        self.restore_button.clicked.connect(self.restore)
        self.open_button.clicked.connect(self.open_window)
        self.quit_button.clicked.connect(self.reject)

    def _lay_out(self) -> None:
        foot = QHBoxLayout()
        foot.addWidget(self.quit_button)
        foot.addStretch(1)
        for button in (self.restore_button, self.recover_button, self.open_button):
            foot.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 18, 20, 16)
        column.setSpacing(12)
        for widget in (self.words, self.work, self.note, self.offer):
            column.addWidget(widget)
        column.addStretch(1)
        column.addLayout(foot)
