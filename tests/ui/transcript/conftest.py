"""A real view, offscreen, and messages to show in it."""

from __future__ import annotations

from collections.abc import Callable
from datetime import UTC, datetime
from itertools import count
from pathlib import Path

import pytest
from msgspec.structs import replace
from pytestqt.qtbot import QtBot

from desktop.model.failure import Failure
from desktop.model.message import Message, Part, ReasoningPart, Role, State, TextPart
from desktop.ui.explain import Explanation
from desktop.ui.theme import load_theme
from desktop.ui.transcript.entry import Entry
from desktop.ui.transcript.entry_layout import Section
from desktop.ui.transcript.view import TranscriptView

RESOURCES = Path(__file__).resolve().parents[3] / "resources"
THEMES = {name: load_theme(RESOURCES / "themes" / f"{name}.toml") for name in ("light", "dark")}
_numbers = count(1)


class Clock:
    """A clock that only moves when it is told to."""

    def __init__(self) -> None:
        self.now = 100.0

    def __call__(self) -> float:
        return self.now


@pytest.fixture
def clock() -> Clock:
    return Clock()


@pytest.fixture
def view(qtbot: QtBot, clock: Clock) -> TranscriptView:
    made = TranscriptView(THEMES["light"], 15, explained, resources=RESOURCES, now=clock)
    qtbot.addWidget(made)
    made.resize(900, 600)
    made.show()
    qtbot.waitExposed(made)
    return made


@pytest.fixture
def new_view(qtbot: QtBot) -> Callable[[], TranscriptView]:
    def make() -> TranscriptView:
        made = TranscriptView(THEMES["light"], 15, explained, resources=RESOURCES)
        qtbot.addWidget(made)
        made.resize(900, 600)
        made.show()
        return made

    return make


def explained(failure: Failure) -> Explanation:
    return Explanation(
        f"It failed: {failure.kind}.", (("retry", "Try again"), ("open_settings", "Settings")), "HTTP 401"
    )


def message(role: Role, text: str = "", reasoning: str = "", state: State = State.COMPLETE, **more: object) -> Message:
    parts: tuple[Part, ...] = ()
    if reasoning:
        parts += (ReasoningPart(reasoning, 12.0),)
    if text:
        parts += (TextPart(text),)
    number = next(_numbers)
    return Message(f"m{number}", "c", f"m{number - 1}", role, parts, datetime.now(UTC), state, **more)  # type: ignore[arg-type]


def said(text: str) -> Entry:
    """What a person wrote."""
    return Entry(message(Role.USER, text), caption="14:02", actions=("copy", "edit"))


def answered(text: str = "", reasoning: str = "", state: State = State.COMPLETE, **more: object) -> Entry:
    """What a model wrote."""
    actions = () if state == State.WRITING else ("copy", "regenerate")
    written = message(Role.ASSISTANT, text, reasoning, state, **more)
    return Entry(written, caption="some-model · 14:02", actions=actions)


def ended(entry: Entry, text: str, reasoning: str = "", state: State = State.COMPLETE) -> Entry:
    """The same message when its stream has ended."""
    whole = message(Role.ASSISTANT, text, reasoning, state)
    return replace(entry, message=replace(entry.message, parts=whole.parts, state=state), actions=("copy",))


def read_whole(view: TranscriptView, number: int) -> None:
    """Read all of a message that came in one go, or that is long."""
    while view._catch_up():
        pass
    layout = view.arrangement.layout(number)
    for section in Section:
        while (unread := layout.column(section).unread(0, layout.column(section).height)) is not None:
            view.arrangement.read_block(number, section, unread)
    view.arrangement.resize(number)


def layout_of(view: TranscriptView, number: int) -> list[tuple[str, int]]:
    """Lay a message out as a whole and return what each of its blocks reads and how high it is."""
    read_whole(view, number)
    found = view.arrangement.layout(number)
    found.measure(0, 10_000_000)
    view.arrangement.resize(number)
    blocks = [found.text.layout(index) for index in range(len(found.text))]
    return [(block.plain(0, block.length), block.height) for block in blocks]
