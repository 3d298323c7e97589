"""Start and memory of the window, as ratios to an empty PySide6 window of the same Python.

Each figure is a median of runs in processes of their own, the two programs in turn, so that a busy machine slows both;
a ratio is the median of those of the pairs. Run from the project's folder; needs a display (Xvfb is one), or takes Qt's
offscreen platform.
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

PAIRS = 40  # single runs differ by a fifth, on a quiet machine too
SETTLED_PAIRS = 5  # of these the memory is read, two seconds later
MOST_SECONDS, MOST_MEMORY = 1.5, 1.6  # times an empty window
Pair = tuple[dict[str, float], dict[str, float]]

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

# Usable: painted once, and the event loop has come round with nothing left to do.
_MEASURE = """
import json, os
def memory():
    fields = dict(line.split(":", 1) for line in open("/proc/self/status") if ":" in line)
    return int(fields["VmRSS"].split()[0])
def usable():
    figures["seconds"] = time.perf_counter() - began
    QTimer.singleShot(WAIT, measured)
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
        profile = f"{folder}/profile"
        pair(profile, settled=False)  # fills the caches
        starts = [pair(profile, settled=False) for _ in range(PAIRS)]
        settled = [pair(profile, settled=True) for _ in range(SETTLED_PAIRS)]
    seconds = report("start", starts, "seconds", "ms", 1000.0)
    memory = report("memory", settled, "memory", "MB", 1 / 1024)
    return 0 if seconds <= MOST_SECONDS and memory <= MOST_MEMORY else 1


def report(name: str, pairs: list[Pair], figure: str, unit: str, scale: float) -> float:
    """Print and return how many times as much of a figure Teahouse takes."""
    empty, ours = (statistics.median(pair[program][figure] for pair in pairs) * scale for program in (0, 1))
    ratio = statistics.median(ours[figure] / empty[figure] for empty, ours in pairs)
    print(f"{name:8} empty window {empty:7.1f} {unit}   Teahouse {ours:7.1f} {unit}   ratio {ratio:.2f}")
    return ratio


def pair(profile: str, *, settled: bool) -> Pair:
    return run(_EMPTY, "", settled=settled), run(_TEAHOUSE, "application.settle()", profile, settled=settled)


def run(program: str, settle: str, *arguments: str, settled: bool) -> dict[str, float]:
    source = program + _MEASURE.replace("SETTLE", settle).replace("WAIT", "2000" if settled else "0")
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
