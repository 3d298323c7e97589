"""Bounds on what reading the blocks of a text may cost, whoever wrote it.

What is beyond a bound is left to the rule for paragraphs, which shows it as it is; the parser's own bounds drop text.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence

from markdown_it import MarkdownIt
from markdown_it.rules_block import StateBlock, blockquote, list_block, table
from mdit_py_plugins.footnote.index import footnote_def

DEEPEST = 24  # levels of quotes and lists; a list is two
MOST_COLUMNS = 128
MOST_CELLS = 20_000

BlockRule = Callable[[StateBlock, int, int, bool], bool]

_CHAINS = ("paragraph", "reference", "blockquote")
_STARTS = frozenset("#>*-+_=~`|:$\\[<0123456789")


def limits_plugin(md: MarkdownIt) -> None:
    """Put the bounds around the rules that `md` has; to be used after all plugins that add rules for blocks."""
    ruler = md.block.ruler
    interrupts = ["paragraph", "reference", "blockquote"]
    ruler.at("table", _narrow(table), {"alt": ["paragraph", "reference"]})
    ruler.at("blockquote", _shallow(blockquote), {"alt": [*interrupts, "list"]})
    ruler.at("list", _shallow(list_block), {"alt": interrupts})
    ruler.at("footnote_def", _shallow(footnote_def), {"alt": ["paragraph", "reference"]})
    chains = {chain: tuple(ruler.getRules(chain)) for chain in _CHAINS}
    for rule in ruler.__rules__:
        rule.alt = [chain for chain in rule.alt if chain not in _CHAINS]
    for chain, rules in chains.items():
        ruler.before("table", f"end_of_{chain}", _first_of(rules), {"alt": [chain]})


def _first_of(rules: Sequence[BlockRule]) -> BlockRule:
    """Ask `rules` whether a line ends the block before it, but only if it looks like the beginning of one.

    The parser asks each of them about each line; most lines are words.
    """

    def ends(state: StateBlock, first: int, last: int, silent: bool) -> bool:
        return silent and _may_begin(state, first) and any(rule(state, first, last, True) for rule in rules)

    return ends


def _may_begin(state: StateBlock, line: int) -> bool:
    following = state.bMarks[line + 1] + state.tShift[line + 1]
    return (
        state.src[state.bMarks[line] + state.tShift[line]] in _STARTS
        or state.src[following : following + 1] in ("|", "-", ":")  # this may be the header of a table
    )


def _shallow(rule: BlockRule) -> BlockRule:
    def shallow(state: StateBlock, first: int, last: int, silent: bool) -> bool:
        return state.level < DEEPEST and rule(state, first, last, silent)

    return shallow


def _narrow(rule: BlockRule) -> BlockRule:
    def narrow(state: StateBlock, first: int, last: int, silent: bool) -> bool:
        columns = state.src.count("|", state.bMarks[first], state.eMarks[first])
        if columns > MOST_COLUMNS:
            return False
        return rule(state, first, min(last, first + 2 + MOST_CELLS // max(columns, 1)), silent)

    return narrow
