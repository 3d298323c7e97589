"""The page of results. Importing this package costs nothing: many a start of the program searches for nothing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from desktop.lazy import on_first_use

if TYPE_CHECKING:
    from desktop.ui.search.page import SearchPage

__all__ = ["SearchPage"]

__getattr__ = on_first_use(__name__, {"SearchPage": "page"})
