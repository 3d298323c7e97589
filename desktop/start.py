"""The window's process from its start to its exit code, and what comes instead of a window where there can be none."""

from __future__ import annotations

import logging
import os
import sys
from typing import TYPE_CHECKING

from desktop.app import build, make_qt, profile_of  # before PySide, see quick_imports

# isort: split
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication

from desktop.errors import DatabaseDamaged, TeahouseError
from desktop.i18n import tr
from desktop.settings import Settings
from desktop.system.paths import resources_folder
from desktop.system.signals import ended_by_signals
from desktop.system.single_instance import OtherWindowShown
from desktop.ui import dialogs

if TYPE_CHECKING:
    from desktop.application import Application

log = logging.getLogger(__name__)


def main(arguments: list[str]) -> int:
    """Run the window until it is closed; return the exit code. `arguments` as for `build`."""
    if _no_display():
        print(tr("There is no display to show a window on. “teahouse ask” works without one."), file=sys.stderr)
        return 1
    try:
        application = build(arguments)
    except OtherWindowShown:
        return 0
    except DatabaseDamaged as error:
        return _rescue(arguments, error)
    except TeahouseError as error:
        dialogs.say_before_window(error)
        return 1
    return _run(application)


def _run(application: Application) -> int:
    application.window.show()
    QTimer.singleShot(0, application, application.settle)
    with ended_by_signals(application.quit):
        code = QApplication.exec()
    application.quit()
    if not application.all_threads_ended:
        logging.shutdown()
        os._exit(code)  # a thread hangs in a call that nothing can wake; Qt would abort while it takes it down
    return code


def _rescue(arguments: list[str], damage: DatabaseDamaged) -> int:
    """Offer to recover the database, then go on with what that saved."""
    profile = profile_of(arguments)
    log.warning("The database is damaged: %s", damage)
    goes_on = dialogs.offer_recovery(profile.database, Settings(profile.settings), make_qt(), resources_folder())
    return main(arguments) if goes_on else 1


def _no_display() -> bool:
    """Qt itself would abort with a page of words about plugins."""
    names = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    return sys.platform == "linux" and not any(os.environ.get(name) for name in names)
