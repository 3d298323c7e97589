"""Markdown for tests: strategies that make it, and ways to read a text in parts."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from hypothesis import strategies as st

from desktop.render.blocks import Block, Code, Math, Prose, Rule, Spans, Table
from desktop.render.incremental import IncrementalParser

FRAGMENTS = [
    *("word ", "two words ", "中文，", "**bold** ", "*it* ", "`code` ", "``", "`", "**", "*", "_", "~~", "~~gone~~ "),
    *("[text](https://example.com/a) ", "[", "](", ")", "![alt](https://example.com/i.png) ", "<https://example.com> "),
    *("$x^2$ ", "\\(y\\) ", "$", "$$", "$$\n", "\n$$\n", "\\[ z \\]", "\n\\[\n", "\\]\n", "costs $5 and $6 ", "\\"),
    *("\n", "\n", "\n\n", "\n\n", "  ", "    ", "\t", "   \n", "  \n"),
    *("# head\n", "## ", "text\n===\n", "---\n", "***\n", "---", "===", "-"),
    *("- item\n", "- ", "* other\n", "+ ", "1. one\n", "1. ", "7) seven\n", "10. ", "  - deep\n", "   - "),
    *("- [x] done\n", "- [ ] "),
    *("> quote\n", "> ", ">> ", "> - ", "- > "),
    *("```\n", "```python\n", "x = 1\n", "~~~\n", "````\n", "    indented\n"),
    *("| a | b |\n|---|:-:|\n", "| 1 | 2 |\n", "|", "| x | y | z |\n", "a | b\n--- | ---\n"),
    *("<b>html</b>", "<!-- c -->", "&amp;", "https://example.com/path. ", "a@example.com ", "www.", "[^1]", "!"),
]

markdown_texts = st.lists(st.sampled_from(FRAGMENTS), max_size=40).map("".join)


@st.composite
def texts_in_parts(draw: st.DrawFn, texts: st.SearchStrategy[str] = markdown_texts) -> tuple[str, list[str]]:
    """A text, and the same text cut anywhere."""
    text = draw(texts)
    cuts = sorted(draw(st.sets(st.integers(0, len(text)), max_size=30)))
    return text, [text[start:end] for start, end in zip([0, *cuts], [*cuts, len(text)], strict=True)]


def written(parts: Sequence[str]) -> Iterator[IncrementalParser]:
    """Feed `parts` to a parser and give it after each, having checked that its changes are what it says."""
    parser = IncrementalParser()
    shown: list[Block] = []
    for part in parts:
        change = parser.feed(part)
        shown[change.first :] = change.blocks
        assert shown == parser.blocks
        yield parser


def outline(blocks: Sequence[Block]) -> list[str]:
    """Return a line for each block: where it stands, what it is, and its text with its styles."""
    return [f"{_frame(block)}{_content(block)}" for block in blocks]


def _frame(block: Block) -> str:
    frame = block.frame
    task = {None: "", True: "[x] ", False: "[ ] "}[frame.task]
    marker = f"{frame.marker} " if frame.marker else ""
    return ">" * frame.quotes + "  " * frame.indent + marker + task


def _content(block: Block) -> str:
    match block:
        case Prose():
            return "#" * block.level + styled(block.spans)
        case Code():
            return f"code({block.language}) {block.text!r}"
        case Table():
            rows = (block.header, *block.rows)
            return f"table{list(block.alignments)} " + " / ".join(" | ".join(map(styled, row)) for row in rows)
        case Math():
            return f"math {block.tex!r}"
        case Rule():
            return "rule"


def styled(spans: Spans) -> str:
    """Return the text of `spans` with a letter for each style: `b{bold}`, `l{text → address}`, `m{tex}`."""
    written = ""
    for span in spans:
        text = span.text
        if span.tex is not None:
            text = f"{'M' if span.display else 'm'}{{{span.tex}}}"
        for letter, has in zip("cbisr", (span.code, span.bold, span.italic, span.strike, span.raised), strict=True):
            text = f"{letter}{{{text}}}" if has else text
        if span.image:
            text = f"img{{{text} → {span.image}}}"
        written += f"l{{{text} → {span.link}}}" if span.link else text
    return written
