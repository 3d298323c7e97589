"""What hostile text may cost. Times are of this process alone; the bounds are several times what is needed."""

from __future__ import annotations

from collections.abc import Callable
from time import process_time

import pytest

from desktop.render.blocks import Prose, Table
from desktop.render.markdown import parse
from desktop.render.plain import plain_text

HOSTILE: dict[str, Callable[[int], str]] = {
    "brackets": lambda n: "[" * n,
    "images": lambda n: "![" * (n // 2),
    "pairs of brackets": lambda n: "[]" * (n // 2),
    "half links": lambda n: "[a](" * (n // 4),
    "quotes in quotes": lambda n: ">" * n + " x",
    "lists in lists": lambda n: "- " * (n // 2) + "x",
    "footnotes in footnotes": lambda n: "[^a]: " * (n // 6) + "x",
    "one line": lambda n: "some **words** in a line " * (n // 25),
    "one word": lambda n: "x" * n,
    "lines": lambda n: "a line of a log\n" * (n // 16),
    "lazy lines": lambda n: "> a\n" + "b\n" * (n // 2),
    "stars": lambda n: "*a_ " * (n // 4),
    "backticks": lambda n: "".join("`" * (i % 60) + " " for i in range(n // 31)),
    "dollars": lambda n: "$a " * (n // 3),
    "pairs of dollars": lambda n: "$$\n" * (n // 3),
    "open formulas": lambda n: "\\[ x\n" * (n // 5),
    "one formula": lambda n: "$$\n" + "x+" * (n // 2) + "\n$$",
    "columns": lambda n: "|a" * (n // 6) + "|\n" + "|-" * (n // 6) + "|\n" + "|b" * (n // 6) + "|\n",
    "cells that are missing": lambda n: "|a" * 100 + "|\n" + "|-" * 100 + "|\n" + "|b|\n" * (n // 4),
    "addresses": lambda n: "https://a.b " * (n // 12),
    "schemes": lambda n: "://" * (n // 3),
    "mailboxes": lambda n: "a@" * (n // 2),
    "tags": lambda n: "<a " * (n // 3),
    "entities": lambda n: "&a" * (n // 2),
    "definitions": lambda n: "[a]: https://a.b\n" * (n // 17),
    "open definitions": lambda n: "[a\n" * (n // 3),
    "tabs": lambda n: "\t" * n,
    "line ends": lambda n: "\n" * n,
    "controls": lambda n: "\u202e" * (n // 8),
}


def seconds(text: str) -> float:
    start = process_time()
    parse(text)
    return process_time() - start


@pytest.mark.parametrize("name", HOSTILE)
def test_the_cost_grows_with_the_length(name: str) -> None:
    parse(HOSTILE[name](100))
    small, large = (min(seconds(HOSTILE[name](size)) for _ in range(2)) for size in (5_000, 20_000))
    assert large < 0.05 or large < 9 * small  # linear is 4, the square is 16


@pytest.mark.parametrize(
    "text",
    [
        "[" * 50_000,
        ">" * 10_000 + "x",
        "word " * 200_000,
        f"${'x' * 20_000}$",
        "|a" * 5_000 + "|\n" + "|-" * 5_000 + "|\n|b\n",
    ],
    ids=["brackets", "quotes", "line", "formula", "columns"],
)
def test_none_of_the_worst_texts_takes_long(text: str) -> None:
    assert min(seconds(text) for _ in range(2)) < 0.5


@pytest.mark.parametrize("name", HOSTILE)
def test_nothing_of_it_is_lost(name: str) -> None:
    text = HOSTILE[name](5_000)
    shown = plain_text(parse(text))
    for letter in "abwx":
        assert shown.count(letter) >= text.count(letter)


def test_blocks_are_small_enough_to_lay_out() -> None:
    words = "word " * 20_000
    for text in (words, "x" * 100_000, "一句话。" * 20_000, "a line\n" * 10_000, f"- {words}", f"# {words}"):
        blocks = parse(text)
        assert all(isinstance(block, Prose) and len(plain_text([block])) <= 4_000 for block in blocks)
        assert sum(len(plain_text([block])) for block in blocks) >= 0.95 * len(text.strip("- #"))


def test_a_long_paragraph_breaks_at_a_sentence() -> None:
    blocks = parse("This is a sentence of some words. " * 300)
    assert all(plain_text([block]).endswith("words.") for block in blocks)
    assert all(block.frame.tight for block in blocks[1:])


def test_a_wide_table_is_text_and_a_narrow_one_is_not() -> None:
    def table(columns: int) -> str:
        return "|a" * columns + "|\n" + "|-" * columns + "|\n" + "|b" * columns + "|\n"

    assert isinstance(parse(table(100))[0], Table)
    assert not any(isinstance(block, Table) for block in parse(table(1_000)))
