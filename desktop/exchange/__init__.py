"""Conversations as files: `export` names and writes them, `markdown`, `json_format` and `html` say what is in them.

`fragment` is what the clipboard gets; it is loaded with the first copy.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from desktop.lazy import on_first_use

if TYPE_CHECKING:
    from desktop.exchange.fragment import html_fragment

__all__ = ["html_fragment"]

__getattr__ = on_first_use(__name__, {"html_fragment": "fragment"})
