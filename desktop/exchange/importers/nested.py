"""JSON that is nested deeper than the library's parser goes.

Some programs write each answer within what it answers, so that the depth of a file grows with its conversation.
"""

from __future__ import annotations

import json
import re
from typing import Any

from msgspec import Struct, field

_DEEPEST = 100_000
_SPACE = re.compile(r"[ \t\r\n]*")
_EMPTY = re.compile(r"\{[ \t\r\n]*\}|\[[ \t\r\n]*\]")
_FLAT = json.JSONDecoder(strict=False)


def nested_value(text: str, position: int) -> tuple[Any, int]:
    """Return the value that begins at `position`, however deep it is, and where it ends. Raises `ValueError`."""
    reading = _Reading(text, position)
    while True:
        value = reading.innermost()
        while reading.around:
            reading.put(value)
            if reading.goes_on():
                break
            value = reading.around.pop()
        else:
            return value, reading.position


class _Reading(Struct):
    text: str
    position: int
    around: list[Any] = field(default_factory=list)  # the open arrays and objects, from the outermost on
    _names: list[str] = field(default_factory=list)  # of the values that the open objects wait for

    def innermost(self) -> Any:
        """Open arrays and objects up to a value that holds no others, and return that."""
        while (opener := self._next()) in ("[", "{") and not _EMPTY.match(self.text, self.position):
            if len(self.around) == _DEEPEST:
                raise json.JSONDecodeError("Nested too deep", self.text, self.position)
            self.position += 1
            self.around.append([] if opener == "[" else {})
            self._read_name()
        return self._read_flat()

    def put(self, value: Any) -> None:
        inner = self.around[-1]
        if isinstance(inner, list):
            inner.append(value)
        else:
            inner[self._names.pop()] = value

    def goes_on(self) -> bool:
        """Pass what follows a value: a comma, and the next name in an object; or the end of what is open."""
        if self._next() == ",":
            self.position += 1
            self._read_name()
            return True
        self._pass("]" if isinstance(self.around[-1], list) else "}")
        return False

    def _read_name(self) -> None:
        if isinstance(self.around[-1], list):
            return
        if self._next() != '"':
            raise json.JSONDecodeError("Expecting property name", self.text, self.position)
        self._names.append(self._read_flat())
        self._pass(":")

    def _read_flat(self) -> Any:
        value, self.position = _FLAT.raw_decode(self.text, self.position)
        return value

    def _pass(self, sign: str) -> None:
        if self._next() != sign:
            raise json.JSONDecodeError(f"Expecting {sign!r}", self.text, self.position)
        self.position += 1

    def _next(self) -> str:
        """Return the next character that is no space, and stand before it."""
        space = _SPACE.match(self.text, self.position)
        self.position = space.end() if space else self.position
        return self.text[self.position : self.position + 1]
