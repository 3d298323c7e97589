from __future__ import annotations

import pytest

from desktop.render.blocks import Math
from desktop.render.formulas import LONGEST_FORMULA
from desktop.render.markdown import parse
from tests.render.samples import outline


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("$x$", "m{x}"),
        ("let $x_1^2 + y_*$ be", "let m{x_1^2 + y_*} be"),
        ("其中$x$是，而\\(y\\)也是", "其中m{x}是，而m{y}也是"),
        ("**$x$** and *\\(y\\)*", "b{m{x}} and i{m{y}}"),
        ("\\(a\\) and \\[b\\] and $$c$$ d", "m{a} and M{b} and M{c} d"),
        ("the $n$th of $k$-sets", "the m{n}th of m{k}-sets"),
        ("$5$ and $10x$ and $3 \\times 4$", "m{5} and m{10x} and m{3 \\times 4}"),
        ("$\\$5$", "m{\\$5}"),
        ("a $$x\ny$$ b", "a M{x\ny} b"),
        ("[$x$](https://example.com)", "l{m{x} → https://example.com}"),
    ],
)
def test_inline_formulas(text: str, shown: str) -> None:
    assert outline(parse(text)) == [shown]


@pytest.mark.parametrize(
    "text",
    [
        "it costs $5 and $10",
        "costs $5, or 10$ each",
        "US$3 and A$4",
        "价格是$5，优惠后$3",
        "$5-$10, $5/month-$7/month",
        "between $100 and 200$",
        "$ x $",
        "$",
        "$$",
        "$$$$",
        "echo $HOME/bin:$PATH and $A",
        "$x\ny$",
        "a$b$c",
        "only \\( open",
        "\\[no\\](formula)",
    ],
)
def test_prices_and_shells_are_no_formulas(text: str) -> None:
    assert "m{" not in "".join(outline(parse(text))).lower()
    assert not any(isinstance(block, Math) for block in parse(text))


def test_code_holds_no_formulas() -> None:
    assert outline(parse("`$x$ \\(y\\)`\n\n```\n$$\nx\n$$\n```\n")) == ["c{$x$ \\(y\\)}", "code() '$$\\nx\\n$$\\n'"]


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("$$x$$", ["math 'x'"]),
        ("$$\nx\n$$", ["math 'x'"]),
        ("$$x\n+ y$$", ["math 'x\\n+ y'"]),
        ("\\[x\\]", ["math 'x'"]),
        ("  \\[\n  x\n  \\]", ["math 'x'"]),
        ("text\n$$\nx\n$$\nmore", ["text", "math 'x'", "more"]),
        ("$$\n\nx\n\ny\n\n$$\n\nafter", ["math 'x\\n\\ny'", "after"]),
        ("- $$x$$\n- \\[\n  y\n  \\]\n\n  $$\n  z\n  $$", ["  • math 'x'", "  • math 'y'", "  math 'z'"]),
        ("> $$\n> x\n> $$\n> more", [">math 'x'", ">more"]),
        ("\\begin{align}\na &= b\n\\end{align}", ["math '\\\\begin{align}\\na &= b\\n\\\\end{align}'"]),
        ("$$x$$ is $$y$$", ["M{x} is M{y}"]),
        ("$$x$$.", ["M{x}."]),
        ("    $$x$$", ["code() '$$x$$\\n'"]),
    ],
)
def test_blocks_of_formulas(text: str, shown: list[str]) -> None:
    assert outline(parse(text)) == shown


@pytest.mark.parametrize(
    "text",
    [
        "$$ is the process of the shell\n\nand $$ again",
        "$$\nx",
        "$$\nx\n```\n$$\n```",
        "> $$\n> x\n\n$$\n",
        "- $$\n  x\n\n$$\n",
    ],
)
def test_a_formula_without_an_end_is_text(text: str) -> None:
    blocks = parse(text)
    assert not any(isinstance(block, Math) and "x" in block.tex for block in blocks)
    assert "$$" in "".join(outline(blocks))


def test_a_formula_that_is_too_long_is_text() -> None:
    tex = "x+" * LONGEST_FORMULA
    for text in (f"$${tex}$$", f"$$\n{tex}\n$$", f"${tex}$", f"\\({tex}\\)"):
        shown = "".join(outline(parse(text)))
        assert "math" not in shown
        assert "m{" not in shown.lower()
        assert shown.count("x+") == LONGEST_FORMULA


@pytest.mark.parametrize("environment", ["aligned", "align", "align*", "gathered", "cases", "equation"])
def test_an_environment_between_dollars_is_one_formula(environment: str) -> None:
    inside = f"\\begin{{{environment}}}\na &= b \\\\\nc &= d\n\\end{{{environment}}}"
    assert [getattr(block, "tex", None) for block in parse(f"$$\n{inside}\n$$")] == [inside]
