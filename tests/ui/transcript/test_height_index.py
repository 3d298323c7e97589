from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from desktop.ui.transcript.height_index import HeightIndex

HEIGHTS = st.lists(st.integers(0, 500), max_size=60)


@given(HEIGHTS)
def test_tops_are_the_sums_of_what_is_above(heights: list[int]) -> None:
    index = HeightIndex(heights)
    assert [index.top(row) for row in range(len(heights) + 1)] == [
        sum(heights[:row]) for row in range(len(heights) + 1)
    ]


@given(st.lists(st.integers(1, 500), min_size=1, max_size=60), st.integers(-10, 40_000))
def test_the_row_at_a_pixel_covers_it(heights: list[int], y: int) -> None:
    index = HeightIndex(heights)
    row = index.row_at(y)
    if 0 <= y < index.total:
        assert index.top(row) <= y < index.top(row) + heights[row]
    else:
        assert row == (0 if y < 0 else len(heights) - 1)


@given(HEIGHTS, st.lists(st.tuples(st.sampled_from("sat"), st.integers(0, 500), st.integers(0, 500)), max_size=40))
def test_it_stays_right_through_any_change(heights: list[int], changes: list[tuple[str, int, int]]) -> None:
    index, plain = HeightIndex(heights), list(heights)
    for kind, where, height in changes:
        if kind == "a":
            index.append(height)
            plain.append(height)
        elif kind == "t":
            index.truncate(where)
            del plain[where:]
        elif plain:
            index[where % len(plain)] = height
            plain[where % len(plain)] = height
        assert index.total == sum(plain)
    assert [index.top(row) for row in range(len(plain))] == [sum(plain[:row]) for row in range(len(plain))]


def test_no_rows() -> None:
    assert HeightIndex().row_at(0) == -1
    assert HeightIndex().total == 0
