"""Opens the dialogs of the main window and does what is asked in them."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from PySide6.QtCore import QObject, QStandardPaths, Qt, QUrl, Slot
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QFileDialog, QMessageBox, QProgressDialog

from desktop import APP_NAME, __version__
from desktop.controllers.accounts import AccountsController
from desktop.controllers.conversations import ConversationsController
from desktop.controllers.demo import DemoController
from desktop.controllers.exports import ExportsController
from desktop.controllers.folders import FoldersController
from desktop.controllers.imports import ImportsController
from desktop.controllers.order import OrderController
from desktop.controllers.presets import PROVIDERS
from desktop.controllers.safety import SafetyController
from desktop.controllers.trash import TrashController
from desktop.errors import TeahouseError
from desktop.exchange.export import Format, safe_stem
from desktop.i18n import tr
from desktop.model.conversation import Conversation
from desktop.settings import Settings
from desktop.system.paths import Profile
from desktop.ui import dialogs
from desktop.ui.main_window import MainWindow


class Dialogs(QObject):
    """A dialog is made when it is opened first."""

    def __init__(
        self,
        window: MainWindow,
        *,
        conversations: ConversationsController,
        accounts: AccountsController,
        order: OrderController,
        folders: FoldersController,
        trash: TrashController,
        exports: ExportsController,
        imports: ImportsController,
        demo: DemoController,
        safety: SafetyController,
        settings: Settings,
        profile: Profile,
        resources: Path,
    ) -> None:
        super().__init__(window)
        self._window = window
        self._conversations = conversations
        self._accounts = accounts
        self._order = order
        self._folders = folders
        self._trash = trash
        self.exports = exports
        self._imports = imports
        self._demo = demo
        self.safety = safety
        self._settings = settings
        self._profile = profile
        self._resources = resources
        self._settings_dialog: dialogs.SettingsDialog | None = None
        self._progress: QProgressDialog | None = None
        exports.progressed.connect(self._on_progress)
        exports.succeeded.connect(self._on_exported)
        exports.failed.connect(self._on_export_failed)

    # What the page Data asks for; see StorageActions.

    @property
    def folder(self) -> Path:
        return self._profile.data

    def open_folder(self) -> None:
        QDesktopServices.openUrl(QUrl.fromLocalFile(str(self._profile.data)))

    def export_all(self) -> None:
        self.open_export(None)

    def trash(self) -> list[Conversation]:
        return self._order.trash()

    def restore(self, conversation_id: str) -> None:
        self._order.restore([conversation_id])

    def empty_trash(self, done: Callable[[], None]) -> None:
        self._trash.emptied.connect(done, Qt.ConnectionType.SingleShotConnection)
        self._trash.empty()

    # The dialogs

    @Slot(str)
    def open_settings(self, page: str) -> dialogs.SettingsDialog:
        if self._settings_dialog is None:
            make = dialogs.SettingsDialog
            self._settings_dialog = make(self._settings, self._accounts, self, self._resources, self._window)
        self._settings_dialog.open_page(page)
        return self._settings_dialog

    @Slot(str)
    def open_account(self, kind: str) -> dialogs.AccountDialog | None:
        """`kind`: "demo" starts the demo server, "key" and "local" ask for an account of the usual sort."""
        if kind == "demo":
            self._demo.start()
            self._window.write()
            return None
        wanted = next(each for each in PROVIDERS if each.needs_key is (kind == "key"))
        dialog = dialogs.AccountDialog(self._accounts, self._resources, self._window, provider=wanted)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.saved.connect(self._window.models.fetch_missing)
        dialog.open()
        return dialog

    @Slot(object)
    def open_export(self, conversation: Conversation | list[Conversation] | None) -> QFileDialog:
        """Ask where to, then write one conversation to a file, or several, None for all of them, into a folder."""
        start = Path(QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DocumentsLocation))
        dialog = QFileDialog(self._window)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        if not isinstance(conversation, Conversation):
            ids = None if conversation is None else [each.id for each in conversation]
            title = tr("Export all conversations into a folder") if ids is None else tr("Export into a folder")
            dialog.setWindowTitle(title)
            dialog.setFileMode(QFileDialog.FileMode.Directory)
            dialog.setOption(QFileDialog.Option.ShowDirsOnly)
            dialog.setDirectory(str(start))
            dialog.fileSelected.connect(lambda folder: self._export_many(Path(folder), ids))
        else:
            stem = safe_stem(conversation.title) or f"{datetime.now().astimezone():%Y-%m-%d}"
            dialog.setWindowTitle(tr("Export to Markdown"))
            dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
            dialog.setNameFilter(f"{tr('Markdown')} (*.md)")
            dialog.setDefaultSuffix("md")
            dialog.setDirectory(str(start))
            dialog.selectFile(f"{stem}.md")
            dialog.fileSelected.connect(lambda path: self.exports.write_one(conversation, Path(path), Format.MARKDOWN))
        dialog.open()
        return dialog

    @Slot()
    def open_import(self) -> QFileDialog:
        """Ask which files, then show what is in them."""
        dialog = QFileDialog(self._window)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.setWindowTitle(tr("Import conversations"))
        dialog.setFileMode(QFileDialog.FileMode.ExistingFiles)
        exports = tr("Exports of Teahouse and of other programs")
        dialog.setNameFilters([f"{exports} (*.json *.jsonl *.md *.zip *.bak)", f"{tr('All files')} (*)"])
        dialog.setDirectory(QStandardPaths.writableLocation(QStandardPaths.StandardLocation.DownloadLocation))
        dialog.filesSelected.connect(lambda files: self.show_import([Path(file) for file in files]))
        dialog.open()
        return dialog

    def show_import(self, files: list[Path]) -> dialogs.ImportDialog:
        dialog = dialogs.ImportDialog(self._imports, files, self._order.delete, self._window)
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        dialog.open()
        return dialog

    @Slot(str)
    def open_folder_dialog(self, folder_id: str) -> None:
        """Ask what new conversations in a folder start from."""
        folder = self._folders.get(folder_id)
        if folder is not None:
            dialog = dialogs.FolderDialog(folder, self._accounts.all(), self._settings.parameters(), self._window)
            dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
            dialog.saved.connect(self._folders.change)
            dialog.open()

    @Slot()
    def open_about(self) -> QMessageBox:
        box = QMessageBox(self._window)
        box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        box.setWindowTitle(tr("About Teahouse"))
        box.setIconPixmap(self._window.windowIcon().pixmap(64, 64))
        box.setTextFormat(Qt.TextFormat.PlainText)
        box.setText(f"{APP_NAME} {__version__}")
        box.setInformativeText(
            tr("A desktop chat client for OpenAI-compatible APIs. Free software under the MIT licence.")
        )
        box.open()
        return box

    def _export_many(self, folder: Path, ids: list[str] | None) -> None:
        self._progress = QProgressDialog(self._window)
        self._progress.setLabelText(tr("Exporting…"))
        self._progress.setMinimumDuration(500)
        self._progress.canceled.connect(self.exports.cancel)
        self.exports.write_many(folder, Format.MARKDOWN, ids)

    @Slot(int, int)
    def _on_progress(self, written: int, total: int) -> None:
        if self._progress is not None:
            self._progress.setMaximum(total)
            self._progress.setValue(written)

    @Slot(TeahouseError)
    def _on_export_failed(self, error: TeahouseError) -> None:
        self._end_progress()
        self._window.show_error(error)

    def _end_progress(self) -> None:
        if self._progress is not None:
            self._progress.deleteLater()
            self._progress = None

    @Slot(Path, int)
    def _on_exported(self, place: Path, written: int) -> None:
        self._end_progress()
        self._window.show_notice(
            tr(
                "Exported {n} conversation to {place}.",
                "Exported {n} conversations to {place}.",
                n=written,
                place=place,
            )
        )
