from __future__ import annotations

from desktop.render.markdown import parse
from desktop.ui.transcript.frames import quotes_of


def quotes_in(markdown: str) -> list[tuple[int, ...]]:
    found: list[tuple[int, ...]] = []
    previous = None
    for block in parse(markdown):
        found.append(quotes_of(block, previous, found[-1] if found else ()))
        previous = block
    return found


def test_a_quote_around_a_list() -> None:
    assert quotes_in("> words\n> - one\n> - two") == [(0,), (0,), (0,)]


def test_a_quote_in_a_list_item() -> None:
    assert quotes_in("1. words\n   > quoted\n   >\n   > more\n\n   words") == [(), (1,), (1,), ()]


def test_a_quote_in_a_list_in_a_quote() -> None:
    assert quotes_in("> - one\n>   > deeper") == [(0,), (0, 1)]
