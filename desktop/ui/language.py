"""The language of the window, switched while it is open: our sentences and those of Qt's own dialogs."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QCoreApplication, QEvent, QLocale, QObject, QTranslator
from PySide6.QtWidgets import QApplication

from desktop.i18n import choose_language
from desktop.settings import Settings


class Language(QObject):
    def __init__(self, settings: Settings, qt: QApplication, resources: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._settings = settings
        self._qt = qt
        self._resources = resources
        self._translator = QTranslator(self)
        self._apply()
        settings.on_change(self._on_setting)

    def _on_setting(self, name: str) -> None:
        if name == "language":
            self._apply()
            # Every window gets the event that Qt sends for a translator; ours is not always one that Qt knows.
            QCoreApplication.sendEvent(self._qt, QEvent(QEvent.Type.LanguageChange))

    def _apply(self) -> None:
        platform = next(iter(QLocale.system().uiLanguages()), "")
        language = choose_language(self._settings.text("language"), self._resources, platform)
        self._qt.removeTranslator(self._translator)
        if language != "en" and self._translator.load(f"qtbase_{language}", _translations_of_qt()):
            self._qt.installTranslator(self._translator)


def _translations_of_qt() -> str:
    from PySide6.QtCore import QLibraryInfo  # noqa: PLC0415 - Qt speaks English by itself

    return QLibraryInfo.path(QLibraryInfo.LibraryPath.TranslationsPath)
