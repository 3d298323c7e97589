"""The bundle: built, started on a screen like any program, used once, and closed."""

from __future__ import annotations

import hashlib
import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from virtual_display import virtual_display

from desktop import APP_ID, APP_NAME, __version__
from tests.fixtures.secret_service import SecretService
from tests.packaging.conftest import PROJECT

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="Xvfb and xdotool are for Linux")

INGREDIENTS = ("desktop/**/*", "resources/**/*", "packaging/*.*", "packaging/linux/*", "build.spec")
QUESTION = "Good morning from the bundle"
PATIENCE = 60.0  # seconds; a shared machine can be slow


@pytest.fixture(scope="module")
def program() -> Path:
    """The bundled program; it is built when anything that goes into it has changed since the last time."""
    kept = PROJECT / "build" / "tested-bundles"
    bundle = kept / _digest_of_ingredients() / APP_ID
    if not bundle.is_dir():
        shutil.rmtree(kept, ignore_errors=True)
        places = ["--distpath", str(kept / "new"), "--workpath", str(PROJECT / "build" / "pyinstaller")]
        build = [sys.executable, "-m", "PyInstaller", "--noconfirm", "--log-level=ERROR", *places, "build.spec"]
        subprocess.run(build, cwd=PROJECT, check=True)
        (kept / "new").rename(bundle.parent)
    return bundle / APP_ID


@pytest.fixture
def display() -> Iterator[dict[str, str]]:
    """The environment for programs with a window; nothing that would let a bundle find this checkout is in it."""
    with virtual_display(windows_managed=True) as variables:
        places = {name: value for name, value in os.environ.items() if name not in {"PYTHONPATH", "VIRTUAL_ENV"}}
        yield places | variables


def test_it_knows_its_version_and_holds_every_file_of_the_program(program: Path) -> None:
    assert __version__ in _answer(program, "--version")
    for folder in ("desktop", "resources"):
        wanted = {path.relative_to(PROJECT) for path in _files(f"{folder}/**/*") if path.suffix != ".py"}
        brought = program.parent / "_internal"
        assert wanted
        assert [path for path in wanted if not (brought / path).is_file()] == []
    for size in (16, 48, 256):
        assert (program.parent / f"share/icons/hicolor/{size}x{size}/apps/{APP_ID}.png").read_bytes()[:4] == b"\x89PNG"


def test_it_brings_what_https_and_the_keyring_need(
    program: Path, secret_service: SecretService, tmp_path: Path
) -> None:
    assert (program.parent / "_internal" / "certifi" / "cacert.pem").is_file()
    profile = ["--profile", str(tmp_path / "profile")]
    add = [program, "accounts", "add", "Mine", "--base-url", "https://gateway.invalid/v1", "--key-stdin", *profile]
    key = "sk-only-in-the-keyring-1234"
    subprocess.run(add, input=key, text=True, env=secret_service.environment, check=True, timeout=PATIENCE)
    (account,) = json.loads(_answer(program, "accounts", "list", "--json", *profile))
    assert secret_service.stored(account["id"]) == key
    assert [path for path in tmp_path.rglob("*") if path.is_file() and key.encode() in path.read_bytes()] == []


def test_it_chats_once_through_its_window_and_closes(program: Path, display: dict[str, str], tmp_path: Path) -> None:
    profile = tmp_path / "profile"
    command = [program, "--profile", profile, "--demo"]
    said = tmp_path / "said"
    with said.open("w") as stderr, subprocess.Popen(command, env=display, cwd=tmp_path, stderr=stderr) as window:

        def until(look: Callable[[], Any]) -> Any:
            """Wait until the look finds something, and return that."""
            deadline = time.monotonic() + PATIENCE
            while not (found := look()):
                assert window.poll() is None, said.read_text()
                assert time.monotonic() < deadline, said.read_text()
                time.sleep(0.05)
            return found

        try:
            until(lambda: APP_NAME in _xdotool(display, "getactivewindow", "getwindowname"))
            _xdotool(display, "type", QUESTION)
            _xdotool(display, "key", "Return")
            question, answer = until(lambda: _finished_messages(program, profile))
            assert question == QUESTION
            assert len(answer) > len("Hello")
            _xdotool(display, "key", "alt+F4")
            assert window.wait(PATIENCE) == 0
        finally:
            window.kill()
    assert "Traceback" not in said.read_text()


def _finished_messages(program: Path, profile: Path) -> tuple[str, str] | None:
    """What was asked and answered, read with the bundle's own command line; None until the answer is complete."""
    if not json.loads(_answer(program, "--profile", str(profile), "list", "--json")):
        return None
    exported = profile.parent / "exported"
    shutil.rmtree(exported, ignore_errors=True)
    _answer(program, "--profile", str(profile), "export", "--all", "--to", str(exported), "--format", "json")
    (file,) = exported.glob("*.json")
    messages = json.loads(file.read_text(encoding="utf-8"))["messages"]
    if [message["state"] for message in messages if message["role"] == "assistant"] != ["complete"]:
        return None
    question, answer = (message for message in messages if message["role"] in {"user", "assistant"})
    return _text(question), _text(answer)


def _text(message: dict[str, Any]) -> str:
    return "".join(part.get("text", "") for part in message["parts"] if part["type"] == "text")


def _answer(program: Path, *arguments: str) -> str:
    command = [program, *arguments]
    return subprocess.run(command, check=True, capture_output=True, text=True, timeout=PATIENCE).stdout


def _xdotool(display: dict[str, str], *arguments: str) -> str:
    found = subprocess.run(["xdotool", *arguments], env=display, capture_output=True, text=True, check=False)
    return found.stdout.strip() if found.returncode == 0 else ""


def _files(pattern: str) -> list[Path]:
    found = (path for path in PROJECT.glob(pattern) if path.is_file() and path.suffix != ".pyc")
    return sorted(found)


def _digest_of_ingredients() -> str:
    digest = hashlib.sha256(sys.version.encode())
    for path in (path for pattern in INGREDIENTS for path in _files(pattern)):
        content = path.read_bytes()
        digest.update(f"{path.relative_to(PROJECT)} {len(content)} ".encode() + content)
    return digest.hexdigest()[:16]
