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

MAKE = """
import enum, sys
made = set()
make = enum.EnumType.__new__
def note(metaclass, name, *arguments, **options):
    made.add(name)
    return make(metaclass, name, *arguments, **options)
enum.EnumType.__new__ = note
from desktop.app import build
application = build(["--profile", sys.argv[1]])
application.window.show()
application.quit()
assert "AlignmentFlag" in made
assert "WizardButton" not in made, "something asked Qt for a widget of Qt's own: PySide made the classes of all"
"""


def test_the_start_makes_no_class_of_widgets_that_it_does_not_show(tmp_path: Path) -> None:
    subprocess.run([sys.executable, "-c", MAKE, str(tmp_path)], cwd=PROJECT, check=True)


def test_the_start_reads_no_source_in_vain() -> None:
    subprocess.run([sys.executable, "-c", LOOK], cwd=PROJECT, check=True)
