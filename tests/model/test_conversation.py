from __future__ import annotations

import pytest

from desktop.model.conversation import TITLE_LENGTH, title_from
from desktop.model.ids import new_id
from desktop.model.parameters import Parameters, ignored_by


@pytest.mark.parametrize(
    ("text", "title"),
    [
        ("  How do\n I  brew tea? ", "How do I brew tea?"),
        ("", ""),
        ("请用三句话介绍一下乌龙茶的历史", "请用三句话介绍一下乌龙茶的历史"),
    ],
)
def test_short_text_is_its_own_title(text: str, title: str) -> None:
    assert title_from(text) == title


def test_long_text_is_cut_at_a_word() -> None:
    title = title_from("word " * 40)
    assert title.endswith("word…")
    assert len(title) <= TITLE_LENGTH + 1


def test_long_chinese_text_is_cut_where_it_must_be() -> None:
    assert title_from("茶" * 100) == "茶" * TITLE_LENGTH + "…"


def test_ids_sort_by_time_and_are_version_7() -> None:
    ids = [new_id() for _ in range(100)]
    assert len(set(ids)) == 100
    assert all(len(identifier) == 32 and identifier[12] == "7" for identifier in ids)
    assert [identifier[:12] for identifier in ids] == sorted(identifier[:12] for identifier in ids)


def test_parameters_fall_back_one_by_one() -> None:
    mine = Parameters(temperature=0.0)
    assert mine.over(Parameters(temperature=1.0, top_p=0.5)) == Parameters(temperature=0.0, top_p=0.5)


def test_the_reasoner_ignores_temperature() -> None:
    assert ignored_by("deepseek-reasoner") == {"temperature", "top_p"}
    assert ignored_by("deepseek/deepseek-r1") == {"temperature", "top_p"}
    assert not ignored_by("deepseek-chat")
