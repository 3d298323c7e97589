"""The entry in the desktop's menu: valid, and it starts the program from wherever the bundle was put."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest

from tests.packaging.conftest import PROJECT

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="only Linux has such entries")

ENTRY = PROJECT / "packaging" / "linux" / "teahouse.desktop"
# GLib reads entries as desktops do; it comes with the accessibility bindings of the system's Python.
LAUNCH = "import sys; from gi.repository import Gio; Gio.DesktopAppInfo.new_from_filename(sys.argv[1]).launch()"


def test_it_is_valid() -> None:
    subprocess.run(["desktop-file-validate", ENTRY], check=True)


@pytest.mark.parametrize("name", ["teahouse", 'my "$HOME" `programs` back\\slash'])
def test_it_starts_the_program_and_goes_again(tmp_path: Path, name: str) -> None:
    bundle = tmp_path / name
    home = tmp_path / "user"
    started = tmp_path / "started"
    _make_bundle(bundle, f"#!/bin/sh\ntouch '{started}'\n")
    variables = os.environ | {"HOME": str(home), "XDG_DATA_HOME": str(home / "share")}

    subprocess.run(["sh", bundle / "install.sh"], env=variables, check=True, capture_output=True)
    entry = home / "share" / "applications" / "teahouse.desktop"
    subprocess.run(["desktop-file-validate", entry], check=True)
    subprocess.run(["/usr/bin/python3", "-c", LAUNCH, entry], env=variables, check=True)
    _wait_for(started)
    started.unlink()
    subprocess.run([home / ".local" / "bin" / "teahouse"], check=True)
    assert started.exists()
    assert (home / "share/icons/hicolor/48x48/apps/teahouse.png").read_text() == "picture"

    subprocess.run(["sh", bundle / "install.sh", "--remove"], env=variables, check=True, capture_output=True)
    assert [path for path in home.rglob("*") if not path.is_dir()] == []


def _make_bundle(folder: Path, program: str) -> None:
    """A bundle in all that the menu knows of it."""
    (folder / "share" / "applications").mkdir(parents=True)
    shutil.copy(ENTRY, folder / "share" / "applications")
    shutil.copy(ENTRY.with_name("install.sh"), folder)
    icon = folder / "share/icons/hicolor/48x48/apps/teahouse.png"
    icon.parent.mkdir(parents=True)
    icon.write_text("picture")
    (folder / "teahouse").write_text(program)
    (folder / "teahouse").chmod(0o755)


def _wait_for(path: Path) -> None:
    deadline = time.monotonic() + 20
    while not path.exists():
        assert time.monotonic() < deadline, f"{path} did not come"
        time.sleep(0.02)
