"""The dialogs. Importing this package costs nothing: most starts of the program never open one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desktop.lazy import on_first_use

if TYPE_CHECKING:
    from desktop.ui.dialogs.account_dialog import AccountDialog
    from desktop.ui.dialogs.before_window import offer_recovery, say_before_window
    from desktop.ui.dialogs.folder_dialog import FolderDialog
    from desktop.ui.dialogs.import_dialog import ImportDialog
    from desktop.ui.dialogs.opening import Dialogs
    from desktop.ui.dialogs.plain_http import ask_for_plain_http
    from desktop.ui.dialogs.request_dialog import RequestDialog
    from desktop.ui.dialogs.rescue_dialog import RescueDialog
    from desktop.ui.dialogs.restore_dialog import RestoreDialog
    from desktop.ui.dialogs.settings_dialog import SettingsDialog
    from desktop.ui.dialogs.tags_dialog import TagsDialog

__all__ = [
    "AccountDialog", "Dialogs", "FolderDialog", "ImportDialog", "RequestDialog", "RescueDialog", "RestoreDialog",
    "SettingsDialog", "TagsDialog", "ask_for_plain_http", "offer_recovery", "say_before_window",
]  # fmt: skip

_MODULE_OF = {
    "AccountDialog": "account_dialog",
    "Dialogs": "opening",
    "FolderDialog": "folder_dialog",
    "ImportDialog": "import_dialog",
    "RequestDialog": "request_dialog",
    "RescueDialog": "rescue_dialog",
    "RestoreDialog": "restore_dialog",
    "SettingsDialog": "settings_dialog",
    "TagsDialog": "tags_dialog",
    "ask_for_plain_http": "plain_http",
    "offer_recovery": "before_window",
    "say_before_window": "before_window",
}

__getattr__ = on_first_use(__name__, _MODULE_OF)
