"""What other programs' messages have besides words, as words: pictures, files, calls of tools.

What a model wrote for a tool is kept, what the tool answered is not: that is neither a person's nor a model's.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable
from contextlib import suppress
from typing import Any

from desktop.exchange.importers.building import Unreadable, role_of, words
from desktop.exchange.markdown import fenced
from desktop.i18n import tr
from desktop.model.message import Role

_LONGEST = 1e12  # milliseconds: thirty years
_PICTURES = (".png", ".jpg", ".jpeg", ".gif", ".webp", ".svg", ".bmp", ".avif")


def picture() -> str:
    return tr("[Image]")


def attachment(name: Any, text: str = "") -> str:
    """Return what stands for a file, which is a picture by its name or not, and for the text in it."""
    if words(name).lower().endswith(_PICTURES):
        return picture()
    label = tr("[File: {name}]", name=words(name) or "?")
    return f"{label}\n\n{text}" if text.strip() else label


def call(name: Any, arguments: Any = None) -> str:
    """Return what stands for the call of a tool; `arguments` are JSON, as a text or not, or any text."""
    label = tr("[Tool: {name}]", name=words(name) or "?")
    written = unwrapped(arguments)
    if not written:
        return label
    if isinstance(written, str):
        return f"{label}\n\n{fenced(written)}"
    return f"{label}\n\n{fenced(json.dumps(written, ensure_ascii=False, indent=2), 'json')}"


def unwrapped(value: Any) -> Any:
    """Return what a text is the JSON of, however often that was done to it; any other text as it is."""
    for _ in range(3):
        if not isinstance(value, str):
            break
        try:
            value = json.loads(value)
        except (ValueError, RecursionError):
            break
    return value


def paragraphs(*pieces: str) -> str:
    """Return the pieces that say something, one below the other."""
    return "\n\n".join(piece for piece in pieces if piece.strip())


def marked(text: str, opening: re.Pattern[str], closing: str) -> tuple[list[tuple[str, re.Match[str], str]], str]:
    """Return what stands before each pair of marks, the opening one, and what is between; and the rest of `text`."""
    found, position = [], 0
    while (begin := opening.search(text, position)) and (end := text.find(closing, begin.end())) >= 0:
        found.append((text[position : begin.start()], begin, text[begin.end() : end]))
        position = end + len(closing)
    return found, text[position:]


def speaker(value: Any, otherwise: Role = Role.ASSISTANT) -> Role:
    """Return the role, and `otherwise` for one that is unknown or missing: that is no reason to lose what was said."""
    with suppress(Unreadable):
        return role_of(value)
    return otherwise


def spent(values: Iterable[Any], unit: int = 1) -> float | None:
    """Return how many seconds these times are, `unit` of them to a second; None where none tells anything."""
    known = [value for value in values if type(value) in {int, float} and 0 < value < _LONGEST]
    return sum(known) / unit if known else None
