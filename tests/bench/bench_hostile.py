"""The longest that the window stands still for messages that are huge or mean harm: run with `dev.py bench hostile`.

Each message is opened, scrolled through, shown at another width, and given in one go to a reply that is being written.
A figure is the longest single step of this process in milliseconds: 100 is what a person notices.
"""

from __future__ import annotations

import random
import sys
import time
from collections.abc import Callable

from msgspec.structs import replace
from PySide6.QtWidgets import QApplication

from desktop.model.message import Role, State, TextPart
from desktop.ui.explain import Explanation
from desktop.ui.theme import load_theme
from desktop.ui.transcript.view import TranscriptView
from tests.bench.material import CODE, entry, text_of
from tests.ui.transcript.conftest import RESOURCES

SIZE = (1_000, 800)
WAIT = 4.0  # seconds of slow work that are looked at after each step

MESSAGES: dict[str, Callable[[], str]] = {
    "1 MB of Markdown": lambda: text_of(random.Random(7), 1_000_000),
    "a line of 1 MB": lambda: "word **b** `c` " * 66_000,
    "a word of 1 MB": lambda: "x" * 1_000_000,
    "a cell of 1 MB": lambda: "| a | b |\n|--|--|\n| " + "word " * 200_000 + "| x |",
    "5,000 rows": lambda: "| a | b |\n|--|--|\n" + "\n".join(f"| row {n} | **{n}** 文本 |" for n in range(5_000)),
    "5,000 columns": lambda: "|a" * 5_000 + "|\n" + "|-" * 5_000 + "|\n" + "|b" * 5_000 + "|\n",
    "50,000 lines": lambda: "a line of a log\n" * 50_000,
    "50,000 points": lambda: "- a point of **a** list\n" * 50_000,
    "50,000 brackets": lambda: "[" * 50_000,
    "10,000 quotes in quotes": lambda: ">" * 10_000 + " x",
    "1 MB of code": lambda: "```python\n" + "\n".join(random.Random(3).choices(CODE, k=30_000)),
    "1 MB of code in a line": lambda: "```python\n" + "x = 1; " * 140_000,
    "20,000 formulas": lambda: "$x^2$ " * 20_000,
    "20,000 images": lambda: "![a](https://e.org/a.png)\n\n" * 20_000,
    "200,000 accents on a letter": lambda: "a" + "\u0301" * 200_000,
}


def steps(view: TranscriptView, work: Callable[[], object]) -> float:
    """Do `work` and what follows from it; return the milliseconds of the longest step."""
    worst = total = 0.0
    while True:
        began = time.thread_time()
        work()
        QApplication.processEvents()
        taken = time.thread_time() - began
        worst, total = max(worst, taken), total + taken
        if not view._slow_work.busy or total > WAIT:
            return worst * 1000
        work = _nothing


def _nothing() -> None:
    pass


def opened(view: TranscriptView, text: str) -> float:
    return steps(view, lambda: view.show_branch([entry(Role.USER, "hi", 0), entry(Role.ASSISTANT, text, 1)], None))


def scrolled(view: TranscriptView) -> float:
    bar = view.verticalScrollBar()
    return max(steps(view, lambda at=at: bar.setValue(bar.maximum() * at // 20)) for at in range(20))


def resized(view: TranscriptView) -> float:
    worst = steps(view, lambda: view.resize(700, SIZE[1]))
    view.resize(*SIZE)
    return worst


def streamed(view: TranscriptView, text: str) -> float:
    reply = entry(Role.ASSISTANT, "", 1, State.WRITING)
    view.show_branch([entry(Role.USER, "hi", 0), reply], None)
    view.begin_stream("m1")
    worst = steps(view, lambda: view.stream("m1", "", text))
    done = replace(reply, message=replace(reply.message, parts=(TextPart(text),), state=State.COMPLETE))
    return max(worst, steps(view, lambda: view.end_stream(done)))


def main() -> None:
    app = QApplication.instance() or QApplication([])
    theme = load_theme(RESOURCES / "themes" / "light.toml")
    view = TranscriptView(theme, 15, lambda _: Explanation("", (), ""), resources=RESOURCES)
    view.resize(*SIZE)
    view.show()
    opened(view, text_of(random.Random(1), 4_000))  # fonts, formulas, lexers
    chosen = [name for name in MESSAGES if not sys.argv[1:] or any(word in name for word in sys.argv[1:])]
    print(f"{'longest step, ms':30} {'opened':>8} {'scrolled':>8} {'resized':>8} {'streamed':>8}")
    for name in chosen:
        text = MESSAGES[name]()
        figures = (opened(view, text), scrolled(view), resized(view), streamed(view, text))
        print(f"{name:30}", *(f"{figure:8.1f}" for figure in figures), flush=True)
    view.close()
    del app


if __name__ == "__main__":
    main()
