"""How long the store takes, and that it does not take longer with all that is kept: `python tests/bench/bench_store.py`

Databases of 1,000 and of 100,000 messages (`--messages N` for other sizes, in a comma-separated list) are made in a
temporary directory (`--folder DIR` keeps them, and uses those it finds), and each operation is timed on all, warm: the
processor's time, in the fastest of several runs, which is what it takes where nobody else uses the machine. What waits
for the disk is timed by the clock. What concerns one conversation, and the first page of a search, must not grow with
the rest.
"""

from __future__ import annotations

import argparse
import json
import os
import random
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from contextlib import ExitStack
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

from msgspec.structs import replace

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from desktop.model.conversation import Conversation
from desktop.model.ids import new_id
from desktop.model.message import Message, Origin, ReasoningPart, Role, State, TextPart, Timing
from desktop.model.usage import Usage
from desktop.store.conversations import Conversations
from desktop.store.database import Database
from desktop.store.journal import Journal
from desktop.store.listing import REST, Listing
from desktop.store.messages import Messages
from desktop.store.search import Search
from tests.bench.bench_start import _MEASURE, _TEAHOUSE
from tests.store import bulk

PROJECT = Path(__file__).resolve().parents[2]
RUNS = 15
STARTS = 7
LIMIT = 100.0  # milliseconds for the first page of a search
WORST = '"of the to and in"'  # the commonest words, each of which is in most messages, in an order that is in none
WORST_LIMIT = 500.0
EXCHANGES = 10
QUESTIONS = (
    WORST, "的", "茶", "茶馆", "龙井茶", "普", "the", "t", "th", "ther", "wat", "water", "kettle", "kettle steep",
    "the of", '"the of"', "the 的 of", "kettle 龙井", "zebra", "the zebra",
    "的 role:user", "的 role:system", f"的 model:{bulk.RARE_MODEL}", f"the of model:{bulk.RARE_MODEL} role:assistant",
    "的 from:2023-11 to:2023-11", "zebra from:2024", f"的 folder:{bulk.RARE_FOLDER}", f"的 folder:{bulk.LARGE_FOLDER}",
    f"th tag:{bulk.RARE_TAG} role:user", "的 archived:yes", "的 archived:no",
    f"zebra folder:{bulk.LARGE_FOLDER} archived:yes", f"model:{bulk.RARE_MODEL}", "from:2025-01-01 to:2025-01-02",
    f"普 the folder:{bulk.LARGE_FOLDER} from:2024 role:user model:gpt",
)  # fmt: skip


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--messages", metavar="N,N…", default="1000,100000")
    parser.add_argument("--folder", type=Path)
    options = parser.parse_args()
    with ExitStack() as stack:
        folder = options.folder or Path(stack.enter_context(tempfile.TemporaryDirectory()))
        columns = {count: measure(folder / str(count), count) for count in map(int, options.messages.split(","))}
    show(columns)
    slow = {name for figures in columns.values() for name, figure in figures.items() if is_slow(name, figure)}
    if slow:
        print(f"Too slow: {', '.join(sorted(slow))}")
        sys.exit(1)


def is_slow(name: str, figure: float) -> bool:
    return name.startswith("search") and figure > (WORST_LIMIT if name.endswith(WORST) else LIMIT)


def show(columns: dict[int, dict[str, float]]) -> None:
    sizes = list(columns)
    print(f"| milliseconds | {' | '.join(f'{size:,}' for size in sizes)} | ratio |")
    print(f"|---|{'---:|' * (len(sizes) + 1)}")
    for name, first in columns[sizes[0]].items():
        figures = [columns[size][name] for size in sizes]
        ratio = f"{figures[-1] / first:.2f}" if first else ""
        print(f"| {name} | {' | '.join(f'{figure:.2f}' for figure in figures)} | {ratio} |")


def measure(folder: Path, messages: int) -> dict[str, float]:
    """Return milliseconds by operation."""
    path = folder / "conversations.db"
    figures = {"make, per message": 0.0}
    if not path.exists():
        start = time.perf_counter()
        bulk.fill(path, messages)
        figures["make, per message"] = (time.perf_counter() - start) * 1000 / messages
    figures |= measure_start(folder)
    figures["open and close"] = fastest_of(lambda: Database.open(path).close())
    with Database.open(path) as database:
        figures |= measure_reading(database)
        figures |= measure_writing(database)
    for question in QUESTIONS:
        figures[f"search {question}"] = fastest_of(partial(search, path, question))
    figures |= sizes(path, messages)
    return figures


def search(path: Path, question: str) -> None:
    """As the window does it: on a connection of its own."""
    with Database.open_to_read(path) as database:
        Search(database).page(question)


def fastest_of(
    operation: Callable[[], object], runs: int = RUNS, clock: Callable[[], float] = time.process_time
) -> float:
    """Return milliseconds."""
    operation()
    times = []
    for _ in range(runs):
        start = clock()
        operation()
        times.append(clock() - start)
    return min(times) * 1000


def measure_start(profile: Path) -> dict[str, float]:
    """Measure from the start of the program to a window that can be used, in turns with that of an empty profile."""
    starts = [(window_start(profile), window_start(profile.with_name("empty"))) for _ in range(STARTS)]
    ours, empty = (min(column) for column in zip(*starts, strict=True))
    return {"window: start to usable": ours, "window: the same, as a ratio to an empty profile": ours / empty}


def window_start(profile: Path) -> float:
    """Return milliseconds."""
    measure = _MEASURE.replace("SETTLE", "application.settle()").replace("(2000", "(0")
    source = _TEAHOUSE + measure.replace("time.perf_counter() - began", "time.process_time()")
    environment = os.environ | ({} if os.environ.get("DISPLAY") else {"QT_QPA_PLATFORM": "offscreen"})
    command = [sys.executable, "-c", source, str(profile)]
    output = subprocess.run(command, capture_output=True, check=True, text=True, env=environment, cwd=PROJECT)
    return float(json.loads(output.stdout.splitlines()[-1])["seconds"]) * 1000


def measure_reading(database: Database) -> dict[str, float]:
    messages = Messages(database)
    read = Conversation(new_id(), "read", datetime.now(UTC), datetime.now(UTC))
    Conversations(database).add(read)
    tip: Message | None = None
    for _ in range(EXCHANGES):
        question, tip = exchange(read, tip)
        messages.add(question)
        messages.add(tip)
    listing = Listing(database)
    return {
        "list: the first page": fastest_of(lambda: listing.page(REST)),
        "switch: outline of 20 messages": fastest_of(lambda: messages.outline(read.id)),
        "switch: 20 messages whole": fastest_of(lambda: messages.of(read.id)),
    }


def measure_writing(database: Database) -> dict[str, float]:
    messages, journal = Messages(database), Journal(database)
    written = Conversation(new_id(), "written", datetime.now(UTC), datetime.now(UTC))
    Conversations(database).add(written)
    figures = {"recover, nothing to do": fastest_of(journal.recover)}
    reply = Message(new_id(), written.id, None, Role.ASSISTANT, (), datetime.now(UTC), State.WRITING)
    journal.begin(reply)
    figures["append to the journal"] = fastest_of(lambda: journal.append(reply.id, [("text", "tea " * 20)]), 200)
    whole = replace(reply, state=State.COMPLETE, parts=(TextPart("Water and leaf. " * 100),))
    figures["finish a reply"] = fastest_of(lambda: journal.finish(whole), clock=time.perf_counter)
    questions = [exchange(written, None)[0] for _ in range(RUNS + 1)]
    figures["add a message, safe on the disk"] = fastest_of(
        lambda: messages.add(questions.pop()), clock=time.perf_counter
    )
    return figures


def exchange(of: Conversation, parent: Message | None) -> tuple[Message, Message]:
    """Return a question and its answer, together about as long as people's and models' are."""
    at = datetime.now(UTC)
    words = " ".join(random.choices(bulk.ENGLISH, k=150))
    question = Message(new_id(), of.id, parent.id if parent else None, Role.USER, (TextPart(words[:150]),), at)
    answer = Message(
        new_id(), of.id, question.id, Role.ASSISTANT, (ReasoningPart(words[:300], 2.5), TextPart(words)),
        at + timedelta(seconds=9), origin=Origin("account", "Home", "gpt-5"), usage=Usage(300, 700),
        timing=Timing(9.0, 0.5),
    )  # fmt: skip
    return question, answer


def sizes(path: Path, messages: int) -> dict[str, float]:
    with Database.open(path) as database:
        text = database.value("SELECT SUM(LENGTH(CAST(text AS BLOB))) FROM parts")
        index = database.value("SELECT SUM(LENGTH(block)) FROM message_words_data")
    whole = path.stat().st_size
    return {
        "KiB per message: the file": whole / 1024 / messages,
        "KiB per message: its text": text / 1024 / messages,
        "KiB per message: the index of words": index / 1024 / messages,
    }


if __name__ == "__main__":
    main()
