"""Inline thinking, split anywhere."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.api.think import ThinkSplitter


def split(*pieces: str) -> tuple[str, str]:
    splitter = ThinkSplitter()
    found = [splitter.take(piece) for piece in pieces] + [splitter.finish()]
    return "".join(reasoning for reasoning, _ in found), "".join(text for _, text in found)


@pytest.mark.parametrize(
    ("content", "expected"),
    [
        ("Hi", ("", "Hi")),
        ("<think>Hm</think>Hi", ("Hm", "Hi")),
        ("\n <think>Hm</think>\n\nHi\n", ("Hm", "Hi\n")),
        ("<think></think>Hi", ("", "Hi")),
        ("<think>a </th b</think>Hi", ("a </th b", "Hi")),
        ("<think>Hm", ("Hm", "")),
        ("<think>Hm</thi", ("Hm</thi", "")),
        ("<think>Hm</think>  ", ("Hm", "")),
        ("<think>Hm</think> \n \n", ("Hm", "")),
        ("<think>Hm</think> Hi", ("Hm", "Hi")),
        ("<think>Hm</think>\n \n    code\n    more", ("Hm", "    code\n    more")),
        ("<think>Hm</think>\n\n\u3000\u3000春天", ("Hm", "\u3000\u3000春天")),
        ("<thi", ("", "<thi")),
        ("  ", ("", "  ")),
        ("<thinking>Hm</thinking>", ("", "<thinking>Hm</thinking>")),
        ("Say <think>Hm</think>", ("", "Say <think>Hm</think>")),
        ("<think>a</think>b<think>c</think>", ("a", "b<think>c</think>")),
        ("", ("", "")),
    ],
)
def test_every_split_gives_the_same(content: str, expected: tuple[str, str]) -> None:
    for at in range(len(content) + 1):
        assert split(content[:at], content[at:]) == expected
    assert split(*content) == expected


@given(st.lists(st.sampled_from(["<think>", "</think>", "<", ">", "/", "think", " ", "\n", "a"]), max_size=12))
def test_no_word_is_lost(pieces: list[str]) -> None:
    reasoning, text = split(*pieces)
    whole = "".join(pieces)
    assert split(whole) == (reasoning, text)
    kept = whole.replace("<think>", "", 1).replace("</think>", "", 1) if whole.lstrip().startswith("<think>") else whole
    assert "".join((reasoning + text).split()) == "".join(kept.split())


def test_text_comes_at_once() -> None:
    splitter = ThinkSplitter()
    assert splitter.take("H") == ("", "H")
    assert splitter.is_settled
    splitter = ThinkSplitter()
    assert splitter.take("<think>Hm <") == ("Hm ", "")
