"""Importing conversations: first what is in the files, then, when that is wanted, taking it in."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import Qt, Slot
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QPlainTextEdit, QPushButton, QVBoxLayout, QWidget

from desktop.controllers.imports import ImportsController
from desktop.errors import TeahouseError
from desktop.exchange.importers.taking import Taken
from desktop.i18n import tr
from desktop.ui.dialogs.work import WorkView, fit_height
from desktop.ui.explain import explain
from desktop.ui.import_words import broken_lines, taken_sentence
from desktop.ui.widgets.rows import Note

_WIDTH = 520  # px
_LIST_HEIGHT = 120  # px
_MOST_LINES = 1000


class ImportDialog(QDialog):
    """Looks into the files at once. `take_back` is given the ids of the conversations that an import has added."""

    def __init__(
        self,
        imports: ImportsController,
        files: Sequence[Path],
        take_back: Callable[[list[str]], None],
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._imports = imports
        self._files = files
        self._take_back = take_back
        self._added: list[str] = []
        self._total = 0
        self.heading = QLabel(", ".join(path.name for path in files), self)
        self.heading.setObjectName("cardTitle")
        self.heading.setTextFormat(Qt.TextFormat.PlainText)
        self.heading.setWordWrap(True)
        self.note = Note(self)
        self.work = WorkView(self)
        self.left_out = QPlainTextEdit(self)
        self.import_button, self.back_button, self.close_button = (QPushButton(self) for _ in range(3))
        self._label()
        self._lay_out()
        self.resize(_WIDTH, 0)
        for moment in (self.work.began, self.work.ended):
            moment.connect(lambda: fit_height(self))
        self.work.follow(imports.preview(files), self._on_preview, self._on_failed, tr("Looking into the files…"))

    @Slot()
    def take_in(self) -> None:
        self.import_button.hide()
        self.note.say("")
        job = self._imports.take_in(self._files, self._total)
        self.work.follow(job, self._on_taken, self._on_failed, tr("Importing…"))

    @Slot()
    def take_back(self) -> None:
        """Put into the trash what was added."""
        self._take_back(self._added)
        self.note.say(tr("What was imported is in the trash."))
        self.back_button.hide()
        self.close_button.setFocus()

    def hideEvent(self, event: QHideEvent) -> None:
        if not event.spontaneous():
            self.work.stop()
        super().hideEvent(event)

    def _on_preview(self, result: object) -> None:
        assert isinstance(result, Taken)
        self._total = result.conversations
        self._tell(result, before=True)
        if result.added or result.grown:
            self.import_button.setEnabled(True)
            self.import_button.setFocus()
        else:
            self.import_button.hide()
            self.close_button.setFocus()

    def _on_taken(self, result: object) -> None:
        assert isinstance(result, Taken)
        self._added = result.added
        self._tell(result, before=False)
        self.back_button.setVisible(bool(self._added))
        self.close_button.setFocus()

    def _tell(self, taken: Taken, *, before: bool) -> None:
        self.note.say(taken_sentence(taken, before=before), "" if before else "good")
        lines = broken_lines(taken)
        self.left_out.setPlainText("\n".join(lines[:_MOST_LINES]))
        self.left_out.setVisible(bool(lines))

    def _on_failed(self, error: TeahouseError) -> None:
        explanation = explain(error)
        self.note.say("\n".join(filter(None, [explanation.sentence, explanation.detail])), "danger")
        self.import_button.hide()
        self.close_button.setFocus()

    def _label(self) -> None:
        self.setWindowTitle(tr("Import conversations"))
        self.left_out.setReadOnly(True)
        self.left_out.setAccessibleName(tr("Left out"))
        self.left_out.setFixedHeight(_LIST_HEIGHT)
        self.left_out.setTabChangesFocus(True)
        self.left_out.hide()
        self.import_button.setText(tr("Import"))
        self.import_button.setEnabled(False)
        self.import_button.clicked.connect(self.take_in)
        self.back_button.setText(tr("Move to the trash"))
        self.back_button.clicked.connect(self.take_back)
        self.back_button.hide()
        self.close_button.setText(tr("Close"))
        self.close_button.clicked.connect(self.close)

    def _lay_out(self) -> None:
        foot = QHBoxLayout()
        foot.addStretch(1)
        for button in (self.back_button, self.import_button, self.close_button):
            foot.addWidget(button)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 18, 20, 16)
        column.setSpacing(12)
        for widget in (self.heading, self.work, self.note, self.left_out):
            column.addWidget(widget)
        column.addStretch(1)
        column.addLayout(foot)
