"""Colours of code, a line at a time, so that a block can grow and nobody waits for a long one."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

if TYPE_CHECKING:
    from desktop.render.lexing import LineLexer

Role = Literal[
    "keyword",
    "string",
    "number",
    "comment",
    "function",
    "class",
    "builtin",
    "operator",
    "punctuation",
    "decorator",
    "tag",
    "attribute",
    "heading",
    "inserted",
    "deleted",
]
"""What a theme has a colour for; text without a role is in the colour of text."""

Run = tuple[int, int, Role]
"""Where in its line coloured text begins (in characters, not UTF-16 units), how long it is, and its role."""

_LONGEST_LINE = 2_000


class Highlighter:
    """Colours one block of code. A language that is not known has no colours."""

    def __init__(self, language: str) -> None:
        self._language = language
        self._lexer: LineLexer | None = None
        self._is_ready = False

    def feed_line(self, line: str) -> tuple[Run, ...]:
        """Return the colours of the next line, which may end with "\\n"; lines over 2,000 characters have none."""
        if not self._is_ready:
            self._is_ready = True
            self._lexer = _lexer_for(self._language)
        if self._lexer is None or len(line) > _LONGEST_LINE:
            return ()
        return self._lexer.runs(line if line.endswith("\n") else f"{line}\n")


def prepare(language: str) -> None:
    """Do what the first line of a language costs, which is up to 100 ms; on whatever thread has the time."""
    Highlighter(language).feed_line("\n")


def _lexer_for(language: str) -> LineLexer | None:
    if not language:
        return None
    from desktop.render.lexing import line_lexer  # noqa: PLC0415 - brings Pygments, which no start should wait for

    return line_lexer(language)
