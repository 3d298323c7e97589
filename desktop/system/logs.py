"""The program's own log: a few rotating files in the profile, without secrets and without conversations."""

from __future__ import annotations

import logging
import re
from collections.abc import Callable, Iterable
from functools import cache
from pathlib import Path

MASK = "•••"
_FILE_SIZE = 1_000_000  # bytes
_FILES_KEPT = 3
_LINE = "%(asctime)s %(levelname)s %(name)s: %(message)s"


def redacted(text: str, secrets: Iterable[str] = ()) -> str:
    """Return `text` with each of `secrets`, and all that looks like a key or a password, masked."""
    for secret in secrets:
        if len(secret) >= 6:
            text = text.replace(secret, MASK)
    return _secret_shapes().sub(MASK, text)


@cache
def _secret_shapes() -> re.Pattern[str]:
    return re.compile(
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


class RedactingFormatter(logging.Formatter):
    """Works on the finished line, so that arguments and tracebacks are covered too."""

    def __init__(self, line: str, secrets: Callable[[], Iterable[str]]) -> None:
        super().__init__(line)
        self._secrets = secrets

    def format(self, record: logging.LogRecord) -> str:
        return redacted(super().format(record), self._secrets())


class _WhenFirstUsed(logging.Handler):
    """Opens the files with the first line: most starts have nothing to say, and need not load what rotates files."""

    def __init__(self, path: Path) -> None:
        super().__init__()
        self._path = path
        self._files: logging.Handler | None = None

    def emit(self, record: logging.LogRecord) -> None:
        if self._files is None:
            self._files = self._open()
            self._files.setFormatter(self.formatter)
        self._files.handle(record)

    def close(self) -> None:
        if self._files is not None:
            self._files.close()
        super().close()

    def _open(self) -> logging.Handler:
        from desktop.system.log_files import PrivateFiles  # noqa: PLC0415 - see above

        try:
            return PrivateFiles(self._path, maxBytes=_FILE_SIZE, backupCount=_FILES_KEPT, encoding="utf-8")
        except OSError:
            return logging.StreamHandler()


def start_logging(
    folder: Path, *, to_stderr: bool, secrets: Callable[[], Iterable[str]] = tuple
) -> list[logging.Handler]:
    """Send the log to `folder`/teahouse.log and, with `to_stderr`, warnings to the terminal. Return the handlers.

    `secrets` gives what must not appear whatever its shape, such as `Keys.held`. Where the folder cannot be written,
    all of it goes to the terminal.
    """
    formatter = RedactingFormatter(_LINE, secrets)
    handlers: list[logging.Handler] = [_WhenFirstUsed(folder / "teahouse.log")]
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
