"""Restoring a backup: first what it would do, then, when that is wanted, doing it."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from desktop.controllers.safety import SafetyController
from desktop.errors import TeahouseError
from desktop.i18n import tr
from desktop.store.merging import Merged
from desktop.ui.dialogs.work import WorkView, fit_height
from desktop.ui.explain import explain
from desktop.ui.recovery_words import merged_lines
from desktop.ui.widgets.rows import Note

_WIDTH = 520  # px


class RestoreDialog(QDialog):
    """Looks through the backup at once."""

    def __init__(self, safety: SafetyController, backup: Path, name: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._safety = safety
        self._backup = backup
        self.heading = QLabel(name, self)
        self.heading.setObjectName("cardTitle")
        self.promise = QLabel(self)
        self.note = Note(self)
        self.work = WorkView(self)
        self.restore_button, self.close_button = QPushButton(self), QPushButton(self)
        for label in (self.heading, self.promise):
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setWordWrap(True)
        self.setWindowTitle(tr("Restore a backup"))
        self.promise.setText(
            tr(
                "What is in the backup is added to what is here. Nothing is lost and nothing is replaced by something "
                "older. What you deleted for good since then comes back."
            )
        )
        self.restore_button.setText(tr("Restore"))
        self.restore_button.clicked.connect(self.restore)
        self.close_button.setText(tr("Close"))
        self.close_button.clicked.connect(self.close)
        self._lay_out()
        self.resize(_WIDTH, 0)
        for moment in (self.work.began, self.work.ended):
            moment.connect(lambda: fit_height(self))
        self.restore_button.setEnabled(False)
        self.work.follow(
            safety.preview(backup), self._on_preview, self._on_failed, tr("Looking through the backup…")
        )

    @Slot()
    def restore(self) -> None:
        self.restore_button.setEnabled(False)
        self.note.say("")
        self.work.follow(
            self._safety.restore(self._backup), self._on_restored, self._on_failed, tr("Adding what is missing…")
        )

    def hideEvent(self, event: QHideEvent) -> None:
        if not event.spontaneous():
            self.work.stop()
        super().hideEvent(event)

    def _on_preview(self, result: object) -> None:
        assert isinstance(result, Merged)
        lines = merged_lines(result, before=True)
        if result.changes_nothing:
            self.note.say("\n".join([tr("Everything in this backup is here already."), *lines]), "good")
            self.close_button.setFocus()
            return
        self.note.say("\n".join(lines))
        self.restore_button.setEnabled(True)
        self.restore_button.setFocus()

    def _on_restored(self, result: object) -> None:
        assert isinstance(result, Merged)
        self.note.say("\n".join([tr("The backup is restored."), *merged_lines(result, before=False)]), "good")
        self.close_button.setFocus()

    def _on_failed(self, error: TeahouseError) -> None:
        self.note.say(explain(error).sentence, "danger")

    def _lay_out(self) -> None:
        foot = QHBoxLayout()
        foot.addStretch(1)
        foot.addWidget(self.restore_button)
        foot.addWidget(self.close_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 18, 20, 16)
        column.setSpacing(12)
        for widget in (self.heading, self.promise, self.work, self.note):
            column.addWidget(widget)
        column.addStretch(1)
        column.addLayout(foot)
