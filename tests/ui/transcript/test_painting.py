"""Only what is new is painted; what has been painted piece by piece has to look like a whole painting."""

from __future__ import annotations

import random

import pytest
from PySide6.QtGui import QImage
from pytestqt.qtbot import QtBot

from desktop.model.message import State
from desktop.ui.transcript.view import TranscriptView
from tests.ui.transcript.conftest import answered, said
from tests.ui.transcript.gallery import MIXED, long_answer


def on_screen(view: TranscriptView) -> QImage:
    """What has really been painted into the window."""
    return view.screen().grabWindow(view.winId()).toImage().convertToFormat(QImage.Format.Format_RGB32)


def anew(view: TranscriptView) -> QImage:
    return view.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)


def settle(view: TranscriptView, qtbot: QtBot) -> None:
    qtbot.waitUntil(lambda: not view._slow_work.busy)
    for _ in range(3):
        qtbot.wait(1)


@pytest.mark.parametrize("seed", range(2))
def test_while_a_reply_is_written(view: TranscriptView, qtbot: QtBot, seed: int) -> None:
    chance, text, at = random.Random(seed), MIXED + long_answer(3) + MIXED, 0
    reply = answered(state=State.WRITING)
    view.show_branch([said("hi"), reply], None)
    view.begin_stream(reply.message.id)
    view.stream(reply.message.id, long_answer(1), "")
    while at < len(text):
        length = chance.randint(1, 80)
        view.stream(reply.message.id, "", text[at : at + length])
        at += length
        if chance.random() < 0.3:
            settle(view, qtbot)
            assert on_screen(view) == anew(view), text[:at][-60:]


def test_while_messages_are_measured_that_come_into_sight(view: TranscriptView, qtbot: QtBot) -> None:
    chance = random.Random(7)
    view.show_branch([each for _ in range(20) for each in (said(MIXED[:300]), answered(MIXED))], None)
    bar = view.verticalScrollBar()
    bar.setValue(bar.maximum() // 2)
    settle(view, qtbot)
    for _ in range(60):
        bar.setValue(bar.value() - chance.choice((60, 60, 7, 200, -90)))
        qtbot.wait(1)  # painted, but what would come next is not measured yet
        if chance.random() < 0.5:
            settle(view, qtbot)
            assert on_screen(view) == anew(view)


def test_while_it_scrolls(view: TranscriptView, qtbot: QtBot) -> None:
    chance = random.Random(4)
    view.show_branch([said("hi"), answered(MIXED), said("more"), answered(MIXED, reasoning=MIXED)], None)
    view.toggle_reasoning(3)
    bar = view.verticalScrollBar()
    for _ in range(40):
        bar.setValue(bar.value() + chance.choice((-60, 40, -300, 250, 1)))
        settle(view, qtbot)
        assert on_screen(view) == anew(view)
