"""Conversations to measure with: mixed Markdown in English and Chinese, the same in every run."""

from __future__ import annotations

import random
from datetime import UTC, datetime
from functools import cache

from desktop.model.message import Message, Role, State, TextPart
from desktop.ui.transcript.entry import Entry

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


@cache
def conversation(count: int) -> list[Entry]:
    dice = random.Random(1)
    made: list[Entry] = []
    for number in range(count):
        if number % 2:
            made.append(entry(Role.ASSISTANT, text_of(dice, int(min(12_000, dice.lognormvariate(7.2, 0.7)))), number))
        else:
            made.append(entry(Role.USER, paragraph(dice, dice.randint(8, 40)), number))
    return made


def huge_blocks() -> dict[str, str]:
    """Return four texts that are one block each, or one list, each by its name."""
    dice = random.Random(3)
    rows = "\n".join(f"| row {n} | {n * n} | some 文本 longer text {n} |" for n in range(1_500))
    points = "\n".join(f"- point {n} " + " ".join(dice.choices(WORDS, k=9)) for n in range(2_200))
    return {
        "100,000 characters of code": "```python\n" + "\n".join(dice.choices(CODE, k=3_000)),
        "a paragraph of 100,000 characters": " ".join(dice.choices(WORDS, k=17_000)),
        "a table of 1,000 rows": "| a | b | c |\n|--|--|--|\n" + rows,
        "a list of 2,000 points": points,
    }
