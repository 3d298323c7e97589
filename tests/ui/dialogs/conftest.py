"""The dialogs stand on the real settings, store, keys and jobs."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, datetime
from itertools import pairwise
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QRect
from PySide6.QtGui import QAccessible
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractSpinBox,
    QApplication,
    QComboBox,
    QHeaderView,
    QLineEdit,
    QPlainTextEdit,
    QWidget,
)

from desktop.controllers.accounts import AccountsController
from desktop.controllers.safety import SafetyController
from desktop.jobs import JobRunner
from desktop.model.conversation import Conversation
from desktop.settings import Settings
from desktop.store.accounts import Accounts
from desktop.store.database import Database
from desktop.system.keys import Keys
from desktop.system.vault import Vault
from tests.conftest import PROJECT

RESOURCES = PROJECT / "resources"
_CONTROLS = (QAbstractButton, QAbstractSpinBox, QComboBox, QLineEdit, QPlainTextEdit, QAbstractItemView)


@dataclass
class Trash:
    """What the page Data asks of the program."""

    folder: Path
    safety: SafetyController
    deleted: list[Conversation] = field(default_factory=list)
    calls: list[str] = field(default_factory=list)

    def open_folder(self) -> None:
        self.calls.append("open_folder")

    def export_all(self) -> None:
        self.calls.append("export_all")

    def trash(self) -> list[Conversation]:
        return list(self.deleted)

    def restore(self, conversation_id: str) -> None:
        self.calls.append(f"restore {conversation_id}")
        self.deleted = [each for each in self.deleted if each.id != conversation_id]

    def empty_trash(self, done: Callable[[], None]) -> None:
        self.deleted.clear()
        done()


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(tmp_path / "settings.json")


@pytest.fixture
def safety(qapp: QApplication, tmp_path: Path, settings: Settings) -> Iterator[SafetyController]:
    jobs = JobRunner()
    Database.open(tmp_path / "conversations.db").close()
    yield SafetyController(tmp_path / "conversations.db", settings, jobs)
    assert jobs.shutdown(10)


@pytest.fixture
def storage(tmp_path: Path, safety: SafetyController) -> Trash:
    now = datetime.now(UTC)
    titles = ("How tea is made", "今天的天气")
    return Trash(tmp_path, safety, [Conversation(title, title, now, now, deleted=now) for title in titles])


@pytest.fixture
def keys() -> Keys:
    """Over whatever keyring the environment names: none, unless a test starts one."""
    return Keys(Vault(seconds=5))


@pytest.fixture
def accounts(qapp: QApplication, tmp_path: Path, keys: Keys) -> Iterator[AccountsController]:
    jobs = JobRunner()
    with Database.open(tmp_path / "conversations.db") as database:
        yield AccountsController(Accounts(database), keys, jobs)
        assert jobs.shutdown(10)


def assert_usable_without_eyes_and_mouse(window: QWidget) -> None:
    """Every control that is shown has a name for a screen reader and takes the focus from the Tab key."""
    controls = [each for each in window.findChildren(QWidget) if isinstance(each, _CONTROLS) and each.isVisible()]

    assert controls
    for control in controls:
        if isinstance(control.parentWidget(), QComboBox | QAbstractSpinBox) or _is_of_qt(control):
            continue  # a part of another one
        heard = QAccessible.queryAccessibleInterface(control)
        assert heard.text(QAccessible.Text.Name), f"{control!r} {control.objectName()} has no name"
        if control.isEnabled():
            assert control.focusPolicy().value & 1, f"{heard.text(QAccessible.Text.Name)} is not reached by Tab"
    assert_tab_goes_as_one_reads(window)


def assert_tab_goes_as_one_reads(window: QWidget) -> None:
    """Along what stands beside each other, and down the window; once in a round from its end to its begin."""
    window.resize(window.width(), 2000)  # nothing is scrolled away
    stops = [window.nextInFocusChain()]
    while stops[-1] is not window:
        stops.append(stops[-1].nextInFocusChain())
    controls = [each for each in stops if isinstance(each, _CONTROLS) and each.isVisible() and each.isEnabled()]
    tabbed = [each for each in controls if each.focusPolicy().value & 1 and not _is_of_qt(each)]
    back = [
        f"{_name(before)} → {_name(after)}"
        for before, after in pairwise([*tabbed, tabbed[0]])
        if _stands_before(after, before, window)
    ]
    assert len(back) <= 1, back


def _stands_before(one: QWidget, other: QWidget, window: QWidget) -> bool:
    place, other_place = (QRect(each.mapTo(window, QPoint()), each.size()) for each in (one, other))
    is_beside = place.right() < other_place.left() and place.top() < other_place.bottom()
    return place.bottom() < other_place.top() or is_beside


def _name(control: QWidget) -> str:
    return QAccessible.queryAccessibleInterface(control).text(QAccessible.Text.Name)


def _is_of_qt(control: QWidget) -> bool:
    return (
        isinstance(control, QHeaderView)
        or control.objectName().startswith("qt_")
        or "QComboBox" in type(control.parentWidget()).__name__
    )
