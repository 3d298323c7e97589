"""Tooltips of words that are not ours."""

from __future__ import annotations

_AS_TEXT = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;"})


def plain_tooltip(words: str) -> str:
    """Return `words` such that Qt shows them as they are; it would read them as HTML, and load what they name."""
    return words.translate(_AS_TEXT)
