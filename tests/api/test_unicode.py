"""Halves of characters."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from desktop.api.unicode import PairJoiner, without_surrogates

HALVES = st.sampled_from(["\ud83d", "\ude00", "a", "豆", "😀", ""])


@given(st.lists(HALVES, max_size=8), st.integers(0, 8))
def test_pairs_are_joined_wherever_they_are_split(halves: list[str], at: int) -> None:
    joiner = PairJoiner()
    found = joiner.take("".join(halves[:at])) + joiner.take("".join(halves[at:])) + joiner.finish()
    assert found == without_surrogates("".join(halves))
    found.encode()


def test_a_lone_half_is_replaced() -> None:
    assert without_surrogates("a\ud83db\ude00\ud83d\ude00") == "a\ufffdb\ufffd😀"
