from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from desktop.model.tags import LONGEST, distinct, folded, tag_from


def test_a_tag_is_one_line_without_its_mark() -> None:
    assert tag_from("  #Green\n tea ") == "Green tea"
    assert tag_from(" # ") == ""
    assert len(tag_from("x" * 999)) == LONGEST


def test_case_and_width_make_no_other_tag_and_the_first_spelling_stays() -> None:
    assert distinct(["Tee", "tee", "ＴＥＥ", "b", "", "茶"]) == ("b", "Tee", "茶")


@given(st.lists(st.text()))
def test_tags_are_distinct_once_and_for_all(tags: list[str]) -> None:
    once = distinct(tags)
    assert distinct(once) == once
    assert len({folded(tag) for tag in once}) == len(once)
    assert all("\n" not in tag for tag in once)
