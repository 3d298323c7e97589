"""Lone surrogates: JSON can carry half a character, UTF-8 and SQLite cannot."""

from __future__ import annotations


def without_surrogates(text: str) -> str:
    """Return `text` with surrogate pairs joined and each lone surrogate replaced by U+FFFD."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return text


class PairJoiner:
    """Joins characters that a server split over two deltas as a pair of escaped halves."""

    def __init__(self) -> None:
        self._half = ""

    def take(self, text: str) -> str:
        """Return what is whole of `text`; a first half at its end waits for the next call."""
        if not self._half and text.isascii():
            return text
        text = self._half + text
        self._half = ""
        if "\ud800" <= text[-1:] <= "\udbff":
            text, self._half = text[:-1], text[-1]
        return without_surrogates(text)

    def finish(self) -> str:
        half, self._half = self._half, ""
        return without_surrogates(half)
