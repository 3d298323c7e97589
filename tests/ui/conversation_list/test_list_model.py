from __future__ import annotations

from datetime import UTC, date, datetime, timedelta

import pytest
from PySide6.QtCore import Qt
from pytestqt.modeltest import ModelTester
from pytestqt.qtbot import QtBot

from desktop.model.conversation import Conversation
from desktop.ui.conversation_list.groups import day
from desktop.ui.conversation_list.list_model import ConversationListModel

NOW = datetime(2026, 11, 22, 12, 0, tzinfo=UTC)
TODAY = NOW.astimezone().date()


def conversation(name: str, days: float = 0, *, pinned: bool = False) -> Conversation:
    when = NOW - timedelta(days=days)
    return Conversation(name, name, created=when, updated=when, head_id="h", pinned=pinned)


@pytest.mark.parametrize(
    ("days", "group"),
    [(0, "Today"), (-2, "Today"), (1, "Yesterday"), (2, "Previous 7 days"), (7, "Previous 7 days"), (8, "11/2026")],
)
def test_groups_follow_the_calendar(days: int, group: str) -> None:
    assert day(conversation("x", days).updated, TODAY)[0] == group


def rows(model: ConversationListModel) -> list[str]:
    return [str(model.index(row).data()) for row in range(model.rowCount())]


def test_rows_are_grouped_and_the_newest_first(qtbot: QtBot, qtmodeltester: ModelTester) -> None:
    model = ConversationListModel(lambda: "Untitled", lambda: TODAY)
    pinned = conversation("p", 9, pinned=True)
    model.show([conversation("old", 40), conversation("a", 0.1), conversation("", 0), pinned])
    assert rows(model) == ["Pinned", "p", "Today", "Untitled", "a", f"{date(2026, 10, 13):%m/%Y}", "old"]
    qtmodeltester.check(model)


def test_headings_cannot_be_chosen(qtbot: QtBot) -> None:
    model = ConversationListModel(lambda: "Untitled", lambda: TODAY)
    model.show([conversation("a")])
    assert not model.index(0).flags() & Qt.ItemFlag.ItemIsSelectable
    assert model.index(1).flags() & Qt.ItemFlag.ItemIsSelectable


def test_a_change_that_moves_nothing_resets_nothing(qtbot: QtBot) -> None:
    model = ConversationListModel(lambda: "Untitled", lambda: TODAY)
    model.show([conversation("a"), conversation("b", 1)])
    resets: list[bool] = []
    for signal in (model.modelReset, model.rowsRemoved, model.rowsInserted):
        signal.connect(lambda *_: resets.append(True))
    model.show([conversation("b", 1), conversation("a")])
    assert not resets


def test_a_tooltip_is_no_html(qtbot: QtBot) -> None:
    model = ConversationListModel(lambda: "Untitled", lambda: TODAY)
    model.show([conversation("<img src='/etc/hostname'>")])
    assert "<" not in model.index(1).data(Qt.ItemDataRole.ToolTipRole)
    assert model.index(1).data() == "<img src='/etc/hostname'>"
