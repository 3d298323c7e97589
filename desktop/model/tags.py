"""Tags: words that a person puts on conversations."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable

LONGEST = 60  # characters


def tag_from(text: str) -> str:
    """Return `text` as the name of a tag: one line, without a `#` before it; "" where nothing is left."""
    return " ".join(text.replace("\0", " ").split()).lstrip("#").strip()[:LONGEST].rstrip()


def folded(tag: str) -> str:
    """Return what tells one tag from another: its name without differences of case and width."""
    return unicodedata.normalize("NFKC", unicodedata.normalize("NFKC", tag).casefold())


def distinct(tags: Iterable[str]) -> tuple[str, ...]:
    """Return the tags as they are kept: each once, as it was typed first, in alphabetical order."""
    kept: dict[str, str] = {}
    for tag in map(tag_from, tags):
        if tag:
            kept.setdefault(folded(tag), tag)
    return tuple(kept[key] for key in sorted(kept))
