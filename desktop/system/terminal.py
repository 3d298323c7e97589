"""Standard output and standard error, as safe places for what servers and models write."""

from __future__ import annotations

import locale
import os
import sys
import unicodedata
from io import TextIOWrapper
from typing import TextIO

_HIDDEN = {"Cc", "Cs"}


def prepare_streams() -> None:
    """Let every character be written: a narrow encoding, as Windows has for pipes, becomes UTF-8.

    Where standard output or standard error was closed from the start, what is written there goes nowhere.
    """
    if sys.stdout is None:
        sys.stdout = _nowhere()
    if sys.stderr is None:
        sys.stderr = _nowhere()
    for stream in (sys.stdout, sys.stderr):
        if isinstance(stream, TextIOWrapper):
            stream.reconfigure(encoding="utf-8", errors="replace")


def _nowhere() -> TextIO:
    return open(os.devnull, "w", encoding="utf-8")  # noqa: PTH123 - as long as the process lives


def read_input() -> str:
    """Return all of standard input: as UTF-8 where it can be that, whatever the locale says, else as the locale says.

    It is empty where it was closed from the start.
    """
    if sys.stdin is None:
        return ""
    raw = sys.stdin.buffer.read()
    try:
        text = raw.decode("utf-8-sig")
    except UnicodeDecodeError:
        text = raw.decode(locale.getpreferredencoding(do_setlocale=False), "replace")
    return text.replace("\r\n", "\n")


def stop_writing() -> None:
    """Nobody reads standard output any more; keep the interpreter from complaining about it at its end."""
    os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())


def on_one_line(text: str) -> str:
    """Return `text` on one line, with nothing in it that a terminal acts upon."""
    return visible(" ".join(text.split()))


def visible(text: str) -> str:
    """Return `text` with control characters other than line ends and tabs shown as symbols.

    A terminal obeys escape sequences: it would let a model's words rename the window or fill the clipboard.
    """
    return "".join(
        _symbol(character) if unicodedata.category(character) in _HIDDEN and character not in "\n\t" else character
        for character in text
    )


def write_to(stream: TextIO, text: str) -> None:
    """Write at once: as it is into a file or a pipe, made visible on a terminal. Raises BrokenPipeError."""
    stream.write(visible(text) if stream.isatty() else text)
    stream.flush()


def _symbol(character: str) -> str:
    code = ord(character)
    if character == "\r":
        return ""
    return chr(0x2400 + code) if code < 0x20 else "\ufffd"
