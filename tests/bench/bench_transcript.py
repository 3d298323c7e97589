"""The transcript beside a plain QTextBrowser that does the same, in one process; prints the tables of README.md.

Run by `python3 packaging/dev.py bench transcript`, or from the project's folder as
`.venv/bin/python -m tests.bench.bench_transcript [open] [stream] [frames] [huge]`, on the screen that DISPLAY names or
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
from itertools import islice
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
FRAMES = 250
TOKEN = 4  # characters
TOKENS_A_FRAME = 4  # at 60 frames a second 240 tokens a second
SECONDS = 4.0  # of each stream in the event loop
FRAME = 16  # ms: the window shows what has come once a frame
HEARTBEAT = 2  # ms
LOOKED_FOR = ("client renders", "selects text")
VIEWS = 2_000  # of a conversation of 10,000 messages, from its beginning to its end


def timed(work: Callable[[], object]) -> float:
    """Return the milliseconds that `work` costs together with the painting that follows from it."""
    began = CLOCK()
    work()
    QApplication.processEvents()
    return (CLOCK() - began) * 1000


def spread(times: list[float]) -> tuple[float, float, float]:
    """Return the median, what 99 of 100 stay below, and the most."""
    ordered = sorted(times)
    median, late, most = (ordered[int((len(ordered) - 1) * share)] for share in (0.5, 0.99, 1))
    return median, late, most


def memory() -> float:
    """The memory this process has now, in MB; 0 where nobody tells."""
    statm = Path("/proc/self/statm")
    return int(statm.read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE") / 2**20 if statm.exists() else 0.0


def heading(*columns: str) -> None:
    print(f"\n| {' | '.join(columns)} |\n|{'--|' * len(columns)}", flush=True)


def row(*cells: str) -> None:
    print(f"| {' | '.join(cells)} |", flush=True)


def slashed(figures: tuple[float, ...]) -> str:
    return " / ".join(f"{figure:.1f}" for figure in figures)


def times_as_much(mine: float, theirs: float) -> str:
    return f"{theirs / max(mine, 0.01):,.0f} ×" if theirs > 9.5 * mine else f"{theirs / max(mine, 0.01):.1f} ×"


def settle() -> None:
    for _ in range(20):
        QApplication.processEvents()
    gc.collect()


def opening(mine: Teahouse, theirs: Browser) -> None:
    heading("open, ms", mine.name, theirs.name, "")
    figures = {}
    for count in (100, 1_000, 10_000):
        entries = conversation(count)
        figures[count] = statistics.median([timed(lambda entries=entries: mine.open(entries)) for _ in range(8)][1:])
        slow = timed(lambda entries=entries: theirs.open(entries))
        row(f"{count:,} messages", f"{figures[count]:.1f}", f"{slow:,.0f}", times_as_much(figures[count], slow))
    row("10,000 : 100 messages", f"{figures[10_000] / figures[100]:.2f}", "", "")


def moving(mine: Teahouse, theirs: Browser) -> None:
    """In 10,000 messages, which both show already."""
    heading("in 10,000 messages, ms p50 / p99 / max", mine.name, theirs.name, "")
    ways: tuple[tuple[str, Callable[[Contestant], list[float]]], ...] = (
        ("a step of 60 px", steps), ("a jump anywhere", jumps), ("another width", widths)
    )  # fmt: skip
    for name, way in ways:
        ours, plain = spread(way(mine)), spread(way(theirs))
        row(name, slashed(ours), slashed(plain), times_as_much(ours[0], plain[0]))
    for words, when in zip(LOOKED_FOR, ("first search", "next one"), strict=True):
        found = [timed(lambda each=each, words=words: each.find(words)) for each in (mine, theirs)]
        row(f"find all of what is found, {when}", f"{found[0]:.1f}", f"{found[1]:.1f}", times_as_much(*found))


def steps(contestant: Contestant) -> list[float]:
    bar = contestant.view.verticalScrollBar()
    bar.setValue(bar.maximum() // 2)
    settle()
    return [timed(lambda: bar.setValue(bar.value() - 60)) for _ in range(300)]


def jumps(contestant: Contestant) -> list[float]:
    bar, dice = contestant.view.verticalScrollBar(), random.Random(5)
    return [timed(lambda: bar.setValue(dice.randrange(bar.maximum()))) for _ in range(60)]


def widths(contestant: Contestant) -> list[float]:
    """Narrower than the column may be, so that every line is broken anew."""
    times = 10 if isinstance(contestant, Teahouse) else 2
    narrow = [timed(lambda width=640 + 8 * n: contestant.view.resize(width, SIZE[1])) for n in range(times)]
    contestant.view.resize(*SIZE)
    return narrow


def remembering() -> None:
    heading("memory, MB", "of 10,000 messages", "more once they are open", "more once all have been seen")
    for make in (Teahouse, Browser):
        empty = memory()
        entries = conversation(10_000)
        settle()
        given = memory()
        contestant = make()
        contestant.open(entries)
        settle()
        opened = memory()
        bar = contestant.view.verticalScrollBar()
        for place in range(0, bar.maximum(), max(1, bar.maximum() // VIEWS)):
            bar.setValue(place)
            QApplication.processEvents()
        row(make.name, f"{given - empty:.0f}", f"{opened - given:+.0f}", f"{memory() - opened:+.0f}")
        contestant.view.close()


def pieces(text: str, prefill: int) -> Iterator[str]:
    step = TOKEN * TOKENS_A_FRAME
    for place in range(prefill, min(len(text), prefill + step * FRAMES), step):
        yield text[place : place + step]


def frames_of(contestant: Contestant, text: str, prefill: int, most: int = FRAMES) -> tuple[float, float, float]:
    contestant.begin(text[:prefill])
    settle()
    times = [timed(lambda piece=piece: contestant.feed(piece)) for piece in islice(pieces(text, prefill), most)]
    contestant.end()
    return spread(times)


def framing(mine: Teahouse, theirs: Browser) -> None:
    heading(f"a frame of {TOKENS_A_FRAME} tokens, ms p50 / p99 / max", mine.name, theirs.name, "")
    for prefill in (1_000, 10_000, 100_000):
        text = text_of(random.Random(7), prefill + TOKEN * TOKENS_A_FRAME * FRAMES)
        ours = frames_of(mine, text, prefill)
        plain = frames_of(theirs, text, prefill, FRAMES if prefill < 100_000 else 20)
        row(f"into {prefill:,} characters", slashed(ours), slashed(plain), times_as_much(ours[0], plain[0]))


def huge(mine: Teahouse, theirs: Browser) -> None:
    heading(f"a frame of {TOKENS_A_FRAME} tokens, ms p50 / p99 / max", mine.name, theirs.name, "")
    for name, text in huge_blocks().items():
        prefill = len(text) - TOKEN * TOKENS_A_FRAME * FRAMES
        ours, plain = frames_of(mine, text, prefill), frames_of(theirs, text, prefill, 10)
        row(f"into {name}", slashed(ours), slashed(plain), times_as_much(ours[0], plain[0]))


def streaming(mine: Teahouse, theirs: Browser) -> None:
    columns = [f"{each.name}: {what}" for each in (mine, theirs) for what in ("away", "processor")]
    heading("in the event loop: away for ms p50 / p99 / max", *columns)
    for rate in (200, 1_000):
        for prefill in (1_000, 100_000):
            text = text_of(random.Random(7), prefill + int(rate * TOKEN * (SECONDS + 1)))
            cells = []
            for contestant in (mine, theirs):
                gaps, share = stream(contestant, text, prefill, rate)
                cells += [slashed(spread(gaps)), f"{share:.0%}"]
            row(f"{rate:,} tokens/s into {prefill:,} characters", *cells)


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


def main() -> None:
    app = QApplication.instance() or QApplication([])
    chosen = [name for name in sys.argv[1:] if not name.startswith("-")] or ["stream", "frames", "huge", "open"]
    load = os.getloadavg()[0] if hasattr(os, "getloadavg") else 0.0
    versions = f"Python {platform.python_version()}, PySide6 {pyside_version}"
    print(f"{QApplication.platformName()}, {versions}, load {load:.1f}")
    collector = Collector(app)
    collector.start()  # garbage is collected as it is in the window
    mine, theirs = Teahouse(), Browser()
    if "stream" in chosen:
        streaming(mine, theirs)
    if "frames" in chosen:
        framing(mine, theirs)
    if "huge" in chosen:
        huge(mine, theirs)
    if "open" in chosen:
        opening(mine, theirs)
        moving(mine, theirs)
        for contestant in (mine, theirs):
            contestant.view.close()
        remembering()
    collector.stop()


if __name__ == "__main__":
    main()
