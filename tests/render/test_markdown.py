from __future__ import annotations

import re

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.render.blocks import Code, Prose, Table
from desktop.render.links import is_remote_image, is_safe_link
from desktop.render.markdown import parse
from desktop.render.plain import plain_text
from tests.render.samples import FRAGMENTS, outline


def test_blocks_stand_in_their_frames() -> None:
    text = "# Title\n\n> quote\n>\n> - one\n> - two\n>   1. deep\n\n"
    text += "3. three\n4. four\n\n   more\n\n- [x] done\n- [ ] open\n-\n"
    assert outline(parse(text)) == [
        "#Title",
        ">quote",
        ">  • one",
        ">  • two",
        ">    1. deep",
        "  3. three",
        "  4. four",
        "  more",
        "  • [x] done",
        "  • [ ] open",
        "  • ",
    ]


def test_items_are_counted_as_commonmark_counts() -> None:
    assert outline(parse("1. a\n1. b\n1. c\n")) == ["  1. a", "  2. b", "  3. c"]


def test_items_that_open_on_one_line_show_all_their_markers() -> None:
    assert outline(parse("1. - a\n   - b\n")) == ["    1. • a", "    • b"]


def test_each_block_has_its_lines() -> None:
    text = "para\nmore\n\n> - item\n>   goes on\n\n```py\ncode\n```\n"
    assert [(block.start, block.end, block.source) for block in parse(text)] == [
        (0, 2, "para\nmore"),
        (3, 5, "> - item\n>   goes on"),
        (6, 9, "```py\ncode\n```"),
    ]


def test_only_blocks_without_a_blank_line_between_them_are_tight() -> None:
    assert [block.frame.tight for block in parse("- a\n- b\n\n- c\n")] == [False, True, False]


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("**b** *i* ~~s~~ `c`", "b{b} i{i} s{s} c{c}"),
        ("***both***", "i{b{both}}"),
        ("**b *bi* b**", "b{b }i{b{bi}}b{ b}"),
        ("~one~", "~one~"),
        ("a\nb  \nc\\\nd", "a\nb\nc\nd"),
        ("`a|b` &amp; \\*", "c{a|b} & *"),
        ("[t **b**](https://example.com/x_y)", "l{t  → https://example.com/x_y}l{b{b} → https://example.com/x_y}"),
        ("[t](mailto:a@example.com)", "l{t → mailto:a@example.com}"),
        ("<https://example.com>", "l{https://example.com → https://example.com}"),
        ("![a *b*](https://example.com/i.png)", "img{a b → https://example.com/i.png}"),
        ("[![a](https://e.org/i.png)](https://e.org)", "l{img{a → https://e.org/i.png} → https://e.org}"),
        ("[text]()", "text"),
        ("<b>x</b> <!-- c --> <script>", "<b>x</b> <!-- c --> <script>"),
    ],
)
def test_inline_styles(text: str, shown: str) -> None:
    assert outline(parse(text)) == [shown]


@pytest.mark.parametrize(
    "address",
    [
        *("javascript:alert(1)", "vbscript:x", "data:text/html,x", "file:///etc/passwd", "ftp://e.org"),
        *("./local", "/root", "#part", "http:", "//e.org"),
    ],
)
def test_what_is_no_safe_link_is_shown_with_its_target(address: str) -> None:
    for text in (f"[text]({address})", f"![text]({address})"):
        [block] = parse(text)
        assert isinstance(block, Prose)
        assert all(span.link is None and span.image is None for span in block.spans)
        assert plain_text([block]) == text


def test_addresses_in_other_schemes_become_no_autolinks() -> None:
    assert outline(parse("<javascript:alert(1)> <file:///etc/passwd>")) == [
        "<javascript:alert(1)> <file:///etc/passwd>"
    ]


def test_html_blocks_are_text() -> None:
    text = '<div onclick="x">\n**b**\n</div>\n\n<table><tr><td>\n'
    assert outline(parse(text)) == ['<div onclick="x">\nb{b}\n</div>', "<table><tr><td>"]


def test_code_blocks() -> None:
    assert outline(parse("```python title=x\na\n\nb\n```\n~~~\nc\n~~~\n\n    d\n")) == [
        "code(python) 'a\\n\\nb\\n'",
        "code() 'c\\n'",
        "code() 'd\\n'",
    ]
    block = parse("```python title=x\na\n```")[0]
    assert isinstance(block, Code)
    assert block.info == "python title=x"


def test_tables_keep_every_cell() -> None:
    text = "| a | b |\n|:--|--:|\n| **1** | 2 |\n| 3 |\n| 4 | 5 | 6 | `7` |\n"
    assert outline(parse(text)) == ["table['left', 'right'] a | b / b{1} | 2 / 3 |  / 4 | 5 | 6 | c{7}"]


def test_a_table_in_a_list_in_a_quote() -> None:
    assert outline(parse("> - x\n>\n>   | a |\n>   |---|\n>   | 1 | more |\n")) == [
        ">  • x",
        ">  table[''] a / 1 | more",
    ]


def test_footnotes_stand_where_they_are_written() -> None:
    text = "see[^n] and[^none]\n\n[^n]: the note\n\n    goes on\n"
    assert outline(parse(text)) == ["seer{[n]} and[^none]", "  [n] the note", "  goes on"]


def test_a_used_link_definition_is_hidden_and_an_unused_one_is_shown() -> None:
    text = "[docs][1]\n\n[1]: https://example.com/docs\n[2]: https://example.com/other 'Other'\n[Alice]: hello\n"
    assert outline(parse(text)) == [
        "l{docs → https://example.com/docs}",
        "[2]: l{https://example.com/other → https://example.com/other} Other",
        "[Alice]: hello",
    ]


def test_controls_that_reorder_text_are_shown() -> None:
    blocks = parse("a\u202eb `c\u2066d`\n\n```\ne\u202af\n```\n\n[g\u2069](https://example.com/\u202e) $\u202ex$\n")
    everything = repr(blocks) + plain_text(blocks)
    assert not re.search("[\u202a-\u202e\u2066-\u2069]", everything)
    assert "a⟦U+202E⟧b c⟦U+2066⟧d" in plain_text(blocks)
    assert "e⟦U+202A⟧f" in plain_text(blocks)


def test_nul_and_foreign_line_ends() -> None:
    assert outline(parse("a\0b\r\nc\rd\u2028e")) == ["a\ufffdb\nc\nd\ne"]


def test_nothing_comes_of_nothing() -> None:
    assert parse("") == []
    assert parse("\n \n\t\n") == []


@given(st.lists(st.sampled_from([*FRAGMENTS, *(f" w{number}w " for number in range(30))]), max_size=50).map("".join))
def test_no_word_is_lost(text: str) -> None:
    fences = {word for line in text.split("\n") if re.search("```|~~~", line) for word in re.findall(r"w\d+w", line)}
    shown = plain_text(parse(text))
    infos = " ".join(block.info for block in parse(text) if isinstance(block, Code))
    for word in set(re.findall(r"w\d+w", text)):
        assert word in shown or (word in fences and word in infos) or f"({word}" in text, word


@given(st.text(alphabet="ab *_`[]()<>!$\\#-+1.>|~:\n\t&=^中。“”", max_size=200))
def test_no_letter_is_lost(text: str) -> None:
    blocks = parse(text)
    shown = plain_text(blocks) + "".join(block.info for block in blocks if isinstance(block, Code))
    for letter in "ab中":
        assert shown.count(letter) >= text.count(letter)


ADDRESSES = [
    "(javascript:x)",
    "(data:x)",
    "(file:///x)",
    "(//x)",
    "()",
    "(mailto:)",
    "(https://)",
    "[",
    "![",
    "]",
    "<x:y>",
]


@given(st.lists(st.sampled_from([*FRAGMENTS, *ADDRESSES, "[a]: file:///x\n", "[a]: x:y\n", "[a]"])).map("".join))
def test_no_span_leads_to_an_unsafe_place(text: str) -> None:
    for block in parse(text):
        rows = (block.header, *block.rows) if isinstance(block, Table) else ()
        cells = [block.spans] if isinstance(block, Prose) else [cell for row in rows for cell in row]
        for span in (span for cell in cells for span in cell):
            assert span.link is None or is_safe_link(span.link)
            assert span.image is None or is_remote_image(span.image)


@given(st.text(max_size=300))
def test_any_text_can_be_read(text: str) -> None:
    for block in parse(text):
        if isinstance(block, Table):
            assert all(len(row) == len(block.header) == len(block.alignments) for row in block.rows)
        if isinstance(block, Prose):
            assert all(span.line_break == (span.text == "\n") for span in block.spans)
