"""The transcript beside a plain QTextBrowser that does the same, in one process; prints the tables of README.md.

Run by `python3 packaging/dev.py bench transcript`, or from the project's folder as
`.venv/bin/python -m tests.bench.bench_transcript [stream] [frames] [open] [move]`, on the screen that DISPLAY names or
else offscreen. Milliseconds are those of the UI thread on the processor, so that what else the machine does is left out
of them; with `--wall` they are by the clock on the wall.
"""

from __future__ import annotations

import gc
import os
import platform
import random
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path

if not os.environ.get("DISPLAY"):
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from PySide6 import __version__ as pyside_version
from PySide6.QtCore import QEventLoop, Qt, QTimer
from PySide6.QtWidgets import QApplication

from desktop.jobs import Collector
from tests.bench.contestants import SIZE, Browser, Contestant, Teahouse
from tests.bench.material import conversation, huge_blocks, text_of

CLOCK = time.perf_counter if "--wall" in sys.argv else time.thread_time
FRAMES = 200
TOKEN = 4  # characters
TOKENS_A_FRAME = 4  # at 60 frames a second 240 tokens a second
SECONDS = 3.0  # of each stream in the event loop
FRAME = 16  # ms: the window shows what has come once a frame
HEARTBEAT = 2  # ms
LOOKED_FOR = "client renders"
VIEWS = 2_000  # of 10,000 messages, from their beginning to their end

Figures = tuple[float, ...]
Section = Callable[[Contestant], Iterator[tuple[str, Figures]]]


def timed(work: Callable[[], object]) -> float:
    """Return the milliseconds that `work` costs together with the painting that follows from it."""
    began = CLOCK()
    work()
    QApplication.processEvents()
    return (CLOCK() - began) * 1000


def spread(times: list[float]) -> Figures:
    """Return the median, what 99 of 100 stay below, and the most."""
    ordered = sorted(times)
    return tuple(ordered[int((len(ordered) - 1) * share)] for share in (0.5, 0.99, 1))


def memory() -> float:
    """The memory this process has now, in MB; 0 where nobody tells."""
    statm = Path("/proc/self/statm")
    return int(statm.read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 2**20 if statm.exists() else 0.0


def settle() -> None:
    for _ in range(20):
        QApplication.processEvents()
    gc.collect()


def compare(title: str, section: Section) -> None:
    """Print a table. Each contestant is alone while it is measured: a large document works on when it is open."""
    tables = []
    for make in (Teahouse, Browser):
        contestant = make()
        tables.append(list(section(contestant)))
        contestant.view.close()
        contestant.view.deleteLater()
        settle()
    print(f"\n| {title} | {Teahouse.name} | {Browser.name} | |\n|--|--|--|--|")
    for (what, mine), (_, theirs) in zip(*tables, strict=True):
        ratio = theirs[0] / mine[0] if mine[0] > 0.5 else 0.0
        shown = f"{ratio:,.0f} ×" if ratio >= 10 else f"{ratio:.1f} ×" if ratio else ""
        print(f"| {what} | {slashed(mine)} | {slashed(theirs)} | {shown} |", flush=True)


def slashed(figures: Figures) -> str:
    return " / ".join(f"{figure:,.0f}" if figure >= 100 else f"{figure:.1f}" for figure in figures)


def opening(contestant: Contestant) -> Iterator[tuple[str, Figures]]:
    figures = {}
    for count in (100, 1_000, 10_000):
        entries = conversation(count)
        times = 7 if isinstance(contestant, Teahouse) else 1
        contestant.open(entries[:10])
        settle()
        opened = [timed(lambda entries=entries: contestant.open(entries)) for _ in range(times)]
        figures[count] = statistics.median(opened)
        yield f"open {count:,} messages", (figures[count],)
    yield "10,000 : 100 messages, times", (figures[10_000] / figures[100],)


def moving(contestant: Contestant) -> Iterator[tuple[str, Figures]]:
    entries = conversation(10_000)
    settle()
    before = memory()
    contestant.open(entries)
    settle()
    yield "memory once they are open, MB", (memory() - before,)
    bar, dice, view = contestant.view.verticalScrollBar(), random.Random(5), contestant.view
    bar.setValue(bar.maximum() // 2)
    settle()
    yield "a step of 60 px", spread([timed(lambda: bar.setValue(bar.value() - 60)) for _ in range(300)])
    yield "a jump anywhere", spread([timed(lambda: bar.setValue(dice.randrange(bar.maximum()))) for _ in range(60)])
    yield "find: the first place", (timed(lambda: contestant.find_first(LOOKED_FOR)),)
    turns = list(contestant.find_all(LOOKED_FOR))
    yield "find: all places", (sum(turns),)
    yield "find: longest stall", (max(turns),)

    def narrow(width: int) -> None:
        view.resize(width, SIZE[1])
        contestant.to_end()

    count = 10 if isinstance(contestant, Teahouse) else 2
    yield "another width", spread([timed(lambda n=n: narrow(640 + 8 * n)) for n in range(count)])
    view.resize(*SIZE)
    views = VIEWS if isinstance(contestant, Teahouse) else 100  # it has laid out all of them already
    for place in range(0, bar.maximum(), max(1, bar.maximum() // views)):
        bar.setValue(place)
        QApplication.processEvents()
    yield "memory once all have been seen, MB", (memory() - before,)


def frames_of(contestant: Contestant, text: str, prefill: int, most: int) -> Figures:
    contestant.begin(text[:prefill])
    settle()
    step = TOKEN * TOKENS_A_FRAME
    places = range(prefill, min(len(text), prefill + step * most), step)
    times = [timed(lambda at=at: contestant.feed(text[at : at + step])) for at in places]
    contestant.end()
    return spread(times)


def framing(contestant: Contestant) -> Iterator[tuple[str, Figures]]:
    for prefill in (1_000, 10_000, 100_000):
        text = text_of(random.Random(7), prefill + TOKEN * TOKENS_A_FRAME * FRAMES)
        most = FRAMES if isinstance(contestant, Teahouse) or prefill < 100_000 else 20
        yield f"into {prefill:,} characters", frames_of(contestant, text, prefill, most)
    for name, text in huge_blocks().items():
        prefill = len(text) - TOKEN * TOKENS_A_FRAME * FRAMES
        most = FRAMES if isinstance(contestant, Teahouse) else 10
        yield f"into {name}", frames_of(contestant, text, prefill, most)


def streaming(contestant: Contestant) -> Iterator[tuple[str, Figures]]:
    for rate in (200, 1_000):
        for prefill in (1_000, 100_000):
            text = text_of(random.Random(7), prefill + int(rate * TOKEN * (SECONDS + 1)))
            gaps, share = stream(contestant, text, prefill, rate)
            what = f"{rate:,} tokens/s into {prefill:,} characters"
            yield f"{what}: away for", spread(gaps)
            yield f"{what}: percent of a processor", (share * 100,)


def stream(contestant: Contestant, text: str, prefill: int, rate: int) -> tuple[list[float], float]:
    """Return how long the event loop was away each time, and which share of a processor all of it took."""
    contestant.begin(text[:prefill])
    settle()
    loop, heart, frames = QEventLoop(), QTimer(), QTimer()
    shown, began, used, last, gaps = prefill, time.perf_counter(), time.thread_time(), CLOCK(), list[float]()

    def beat() -> None:
        nonlocal last
        now = CLOCK()
        gaps.append(max(0.0, (now - last) * 1000 - (HEARTBEAT if CLOCK is time.perf_counter else 0)))
        last = now

    def frame() -> None:
        nonlocal shown
        due = prefill + int((time.perf_counter() - began) * rate) * TOKEN
        if due > shown:
            contestant.feed(text[shown:due])
            shown = due

    for timer, interval, work in ((heart, HEARTBEAT, beat), (frames, FRAME, frame)):
        timer.setTimerType(Qt.TimerType.PreciseTimer)
        timer.timeout.connect(work)
        timer.start(interval)
    QTimer.singleShot(int(SECONDS * 1000), loop.quit)
    loop.exec()
    contestant.end()
    return gaps, (time.thread_time() - used) / (time.perf_counter() - began)


SECTIONS: dict[str, tuple[str, Section]] = {
    "stream": ("in the event loop, ms p50 / p99 / max", streaming),
    "frames": (f"a frame of {TOKENS_A_FRAME} tokens, ms p50 / p99 / max", framing),
    "open": ("ms", opening),
    "move": ("in 10,000 messages, ms p50 / p99 / max", moving),
}


def main() -> None:
    app = QApplication.instance() or QApplication([])
    chosen = [name for name in sys.argv[1:] if name in SECTIONS] or list(SECTIONS)
    load = os.getloadavg()[0] if hasattr(os, "getloadavg") else 0.0
    versions = f"Python {platform.python_version()}, PySide6 {pyside_version}"
    print(f"{QApplication.platformName()}, {versions}, load {load:.1f}", flush=True)
    collector = Collector(app)
    collector.start()  # garbage is collected as it is in the window
    for name in chosen:
        compare(*SECTIONS[name])
    collector.stop()


if __name__ == "__main__":
    main()
