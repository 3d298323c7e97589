"""The transcript beside a plain QTextBrowser, in one process: open, stream, scroll, and blocks of unusual size.

Run by `python3 packaging/dev.py bench transcript`, or as a script from the project's folder. A frame is what one turn
of the event loop costs with four new tokens in it. Times are those of the UI thread on the processor, so that what else
the machine does is left out of them; `--wall` measures by the clock on the wall instead.
"""

from __future__ import annotations

import gc
import os
import random
import resource
import statistics
import sys
import time
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from PySide6.QtWidgets import QApplication, QTextBrowser

from desktop.model.message import Message, Role, State, TextPart
from desktop.ui.explain import Explanation
from desktop.ui.theme import load_theme
from desktop.ui.transcript.entry import Entry
from desktop.ui.transcript.view import TranscriptView

RESOURCES = Path(__file__).resolve().parents[2] / "resources"
SIZE = (1000, 800)
FRAMES = 250
TOKENS_A_FRAME = 4  # of four characters each: at 60 frames a second 240 tokens a second
_SENTENCE = (
    "the quick model returns a stream of tokens which the client renders as **somebody** scrolls and selects text in "
    "a long conversation about compilers, `databases`, networks and [links](https://example.org/a?b=c) and *emphasis*"
)
WORDS = _SENTENCE.split()
CHINESE = (
    "模型输出一段很长的中文文本，用于测试排版性能，其中包含标点符号与**加粗**的词语，以及`代码`片段。"
    "界面在流式输出时保持流畅。"
)
CODE = '''def quicksort(numbers: list[int]) -> list[int]:
    """Sort numbers; average O(n log n)."""
    if len(numbers) <= 1:
        return numbers
    pivot = numbers[len(numbers) // 2]
    left = [n for n in numbers if n < pivot]      # smaller
'''.splitlines()
FORMULAS = (r"\(a^2+b^2=c^2\)", r"\(\frac{1}{n}\sum_{i=1}^{n} x_i\)", "$E=mc^2$")


def paragraph(dice: random.Random, words: int) -> str:
    if dice.random() < 0.35:
        return CHINESE * max(1, words // 30)
    chosen = dice.choices(WORDS, k=words)
    return " ".join([*chosen, dice.choice(FORMULAS)] if dice.random() < 0.2 else chosen) + "."


def block(dice: random.Random) -> str:
    kind = dice.random()
    if kind < 0.5:
        return paragraph(dice, dice.randint(25, 80))
    if kind < 0.6:
        return "## " + " ".join(dice.choices(WORDS[:9], k=4))
    if kind < 0.75:
        return "\n".join("- " + paragraph(dice, 12) for _ in range(dice.randint(3, 6)))
    if kind < 0.87:
        return "```python\n" + "\n".join(dice.choices(CODE, k=dice.randint(5, 25))) + "\n```"
    if kind < 0.94:
        rows = [f"| row {n} | {dice.random():.4f} | {CHINESE[n : n + 8]} |" for n in range(4)]
        return "\n".join(["| Name | Value | 说明 |", "|:--|--:|:-:|", *rows])
    return r"\[ \int_0^1 x^2\,dx = \frac{1}{3} \]"


def text_of(dice: random.Random, length: int) -> str:
    parts: list[str] = []
    while length > 0:
        parts.append(block(dice))
        length -= len(parts[-1]) + 2
    return "\n\n".join(parts)


def entry(role: Role, text: str, number: int, state: State = State.COMPLETE) -> Entry:
    parts = (TextPart(text),) if text else ()
    message = Message(f"m{number}", "c", None, role, parts, datetime.now(UTC), state)
    return Entry(message, caption="some-model · 14:02", actions=("copy",))


def conversation(count: int) -> list[Entry]:
    dice = random.Random(1)
    made: list[Entry] = []
    for number in range(count):
        if number % 2:
            made.append(entry(Role.ASSISTANT, text_of(dice, int(min(12_000, dice.lognormvariate(7.2, 0.7)))), number))
        else:
            made.append(entry(Role.USER, paragraph(dice, dice.randint(8, 40)), number))
    return made


def memory() -> float:
    """The most memory this process has had, in MB."""
    return resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024


def timed(work: Callable[[], object]) -> float:
    """Return the milliseconds that `work` costs together with the painting that follows from it."""
    clock = time.perf_counter if "--wall" in sys.argv else time.thread_time
    began = clock()
    work()
    QApplication.processEvents()
    return (clock() - began) * 1000


def spread(times: list[float]) -> str:
    ordered = sorted(times)
    at = [ordered[int((len(ordered) - 1) * share)] for share in (0.5, 0.99, 1)]
    return f"p50 {at[0]:7.2f}   p99 {at[1]:7.2f}   max {at[2]:7.2f}"


def say(what: str, figures: str) -> None:
    print(f"{what:58} {figures}", flush=True)


def new_view() -> TranscriptView:
    theme = load_theme(RESOURCES / "themes" / "light.toml")
    view = TranscriptView(theme, 15, lambda _: Explanation("", (), ""), resources=RESOURCES)
    view.resize(*SIZE)
    view.show()
    QApplication.processEvents()
    return view


def new_browser() -> QTextBrowser:
    browser = QTextBrowser()
    browser.resize(*SIZE)
    browser.show()
    QApplication.processEvents()
    return browser


def opening() -> None:
    print("\nOpen a conversation, from the call to the painted view (median of 7 after one to warm up)")
    view, figures = new_view(), {}
    for count in (100, 1_000, 10_000):
        entries = conversation(count)
        times = [timed(lambda entries=entries: view.show_branch(entries, None)) for _ in range(8)]
        figures[count] = statistics.median(times[1:])
        say(
            f"  transcript, {count:,} messages",
            f"{figures[count]:8.1f} ms   {view.arrangement.blocks_made} blocks laid out",
        )
    entries, browser = conversation(1_000), new_browser()
    whole = "\n\n".join(each.message.text for each in entries)
    slow = timed(lambda: browser.setMarkdown(whole))
    say("  QTextBrowser, 1,000 messages", f"{slow:8.1f} ms   {slow / figures[1_000]:.0f} times the transcript")
    say("  ratio 10,000 : 100 messages", f"{figures[10_000] / figures[100]:8.1f}")
    scrolling(view)
    view.close()
    browser.close()


def scrolling(view: TranscriptView) -> None:
    print("\nMove through 10,000 messages (ms)")
    bar, dice = view.verticalScrollBar(), random.Random(5)
    bar.setValue(bar.maximum() // 2)
    settle()
    say("  a step of 60 px", spread([timed(lambda: bar.setValue(bar.value() - 60)) for _ in range(300)]))
    say("  a jump anywhere", spread([timed(lambda: bar.setValue(dice.randrange(bar.maximum()))) for _ in range(60)]))
    before = memory()
    for place in range(0, bar.maximum(), bar.maximum() // 3_000):
        bar.setValue(place)
        QApplication.processEvents()
    say("  memory after 3,000 views of it, MB", f"{memory():7.0f}   {memory() - before:+.0f}")


def frames(text: str, prefill: int) -> Iterator[str]:
    step = 4 * TOKENS_A_FRAME
    for place in range(prefill, min(len(text), prefill + step * FRAMES), step):
        yield text[place : place + step]


def stream_into(view: TranscriptView, text: str, prefill: int) -> list[float]:
    reply = entry(Role.ASSISTANT, "", 1, State.WRITING)
    view.show_branch([entry(Role.USER, "Go on.", 0), reply], None)
    view.begin_stream("m1")
    for at in range(0, prefill, 1_000):
        view.stream("m1", "", text[at : min(prefill, at + 1_000)])
    settle()
    times = [timed(lambda piece=piece: view.stream("m1", "", piece)) for piece in frames(text, prefill)]
    done = replace(reply, message=replace(reply.message, parts=(TextPart(text),), state=State.COMPLETE))
    view.end_stream(done)
    return times


def browse_into(browser: QTextBrowser, text: str, prefill: int, most: int) -> list[float]:
    """What a simple client does: set the text anew for each frame, and scroll down."""
    shown, times = text[:prefill], []
    for number, piece in enumerate(frames(text, prefill)):
        if number == most:
            break
        shown += piece

        def update(shown: str = shown) -> None:
            browser.setMarkdown(shown)
            browser.verticalScrollBar().setValue(browser.verticalScrollBar().maximum())

        times.append(timed(update))
    return times


def settle() -> None:
    for _ in range(20):
        QApplication.processEvents()
    gc.collect()
    gc.freeze()


def streaming() -> None:
    print(f"\nA frame while a reply is written, {TOKENS_A_FRAME} tokens each (ms)")
    view, browser = new_view(), new_browser()
    for prefill in (1_000, 10_000, 100_000):
        text = text_of(random.Random(7), prefill + 4 * TOKENS_A_FRAME * FRAMES)
        mine = stream_into(view, text, prefill)
        theirs = browse_into(browser, text, prefill, FRAMES if prefill < 100_000 else 40)
        say(f"  transcript, into {prefill:,} characters", spread(mine))
        ratio = statistics.median(theirs) / statistics.median(mine)
        say(f"  QTextBrowser, into {prefill:,} characters", f"{spread(theirs)}   {ratio:.1f} times")
    browser.close()
    print("\nThe same into one huge block (ms)")
    dice = random.Random(3)
    rows = "\n".join(f"| row {n} | {n * n} | some 文本 longer text {n} |" for n in range(1_500))
    huge = {
        "100,000 characters of code": "```python\n" + "\n".join(dice.choices(CODE, k=3_000)),
        "a paragraph of 100,000 characters": " ".join(dice.choices(WORDS, k=17_000)),
        "a table of 1,000 rows": "| a | b | c |\n|--|--|--|\n" + rows,
        "a list of 2,000 points": "\n".join(f"- point {n} " + " ".join(dice.choices(WORDS, k=9)) for n in range(2_200)),
    }
    for name, text in huge.items():
        say(f"  {name}", spread(stream_into(view, text, len(text) - 4 * TOKENS_A_FRAME * FRAMES)))
    view.close()


def main() -> None:
    app = QApplication.instance() or QApplication([])
    streaming()
    opening()
    del app


if __name__ == "__main__":
    main()
