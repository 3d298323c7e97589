"""Small checkouts to set up for real: the scripts of this one, a program that only answers, one requirement."""

from __future__ import annotations

import base64
import hashlib
import os
import shutil
import subprocess
import sys
import zipfile
from pathlib import Path

import pytest

PROJECT = Path(__file__).resolve().parents[2]
SCRIPTS = PROJECT / "packaging"
sys.path.append(str(SCRIPTS))  # the scripts are no package; the library of that name comes before them

PROGRAM = """
import signal, sys
import leaf
if sys.argv[1:] == ["wait"]:
    signal.signal(signal.SIGTERM, lambda *_: sys.exit(9))
    print("waiting", flush=True)
    while True:
        signal.pause()
print(leaf.VERSION, *sys.argv[1:])
sys.exit(7)
"""


class Checkout:
    """A folder with `packaging/` and a `desktop` that imports the one package of its lock file."""

    def __init__(self, root: Path) -> None:
        self.root = root
        self.venv = root / ".venv"
        self.stamp = self.venv / "teahouse.json"
        self.python = self.venv / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
        (root / "packaging").mkdir(parents=True)
        for script in SCRIPTS.glob("*.py"):
            shutil.copy(script, root / "packaging")
        (root / "desktop").mkdir()
        (root / "desktop" / "__init__.py").touch()
        (root / "desktop" / "__main__.py").write_text(PROGRAM)
        for lock in ("requirements-dev.lock", "requirements-models.lock"):
            (root / "packaging" / lock).touch()
        self.require("1.0")

    def require(self, version: str, digest: str = "") -> None:
        """Pin the package `leaf`, which is a file beside the lock file."""
        wheel = _write_wheel(self.root, version)
        digest = digest or hashlib.sha256(wheel.read_bytes()).hexdigest()
        source = f"--no-index\n--find-links {self.root.as_uri()}\n"
        lock = self.root / "packaging" / "requirements.lock"
        lock.write_text(f"{source}leaf=={version} --hash=sha256:{digest}\n")

    def command(self, *arguments: str) -> list[str]:
        return [sys.executable, str(self.root / "packaging" / "dev.py"), *arguments]

    def dev(self, *arguments: str, cwd: Path | None = None) -> subprocess.CompletedProcess[str]:
        command = self.command(*arguments)
        return subprocess.run(command, cwd=cwd or self.root, capture_output=True, text=True, timeout=300, check=False)


@pytest.fixture(scope="module")
def checkout(tmp_path_factory: pytest.TempPathFactory) -> Checkout:
    """One for all tests of a module: a set-up takes seconds, and every test leaves it to be repaired by the next."""
    return Checkout(tmp_path_factory.mktemp("dev") / "a checkout")


def _write_wheel(folder: Path, version: str) -> Path:
    path = folder / f"leaf-{version}-py3-none-any.whl"
    files = {
        "leaf.py": f"VERSION = {version!r}\n",
        f"leaf-{version}.dist-info/METADATA": f"Metadata-Version: 2.1\nName: leaf\nVersion: {version}\n",
        f"leaf-{version}.dist-info/WHEEL": "Wheel-Version: 1.0\nRoot-Is-Purelib: true\nTag: py3-none-any\n",
    }
    records = [f"{name},sha256={_record_digest(text)},{len(text)}\n" for name, text in files.items()]
    files[f"leaf-{version}.dist-info/RECORD"] = "".join([*records, f"leaf-{version}.dist-info/RECORD,,\n"])
    with zipfile.ZipFile(path, "w") as wheel:
        for name, text in files.items():
            wheel.writestr(zipfile.ZipInfo(name), text)
    return path


def _record_digest(text: str) -> str:
    return base64.urlsafe_b64encode(hashlib.sha256(text.encode()).digest()).decode().rstrip("=")
