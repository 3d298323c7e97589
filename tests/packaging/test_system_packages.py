"""The system packages: found where they are, installed by root, otherwise named in a line to copy."""

from __future__ import annotations

import os
import sys
from pathlib import Path

import pytest
import system_packages
from system_packages import COMFORT, TESTS, WINDOW, Need

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="only Linux has system packages")


def test_nothing_is_missing_where_the_tests_run() -> None:
    assert system_packages.missing((*WINDOW, *COMFORT, *TESTS)) == []


def test_what_is_not_there_is_missing() -> None:
    absent = (
        Need("libnowhere.so.1", "libnowhere1", system_packages.has_library),
        Need("nowhere", "nowhere", system_packages.has_command),
        Need("Nowhere*", "fonts-nowhere", system_packages.has_font),
        Need("/nowhere", "nowhere", system_packages.has_path),
    )
    assert system_packages.missing(absent) == list(absent)


def test_a_user_gets_the_line_to_run(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    monkeypatch.setattr(system_packages, "_is_debian", lambda: True)
    advice = system_packages.provide(["libgl1", "libegl1"])
    assert advice.splitlines()[-1].strip() == "sudo apt-get install libgl1 libegl1"


def test_another_system_gets_the_names(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(system_packages, "_is_debian", lambda: False)
    assert "libgl1, libegl1" in system_packages.provide(["libgl1", "libegl1"])


def test_root_updates_the_lists_when_a_package_is_not_found(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """An apt-get of our own, which knows packages only after an update."""
    log = tmp_path / "log"
    apt = tmp_path / "apt-get"
    apt.write_text(
        f'#!/bin/sh\necho "$DEBIAN_FRONTEND $*" >> {log}\n'
        f'case "$*" in *update*) touch {tmp_path}/lists ;; *) test -e {tmp_path}/lists ;; esac\n'
    )
    apt.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}:{os.environ['PATH']}")
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    monkeypatch.setattr(system_packages, "_is_debian", lambda: True)
    assert system_packages.provide(["libgl1"]) == ""
    steps = log.read_text().splitlines()
    assert [("update" in step, "install" in step) for step in steps] == [(False, True), (True, False), (False, True)]
    assert all(step.startswith("noninteractive ") for step in steps)
    assert steps[-1].endswith("--yes --no-install-recommends libgl1")
