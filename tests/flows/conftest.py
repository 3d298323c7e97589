"""The real window, offscreen, on a fresh profile, with the demo server behind its account."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from desktop.app import build
from desktop.application import Application
from desktop.model.account import Account
from tests.fixtures.demo import Demo
from tests.flows.person import Person

Start = Callable[..., Person]


@pytest.fixture
def profile(tmp_path: Path) -> Path:
    return tmp_path / "profile"


@pytest.fixture
def start(qtbot: QtBot, profile: Path) -> Iterator[Start]:
    """Start the program on the profile of the test, as often as it likes; what still runs at the end is quit."""
    running: list[Application] = []

    def start(*arguments: str) -> Person:
        application = build(["--profile", str(profile), *arguments])
        running.append(application)
        application.window.show()
        qtbot.waitExposed(application.window)
        return Person(application, qtbot)

    yield start
    for application in running:
        application.quit()
        application.window.close()
        application.window.deleteLater()


@pytest.fixture
def demo_account(demo: Demo) -> Account:
    return Account(
        "test", "Test", demo.base_url, model="deepseek-chat", models=("deepseek-chat", "deepseek-reasoner")
    )


@pytest.fixture
def person(start: Start, demo_account: Account) -> Person:
    """Somebody in front of the window of a profile with one account."""
    someone = start()
    someone.app.accounts.update(demo_account)
    return someone
