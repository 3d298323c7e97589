r"""Formulas in Markdown: `$…$`, `$$…$$`, `\(…\)`, `\[…\]` and bare `\begin{align}…\end{align}`.

Inside a paragraph any of them may stand; `$$`, `\[` and an environment that fill whole lines are blocks. A formula
inside a paragraph with `$$` or `\[` is displayed too. Prices are not formulas: `$` opens not before a space and not
behind a letter or digit, and closes not behind a space and not before a digit.
"""

from __future__ import annotations

import re
from bisect import bisect_left
from functools import lru_cache

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock
from markdown_it.rules_inline import StateInline

LONGEST_FORMULA = 4_000  # characters; more than that is text

_ENVIRONMENT = re.compile(r"\\begin\{((?:equation|align|alignat|flalign|gather|multline|eqnarray)\*?)\}")
_LINE = re.compile(r"([^\n]*)(?:\n|\Z)")
_OTHER_BLOCK = re.compile(r"`{3,}|~{3,}|\\\[")
_CLOSING_DOLLAR = re.compile(r"(?<![\s\\$])\$(?![0-9$])")
_AMOUNT = re.compile(r"[0-9][^\\^_={}]*[A-Za-z]{2,}|[0-9][0-9.,]*[\s,;/-]+$")
_SYMBOL = re.compile(r"[A-Za-z]|.*[\\^_{}].*")


def formulas_plugin(md: MarkdownIt) -> None:
    """Add the tokens `formula` (inline) and `formula_block`; `meta["closed"]` of the latter tells whether it ended."""
    md.inline.ruler.before("escape", "formula", _inline_rule)
    md.block.ruler.before(
        "fence", "formula_block", _block_rule, {"alt": ["paragraph", "reference", "blockquote", "list"]}
    )


def inline_formula_end(source: str, start: int, limit: int) -> int:
    """Return where the formula that opens at `start` ends, behind its delimiter; -1 if there is none."""
    if source.startswith("$$", start):
        return _end_behind(source, "$$", start, limit)
    if source.startswith("$", start):
        return _single_dollar_end(source, start, limit)
    if source.startswith(r"\(", start):
        return _end_behind(source, r"\)", start, limit)
    if source.startswith(r"\[", start):
        end = _end_behind(source, r"\]", start, limit)
        return -1 if source.startswith("(", end) and end > 0 else end  # \[escaped\](brackets)
    return -1


def formula_block_end(text: str, start: int) -> int:
    """Return the end of the block formula that begins with the line at `start`, in no quote and no list.

    That is `start` where there is none.
    """
    lines = (found[1] for found in _LINE.finditer(text, start, start + 2 * LONGEST_FORMULA))
    end, size, alone, closer, content = start, 0, False, "", ""
    for number, line in enumerate(lines):
        shown = line.strip(" \t")
        if not number:
            closer, skipped = _closer_of(shown)
            shown = shown[skipped:]
            alone = not shown.strip()
        size += len(shown)
        end += len(line) + 1
        content += shown.strip()
        if not closer or size > LONGEST_FORMULA or (number and _is_other(shown, alone=alone)):
            return start
        if closer in shown:
            is_empty = content == closer and not closer.startswith(r"\end")
            return start if is_empty or not _is_filled(shown, closer, is_first=not number, alone=alone) else end
    return start


def _end_behind(source: str, closer: str, start: int, limit: int) -> int:
    found = source.find(closer, start + 2, min(limit, start + LONGEST_FORMULA))
    return found + len(closer) if found > 0 and source[start + 2 : found].strip() else -1


@lru_cache(maxsize=4)
def _closing_dollars(source: str) -> list[int]:
    return [found.start() for found in _CLOSING_DOLLAR.finditer(source)]


def _single_dollar_end(source: str, start: int, limit: int) -> int:
    before, after = source[start - 1 : start], source[start + 1 : start + 2]
    if not after or after.isspace() or after == "$" or (before.isascii() and before.isalnum()):
        return -1
    closing = _closing_dollars(source)
    nearest = bisect_left(closing, start + 2)
    if nearest == len(closing) or closing[nearest] >= min(limit, start + LONGEST_FORMULA):
        return -1
    end = closing[nearest]
    tex, behind = source[start + 1 : end], source[end + 1 : end + 2]
    if "\n" in tex or "$" in tex.replace(r"\$", "") or _AMOUNT.match(tex):
        return -1
    if behind.isascii() and behind.isalpha() and not _SYMBOL.fullmatch(tex):
        return -1  # $HOME/bin:$PATH, but $n$th
    return end + 1


def _inline_rule(state: StateInline, silent: bool) -> bool:
    source, start = state.src, state.pos
    if source[start] not in "$\\":
        return False
    width = 1 if source[start] == "$" and not source.startswith("$$", start) else 2
    end = inline_formula_end(source, start, state.posMax)
    if end > 0:
        if not silent:
            token = state.push("formula", "math", 0)
            token.markup = source[start : start + width]
            token.content = source[start + width : end - width]
        state.pos = end
        return True
    if source.startswith("$$", start):  # the second of the two opens nothing either
        if not silent:
            state.append_pending("$$")
        state.pos += 2
        return True
    return False


def _block_rule(state: StateBlock, first: int, last: int, silent: bool) -> bool:
    if state.is_code_block(first) or state.sCount[first] < 0:  # the latter: goes on with a paragraph in a quote
        return False
    start = state.bMarks[first] + state.tShift[first]
    opening = state.src[start : state.eMarks[first]]
    closer, skipped = _closer_of(opening)
    if not closer:
        return False
    found = _block_end(state, first, last, opening[skipped:], closer)
    if found is None:
        return False
    end, closed = found
    lines = state.getLines(first, end, state.blkIndent, False).strip()
    tex = lines if closer.startswith(r"\end") else lines[skipped:].removesuffix(closer if closed else "").strip()
    if closed and not tex:
        return False
    if silent:
        return True
    token = state.push("formula_block", "math", 0)
    token.map = [first, end]
    token.content = tex
    token.meta = {"closed": closed}
    state.line = end
    return True


def _closer_of(opening: str) -> tuple[str, int]:
    """Return what ends the block formula that `opening` begins, and how long its opening delimiter is."""
    if opening.startswith("$$"):
        return "$$", 2
    if opening.startswith(r"\["):
        return r"\]", 2
    if environment := _ENVIRONMENT.match(opening):
        return rf"\end{{{environment[1]}}}", len(environment[0])
    return "", 0


def _block_end(state: StateBlock, first: int, last: int, content: str, closer: str) -> tuple[int, bool] | None:
    r"""Return the line behind a block formula and whether its closer is there; None if it is no block.

    Where the opener has a line to itself the formula may hold blank lines. One without an end is a formula only while
    the text is being written (`env["unfinished"]`); else it is text.
    """
    behind_opener = state.eMarks[first] - len(content)
    is_closed = state.src.find(closer, behind_opener, behind_opener + 2 * LONGEST_FORMULA) >= 0
    if not is_closed and not state.env.get("unfinished"):
        return None
    alone = not content.strip()
    size = 0
    for line in range(first, last):
        text = content if line == first else state.src[state.bMarks[line] + state.tShift[line] : state.eMarks[line]]
        size += len(text)
        if size > LONGEST_FORMULA or (line > first and _is_outside(state, first, line, text, alone=alone)):
            return None
        if closer in text:
            return (line + 1, True) if _is_filled(text, closer, is_first=line == first, alone=alone) else None
    return (last, False) if last == len(state.bMarks) - 1 and state.env.get("unfinished") else None


def _is_outside(state: StateBlock, first: int, line: int, text: str, *, alone: bool) -> bool:
    if text.strip() and state.sCount[line] < min(state.blkIndent, state.sCount[first]):
        return True
    return _is_other(text, alone=alone)


def _is_other(text: str, *, alone: bool) -> bool:
    """Tell whether a line is none of a formula whose opener has a line to itself (`alone`) or has not."""
    return _OTHER_BLOCK.match(text) is not None if text.strip() else not alone


def _is_filled(text: str, closer: str, *, is_first: bool, alone: bool) -> bool:
    """Tell whether nothing stands behind the closer in its line, and something between it and the opener."""
    return text.rstrip().endswith(closer) and text.count(closer) == 1 and not (is_first and alone)
