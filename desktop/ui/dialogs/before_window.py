"""What is said where the window cannot be opened."""

from __future__ import annotations

import os
import sys
from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QMessageBox

from desktop import APP_NAME
from desktop.errors import TeahouseError
from desktop.jobs import JobRunner
from desktop.settings import Settings
from desktop.ui.dialogs.rescue_dialog import RescueDialog
from desktop.ui.explain import explain
from desktop.ui.theme import Appearance

_QUIT_LIMIT = 1.5  # seconds


def say_before_window(error: TeahouseError) -> None:
    """Say why there is no window, on the screen and on the terminal that the program may have been started from."""
    explanation = explain(error)
    sys.stderr.write(f"{explanation.sentence}\n")
    box = QMessageBox(QMessageBox.Icon.Warning, APP_NAME, explanation.sentence)
    box.setTextFormat(Qt.TextFormat.PlainText)
    box.setInformativeText(explanation.detail)
    box.exec()


def offer_recovery(database: Path, settings: Settings, qt: QApplication, resources: Path) -> bool:
    """Let the person recover a damaged database; return whether the window is to be opened now."""
    appearance = Appearance(settings, qt, resources)
    jobs = JobRunner(qt)
    dialog = RescueDialog(database, settings, jobs)
    appearance.dress()
    goes_on = bool(dialog.exec())
    appearance.deleteLater()
    if not jobs.shutdown(_QUIT_LIMIT):
        os._exit(1)  # a thread is in the middle of a long read; Qt would abort while it takes it down
    return goes_on
