"""What leaves the window for the person's browser."""

from __future__ import annotations

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices


def open_address(address: str) -> None:
    """Open `address` in the browser that the person has chosen. Call it for nothing but what a person has clicked."""
    QDesktopServices.openUrl(QUrl(address))
