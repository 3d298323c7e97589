"""Arguments, exit codes, and what is loaded."""

from __future__ import annotations

import ast
import subprocess
import sys
from pathlib import Path

import pytest

from desktop import __version__
from tests.fixtures.teahouse import PROJECT, Teahouse, one_line


def test_the_version(teahouse: Teahouse) -> None:
    assert teahouse.run("--version").stdout == f"Teahouse {__version__}\n"


@pytest.mark.parametrize(
    "arguments",
    [
        ["frobnicate"],
        ["ask"],
        ["ask", " "],
        ["export", "--to", "x"],
        ["export", "--all", "some-id", "--to", "x"],
        ["export", "--all", "--to", "x", "--format", "pdf"],
        ["export", "--all", "--to", ""],
        ["import", ""],
        ["accounts"],
        ["accounts", "add", "x", "--base-url", "not an address"],
        ["accounts", "add", "x", "--base-url", "http://["],
        ["accounts", "add", "x", "--base-url", "https://host:99999/v1"],
        ["accounts", "add", "x"],
        ["search"],
        ["search", "tea", "--limit", "0"],
    ],
)
def test_bad_usage_is_one_line_and_2(teahouse: Teahouse, arguments: list[str]) -> None:
    assert one_line(teahouse.run(*arguments, code=2).stderr).startswith("teahouse")
    assert not teahouse.profile.exists()


@pytest.mark.skipif(sys.platform == "win32", reason="a shell of POSIX")
@pytest.mark.parametrize("closed", [">&-", "2>&-", "<&-", ">&- 2>&- <&-"])
def test_a_stream_that_is_closed_from_the_start_is_no_failure(teahouse: Teahouse, closed: str) -> None:
    command = [sys.executable, "-m", "desktop", "--profile", str(teahouse.profile), "export", "--all", "--to", "no"]
    done = subprocess.run(["sh", "-c", f'"$@" {closed}', "sh", *command], cwd=PROJECT, capture_output=True, check=False)
    assert (done.returncode, done.stderr) == (0, b"")


def test_the_program_is_its_own_demo_server() -> None:
    command = [sys.executable, "-m", "desktop", "demo-server"]
    with subprocess.Popen(command, cwd=PROJECT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout is not None
        assert server.stdout.readline().startswith("READY http://127.0.0.1:")
        server.communicate(timeout=20)
    assert server.returncode == 0


def test_the_profile_may_follow_the_command(tmp_path: Path) -> None:
    early, late = Teahouse(tmp_path / "early"), tmp_path / "late"
    early.run("list", "--profile", str(late))
    assert (late / "conversations.db").exists()
    assert not early.profile.exists()


@pytest.mark.parametrize(
    ("code", "allowed"),
    [
        ("import desktop.ui.explain", set()),
        ("from desktop.__main__ import main; main(sys.argv[1:])", set()),
        ("import desktop.commands.ask, desktop.commands.doctor, desktop.api.chat", {"PySide6.QtCore"}),
    ],
)
def test_commands_know_no_widgets_and_explaining_no_qt(teahouse: Teahouse, code: str, allowed: set[str]) -> None:
    tell = "; print([name for name in sys.modules if name.startswith('PySide6.Qt')])"
    command = [sys.executable, "-c", f"import sys; {code}{tell}", "--profile", str(teahouse.profile), "list"]
    done = subprocess.run(command, cwd=PROJECT, capture_output=True, text=True, check=True)
    assert set(ast.literal_eval(done.stdout)) == allowed


def test_a_profile_that_cannot_be_made_is_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    assert one_line(Teahouse(tmp_path / "file").run("list", code=1).stderr)


def test_a_damaged_settings_file_is_told_and_put_aside(teahouse: Teahouse) -> None:
    teahouse.profile.mkdir()
    (teahouse.profile / "settings.json").write_text("{ not json")
    assert "settings.damaged-1.json" in one_line(teahouse.run("list").stderr)
    assert teahouse.run("list").stderr == ""
