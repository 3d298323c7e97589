"""A long message is read where somebody looks, and reads there as if it had been read from its beginning."""

from __future__ import annotations

import random

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from msgspec.structs import replace

from desktop.render import incremental, passages, resuming
from desktop.render.blocks import Block, Prose, Unread
from desktop.render.markdown import parse
from desktop.render.passages import LONGEST, SLICE, Passages
from desktop.render.plain import markdown_source, plain_text
from tests.render.samples import FRAGMENTS, markdown_texts, outline
from tests.render.test_limits import HOSTILE

READ_AT_ONCE = 45_000  # characters, at the very most, whatever the message


@pytest.fixture
def short_passages(monkeypatch: pytest.MonkeyPatch) -> None:
    """Make everything that is long about a hundred times shorter."""
    monkeypatch.setattr(passages, "AT_ONCE", 0)
    monkeypatch.setattr(passages, "_PASSAGE", 1)
    monkeypatch.setattr(incremental, "_SHORT", 0)


@pytest.fixture
def read_sizes(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """The lengths of the texts that the parser of blocks was given."""
    sizes: list[int] = []
    block_tokens = resuming.block_tokens

    def counted(text: str, env: object) -> object:
        sizes.append(len(text))
        return block_tokens(text, env)  # type: ignore[arg-type]

    monkeypatch.setattr(resuming, "block_tokens", counted)
    return sizes


def read_all(message: Passages, seed: int = 0) -> list[Block]:
    """Read what there is to read in any order, checking that changes are what they say."""
    chance = random.Random(seed)
    shown = list(message.blocks)
    while places := [index for index, block in enumerate(shown) if isinstance(block, Unread)]:
        change = message.read(chance.choice(places))
        assert change.replaced is not None
        shown[change.first : change.first + change.replaced] = change.blocks
        assert shown == message.blocks
    return shown


def assert_reads_as_whole(text: str, seed: int = 0) -> None:
    blocks, whole = read_all(Passages(text), seed), parse(text)
    assert outline(blocks) == outline(whole)
    assert list(map(but_for_tightness, blocks)) == list(map(but_for_tightness, whole))
    assert [block.source for block in blocks] == [block.source for block in whole]


def but_for_tightness(block: Block) -> Block:
    """A blank line at the end of code that is never closed belongs to the code, where that has been read before."""
    return replace(block, frame=replace(block.frame, tight=False))


STARTS = [
    *("- item\n", "- item\n\n", "  more\n\n", "1. one\n\n", "1. ", "   ```\n", "  ```\n\n", "```\n", "```\n\n"),
    *("~~~\n", "text\n", "text\n\n", "lazy\n", "\n", "\n\n", "    code\n\n", "> quote\n\n", ">", "$$\n", "$$\n\n"),
    *("$$ x\n", "x $$\n", "\\[\n", "\\]\n", "\\begin{align}\n", "\\end{align}\n\n", "| a | b |\n|---|---|\n"),
    *("| 1 | 2 |\n", " - inner\n", "\t```\n", "# head\n", "---\n", "* * *\n", "==\n", "  $$\n", "   - deep\n\n"),
    *("-     code\n", "- \n", "+ x\n"),
]
passage_texts = st.lists(st.sampled_from(STARTS), max_size=30).map("".join)


@given(text=passage_texts, seed=st.integers(0, 3))
@settings(max_examples=400)
@pytest.mark.usefixtures("short_passages")
def test_passages_are_read_like_the_whole(text: str, seed: int) -> None:
    assert_reads_as_whole(text, seed)


@given(text=markdown_texts, seed=st.integers(0, 3))
@example(text="- a\n1. ```\n   x\n\ny\n", seed=0)
@pytest.mark.usefixtures("short_passages")
def test_any_passages_are_read_like_the_whole(text: str, seed: int) -> None:
    if "[^" not in text:  # what looks like a footnote is one for all passages, even in code
        assert_reads_as_whole(text, seed)


def test_a_long_message_is_read_like_the_whole() -> None:
    chance = random.Random(7)
    parts = ["".join(chance.choices(FRAGMENTS, k=12)).replace("[^1]", "") + "\n\n" for _ in range(600)]
    text = "\n".join(parts)
    assert len(Passages(text).blocks) > 3
    assert_reads_as_whole(text)


def test_a_link_finds_its_address_in_another_passage() -> None:
    filling = "Some words of no interest.\n\n" * 300
    message = Passages(f"see [docs][One] and[^n]\n\n{filling}[one]: https://example.com/ 'x'\n\n[^n]: a note\n")
    message.read(0)
    assert outline(message.blocks)[0] == "see l{docs → https://example.com/} andr{[n]}"
    read_all(message)
    assert "[one]" not in plain_text(message.blocks)
    assert "[n] a note" in plain_text(message.blocks)


def test_a_point_of_a_list_is_as_near_to_the_one_before_as_if_both_had_been_read() -> None:
    blocks = read_all(Passages("- a point\n" * 1_000))
    assert [block.frame.tight for block in blocks] == [False] + [True] * 999


def test_what_is_unread_is_its_source() -> None:
    text = "# A *title*\n\n" + "Some **words**.\n\n" * 600
    message = Passages(text)
    assert all(isinstance(block, Unread) for block in message.blocks)
    assert markdown_source(message.blocks).strip() == text.strip()
    message.read(1)
    assert markdown_source(message.blocks).strip() == text.strip()


# What it costs


@pytest.mark.parametrize("name", [*HOSTILE, "a table", "code", "points", "numbers", "quotes", "rules", "sections"])
def test_no_step_reads_much(name: str, read_sizes: list[int]) -> None:
    growing = {
        "a table": "| a | b |\n|---|---|\n" + "| 1 | **2** |\n" * 3_000,
        "code": "```python\n" + "x = 1\n" * 8_000,
        "points": "- a **point**\n" * 3_000,
        "numbers": "1. one\n" * 3_000,
        "quotes": "> a quote\n" * 3_000,
        "rules": "---\n" * 8_000,
        "sections": "text **b**\n\n- a\n- b\n\n```\nc\n```\n\n" * 800,
    }
    message = Passages(growing[name] if name in growing else HOSTILE[name](40_000))
    assert sum(read_sizes) == 0
    while unread := [index for index, block in enumerate(message.blocks) if isinstance(block, Unread)]:
        begun, before = len(read_sizes), len(message.blocks)
        message.read(unread[-1])
        assert sum(read_sizes[begun:]) <= READ_AT_ONCE
        assert len(message.blocks) - before <= 3 * SLICE


def test_only_what_is_looked_at_is_read(read_sizes: list[int]) -> None:
    message = Passages("Some **words** in a paragraph.\n\n" * 30_000)
    message.read(len(message.blocks) // 2)
    assert sum(read_sizes) < 3 * SLICE


def test_a_message_that_is_too_long_is_shown_as_written(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(passages, "LONGEST", 20_000)
    text = "some **words** and `code`\n" * 1_000
    blocks = read_all(Passages(text))
    assert plain_text(blocks).split("\n")[:2] == ["some **words** and `code`"] * 2
    assert plain_text(blocks).count("**words**") == 1_000
    assert all(isinstance(block, Prose) and len(block.source) <= 4_000 for block in blocks)
    assert LONGEST > 1_000_000
