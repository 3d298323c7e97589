"""Markdown as people and models write it: CommonMark, the extensions of GitHub, and mathematics.

Raw HTML is shown as text. Nothing is ever lost: what is nested too deep, too long or too dense to be read at
a bearable cost is shown as it was written.
"""

from __future__ import annotations

from functools import lru_cache

from markdown_it import MarkdownIt
from markdown_it.token import Token
from markdown_it.utils import EnvType
from mdit_py_plugins.footnote import footnote_plugin

from desktop.render.autolinks import autolinks_plugin
from desktop.render.blocks import Block
from desktop.render.characters import with_hidden_shown, with_plain_line_ends
from desktop.render.emphasis import CjkInline
from desktop.render.formulas import formulas_plugin
from desktop.render.limits import DEEPEST, limits_plugin
from desktop.render.links import is_safe_link
from desktop.render.structure import Assembly, beginnings_plugin


class References(dict[str, dict[str, str]]):
    """The link reference definitions of a message, and the labels that a link asked for."""

    def __init__(self, known: dict[str, dict[str, str]] | None = None) -> None:
        super().__init__(known or {})
        self.used: set[str] = set()

    def get(self, label: str, default: object = None) -> object:  # type: ignore[override]
        if label in self:
            self.used.add(label)
        return super().get(label, default)


def parse(text: str) -> list[Block]:
    """Return the blocks of a whole message."""
    text = with_hidden_shown(with_plain_line_ends(text))
    env = new_env()
    assembly = Assembly(markdown(), env, text.split("\n"))
    blocks = list(assembly.blocks(block_tokens(text, env)))
    return [block for block in blocks if assembly.definitions.get(block.start) not in env["references"].used]


def new_env() -> EnvType:
    """Return what the parser knows of a message beside its text: link references and footnotes."""
    return {"references": References()}


def block_tokens(text: str, env: EnvType) -> list[Token]:
    """Return the tokens of the block phase; the inline text in them has not been read."""
    tokens: list[Token] = []
    md = markdown()
    md.block.parse(text, md, env, tokens)
    return tokens


@lru_cache(maxsize=1)
def markdown() -> MarkdownIt:
    """Return the parser with its rules; it keeps nothing between two texts."""
    options = {"maxNesting": 4 * DEEPEST, "tasklists": True, "inline_definitions": True}
    md = MarkdownIt("commonmark", options)
    md.inline = CjkInline()
    md.enable("table").disable(["html_block", "html_inline"])
    md.inline.ruler.disable("linkify")
    md.validateLink = is_safe_link  # type: ignore[method-assign, assignment]
    md.normalizeLinkText = str  # type: ignore[method-assign, assignment]
    md.use(footnote_plugin, inline=False, move_to_end=False)
    md.use(formulas_plugin)
    md.use(autolinks_plugin)
    md.use(limits_plugin)
    md.use(beginnings_plugin)
    return md
