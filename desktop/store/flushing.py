"""Handing files over to the disk."""

from __future__ import annotations

import os
import sys
from pathlib import Path

if sys.platform == "darwin":
    import fcntl


def flush(path: Path) -> None:
    """Let the disk have a file, or a directory where the system can. Raises `OSError`.

    No connection of this process has the file open: closing it here would drop that one's locks.
    """
    if path.is_dir() and os.name != "posix":
        return
    descriptor = os.open(path, os.O_RDONLY if path.is_dir() else os.O_RDWR)
    try:
        if sys.platform == "darwin" and not path.is_dir():
            fcntl.fcntl(descriptor, fcntl.F_FULLFSYNC)  # fsync alone leaves the words in the drive's cache
        else:
            os.fsync(descriptor)
    finally:
        os.close(descriptor)
