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
assert "StandardPixmap" not in made, "something named Qt's style, which has 566 enumerators"
"""


WRONG_CALLS = """
import inspect
from PySide6.QtCore import QObject, QSize, Qt, QTimer
from PySide6.QtGui import QFont
from PySide6.support.signature.lib import enum_sig, pyi_generator
for call in (
    lambda: QObject().setObjectName(3),
    lambda: QObject().setObjectName(),
    lambda: QObject().setObjectName("a", "b"),
    lambda: QObject(unknown=3),
    lambda: QObject().unknown,
    lambda: QObject().startTimer("x"),
    lambda: QSize(1, 2, 3, 4),
    lambda: QSize(1, 2) + 3,
    lambda: QTimer(interval="x"),
    lambda: QTimer.singleShot("x"),
    lambda: QFont("a", pointSize=3, pointsize=4),
    lambda: QObject.__doc__,
    lambda: QObject.connect.__doc__,
    lambda: inspect.signature(QTimer.start),
    lambda: enum_sig.HintingEnumerator,
    lambda: pyi_generator.Writer,
):
    try:
        print(call())
    except Exception as error:
        print(type(error).__name__, error)
"""

WAITS = """
import sys
from desktop.app import build
application = build(["--profile", sys.argv[1]])
application.window.show()
application.quit()
from shibokensupport.signature import parser
assert "pyside_type_init" not in vars(parser), "something made PySide word an error or a signature"
assert parser.pyside_type_init and "__getattr__" not in vars(parser)
"""


def test_the_start_compiles_nothing_for_errors(tmp_path: Path) -> None:
    subprocess.run([sys.executable, "-c", WAITS, str(tmp_path)], cwd=PROJECT, check=True)


def test_wrong_calls_get_the_same_errors() -> None:
    usual, quick = (
        subprocess.run([sys.executable, "-c", code], cwd=PROJECT, check=True, capture_output=True, text=True).stdout
        for code in (WRONG_CALLS, f"import desktop.ui.quick_imports\n{WRONG_CALLS}")
    )
    assert quick == usual
    assert "PySide6.QtCore.QObject.setObjectName(name: str, /)" in quick


def test_the_start_makes_no_class_of_widgets_that_it_does_not_show(tmp_path: Path) -> None:
    subprocess.run([sys.executable, "-c", MAKE, str(tmp_path)], cwd=PROJECT, check=True)


def test_the_start_reads_no_source_in_vain() -> None:
    subprocess.run([sys.executable, "-c", LOOK], cwd=PROJECT, check=True)
