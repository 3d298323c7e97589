"""What every test stands on: no display, no user's profile, no user's keyring, English."""

from __future__ import annotations

import gc
import os
from collections.abc import Iterator
from pathlib import Path

# Before Qt is imported by anything: it reads these once.
os.environ["QT_QPA_PLATFORM"] = os.environ.get("TEAHOUSE_TEST_PLATFORM", "offscreen")
os.environ.pop("TEAHOUSE_API_KEY", None)

import pytest
from hypothesis import settings

from desktop import i18n

PROJECT = Path(__file__).resolve().parent.parent

pytest_plugins = [
    "tests.fixtures.demo",
    "tests.fixtures.screen_reader",
    "tests.fixtures.secret_service",
    "tests.fixtures.llama",
    "tests.fixtures.teahouse",
    "tests.ui.dialogs.account_steps",
]


# The same examples in every run, so that a change is judged by what it changes. To look for new ones:
# HYPOTHESIS_PROFILE=explore, with as many --hypothesis-seed as one likes.
settings.register_profile("same", derandomize=True, deadline=None)
settings.register_profile("explore", deadline=None)
settings.load_profile(os.environ.get("HYPOTHESIS_PROFILE", "same"))


def pytest_configure() -> None:
    # Cyclic garbage of Qt objects must not be collected on a worker; see desktop.jobs.Collector.
    gc.disable()


@pytest.fixture(autouse=True)
def _nothing_left_behind(request: pytest.FixtureRequest) -> Iterator[None]:
    """Garbage goes on this thread; and what Python made leaves the clipboard, which offscreen outlives Python."""
    yield
    if "qapp" in request.fixturenames:
        from PySide6.QtGui import QGuiApplication  # noqa: PLC0415 - most tests need no Qt

        QGuiApplication.clipboard().clear()
        gc.collect()


@pytest.fixture(autouse=True)
def _own_world(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Each test has its own home, speaks English and reaches no session bus, so no real keyring either."""
    home = tmp_path / "home"
    home.mkdir()
    monkeypatch.setenv("HOME", str(home))
    for kind in ("DATA", "CONFIG", "CACHE", "STATE"):
        monkeypatch.setenv(f"XDG_{kind}_HOME", str(home / kind.lower()))
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", f"unix:path={home / 'no-bus'}")
    i18n.choose_language("en", PROJECT / "resources")
    yield
    i18n.choose_language("en", PROJECT / "resources")
