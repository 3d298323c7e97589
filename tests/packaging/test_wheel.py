"""The wheel: built from this checkout, installed away from it, it has all that the program needs."""

from __future__ import annotations

import subprocess
import sys
import sysconfig
import venv
from pathlib import Path

import pytest

from desktop import __version__
from tests.packaging.conftest import PROJECT


@pytest.fixture(scope="module")
def scripts(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The folder with the commands of a fresh environment where the wheel is installed.

    The libraries it needs are those of this environment, so nothing is downloaded.
    """
    folder = tmp_path_factory.mktemp("wheel")
    build = [sys.executable, "-m", "hatchling", "build", "-t", "wheel", "-d", str(folder)]
    subprocess.run(build, cwd=PROJECT, check=True, capture_output=True)
    (wheel,) = folder.glob("*.whl")
    venv.create(folder / "environment", with_pip=False)
    place = {"base": str(folder / "environment"), "platbase": str(folder / "environment")}
    commands = Path(sysconfig.get_path("scripts", "venv", place))
    pip = [sys.executable, "-m", "pip", "--python", str(commands / "python"), "install"]
    subprocess.run([*pip, "--no-deps", "--no-index", str(wheel)], check=True, capture_output=True)
    libraries = Path(sysconfig.get_path("purelib", "venv", place)) / "libraries.pth"
    libraries.write_text(sysconfig.get_path("purelib"))
    return commands


def _run(folder: Path, *command: str) -> str:
    program = [folder / command[0], *command[1:]]
    answer = subprocess.run(program, cwd=folder, capture_output=True, text=True, check=False)
    assert (answer.stderr, answer.returncode) == ("", 0)
    return answer.stdout


def test_the_command_tells_its_version(scripts: Path) -> None:
    assert __version__ in _run(scripts, "teahouse", "--version")


def test_the_command_works_on_a_profile(scripts: Path, tmp_path: Path) -> None:
    assert _run(scripts, "teahouse", "--profile", str(tmp_path / "profile"), "list", "--json").strip() == "[]"


def test_it_holds_every_file_of_the_program(scripts: Path) -> None:
    installed = Path(_run(scripts, "python", "-c", "import desktop; print(desktop.__path__[0])").strip())
    assert not installed.is_relative_to(PROJECT)
    wanted = {Path("resources") / path for path in _files(PROJECT / "resources")} | _files(PROJECT / "desktop")
    assert wanted - _files(installed) == set()
    assert not (installed.parent / "tests").exists()


def _files(folder: Path) -> set[Path]:
    found = (path for path in folder.rglob("*") if path.is_file() and path.suffix != ".pyc")
    return {path.relative_to(folder) for path in found}
