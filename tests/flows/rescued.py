"""The program with somebody who presses buttons: `python -m tests.flows.rescued PROFILE BUTTON…`.

Each button is pressed as soon as it can be; the window is closed when it is there. What was said before each press, and
whether the window came, is told on stdout. A process of its own: after one event loop, Qt runs no dialog any more.
"""

from __future__ import annotations

import json
import sys

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QPushButton

from desktop.start import main
from desktop.ui.dialogs import RescueDialog
from desktop.ui.main_window import MainWindow


class Rescuer:
    def __init__(self, buttons: list[str]) -> None:
        self._left = buttons
        self.said: list[str] = []
        self.opened = False
        self._timer = QTimer()
        self._timer.timeout.connect(self._look)
        self._timer.start(20)

    def _look(self) -> None:
        for window in QApplication.topLevelWidgets():
            if isinstance(window, RescueDialog) and window.isVisible() and not window.work.is_busy and self._left:
                self._press(window)
            elif isinstance(window, MainWindow) and window.isVisible():
                self.opened = True
                self._timer.stop()
                window.close()

    def _press(self, dialog: RescueDialog) -> None:
        for button in dialog.findChildren(QPushButton):
            if button.text() == self._left[0] and button.isVisible() and button.isEnabled():
                self._left.pop(0)
                self.said.append(dialog.note.text())
                button.click()
                return


if __name__ == "__main__":
    profile, *buttons = sys.argv[1:]
    application = QApplication([])
    rescuer = Rescuer(buttons)
    code = main(["--profile", profile])
    sys.stdout.write(json.dumps({"said": rescuer.said, "opened": rescuer.opened}))
    sys.exit(code)
