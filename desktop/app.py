"""How the window comes to be: from arguments to an `Application`, as quickly as it can be had.

`desktop.application` puts it together; this module itself imports next to nothing.
"""

from __future__ import annotations

import gc
from pathlib import Path
from typing import TYPE_CHECKING

from desktop.ui import quick_imports  # noqa: F401 - comes before PySide

# isort: split
from PySide6.QtWidgets import QApplication

from desktop import APP_ID, APP_NAME, __version__

if TYPE_CHECKING:
    from desktop.application import Application
    from desktop.system.paths import Profile


def build(arguments: list[str]) -> Application:
    """Build the window without entering the event loop; `Application.window`, `.quit()`.

    `arguments`: `--profile DIR`, `--demo`. Raises StoreError where the profile cannot be used, and OtherWindowShown.
    Nothing made here goes before the window does: garbage is not looked for until `Application.settle`.
    """
    gc.disable()
    try:
        qt = make_qt()  # asks the session bus for the desktop's theme, in a thread of its own; meanwhile:
        from desktop.application import Application  # noqa: PLC0415 - most of what is made, so not any earlier

        application = Application(qt, profile_of(arguments))
    except BaseException:
        gc.enable()
        raise
    if "--demo" in arguments or application.demo.is_wanted:
        application.demo.start()
    return application


def make_qt() -> QApplication:
    """Return the application that Qt needs one of, under our name."""
    running = QApplication.instance()
    qt = running if isinstance(running, QApplication) else QApplication([APP_ID, "-style", "fusion"])
    qt.setApplicationName(APP_ID)
    qt.setApplicationDisplayName(APP_NAME)
    qt.setApplicationVersion(__version__)
    qt.setDesktopFileName(APP_ID)
    return qt


def profile_of(arguments: list[str]) -> Profile:
    """Return the profile that `build` opens with these arguments."""
    from desktop.system.paths import Profile  # noqa: PLC0415 - not before `build` has begun

    if "--profile" in arguments:
        return Profile.at(Path(arguments[arguments.index("--profile") + 1]))
    return Profile.of_demo() if "--demo" in arguments else Profile.of_platform()
