from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.model.message import Role
from desktop.store.question import Filter, Key, filters_in, question_from, with_filter, without_filters


@pytest.mark.parametrize(
    ("text", "words", "chosen"),
    [
        ("green tea", "green tea", Filter()),
        ("model:deepseek-chat tea", "tea", Filter(models=("deepseek-chat",))),
        ("tea MODEL:a model:b", "tea", Filter(models=("a", "b"))),
        ('folder:"At home" 茶 tag:red tag:#新', "茶", Filter(folders=("At home",), tags=("red", "#新"))),
        ("模型：ds 文件夹：家 我", "我", Filter(models=("ds",), folders=("家",))),
        ("role:user role:me role:assistant", "", Filter(roles=(Role.USER, Role.ASSISTANT))),
        ("from:2026-03-01 to:2026-03", "", Filter(since=date(2026, 3, 1), until=date(2026, 3, 31))),
        ("from:2024 to:2024", "", Filter(since=date(2024, 1, 1), until=date(2024, 12, 31))),
        ("to:2024-2", "", Filter(until=date(2024, 2, 29))),
        ("archived:yes", "", Filter(archived=True)),
        ("归档:否", "", Filter(archived=False)),
        ("“green tea” folder:“At home”", "“green tea”", Filter(folders=("At home",))),
        ('account:"Home', "", Filter(accounts=("Home",))),
    ],
)
def test_filters_are_read_from_the_text(text: str, words: str, chosen: Filter) -> None:
    question = question_from(text)
    assert (question.words, question.filter) == (words, chosen)
    assert not question.is_empty


@pytest.mark.parametrize(
    "text",
    [
        "role:banana",
        "from:yesterday",
        "from:2026-13",
        "to:2026-02-30",
        "from:0000",
        "archived:maybe",
        "https://example.org",
        "std::vector",
        "model:",
        "model: tea",
        'model:""',
        "remodel:x",
        '"tea model:x"',
        '"open model:x',
        'model:"a b"c',
    ],
)
def test_what_is_no_filter_is_words(text: str) -> None:
    question = question_from(text)
    assert (question.words, question.filter) == (text, Filter())


def test_a_filter_is_set_replaced_and_taken_away() -> None:
    text = with_filter("green tea", Key.MODEL, "deepseek chat")
    assert text == 'green tea model:"deepseek chat"'
    text = with_filter(text, Key.ROLE, "user")
    assert text == 'green tea model:"deepseek chat" role:user'
    text = with_filter(text, Key.MODEL, "gpt")
    assert text == "green tea role:user model:gpt"
    assert with_filter(text, Key.MODEL, "") == "green tea role:user"
    assert without_filters(text) == "green tea"
    assert with_filter("", Key.ROLE, "user") == "role:user"


@given(
    st.lists(
        st.sampled_from(["a", "茶", " ", ":", "：", '"', "-", "2026", "model:", "role:user", "from:", "标签"]),
        max_size=12,
    )
)
def test_any_text_is_a_question(pieces: list[str]) -> None:
    question_from("".join(pieces))


@given(st.text(max_size=30), st.sampled_from([Key.MODEL, Key.ACCOUNT, Key.TAG]), st.text("ab 茶-:/.", min_size=1))
def test_a_filter_that_was_set_is_read_again(text: str, key: Key, value: str) -> None:
    name = value.strip()
    if name and '"' not in text:
        assert [each for found, each, _ in filters_in(with_filter(text, key, name)) if found is key] == [name]
