"""Start and memory of the window, as ratios to an empty PySide6 window of the same Python; and from socket to pixels.

Each figure is the median of several runs in processes of their own, the two programs in turn, so that a busy machine
slows both. Run from the project's folder; needs a display (Xvfb is one), or takes Qt's offscreen platform.
"""

from __future__ import annotations

import json
import os
import statistics
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

RUNS = 9
_BOUNDS = (("seconds", "ms", 1000.0, 1.5), ("memory", "MB", 1 / 1024, 1.6))  # figure, unit, units in it, highest ratio

_EMPTY = """
import time; began = time.perf_counter()
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QMainWindow
qt = QApplication([])
window = QMainWindow()
window.resize(1180, 780)
"""

_TEAHOUSE = """
import sys, time; began = time.perf_counter()
from desktop.app import build
from PySide6.QtCore import QTimer
application = build(["--profile", sys.argv[1]])
from PySide6.QtWidgets import QApplication
qt, window = QApplication.instance(), application.window
"""

# Usable: painted once, and the event loop has come round with nothing left to do. Memory is read two seconds later.
_MEASURE = """
import json, os
def memory():
    fields = dict(line.split(":", 1) for line in open("/proc/self/status") if ":" in line)
    return int(fields["VmRSS"].split()[0])
def usable():
    figures["seconds"] = time.perf_counter() - began
    QTimer.singleShot(2000, measured)
def measured():
    figures["memory"] = memory()
    print(json.dumps(figures), flush=True)
    os._exit(0)
figures = {}
window.show()
SETTLE
QTimer.singleShot(0, lambda: QTimer.singleShot(0, usable))
qt.exec()
"""


def main() -> int:
    with tempfile.TemporaryDirectory() as folder, display():
        empty, ours = [], []
        for number in range(RUNS + 1):
            pair = (run(_EMPTY, ""), run(_TEAHOUSE, "application.settle()", f"{folder}/profile"))
            if number:  # the first pair fills the caches
                empty.append(pair[0])
                ours.append(pair[1])
    missed = False
    for figure, unit, scale, bound in _BOUNDS:
        base = statistics.median(each[figure] for each in empty) * scale
        mine = statistics.median(each[figure] for each in ours) * scale
        both = f"empty window {base:7.1f} {unit}   Teahouse {mine:7.1f} {unit}"
        print(f"{figure:8} {both}   ratio {mine / base:.2f} (at most {bound})")
        missed |= mine / base > bound
    return 1 if missed else 0


def run(program: str, settle: str, *arguments: str) -> dict[str, float]:
    source = program + _MEASURE.replace("SETTLE", settle)
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    output = subprocess.run(
        [sys.executable, "-c", source, *arguments],
        capture_output=True,
        check=True,
        text=True,
        env=environment,
        cwd=Path(__file__).resolve().parents[2],
    ).stdout
    figures: dict[str, float] = json.loads(output.splitlines()[-1])
    return figures


@contextmanager
def display() -> Iterator[None]:
    if not os.environ.get("DISPLAY") and not os.environ.get("WAYLAND_DISPLAY"):
        os.environ["QT_QPA_PLATFORM"] = "offscreen"
    yield


if __name__ == "__main__":
    sys.exit(main())
