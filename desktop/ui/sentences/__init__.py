"""The sentences for errors: what happened and what to do next, with the buttons that do it.

To explain a new error, add a line under its class's name in `wire` (what servers and the way to them do) or in `here`
(what happens on this machine). They are loaded when the first error is explained.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from desktop.lazy import on_first_use

if TYPE_CHECKING:
    from desktop.ui.sentences.case import Case
    from desktop.ui.sentences.table import ACTIONS, CASES

__all__ = ["ACTIONS", "CASES", "Case"]

__getattr__ = on_first_use(__name__, {"ACTIONS": "table", "CASES": "table", "Case": "case"})
