"""The files of the log. A module of its own because most starts need none of it; see `logs`."""

from __future__ import annotations

import logging
import os
import sys
from io import TextIOWrapper
from logging.handlers import RotatingFileHandler


class PrivateFiles(RotatingFileHandler):
    """Log files that their owner alone can read."""

    def _open(self) -> TextIOWrapper:
        descriptor = os.open(self.baseFilename, os.O_CREAT | os.O_APPEND | os.O_WRONLY, 0o600)
        return open(descriptor, "a", encoding="utf-8", errors="backslashreplace")  # noqa: PTH123 - the handler closes it

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802 - overrides
        """A line that the disk does not take is lost; nobody at a terminal wants to hear of that."""
        if not isinstance(sys.exc_info()[1], OSError):
            super().handleError(record)
