"""What the commands of `dev.py` do around the programs that they start."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import commands
import pytest
from virtual_display import virtual_display


def test_tests_see_nothing_of_the_person_who_runs_them(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("TEAHOUSE_API_KEY", "sk-of-the-person")
    monkeypatch.setenv("DBUS_SESSION_BUS_ADDRESS", "unix:path=/run/user/1000/bus")
    with commands._own_home() as variables:
        look = "import os, pathlib; print(os.environ['DBUS_SESSION_BUS_ADDRESS'], pathlib.Path.home(), sep='\\n')"
        seen = subprocess.run([sys.executable, "-c", look], env=variables, capture_output=True, text=True, check=True)
        bus, home = seen.stdout.splitlines()
        assert bus == "disabled:"
        assert Path(home) != Path.home()
        for name, value in variables.items():
            assert "sk-of-the-person" not in value
            assert not name.startswith("XDG_") or not name.endswith(("HOME", "RUNTIME_DIR")) or home in value
    assert not Path(home).exists()


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere the tests need no screen of their own")
def test_a_screen_lasts_as_long_as_its_block() -> None:
    ask = ["xdotool", "getdisplaygeometry"]
    with virtual_display(size="640x480", windows_managed=True) as display:
        seen = subprocess.run(ask, env=os.environ | display, capture_output=True, text=True, check=True)
        assert seen.stdout == "640 480\n"
    assert subprocess.run(ask, env=os.environ | display, capture_output=True, check=False).returncode != 0


def test_a_file_that_is_too_long_is_named(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(commands, "ROOT", tmp_path)
    for name, lines in (("short.py", commands.MOST_LINES), ("long.py", commands.MOST_LINES + 1)):
        path = tmp_path / "desktop" / "ui" / name
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text("x = 1\n" * lines)
    assert commands._long_files() == [(Path("desktop/ui/long.py"), commands.MOST_LINES + 1)]


def test_a_missing_benchmark_is_said(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(commands, "ROOT", tmp_path)
    monkeypatch.setattr(commands, "_prepare", lambda *_, **__: None)
    assert commands.main(["bench", "nothing"]) == 2
    assert "There is no benchmark nothing" in capsys.readouterr().err
