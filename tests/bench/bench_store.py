"""How long the store takes, and that it does not take longer with all that is kept: `python tests/bench/bench_store.py`

Databases of 1,000 and of 100,000 messages (`--messages N` for another large one) are made in a temporary directory,
and each operation is timed on both: the median of many runs, warm. What concerns one conversation must not grow with
the rest.
"""

from __future__ import annotations

import argparse
import random
import statistics
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from functools import partial
from pathlib import Path

sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from desktop.model.conversation import Conversation
from desktop.model.ids import new_id
from desktop.model.message import Message, Origin, ReasoningPart, Role, State, TextPart, Timing
from desktop.model.usage import Usage
from desktop.store.conversations import Conversations
from desktop.store.database import Database
from desktop.store.journal import Journal
from desktop.store.messages import Messages
from desktop.store.search import Search

MESSAGES_IN_CONVERSATION = 20
RUNS = 15
_COMMON = """
    the of and to in is that it was for on are with as at be this have from or had by but what some we can out other
    were all there when up use your how said each she which their time will way about many then them would write like
    so these her long make thing see him two has look more day could go come did my no most who over know than call
    first people side water leaf oolong steep kettle infusion aroma harvest terrace mountain ceremony porcelain
"""
ENGLISH = _COMMON.split()
CHINESE = (
    "的一是不了人我在有他这为之大来以个中上们到说国和地也子时道出而要于就下得可你年生自会那后能对着事其里所去行过家十用发天"
    "如然作方成者多日都三小军二无同么经法当起与好看学进种将还分此心前面又定见只主没公从茶馆龙井乌龙普洱"
)


def sentence(dice: random.Random) -> str:
    if dice.random() < 0.5:
        return "".join(dice.choices(CHINESE, k=dice.randrange(8, 30))) + "。"
    return " ".join(dice.choices(ENGLISH, k=dice.randrange(5, 20))) + ". "


def prose(dice: random.Random, sentences: int) -> str:
    return "".join(sentence(dice) for _ in range(sentences))


def exchange(of: Conversation, parent: Message | None, at: datetime, dice: random.Random) -> tuple[Message, Message]:
    """Return a question and its answer, together about as long as people's and models' are."""
    parent_id = parent.id if parent else None
    question = Message(new_id(), of.id, parent_id, Role.USER, (TextPart(prose(dice, 2)),), at)
    parts = (ReasoningPart(prose(dice, 5), 2.5), TextPart(prose(dice, 10)))
    answer = Message(
        new_id(), of.id, question.id, Role.ASSISTANT, parts, at + timedelta(seconds=9),
        origin=Origin("account", "Home", "deepseek-reasoner"), usage=Usage(300, 700), timing=Timing(9.0, 0.5),
    )  # fmt: skip
    return question, answer


def fill(database: Database, conversations: int, messages: int, dice: random.Random) -> None:
    """Store `messages` messages in as many `conversations`, written in turns, as they are in life."""
    at = datetime(2024, 1, 1, tzinfo=UTC)
    made = [Conversation(new_id(), sentence(dice)[:40], at, at) for _ in range(conversations)]
    tips: dict[str, Message] = {}
    store = Messages(database)
    with database.transaction():
        for conversation in made:
            Conversations(database).add(conversation)
    rounds = messages // 2 // conversations
    for _ in range(rounds):
        with database.transaction():
            for conversation in made:
                at += timedelta(minutes=1)
                question, answer = exchange(conversation, tips.get(conversation.id), at, dice)
                store.add(question, as_head=False)
                store.add(answer)
                tips[conversation.id] = answer


def median_of(operation: Callable[[], object], runs: int = RUNS) -> float:
    """Return milliseconds."""
    operation()
    times = []
    for _ in range(runs):
        start = time.perf_counter()
        operation()
        times.append(time.perf_counter() - start)
    return statistics.median(times) * 1000


def measure(path: Path, conversations: int, messages: int) -> dict[str, float]:
    """Return milliseconds by operation."""
    dice = random.Random(1)
    start = time.perf_counter()
    with Database.open(path) as database:
        fill(database, conversations, messages, dice)
    filled = time.perf_counter() - start
    figures = {"fill, per message": filled * 1000 / messages}
    figures["open and close"] = median_of(lambda: Database.open(path).close())
    with Database.open(path) as database:
        short = Conversation(new_id(), "short", datetime.now(UTC), datetime.now(UTC))
        figures |= measure_reading(database, short, dice)
        figures[f"list {conversations + 1} conversations"] = median_of(Conversations(database).all_shown)
        figures |= measure_writing(database, short, dice)
        search = Search(database)
        for question in ("的", "茶", "茶馆", "龙井茶", "the", "kettle", "kettle steep", "zebra", "k"):
            figures[f"search {question}"] = median_of(partial(search.search, question))
    figures["size, KiB per message"] = path.stat().st_size / 1024 / messages
    return figures


def measure_reading(database: Database, short: Conversation, dice: random.Random) -> dict[str, float]:
    messages = Messages(database)
    Conversations(database).add(short)
    tip: Message | None = None
    for _ in range(MESSAGES_IN_CONVERSATION // 2):
        question, tip = exchange(short, tip, datetime.now(UTC), dice)
        messages.add(question)
        messages.add(tip)
    return {
        "switch: outline of 20 messages": median_of(lambda: messages.outline(short.id)),
        "switch: 20 messages whole": median_of(lambda: messages.of(short.id)),
    }


def measure_writing(database: Database, short: Conversation, dice: random.Random) -> dict[str, float]:
    messages, journal = Messages(database), Journal(database)
    figures = {"recover, nothing to do": median_of(journal.recover)}
    reply = Message(new_id(), short.id, None, Role.ASSISTANT, (), datetime.now(UTC), State.WRITING)
    journal.begin(reply)
    figures["append to the journal"] = median_of(lambda: journal.append(reply.id, [("text", "tea " * 20)]), 200)
    whole = replace(reply, state=State.COMPLETE, parts=(TextPart(prose(dice, 20)),))
    figures["finish a reply"] = median_of(lambda: journal.finish(whole))
    questions = [exchange(short, None, datetime.now(UTC), dice)[0] for _ in range(RUNS + 1)]
    figures["add a message, safe on the disk"] = median_of(lambda: messages.add(questions.pop()))
    return figures


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--messages", type=int, default=100_000)
    parser.add_argument("--conversations", type=int, default=50)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as directory:
        small = measure(Path(directory) / "small.db", arguments.conversations, 1_000)
        large = measure(Path(directory) / "large.db", arguments.conversations, arguments.messages)
    say = sys.stdout.write
    say(f"{'milliseconds, median':36}{1_000:>12,}{arguments.messages:>12,}{'ratio':>8}\n")
    for name, figure in small.items():
        say(f"{name:36}{figure:12.3f}{large[name]:12.3f}{large[name] / figure:8.2f}\n")


if __name__ == "__main__":
    main()
