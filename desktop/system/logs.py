"""The program's own log: a few rotating files in the profile, without secrets and without conversations."""

from __future__ import annotations

import logging
import os
import re
from collections.abc import Callable, Iterable
from io import TextIOWrapper
from logging.handlers import RotatingFileHandler
from pathlib import Path

MASK = "•••"
_FILE_SIZE = 1_000_000  # bytes
_FILES_KEPT = 3
_LINE = "%(asctime)s %(levelname)s %(name)s: %(message)s"
_SECRET_SHAPES = re.compile(
    r"""
    (?<![A-Za-z0-9]) (?:sk|pk|gsk|xai|rk)[-_] [A-Za-z0-9_\-*]{6,}        # the shapes that providers give their keys
    | (?<![A-Za-z0-9]) AIza [A-Za-z0-9_\-]{20,}
    | (?<=bearer[ ]) \s* [^\s"',;]+
    | (?<=basic[ ]) \s* [A-Za-z0-9+/=]{8,}
    | (?<=api[_-]key) ["']? \s* [:=] \s* ["']? [^\s"',;&]+
    | (?<=://) [^/\s@:]* : [^/\s@]+ (?=@)                                # user:password of an address
    """,
    re.VERBOSE | re.IGNORECASE,
)


def redacted(text: str, secrets: Iterable[str] = ()) -> str:
    """Return `text` with each of `secrets`, and all that looks like a key or a password, masked."""
    for secret in secrets:
        if len(secret) >= 6:
            text = text.replace(secret, MASK)
    return _SECRET_SHAPES.sub(MASK, text)


class RedactingFormatter(logging.Formatter):
    """Works on the finished line, so that arguments and tracebacks are covered too."""

    def __init__(self, line: str, secrets: Callable[[], Iterable[str]]) -> None:
        super().__init__(line)
        self._secrets = secrets

    def format(self, record: logging.LogRecord) -> str:
        return redacted(super().format(record), self._secrets())


class _PrivateFiles(RotatingFileHandler):
    """Log files that their owner alone can read."""

    def _open(self) -> TextIOWrapper:
        descriptor = os.open(self.baseFilename, os.O_CREAT | os.O_APPEND | os.O_WRONLY, 0o600)
        return open(descriptor, "a", encoding="utf-8", errors="backslashreplace")  # noqa: PTH123 - the handler closes it


def start_logging(
    folder: Path, *, to_stderr: bool, secrets: Callable[[], Iterable[str]] = tuple
) -> list[logging.Handler]:
    """Send the log to `folder`/teahouse.log and, with `to_stderr`, warnings to the terminal. Return the handlers.

    `secrets` gives what must not appear whatever its shape, such as `Keys.held`. A folder that cannot be written costs
    the log, not the program.
    """
    formatter = RedactingFormatter(_LINE, secrets)
    handlers: list[logging.Handler] = []
    try:
        handlers.append(
            _PrivateFiles(folder / "teahouse.log", maxBytes=_FILE_SIZE, backupCount=_FILES_KEPT, encoding="utf-8")
        )
    except OSError:
        to_stderr = True
    if to_stderr:
        terminal = logging.StreamHandler()
        terminal.setLevel(logging.WARNING)
        handlers.append(terminal)
    root = logging.getLogger()
    root.setLevel(logging.INFO)
    for handler in handlers:
        handler.setFormatter(formatter)
        root.addHandler(handler)
    logging.captureWarnings(True)
    return handlers
