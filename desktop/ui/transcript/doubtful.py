"""Asks before a link is opened that may lead elsewhere than a reader thinks."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMessageBox, QWidget

from desktop.i18n import tr
from desktop.render.links import visible_host

_LONGEST = 300  # characters of the address that are shown


def ask_about(address: str, follow: Callable[[], None], parent: QWidget) -> QMessageBox:
    """Ask whether to open `address`, and call `follow` when the answer is yes. Blocks nothing."""
    host = visible_host(address)
    box = QMessageBox(parent)
    box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
    box.setIcon(QMessageBox.Icon.Warning)
    box.setTextFormat(Qt.TextFormat.PlainText)
    box.setWindowTitle(tr("Open this link?"))
    box.setText(tr("This link leads to {host}.", host=host))
    shown = address if len(address) <= _LONGEST else f"{address[:_LONGEST]}…"
    why = tr("Its text or its name makes it look like another place. Open it only if you expect this.")
    box.setInformativeText(f"{why}\n\n{shown}")
    opened = box.addButton(tr("Open {host}", host=host), QMessageBox.ButtonRole.AcceptRole)
    left = box.addButton(tr("Cancel"), QMessageBox.ButtonRole.RejectRole)
    box.setDefaultButton(left)
    box.setEscapeButton(left)
    opened.clicked.connect(follow)
    box.open()
    return box
