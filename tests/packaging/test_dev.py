"""`packaging/dev.py`: from a bare checkout to the running program, again at once, and again after what went wrong."""

from __future__ import annotations

import hashlib
import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest
from environment import DEVELOPMENT, PYTHON_VERSION, RUNTIME, Environment

from tests.packaging.conftest import SCRIPTS, Checkout

needs_posix = pytest.mark.skipif(os.name != "posix", reason="Windows has no such signals")


def test_two_at_once_set_up_once(checkout: Checkout) -> None:
    pipes = {"stdout": subprocess.PIPE, "stderr": subprocess.PIPE}
    both = [subprocess.Popen(checkout.command("run"), text=True, **pipes) for _ in range(2)]
    answers = [process.communicate(timeout=300) for process in both]
    assert [out for out, _ in answers] == ["1.0\n"] * 2
    assert sum("Making .venv" in err for _, err in answers) == 1


def test_run_hands_over_arguments_and_exit_code(checkout: Checkout, tmp_path: Path) -> None:
    checkout.dev("run")
    (tmp_path / "desktop").mkdir()
    (tmp_path / "desktop" / "__init__.py").write_text("raise SystemExit('not the program')")
    started = time.monotonic()
    again = checkout.dev("run", "--demo", "two words", cwd=tmp_path)
    assert time.monotonic() - started < 2
    assert (again.stdout, again.stderr, again.returncode) == ("1.0 --demo two words\n", "", 7)


@needs_posix
def test_run_becomes_the_program_so_that_signals_reach_it(checkout: Checkout) -> None:
    checkout.dev("run")
    with subprocess.Popen(checkout.command("run", "wait"), stdout=subprocess.PIPE, text=True) as program:
        assert program.stdout is not None
        assert program.stdout.readline() == "waiting\n"
        program.send_signal(signal.SIGTERM)
        assert program.wait(10) == 9


def test_a_changed_lock_file_is_installed_over_what_is_there(checkout: Checkout) -> None:
    checkout.dev("run")
    (checkout.venv / "mine").touch()
    checkout.require("2.0")
    assert checkout.dev("run").stdout == "2.0\n"
    assert (checkout.venv / "mine").exists()
    checkout.require("1.0")


def test_a_requirement_with_another_hash_is_refused(checkout: Checkout) -> None:
    checkout.require("3.0", digest="0" * 64)
    refused = checkout.dev("run")
    checkout.require("1.0")
    assert refused.returncode == 1
    assert refused.stdout == ""
    assert "could not be installed" in refused.stderr
    assert "Traceback" not in refused.stderr
    assert not Environment(checkout.root).holds(RUNTIME)


@needs_posix
def test_a_set_up_killed_at_any_moment_is_repaired_by_the_next(checkout: Checkout) -> None:
    (checkout.venv / "left over").touch()
    for words in ("Making", "Installing"):
        checkout.stamp.unlink(missing_ok=True)
        checkout.python.unlink(missing_ok=True)
        _kill_when_it_says(words, checkout.command("run"))
        assert not Environment(checkout.root).holds(RUNTIME)
    assert checkout.dev("run").stdout == "1.0\n"
    assert not (checkout.venv / "left over").exists()


def _kill_when_it_says(words: str, command: list[str]) -> None:
    with subprocess.Popen(command, stderr=subprocess.PIPE, text=True, start_new_session=True) as setup:
        assert setup.stderr is not None
        while not setup.stderr.readline().startswith(words):
            assert setup.poll() is None
        os.killpg(setup.pid, signal.SIGKILL)


def test_a_checkout_that_moved_is_set_up_anew(checkout: Checkout, tmp_path: Path) -> None:
    """Scripts in an environment name the folder that it was made in."""
    checkout.dev("run")
    elsewhere = Checkout(tmp_path / "moved")
    checkout.venv.rename(elsewhere.venv)
    answer = elsewhere.dev("run")
    assert "Making .venv" in answer.stderr
    assert answer.stdout == "1.0\n"


@pytest.mark.parametrize(
    "change", [{"ready": False}, {"checkout": "/else"}, {"python": "3.8"}, {"locks": {}}, {"unknown": 1}]
)
def test_a_stamp_that_says_anything_else_is_not_trusted(tmp_path: Path, change: dict[str, object]) -> None:
    checkout = Checkout(tmp_path / "checkout")
    environment = Environment(checkout.root)
    environment.python.parent.mkdir(parents=True)
    environment.python.touch()
    lock = (checkout.root / "packaging" / "requirements.lock").read_bytes()
    locks = {"requirements.lock": hashlib.sha256(lock).hexdigest()}
    good = {"checkout": str(checkout.root), "python": PYTHON_VERSION, "ready": True, "locks": locks}
    environment.stamp.write_text(json.dumps(good))
    assert environment.holds(RUNTIME)
    assert not environment.holds(DEVELOPMENT)
    environment.stamp.write_text(json.dumps(good | change))
    assert not environment.holds(RUNTIME)


def test_no_command_shows_the_help_and_an_unknown_one_says_so(checkout: Checkout) -> None:
    for arguments, code in (((), 2), (("--help",), 0), (("fly",), 2)):
        answer = checkout.dev(*arguments)
        assert answer.returncode == code
        for name in ("setup", "run", "test", "lint", "bench", "torture", "screenshots", "bundle", "lock"):
            assert f"  {name} " in answer.stdout + answer.stderr
    assert "There is no command fly." in answer.stderr


def test_an_old_python_is_told_in_a_sentence() -> None:
    pretend = f"import runpy, sys; sys.version_info = (3, 9, 1); runpy.run_path({str(SCRIPTS / 'dev.py')!r})"
    answer = subprocess.run([sys.executable, "-c", pretend], capture_output=True, text=True, check=False)
    assert answer.returncode == 1
    assert answer.stderr.startswith("Teahouse needs Python 3.11 or newer, and this is Python 3.9.")
    assert "Traceback" not in answer.stderr
