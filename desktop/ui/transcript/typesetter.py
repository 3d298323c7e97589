"""One block laid out, whatever its kind."""

from __future__ import annotations

import math

from desktop.render.blocks import Block, Code, Math, Prose, Rule, Table, Unread
from desktop.ui.transcript.block_cache import BlockCache
from desktop.ui.transcript.blocks.code import CodeLayout
from desktop.ui.transcript.blocks.columns import columns_of
from desktop.ui.transcript.blocks.formula import FormulaLayout
from desktop.ui.transcript.blocks.layout import BlockLayout
from desktop.ui.transcript.blocks.prose import ProseLayout
from desktop.ui.transcript.blocks.rule import RuleLayout
from desktop.ui.transcript.blocks.table import TableLayout
from desktop.ui.transcript.blocks.unread import UnreadLayout, unread_height
from desktop.ui.transcript.style import Style

_KEPT = 300


class Typesetter:
    """Lays blocks out in one style, and keeps those that were used lately."""

    def __init__(self, style: Style) -> None:
        self.style = style
        self.cache: BlockCache[tuple[object, int], BlockLayout] = BlockCache(_KEPT)

    def layout(self, block: Block, width: int, *, dim: bool) -> BlockLayout:
        match block:
            case Unread():
                return UnreadLayout(block, width, self.style, dim=dim)
            case Prose():
                return ProseLayout(block, width, self.style, dim=dim)
            case Code():
                return CodeLayout(block, width, self.style, dim=dim)
            case Table():
                return TableLayout(block, width, self.style, dim=dim)
            case Math():
                return FormulaLayout(block, width, self.style, dim=dim)
            case Rule():
                return RuleLayout(block, width, self.style, dim=dim)

    def estimate(self, block: Block, width: int) -> int:
        """Return about how high `block` will be, without laying it out."""
        style = self.style
        match block:
            case Unread():
                return unread_height(block, width, style)
            case Prose():
                letters = sum(columns_of(span.text) for span in block.spans)
                face = style.prose("", block.level)
                return max(1, math.ceil(letters * style.character_width / max(width, 1))) * face.line
            case Code():
                return style.em(3) + (block.text.count("\n") + 1) * style.code.line
            case Table():
                return (len(block.rows) + 1) * style.em(2.2)
            case Math():
                return style.em(3)
            case Rule():
                return 1
