from __future__ import annotations

import subprocess
import sys
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[2]

LOOK = r"""
import builtins, linecache
before = builtins.__import__
import desktop.app
assert builtins.__import__ is before, "PySide still reads what is imported"
assert not [path for path in linecache.cache if "/desktop/" in path.replace("\\", "/")]
from PySide6.QtCore import QObject, Qt
assert QObject().objectName() == "" and Qt.AlignmentFlag.AlignLeft, "PySide's usual names"
"""


def test_the_start_reads_no_source_in_vain() -> None:
    subprocess.run([sys.executable, "-c", LOOK], cwd=PROJECT, check=True)
