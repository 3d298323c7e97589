"""The trash is emptied of what is old, and of nothing else, whatever the clock says."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import datetime, timedelta
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from desktop.controllers.trash import TrashController
from desktop.settings import Settings
from desktop.store.conversations import Conversations
from desktop.store.database import Database
from desktop.store.messages import Messages
from desktop.store.trash import Trash
from tests.store import make

DAY = 24 * 60  # minutes


@pytest.fixture
def database(tmp_path: Path) -> Iterator[Database]:
    """Deleted on the first day, and on the fortieth; used until the fortieth."""
    with Database.open(tmp_path / "conversations.db") as opened:
        conversations, messages = Conversations(opened), Messages(opened)
        last = make.minutes(40 * DAY)
        for title, at, deleted in (("old", 0, make.START), ("new", 40, last), ("kept", 40, None)):
            conversation = make.conversation(title, at * DAY, deleted=deleted)
            conversations.add(conversation)
            messages.add(make.message(conversation, created=make.minutes(at * DAY)))
        yield opened


def left(database: Database, qtbot: QtBot, tmp_path: Path, now: datetime) -> list[str]:
    """Return what is in the trash after a while at this moment."""
    asked: list[datetime] = []

    def clock() -> datetime:
        asked.append(now)
        return now

    controller = TrashController(Trash(database), Settings(tmp_path / "settings.json"), clock=clock)
    controller.purge_now()
    qtbot.waitUntil(lambda: bool(asked), timeout=20_000)
    for _ in range(5):
        controller._purge()
    controller.stop()
    return sorted(conversation.title for conversation in Conversations(database).trash())


def test_what_is_older_than_thirty_days_goes(database: Database, qtbot: QtBot, tmp_path: Path) -> None:
    assert left(database, qtbot, tmp_path, make.minutes(41 * DAY)) == ["new"]
    assert [conversation.title for conversation in Conversations(database).all_shown()] == ["kept"]


@pytest.mark.parametrize("days", [-10_000, 0, 29])
def test_a_clock_that_goes_behind_empties_nothing(
    database: Database, qtbot: QtBot, tmp_path: Path, days: float
) -> None:
    assert left(database, qtbot, tmp_path, make.START + timedelta(days=days)) == ["new", "old"]


def test_a_clock_that_is_years_ahead_empties_nothing_that_is_recent(
    database: Database, qtbot: QtBot, tmp_path: Path
) -> None:
    assert left(database, qtbot, tmp_path, make.minutes(4000 * DAY)) == ["new"]
