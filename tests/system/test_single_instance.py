from __future__ import annotations

import os
import signal
import subprocess
import sys
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from desktop.system import single_instance
from desktop.system.single_instance import SingleInstance

PROJECT = Path(__file__).resolve().parents[2]

START = """
import sys
from pathlib import Path
from PySide6.QtCore import QCoreApplication
from desktop.system.single_instance import SingleInstance
application = QCoreApplication([])
instance = SingleInstance(Path(sys.argv[1]))
instance.asked_to_show.connect(lambda token: print('asked', token, flush=True))
print('first' if instance.take() else 'second', flush=True)
if sys.argv[2] == 'stay':
    application.exec()
"""


def start(profile: Path, how: str, **environment: str) -> subprocess.Popen[str]:
    return subprocess.Popen(
        [sys.executable, "-c", START, str(profile), how],
        cwd=PROJECT,
        env={**os.environ, **environment},
        stdout=subprocess.PIPE,
        text=True,
    )


def line(process: subprocess.Popen[str]) -> str:
    assert process.stdout is not None
    return process.stdout.readline().strip()


def test_a_second_start_asks_the_first_to_show_itself(qtbot: QtBot, tmp_path: Path) -> None:
    first = SingleInstance(tmp_path)
    assert first.take()
    with qtbot.waitSignal(first.asked_to_show, timeout=10_000) as asked:
        second = start(tmp_path, "go", XDG_ACTIVATION_TOKEN="token-7")
    assert asked.args == ["token-7"]
    assert second.communicate(timeout=10)[0] == "second\n"
    first.release()


def test_another_profile_is_another_window(qtbot: QtBot, tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    (tmp_path / "b").mkdir()
    first, other = SingleInstance(tmp_path / "a"), SingleInstance(tmp_path / "b")
    assert first.take()
    assert other.take()
    first.release()
    other.release()


@pytest.mark.skipif(os.name != "posix", reason="kill -9 is POSIX")
def test_a_lock_that_a_crash_has_left_is_taken_over(tmp_path: Path) -> None:
    with start(tmp_path, "stay") as crashed:
        assert line(crashed) == "first"
        crashed.send_signal(signal.SIGKILL)
    with start(tmp_path, "stay") as next_one:
        assert line(next_one) == "first"
        with start(tmp_path, "go") as last:
            assert line(last) == "second"
        assert line(next_one) == "asked"
        next_one.kill()


def test_of_several_starts_at_once_one_is_the_first(tmp_path: Path) -> None:
    processes = [start(tmp_path, "stay") for _ in range(4)]
    try:
        assert sorted(line(process) for process in processes) == ["first", "second", "second", "second"]
    finally:
        for process in processes:
            process.kill()
            process.communicate()


def test_a_lock_that_nobody_answers_for_is_passed_over(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """After a crash its process number may have gone to another program of the same name."""
    monkeypatch.setattr(single_instance, "_PATIENCE", 0.1)
    silent, next_one = SingleInstance(tmp_path), SingleInstance(tmp_path)
    assert silent.take()
    assert next_one.take()  # in this thread nobody runs the event loop that could answer
    assert not list((tmp_path / "window").glob("show-*"))
    silent.release()


@pytest.mark.skipif(os.name != "posix" or os.geteuid() == 0, reason="a folder that its owner cannot write to")
def test_a_folder_that_cannot_be_written_does_not_keep_the_program_from_starting(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    assert SingleInstance(tmp_path).take()
    tmp_path.chmod(0o700)


def test_a_file_in_the_place_of_the_folder_does_not_keep_the_program_from_starting(tmp_path: Path) -> None:
    (tmp_path / "window").write_text("")
    assert SingleInstance(tmp_path).take()


def test_who_asks_before_the_first_one_watches_is_answered_too(qtbot: QtBot, tmp_path: Path) -> None:
    (tmp_path / "window").mkdir()
    (tmp_path / "window" / "show-1").write_text("early")
    first = SingleInstance(tmp_path)
    with qtbot.waitSignal(first.asked_to_show, timeout=10_000) as asked:
        assert first.take()
    assert asked.args == ["early"]
    assert not list((tmp_path / "window").glob("show-*"))
    first.release()
