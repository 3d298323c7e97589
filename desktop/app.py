"""How the window comes to be: from arguments to an `Application`, as quickly as it can be had.

What draws it is loaded while another thread has Qt look for fonts, so this module itself imports next to nothing.
"""

from __future__ import annotations

import argparse
import gc
from pathlib import Path
from typing import TYPE_CHECKING

from desktop.ui import quick_imports  # noqa: F401 - comes before PySide

# isort: split
from PySide6.QtGui import QFont, QFontMetrics
from PySide6.QtWidgets import QApplication

from desktop import APP_ID, APP_NAME, __version__
from desktop.jobs import alongside
from desktop.system.paths import Profile

if TYPE_CHECKING:
    from desktop.application import Application


def build(arguments: list[str]) -> Application:
    """Build the window without entering the event loop; `Application.window`, `.quit()`.

    `arguments`: `--profile DIR`, `--demo`. Raises StoreError where the profile cannot be used, and OtherWindowShown.
    Nothing made here goes before the window does: garbage is not looked for until `Application.settle`.
    """
    gc.disable()
    qt = make_qt()
    alongside(_load_fonts)
    from desktop.application import Application  # noqa: PLC0415 - while the fonts are being loaded

    application = Application(qt, profile_of(arguments))
    if _options(arguments).demo or application.demo.is_wanted:
        application.demo.start()
    return application


def _load_fonts() -> None:
    """Have Qt look for the fonts of this machine. Any thread may; it takes the longer the more there are."""
    QFontMetrics(QFont()).horizontalAdvance("x")


def make_qt() -> QApplication:
    """Return the application that Qt needs one of, under our name."""
    running = QApplication.instance()
    qt = running if isinstance(running, QApplication) else QApplication([APP_ID])
    qt.setApplicationName(APP_ID)
    qt.setApplicationDisplayName(APP_NAME)
    qt.setApplicationVersion(__version__)
    qt.setDesktopFileName(APP_ID)
    return qt


def profile_of(arguments: list[str]) -> Profile:
    """Return the profile that `build` opens with these arguments."""
    options = _options(arguments)
    if options.profile is not None:
        return Profile.at(options.profile)
    platform = Profile.of_platform()
    return Profile.at(platform.data / "demo") if options.demo else platform


def _options(arguments: list[str]) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog=APP_ID, add_help=False)
    parser.add_argument("--profile", type=Path)
    parser.add_argument("--demo", action="store_true")
    return parser.parse_args(arguments)
