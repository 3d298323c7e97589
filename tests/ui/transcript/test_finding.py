from __future__ import annotations

import pytest

from desktop.ui.transcript.entry_layout import Section
from desktop.ui.transcript.view import TranscriptView
from tests.ui.transcript.conftest import answered, said
from tests.ui.transcript.gallery import MIXED, long_answer

FAR = [
    said("Where is the needle?"),
    answered(long_answer(30)),
    answered("A Needle, **and a nee**dle."),
    answered(long_answer(30)),
]


def test_hits_are_counted_without_regard_to_case(view: TranscriptView) -> None:
    view.show_branch(FAR, None)
    assert view.find_all("NEEDLE") == 2
    assert view.find_all("no such words") == 0
    assert view.find_next() is None
    assert view.find_all("") == 0


def test_going_from_hit_to_hit_round_the_conversation(view: TranscriptView) -> None:
    view.show_branch(FAR, None)
    view.verticalScrollBar().setValue(0)
    view.find_all("needle")
    messages = []
    for expected in (0, 1, 0):
        assert view.find_next() == expected
        assert view.finder.place is not None
        messages.append(view.finder.place[0].entry)
        assert messages[-1] in view.sight.numbers()
    assert messages == [0, 2, 0]
    assert view.find_next(forward=False) == 1


def test_the_place_of_a_hit_is_in_sight_and_marked(view: TranscriptView) -> None:
    text = long_answer(40).replace("Paragraph 23:", "Paragraph 23 😀 haystack:")
    view.show_branch([answered(text), answered(long_answer(9))], None)
    view.find_all("haystack")
    view.find_next()
    assert view.finder.place is not None
    place, end = view.finder.place
    block = view.arrangement.layout(0).text.layout(place.block)
    assert block.plain(place.offset, end.offset) == "haystack"
    assert 0 <= view.sight._y_of(place) < view.viewport().height()
    colours = {view.viewport().grab().toImage().pixel(x, view.sight._y_of(place) + 3) for x in range(700)}
    plain_colours = {view._style.colour(role).rgb() for role in ("paper", "text")}
    assert colours - plain_colours


def test_folded_reasoning_unfolds_for_a_hit(view: TranscriptView) -> None:
    view.show_branch(
        [answered("The answer.", reasoning=long_answer(20) + "\n\nThe needle."), answered(long_answer(20))], None
    )
    view.find_all("needle")
    assert view.find_next() == 0
    assert view.arrangement.layout(0).reasoning_open
    assert view.finder.place is not None
    assert view.finder.place[0].section == Section.REASONING
    assert 0 <= view.sight._y_of(view.finder.place[0]) < view.viewport().height()


@pytest.mark.parametrize("words", ["quicksort(", "row 1", "文本", "E = mc", "example.org", "bullet", "$$"])
def test_in_every_kind_of_block(view: TranscriptView, words: str) -> None:
    view.show_branch([answered(MIXED)], None)
    count = view.find_all(words)
    assert count == MIXED.count(words)
    assert [view.find_next() for _ in range(count)] == list(range(count))
