"""The dialogs. Importing this package costs nothing: most starts of the program never open one."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from desktop.ui.dialogs.account_dialog import AccountDialog
    from desktop.ui.dialogs.request_dialog import RequestDialog
    from desktop.ui.dialogs.settings_dialog import SettingsDialog

__all__ = ["AccountDialog", "RequestDialog", "SettingsDialog"]

_MODULE_OF = {
    "AccountDialog": "account_dialog",
    "RequestDialog": "request_dialog",
    "SettingsDialog": "settings_dialog",
}


def __getattr__(name: str) -> object:
    if name not in _MODULE_OF:
        raise AttributeError(name)
    return getattr(import_module(f"{__name__}.{_MODULE_OF[name]}"), name)
