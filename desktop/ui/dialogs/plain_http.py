"""The question before anything is sent to another machine without encryption."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMessageBox, QWidget

from desktop.i18n import tr


def ask_for_plain_http(host: str, agreed: Callable[[], None], parent: QWidget) -> QMessageBox:
    """Open the question; `agreed` is called where the person says yes."""
    box = QMessageBox(parent)
    box.setIcon(QMessageBox.Icon.Warning)
    box.setTextFormat(Qt.TextFormat.PlainText)
    box.setWindowTitle(parent.windowTitle())
    box.setText(tr("Send your key to {host} without encryption?", host=host))
    box.setInformativeText(tr("With http:// everybody on the way can read your key and your words."))
    box.addButton(tr("Send without encryption"), QMessageBox.ButtonRole.AcceptRole).clicked.connect(agreed)
    box.setDefaultButton(box.addButton(tr("Cancel"), QMessageBox.ButtonRole.RejectRole))
    box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    box.open()
    return box
