"""Import this before anything of PySide, and every later import is as quick as Python makes it.

PySide puts a function of its own in the place of `__import__`. It reads the source of each module in search of
`from __feature__ import …`, which this program does not use: at the start 30,000 lines, which Python's `linecache` then
keeps. In a bundle, where there is no source, it finds nothing either.
"""

from __future__ import annotations

import builtins

_import = builtins.__import__

import PySide6.QtCore  # noqa: E402, F401 - between the two lines that it is to leave no trace in

builtins.__import__ = _import
