from __future__ import annotations

import random
from collections.abc import Iterator

import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st
from markdown_it.token import Token
from markdown_it.utils import EnvType

from desktop.render import incremental, inline, resuming, structure
from desktop.render.blocks import Block, Code, Math, Prose, Table
from desktop.render.incremental import IncrementalParser
from desktop.render.markdown import parse
from desktop.render.plain import plain_text
from tests.render.samples import FRAGMENTS, outline, texts_in_parts, written

READ_AGAIN = 12_000  # characters, at the very most, whatever the message


@pytest.fixture
def never_whole(monkeypatch: pytest.MonkeyPatch) -> None:
    """Let short messages end like long ones, of which only the end is read again."""
    monkeypatch.setattr(incremental, "_SHORT", 0)


@pytest.fixture
def short_pieces(never_whole: None, monkeypatch: pytest.MonkeyPatch) -> None:
    """Make everything that is long about a hundred times shorter."""
    monkeypatch.setattr(resuming, "_MANY_LINES", 2)
    monkeypatch.setattr(structure, "LONGEST", 30)
    monkeypatch.setattr(inline, "LONGEST", 30)
    monkeypatch.setattr(structure, "LONGEST_PARAGRAPH", 120)


def finished(parts: list[str]) -> IncrementalParser:
    *_, parser = written(parts or [""])
    shown = list(parser.blocks)
    change = parser.finish()
    shown[change.first :] = change.blocks
    assert shown == parser.blocks
    return parser


def assert_reads_as_whole(text: str, parts: list[str]) -> None:
    """A parser that knows that it has not read as the whole is read says so; then the message is read anew."""
    parser, whole = finished(parts), parse(text)
    blocks = parser.blocks if parser.is_exact else whole
    assert blocks == whole
    assert [block.source for block in blocks] == [block.source for block in whole]


@given(texts_in_parts())
def test_any_parts_are_read_like_the_whole(text_in_parts: tuple[str, list[str]]) -> None:
    assert_reads_as_whole(*text_in_parts)


@given(text_in_parts=texts_in_parts())
@example(("- item\n- [ ] a | b\n--- | ---\n", ["- item\n- [ ] a | b\n--- | ---\n"]))
@pytest.mark.usefixtures("never_whole")
def test_the_end_alone_is_read_like_the_whole(text_in_parts: tuple[str, list[str]]) -> None:
    assert_reads_as_whole(*text_in_parts)


@given(text_in_parts=texts_in_parts())
@settings(max_examples=200)
@pytest.mark.usefixtures("short_pieces")
def test_long_blocks_are_read_like_the_whole(text_in_parts: tuple[str, list[str]]) -> None:
    assert_reads_as_whole(*text_in_parts)


@given(st.text(max_size=300), st.integers(1, 20))
def test_any_text_at_all(text: str, size: int) -> None:
    assert_reads_as_whole(text, [text[start : start + size] for start in range(0, len(text), size)])


@given(text_in_parts=texts_in_parts())
@pytest.mark.usefixtures("never_whole")
def test_settled_blocks_never_change(text_in_parts: tuple[str, list[str]]) -> None:
    settled: list[Block] = []
    for parser in written(text_in_parts[1]):
        assert parser.blocks[: len(settled)] == settled
        settled = parser.blocks[: parser._settled]


def growing(kind: str, size: int) -> str:
    return {
        "paragraph": "some **words** in a line, ",
        "lines": "a line of **words**\n",
        "chinese": "一句**很长**的话，",
        "list": "- item **one**\n",
        "numbers": "1. item\n",
        "nested list": "  - item\n",
        "quote": "> line\n",
        "quoted list": "> - item\n",
        "paragraphs in an item": "  one\n\n",
        "code": "x = 1  # one\n",
        "code in a list": "  x = 1\n",
        "table": "| a | **b** |\n",
        "headings": "# one\n",
        "formulas": "$$\nx\n$$\n\n",
        "line ends": "\n",
        "sections": "text **b**\n\n- a\n- b\n\n```\nc\n```\n\n",
    }[kind] * size


BEGINNINGS = {
    "nested list": "- top\n",
    "paragraphs in an item": "- top\n\n",
    "code": "```python\n",
    "code in a list": "- x\n  ```\n",
    "table": "| a | b |\n|---|---|\n",
}


@pytest.mark.parametrize(
    "kind",
    [
        *("paragraph", "lines", "chinese", "list", "numbers", "nested list", "quote", "quoted list"),
        *("paragraphs in an item", "code", "code in a list", "table", "headings", "formulas", "line ends", "sections"),
    ],
)
def test_what_is_read_again_does_not_grow(kind: str, monkeypatch: pytest.MonkeyPatch) -> None:
    read: list[int] = []
    block_tokens = resuming.block_tokens

    def counted(text: str, env: EnvType) -> list[Token]:
        read.append(len(text))
        return block_tokens(text, env)

    monkeypatch.setattr(resuming, "block_tokens", counted)
    parser = IncrementalParser()
    parser.feed(BEGINNINGS.get(kind, ""))
    text = growing(kind, 30_000 // len(growing(kind, 1)))
    for start in range(0, len(text), 149):
        parser.feed(text[start : start + 149])
    assert max(read) < READ_AGAIN
    assert max(read[len(read) // 2 :]) <= 1.2 * max(read[: len(read) // 2])
    parser.finish()
    assert parser.blocks == parse(BEGINNINGS.get(kind, "") + text)


@pytest.mark.parametrize("size", [10, 16, 149])
def test_of_a_list_little_is_read_again_wherever_the_pieces_end(size: int) -> None:
    text = "".join(f"- point {number} of a long list\n" for number in range(1_000))
    longest = max(len(parser._tail) for parser in written([text[at : at + size] for at in range(0, len(text), size)]))
    assert longest < size + 100


def test_a_link_whose_address_comes_last_is_made_at_the_end() -> None:
    parser = finished(["see [docs][1]\n\n", "text " * 300, "\n\n[1]: https://exam", "ple.com/\n"])
    assert outline(parser.blocks)[0] == "see l{docs → https://example.com/}"
    assert "[1]" not in plain_text(parser.blocks)


def test_a_long_message_whose_end_says_what_its_beginning_means_has_to_be_read_anew() -> None:
    text = "word " * 3_000
    assert finished(["see it\n\n", text]).is_exact
    assert not finished(["see [docs][1]\n\n", text, "\n\n[1]: https://example.com/\n"]).is_exact


def test_a_definition_serves_what_comes_behind_it_at_once() -> None:
    *_, parser = written(["[1]: https://example.com/\n\n", "more\n\n", "see [docs][1] and"])
    assert outline(parser.blocks)[-1] == "see l{docs → https://example.com/} and"


def test_line_ends_of_two_characters_may_come_apart() -> None:
    assert outline(finished(["a\r", "\nb\r", "c\r", "\n\r\n", "d\r"]).blocks) == ["a\nb\nc", "d"]


def test_ordered_items_keep_their_numbers() -> None:
    text = "1. a\n1. b\n\n   more\n\n1. c\n   1. x\n   1. y\n1. d\n"
    assert outline(finished(list(text)).blocks) == outline(parse(text))


def shown(text: str) -> Iterator[str]:
    for parser in written(list(text)):
        yield plain_text(parser.blocks)


STEADY = [
    "# Title\n\nSome **bold text** and *it* and `code x`, see [the docs](https://example.com/a) or ![img](https://x.y/z.png).\n",
    "***both*** and **a *b* c** and ~~gone~~ ok! And `a*b` or ``x`y`` fine, 2 * 3 * 4 and snake_case, __init__ too.\n",
    "这是**重点：**不要。“**引号**”和`代码`，见[链接](https://a.cn)。\n",
    "and $$x^2$$ inline $a_1 + b_2$ and \\(y_1 * z_2 * w\\) done, costs $5 and $10 today\n",
    "see [1] and arr[0] and <https://auto.link> and https://bare.link/x_y_z ok, a < b\n",
    "- item **one**\n- item `two`\n  - nested [link](https://a.b)\n\n1. first\n2. second\n10. ten\n\n* a\n* b\n",
    "- [x] done\n- [ ] todo **x**\n\n> quote **b**\n> more\n\n***\n\nafter\n\n---\n\nend\n",
    "Here:\n\n```python\ndef f():\n    return 1\n```\n\nafter `x`\n\n~~~\n---\n~~~\n",
    "$$\n\\frac{a}{b}\n$$\n\n\\[\nx\n\\]\n\nafter\n",
    "| a | b |\n|---|---|\n| 1 | **2** |\n| 3 | 4 |\n\nafter\n",
    "text\n- item\n\nmore\n1. one\n\n[^1]: a note\n",
]


@pytest.mark.parametrize("text", STEADY)
def test_text_only_grows_while_it_is_written(text: str) -> None:
    before = ""
    for now in shown(text):
        assert now.startswith(before.rstrip())
        before = now


@pytest.mark.parametrize("text", STEADY)
def test_no_markup_is_ever_seen(text: str) -> None:
    markup = ["**", "~~", "](", "[t", "[x]", "```", "~~~", "|--", "[^1]:"]
    for now in shown(text):
        assert not [sign for sign in markup if sign in now]


def test_a_half_link_is_its_text() -> None:
    assert list(shown("[text](htt"))[-1] == "text"
    assert list(shown("[text](https://example.com/(a"))[-1] == "text"
    assert list(shown("[text](java"))[-1] == "[text](java"


def test_open_markup_is_closed_for_the_time_being() -> None:
    for text, expected in {
        "a **bo": "a b{bo}",
        "a **bo*": "a b{bo}",
        "a **bold `co": "a b{bold }b{c{co}}",
        "***b": "i{b{b}}",
        "[**te": "b{te}",
        "~~go": "s{go}",
        "a `co": "a c{co}",
        "**见“重": "b{见“重}",
        "\\(x_1 * y_2 * ": "\\(x_1 * y_2 *",
        "**\\(x": "b{\\(x}",
    }.items():
        *_, parser = written([text])
        assert outline(parser.blocks) == [expected]


def test_an_open_formula_is_its_source() -> None:
    for text in ("$$\nx^2 +", "\\[\nx^2 +", "$$x^2 +", "text\n\n\\[ x^2 +"):
        *_, parser = written([text])
        block = parser.blocks[-1]
        assert isinstance(block, Math)
        assert (block.tex, block.closed) == ("x^2 +", False)
    parser = finished(["$$\nx"])
    assert outline(parser.blocks) == ["$$\nx"]


def test_a_table_appears_with_its_delimiters_and_grows_by_rows() -> None:
    seen: list[tuple[int, int]] = []
    for parser in written(list("intro\n\n| a | b |\n|---|---|\n| 1 | 2 |\n| 3 | 4 |\n\nafter\n")):
        tables = [block for block in parser.blocks if isinstance(block, Table)]
        assert "|" not in plain_text(block for block in parser.blocks if isinstance(block, Prose))
        state = (len(tables), sum(len(table.rows) for table in tables))
        if not seen or seen[-1] != state:
            seen.append(state)
    assert seen == [(0, 0), (1, 0), (1, 1), (1, 2)]


def test_code_knows_whether_it_is_closed() -> None:
    states = []
    for parser in written(list("```py\nx\n```\n\nafter")):
        states += [block.closed for block in parser.blocks if isinstance(block, Code)]
    assert states == sorted(states)
    assert {True, False} == set(states)
    assert all(block.closed for block in finished(["```py\nx"]).blocks if isinstance(block, Code))


@pytest.mark.parametrize(
    "text",
    [
        "2. b\n1. \n   |a|b|\n|-|-|\n",  # the item's first line is empty
        "> 1. a\n\n> 1. b\n",  # the blank line ends the quote, and the list in it
        "> ~~~\n> a\n\n\n>   \n\nb",  # the blank line ends the quote, and the code in it
        ">> a\nb\n    $$\nx\n$$> c",  # lines that go on with a paragraph in quotes
        "$$\nx\n$$|a|\n",  # what looks closed is not
        "- [x] one " + "two " * 800,
        "[^1]: one " + "two " * 800,
    ],
)
@pytest.mark.usefixtures("never_whole")
def test_what_was_read_wrong_once(text: str) -> None:
    for size in (3, 12, 19, 40):
        assert_reads_as_whole(text, [text[start : start + size] for start in range(0, len(text), size)])


def test_a_long_random_message_in_small_parts() -> None:
    chance = random.Random(7)
    text = "".join(chance.choice(FRAGMENTS) for _ in range(4_000))
    parts = []
    while sum(map(len, parts)) < len(text):
        done = sum(map(len, parts))
        parts.append(text[done : done + chance.randint(1, 40)])
    assert_reads_as_whole(text, parts)
