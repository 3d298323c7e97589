"""ChatGPT's marks: the words and links that they stand for, and no trace of the rest."""

from __future__ import annotations

from typing import Any

import pytest

from desktop.exchange.importers.chatgpt_marks import without_marks

CITE = "\ue200cite\ue202turn0search1\ue202turn0search4\ue201"


def answered(words: str, *references: Any) -> str:
    return without_marks(words, list(references))


def test_a_citation_becomes_the_link_that_the_page_shows() -> None:
    reference = {"matched_text": CITE, "alt": "([Teas](https://tea.example))", "type": "grouped_webpages"}
    assert answered(f"Oolong. {CITE}\n", reference) == "Oolong. ([Teas](https://tea.example))\n"


@pytest.mark.parametrize("references", [[], [{"matched_text": CITE, "alt": None}], [None, 7, {"matched_text": 3}]])
def test_a_citation_of_which_nothing_is_known_leaves_no_trace(references: list[Any]) -> None:
    assert answered(f"Oolong {CITE}.", *references) == "Oolong."


@pytest.mark.parametrize(
    ("mark", "words"),
    [
        ('\ue200entity\ue202["plant","Camellia","tea"]\ue201', "Camellia"),
        ("\ue200url\ue202Teas [all]\ue202https://tea.example/a_(b)\ue201", "[Teas (all)](<https://tea.example/a_(b)>)"),
        ("\ue200navlist\ue202More on tea\ue202turn0news1\ue201", "More on tea"),
        (
            '\ue200products\ue202{"selections": [["turn0product1","Kettle"],["turn0product2","Pot"]]}\ue201',
            "Kettle, Pot",
        ),
        ("\ue200i\ue202turn0image0\ue202turn0image1\ue201", ""),
        ("\ue203Oolong\ue204\ue200cite\ue202turn0search1\ue201\ue206", "Oolong"),
        ("\ue200entity\ue202[broken\ue201", ""),
        ("\ue200cite\ue202turn0", "citeturn0"),
    ],
)
def test_other_marks_leave_the_words_that_were_written_to_be_read(mark: str, words: str) -> None:
    assert answered(f"A{mark}B") == f"A{words}B"


def test_earlier_citations_become_links_and_other_brackets_stay() -> None:
    reference = {"matched_text": "【12†L3-L9】", "alt": None, "url": "https://tea.example", "title": "\n Teas \n"}
    words = "【乌龙】 is half-oxidised【12†L3-L9】 and sold【4:0†teas.pdf】."
    expected = "【乌龙】 is half-oxidised([Teas](https://tea.example)) and sold【4:0†teas.pdf】."
    assert answered(words, reference) == expected


def test_a_canvas_within_the_text_is_text() -> None:
    words = 'Here:\n\n:::writing{variant="email" id="58142" subject="Tea at five"}\nDear all\n:::\n\nShorter?\n:::\n'
    assert answered(words) == "Here:\n\n**Tea at five**\n\nDear all\n\nShorter?\n:::\n"


LONG = 100_000  # what grows with the square of it would take minutes


@pytest.mark.parametrize("opening", ["\ue200", "【", ":::writing{", ":::writing{}\n", " "])
def test_marks_that_never_end_take_no_longer_than_they_must(opening: str) -> None:
    assert "Tea" in answered(opening * LONG + "Tea", {"matched_text": opening, "alt": "x"})
