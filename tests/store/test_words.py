from __future__ import annotations

import pytest

from desktop.store.words import fold, match_expression, terms, words


@pytest.mark.parametrize(
    ("text", "cut"),
    [
        ("", []),
        (" ,.。！_-", []),
        ("Green tea", ["green", "tea"]),
        ("喝", ["喝"]),
        ("喝茶好", ["喝茶", "茶好", "好"]),
        ("喝，茶\n好", ["喝茶", "茶好", "好"]),
        ("用tea喝茶", ["用", "tea", "喝茶", "茶"]),
        ("snake_case3", ["snake", "case3"]),
        ("a\0b", ["a", "b"]),
        ("😀😀 ok", ["😀😀", "😀", "ok"]),
        ("Ｔｅａ ½ cafe\u0301", ["tea", "1", "2", "cafe"]),
    ],
)
def test_text_is_cut_into_words_and_pairs(text: str, cut: list[str]) -> None:
    assert words(text) == cut


@pytest.mark.parametrize(
    ("question", "expression"),
    [
        ("tea", '"tea" *'),
        ('"tea"', '"tea"'),
        ('"green tea', '"green tea"'),
        ("green tea", '"green" * AND "tea" *'),
        ("茶", '"茶" *'),
        ("喝茶", '"喝茶"'),
        ("喝茶好", '"喝茶 茶好"'),
        ("用tea", '"用 tea" *'),
        ("tea喝", '"tea 喝" *'),
        ('"tea喝"', '"tea 喝" *'),
        ("well-known", '"well known" *'),
    ],
)
def test_a_question_is_put_into_the_language_of_the_index(question: str, expression: str) -> None:
    assert match_expression(terms(question)) == expression


def test_folding_takes_away_case_width_and_accents_but_not_what_makes_another_letter() -> None:
    assert fold("ＣＡＦÉ Straße") == "cafe strasse"
    assert fold("が") != fold("か")
