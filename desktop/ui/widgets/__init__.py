"""Pieces of dialogs and windows. They know the palette and the style sheet, and nothing of the program."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desktop.lazy import on_first_use

if TYPE_CHECKING:
    from desktop.ui.widgets.toast import Toast

__all__ = ["Toast"]

__getattr__ = on_first_use(__name__, {"Toast": "toast"})
