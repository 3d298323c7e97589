"""The window: Qt Widgets. Views hold no decisions; they ask controllers and show what these tell."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desktop.lazy import on_first_use

if TYPE_CHECKING:
    from desktop.ui.browser import open_address
    from desktop.ui.server_words import presentable

__all__ = ["open_address", "presentable"]

__getattr__ = on_first_use(__name__, {"open_address": "browser", "presentable": "server_words"})
