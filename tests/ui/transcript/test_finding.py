from __future__ import annotations

import random
from collections.abc import Callable

import pytest
from PySide6.QtCore import QCoreApplication
from pytestqt.qtbot import QtBot

from desktop.model.message import State
from desktop.ui.transcript.entry_layout import Section
from desktop.ui.transcript.needle import Needle
from desktop.ui.transcript.view import TranscriptView
from tests.ui.transcript.conftest import answered, ended, read_whole, said
from tests.ui.transcript.gallery import MIXED, long_answer

FAR = [
    said("Where is the needle?"),
    answered(long_answer(30)),
    answered("A Needle, **and a nee**dle, [or none](https://needle.example)."),
    answered(long_answer(30)),
]


@pytest.fixture
def find(view: TranscriptView, qtbot: QtBot) -> Callable[..., int]:
    """Look for words and return how often they can be seen."""

    def find(*words: str) -> int:
        view.finder.search(words)
        qtbot.waitUntil(lambda: view.finder.complete, timeout=20_000)
        return view.finder.count

    return find


Find = Callable[..., int]


def step(view: TranscriptView, *, forward: bool = True) -> int | None:
    """Go to the next hit, and wait while what it stands in is read."""
    view.finder.go(forward=forward)
    for _ in range(20_000):
        if view.finder.complete:
            break
        QCoreApplication.processEvents()
    return view.finder.current


def marked(view: TranscriptView) -> str:
    """What the hit that was gone to reads."""
    assert view.finder.place is not None
    start, end = view.finder.place
    column = view.arrangement.layout(start.entry).column(start.section)
    return column.layout(start.block).plain(start.offset, end.offset)


def y_of_place(view: TranscriptView) -> int:
    assert view.finder.place is not None
    return view.sight._y_of(view.finder.place[0])


def test_hits_are_counted_without_regard_to_case(view: TranscriptView, find: Find) -> None:
    view.show_branch(FAR, None)
    assert find("NEEDLE") == 3
    assert find("no such words") == 0
    assert step(view) is None
    assert find("") == 0


@pytest.mark.parametrize(("text", "words", "found"), [
    ("Ｗｉｄｅ and wide", "wide", 2),
    ("narrow and wide", "ＮＡＲＲＯＷ", 1),
    ("A café, CAFÉ, cafe", "cafe", 3),
    ("学而时习之，不亦说乎", "习之,不", 1),
    ("“quoted” and don’t", "\"quoted\" and don't", 1),
    ("two\nlines", "two lines", 1),
    ("İstanbul ﬁne", "istanbul", 1),
    ("😀😀 smile 😀", "😀", 3),
    ("snake_case and *a*b", "ab", 1),
    ("`a` 2 ** 3", "2 ** 3", 1),
    ("[shown](https://hidden.example)", "hidden", 0),
    ("![a picture](https://x.example/y.png) of pictures", "picture", 2),
    ("half: $\\frac{1}{2}$", "frac", 1),
    ("$$\\frac{1}{2}$$", "frac", 1),
])  # fmt: skip
def test_what_is_seen_counts(view: TranscriptView, find: Find, text: str, words: str, found: int) -> None:
    view.show_branch([answered(text)], None)
    assert find(words) == found
    assert [step(view) for _ in range(found)] == list(range(found))


def test_going_from_hit_to_hit_round_the_conversation(view: TranscriptView, find: Find) -> None:
    view.show_branch(FAR, None)
    view.verticalScrollBar().setValue(0)
    assert find("needle") == 3
    messages = []
    for expected in (0, 1, 2, 0):
        assert step(view) == expected
        assert marked(view).lower() == "needle"
        messages.append(view.finder.place[0].entry)
        assert messages[-1] in view.sight.numbers()
    assert messages == [0, 2, 2, 0]
    assert step(view, forward=False) == 2
    assert step(view, forward=False) == 1


def test_the_first_hit_is_the_next_one_from_what_is_read(view: TranscriptView, find: Find) -> None:
    view.show_branch(FAR, None)
    assert view.at_bottom
    find("paragraph 2:")
    assert step(view) == 0  # round the end
    view.scroll_to_end()
    view.finder.prepare()
    find("paragraph 2:")
    assert step(view, forward=False) == 1


def test_typing_on_stays_where_it_is(view: TranscriptView, find: Find) -> None:
    view.show_branch([answered("tea\n\n" + long_answer(40) + "\n\ntea teapot teahouse")], None)
    view.verticalScrollBar().setValue(view.verticalScrollBar().maximum())
    view.finder.prepare()
    find("tea")
    assert step(view) == 1
    find("teap")
    assert step(view) == 0
    place = view.finder.place[0]
    assert place.block == len(view.arrangement.layout(0).text) - 1
    assert marked(view) == "teap"


def test_the_place_of_a_hit_is_in_sight_and_marked(view: TranscriptView, find: Find) -> None:
    text = long_answer(40).replace("Paragraph 23:", "Paragraph 23 😀 haystack:")
    view.show_branch([answered(text), answered(long_answer(9))], None)
    find("haystack")
    step(view)
    assert marked(view) == "haystack"
    y = y_of_place(view)
    assert 0 <= y < view.viewport().height()


def test_the_current_hit_looks_other_than_the_rest(view: TranscriptView, find: Find) -> None:
    view.show_branch([answered("needle\n\nneedle")], None)
    find("needle")
    step(view)
    picture = view.viewport().grab().toImage()
    left, y = view.sight.left + 1, y_of_place(view) + 2
    current = picture.pixel(left, y)
    step(view)
    other = picture.pixel(left, y_of_place(view) + 2)
    assert len({current, other, view._style.colour("paper").rgb()}) == 3


def test_a_hit_keeps_clear_of_what_stands_on_the_view(view: TranscriptView, find: Find) -> None:
    view.show_branch([answered("needle\n\n" + long_answer(40))], None)
    view.verticalScrollBar().setValue(10)
    view.sight.covered = 60
    find("needle")
    step(view)
    assert y_of_place(view) >= 20
    view.show_branch([answered(long_answer(40) + "\n\nneedle\n\n" + long_answer(40))], None)
    find("needle")
    step(view)
    view.verticalScrollBar().setValue(view.verticalScrollBar().value() + y_of_place(view) - 30)
    step(view)
    assert y_of_place(view) >= 60


def test_a_hit_far_to_the_right_of_a_wide_block(view: TranscriptView, find: Find) -> None:
    view.show_branch([answered("```\n" + "x" * 300 + " needle " + "x" * 300 + "\n```")], None)
    find("needle")
    step(view)
    layout = view.arrangement.layout(0).text.layout(0)
    start, end = view.finder.place
    area = next(layout.rects(start.offset, end.offset))
    assert area.left() >= 0
    assert area.right() <= layout.width


def test_folded_reasoning_unfolds_for_a_hit(view: TranscriptView, find: Find) -> None:
    view.show_branch(
        [answered("The answer.", reasoning=long_answer(20) + "\n\nThe needle."), answered(long_answer(20))], None
    )
    assert find("needle") == 1
    assert not view.arrangement.layout(0).reasoning_open
    assert step(view) == 0
    assert view.arrangement.layout(0).reasoning_open
    assert view.finder.place is not None
    assert view.finder.place[0].section == Section.REASONING
    assert 0 <= y_of_place(view) < view.viewport().height()


@pytest.mark.parametrize("words", ["quicksort(", "row 1", "文本", "E = mc", "bullet", "numbers"])
def test_in_every_kind_of_block(view: TranscriptView, find: Find, words: str) -> None:
    view.show_branch([answered(MIXED)], None)
    count = find(words)
    assert count == MIXED.count(words)
    assert [step(view) for _ in range(count)] == list(range(count))


def test_hits_in_a_long_table_and_long_code_are_marked_where_they_are_seen(view: TranscriptView, find: Find) -> None:
    rows = "\n".join(f"| row {n} | 茶 {n} |" for n in range(300))
    code = "\n".join(f"茶 = {n}" for n in range(500))
    view.show_branch([answered(f"| a | b |\n|--|--|\n{rows}\n\n```\n{code}\n```")], None)
    read_whole(view, 0)
    assert find("茶") == 800
    column = view.arrangement.layout(0).text
    for block, n in ((0, 150), (1, 250)):
        layout = column.layout(block)
        top = layout.height / 2
        first, last = layout.positions_between(top, top + 200)
        found = view.finder.ranges_in(layout, first, last)
        assert 0 < len(found) < 40
        assert {layout.plain(*place) for place in found} == {"茶"}
        nth = layout.nth_hit(view.finder._needle, n)
        assert layout.plain(nth[0], nth[1]) == "茶"


def test_what_streams_in_is_found(view: TranscriptView, find: Find, qtbot: QtBot) -> None:
    entry = answered(state=State.WRITING)
    view.show_branch([said("the needle"), entry], None)
    view.begin_stream(entry.message.id)
    view.stream(entry.message.id, "", "A first needle.\n\n")
    assert find("needle") == 2
    assert step(view) == 0
    view.stream(entry.message.id, "", "A second **nee**dle, and")
    qtbot.waitUntil(lambda: view.finder.count == 3, timeout=20_000)
    assert view.finder.current == 0
    assert [step(view), step(view)] == [1, 2]
    view.stream(entry.message.id, "", " a needle.")
    view.end_stream(ended(entry, "A first needle.\n\nA second **nee**dle, and a needle."))
    qtbot.waitUntil(lambda: view.finder.count == 4, timeout=20_000)
    view.append(said("one more needle"))
    qtbot.waitUntil(lambda: view.finder.count == 5, timeout=20_000)
    assert view.finder.current == 2


def test_a_message_found_elsewhere_is_gone_to(view: TranscriptView) -> None:
    view.show_branch(FAR, None)
    message = FAR[2].message
    assert view.show_hit(message.id, ["needle", "nee"])
    assert view.finder.place[0].entry == 2
    assert marked(view) == "Needle"
    assert view.show_hit(FAR[1].message.id, ["not seen in it"])
    assert 1 in view.sight.numbers()
    assert not view.show_hit("no such message", ["needle"])


def test_other_messages_are_searched_for_the_same_words(view: TranscriptView, find: Find, qtbot: QtBot) -> None:
    view.show_branch(FAR, None)
    find("needle")
    step(view)
    view.show_branch([answered("one needle")], None)
    qtbot.waitUntil(lambda: view.finder.complete, timeout=20_000)
    assert (view.finder.count, view.finder.current) == (1, None)


def test_the_count_of_a_stream_is_taken_from_its_end_only(
    view: TranscriptView, find: Find, monkeypatch: pytest.MonkeyPatch
) -> None:
    entry = answered(state=State.WRITING)
    view.show_branch([entry], None)
    view.begin_stream(entry.message.id)
    view.stream(entry.message.id, "", long_answer(300))
    read_whole(view, 0)
    assert find("paragraph") == 300
    counted = []
    count_in = Needle.count_in
    monkeypatch.setattr(Needle, "count_in", lambda needle, block: counted.append(block) or count_in(needle, block))
    view.stream(entry.message.id, "", "\n\nParagraph 300")
    view.finder._counting._count_touched()
    assert view.finder.count == 301
    assert len(counted) < 5


def test_every_hit_of_long_messages_is_in_sight_when_it_is_gone_to(view: TranscriptView, find: Find) -> None:
    chance = random.Random(2)
    kinds = ("```python\n{}```", "| a | b |\n|--|--|\n{}", "{}")
    lines = ("x = 1\n", "| 1 | 2 |\n", "some words ")
    parts = []
    for n in range(300):
        kind = chance.choice((0, 1, 2, 2))
        parts.append(kinds[kind].format(lines[kind] * chance.randint(1, 40)))
        if n % 6 == 0:
            parts.append(f"The needle number {n}.")
    text = "\n\n".join(parts)
    view.show_branch([answered(text), answered(long_answer(50)), answered(text)], None)
    assert find("needle") == 100
    for turn in range(25):
        for _ in range(chance.choice((1, 1, 7, 20))):
            step(view, forward=turn % 5 > 1)
            assert marked(view) == "needle"
        assert 0 <= y_of_place(view) < view.sight.height
        assert 0 <= view.finder.current < view.finder.count


@pytest.mark.parametrize("around", ["```\n{}\n```", "| a |\n|--|\n{}", "{}"])
def test_a_hit_deep_in_something_long_is_read_for(view: TranscriptView, qtbot: QtBot, around: str) -> None:
    lines = [f"| row {n} |" for n in range(4000)]
    lines[3500] = "| the needle |"
    view.show_branch([answered(around.format("\n".join(lines))), answered(long_answer(20))], None)
    view.finder.search(["needle"])
    view.finder.go(forward=True)
    assert (view.finder.count, view.finder.current) == (1, 0)
    qtbot.waitUntil(lambda: view.finder.place is not None, timeout=20_000)
    assert marked(view) == "needle"
    assert 0 <= y_of_place(view) < view.sight.height


def test_a_hit_that_turns_out_to_be_none_is_passed_over(view: TranscriptView, find: Find) -> None:
    hidden = f"{long_answer(40)}\n\n- a\n\n  [needle]: x\n\n{long_answer(20)}"
    view.show_branch([answered("one needle"), answered(hidden), said("needle")], None)
    view.finder.search(["needle"])
    places = set()
    for _ in range(6):
        step(view)
        assert marked(view) == "needle"
        places.add(view.finder.place[0][:3])
    assert {place[0] for place in places} == {0, 2}


def test_messages_without_hits_are_passed_over_for_as_long_as_it_takes(
    view: TranscriptView, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("desktop.ui.transcript.counting._READ", 0)  # as where the messages are too long to be counted
    monkeypatch.setattr("desktop.ui.transcript.finding._PATIENCE", 0)
    hidden = [answered("[Nothing](https://tea.example 'needle').") for _ in range(9)]
    view.show_branch([said("What?"), *hidden, answered("The needle.")], None)
    view.finder.search(["needle"])
    assert view.finder.complete
    view.finder.go(forward=True)
    qtbot.waitUntil(lambda: view.finder.place is not None, timeout=20_000)
    assert view.finder.place[0].entry == 10
    assert marked(view) == "needle"
