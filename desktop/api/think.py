"""Reasoning that a server puts into the answer itself, as a leading `<think>…</think>`, split over chunks anywhere."""

from __future__ import annotations

from enum import Enum, auto

_OPEN, _CLOSE = "<think>", "</think>"


class _Place(Enum):
    START = auto()
    INSIDE = auto()
    GAP = auto()  # the blank lines between the block and the answer
    ANSWER = auto()


class ThinkSplitter:
    """Call `take` for each piece of content and `finish` at the end; both return (reasoning, text)."""

    def __init__(self) -> None:
        self._place = _Place.START
        self._held = ""

    @property
    def is_settled(self) -> bool:
        """True when all that follows is text."""
        return self._place is _Place.ANSWER

    def settle(self) -> None:
        """Take what follows as text: the server has a field of its own for reasoning."""
        if self._place is _Place.START and not self._held:
            self._place = _Place.ANSWER

    def take(self, content: str) -> tuple[str, str]:
        held, self._held = self._held + content, ""
        if self._place is _Place.START:
            held = self._after_start(held)
        reasoning = ""
        if self._place is _Place.INSIDE:
            reasoning, held = self._inside(held)
        if self._place is _Place.GAP:
            held = self._after_gap(held)
        return (reasoning, held) if self._place is _Place.ANSWER else (reasoning, "")

    def finish(self) -> tuple[str, str]:
        held, self._held = self._held, ""
        if self._place is _Place.GAP:
            return "", ""
        return (held, "") if self._place is _Place.INSIDE else ("", held)

    def _after_start(self, content: str) -> str:
        """Return what is to be looked at further; hold back what may still become the opening tag."""
        words = content.lstrip()
        if words.startswith(_OPEN):
            self._place = _Place.INSIDE
            return words.removeprefix(_OPEN)
        if _OPEN.startswith(words):
            self._held = content
            return ""
        self._place = _Place.ANSWER
        return content

    def _after_gap(self, content: str) -> str:
        """Return the answer without the blank lines before it: how far its first line is indented belongs to it."""
        words = content.lstrip()
        _, line_end, indentation = content[: len(content) - len(words)].rpartition("\n")
        if not words:
            self._held = line_end + indentation
            return ""
        self._place = _Place.ANSWER
        return indentation + words if line_end else words

    def _inside(self, content: str) -> tuple[str, str]:
        reasoning, found, rest = content.partition(_CLOSE)
        if found:
            self._place = _Place.GAP
            return reasoning, rest
        kept = next((n for n in range(min(len(_CLOSE) - 1, len(content)), 0, -1) if _CLOSE.startswith(content[-n:])), 0)
        if kept:
            self._held = content[-kept:]
            content = content[:-kept]
        return content, ""
