"""Emphasis that works between Chinese characters.

CommonMark decides by the neighbours of `**` whether it opens or closes, and takes punctuation for the edge of a word.
Chinese and Japanese have no spaces, so `**“重点”**是` and `**注意：**不要` stay unmarked. Here, as in the proposal
"CommonMark CJK-friendly amendments", CJK punctuation counts as a letter, and other punctuation beside a CJK character
is at an edge.
"""

from __future__ import annotations

from unicodedata import east_asian_width

from markdown_it import MarkdownIt
from markdown_it.common.utils import isMdAsciiPunct, isPunctChar, isWhiteSpace
from markdown_it.parser_inline import ParserInline
from markdown_it.rules_inline.state_inline import Scanned, StateInline
from markdown_it.token import Token
from markdown_it.utils import EnvType


def is_cjk(character: str) -> bool:
    return east_asian_width(character) in ("W", "F", "H")


class CjkState(StateInline):
    """The state of one run of inline text, with another idea of flanking than CommonMark's."""

    def scanDelims(self, start: int, canSplitWord: bool) -> Scanned:  # noqa: N802, N803
        end = start
        while end < self.posMax and self.src[end] == self.src[start]:
            end += 1
        before = self.src[start - 1] if start > 0 else " "
        after = self.src[end] if end < self.posMax else " "
        opens, closes = flanking(before, after)
        if not canSplitWord:
            opens, closes = opens and (not closes or _is_mark(before)), closes and (not opens or _is_mark(after))
        return Scanned(opens, closes, end - start)


class CjkInline(ParserInline):
    def parse(self, src: str, md: MarkdownIt, env: EnvType, tokens: list[Token]) -> list[Token]:
        state = CjkState(src, md, env, tokens)
        self.tokenize(state)
        for rule in self.ruler2.getRules(""):
            rule(state)
        return state.tokens


def flanking(before: str, after: str) -> tuple[bool, bool]:
    """Tell of a run of `*` between two characters whether it can open and whether it can close."""
    space_before, space_after = isWhiteSpace(ord(before)), isWhiteSpace(ord(after))
    cjk_before, cjk_after = is_cjk(before), is_cjk(after)
    mark_before, mark_after = _is_mark(before) and not cjk_before, _is_mark(after) and not cjk_after
    opens = not space_after and (not mark_after or space_before or mark_before or cjk_before)
    closes = not space_before and (not mark_before or space_after or mark_after or cjk_after)
    return opens, closes


def _is_mark(character: str) -> bool:
    return isMdAsciiPunct(ord(character)) or isPunctChar(character)
