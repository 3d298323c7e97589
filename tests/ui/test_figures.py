from __future__ import annotations

from datetime import UTC, date, datetime
from decimal import Decimal

import pytest

from desktop.controllers.running import Waiting
from desktop.model.message import Message, Origin, Role, TextPart, Timing
from desktop.model.usage import Cost, Usage
from desktop.ui import figures


@pytest.mark.parametrize(
    ("amount", "shown"),
    [
        ("0", "$0"),
        ("0.0000042", "$0.0000042"),
        ("0.00211", "$0.0021"),
        ("0.1", "$0.10"),
        ("12.345", "$12.35"),
        ("1234.5", "$1,234.50"),
    ],
)
def test_money_keeps_two_digits_that_mean_something(amount: str, shown: str) -> None:
    assert figures.money(Cost(Decimal(amount), "USD")) == shown


def test_an_estimate_and_a_currency_without_a_sign() -> None:
    assert figures.money(Cost(Decimal("0.5"), "SGD", estimated=True)) == "≈ 0.50 SGD"


@pytest.mark.parametrize(("value", "shown"), [(0.44, "0.4 s"), (12.4, "12 s"), (125, "2 min 5 s")])
def test_seconds(value: float, shown: str) -> None:
    assert figures.seconds(value) == shown


def reply(usage: Usage | None, served: str | None = None, cost: Cost | None = None) -> Message:
    return Message(
        "r", "c", "u", Role.ASSISTANT, (TextPart("x"),), datetime(2026, 1, 1, tzinfo=UTC),
        origin=Origin("a", "A", "deepseek-chat", served), usage=usage, cost=cost, timing=Timing(3.0, 1.0),
    )  # fmt: skip


def test_details_tell_all_that_is_known() -> None:
    told = figures.details(reply(Usage(10, 40, 4, 30), "deepseek-v3", Cost(Decimal("0.002"), "USD")))
    assert told.split(" · ") == [
        "10 tokens in (4 cached)",
        "40 tokens out (30 reasoning)",
        "$0.0020",
        "3.0 s",
        "20 tokens/s",
        "answered by deepseek-v3",
    ]


def test_details_say_what_is_estimated_and_what_has_no_price() -> None:
    told = figures.details(reply(Usage(1, 1, estimated=True)))
    assert told.startswith("Estimated: 1 token in · 1 token out · no price known")


def test_a_moment_of_today_is_a_time_and_another_a_date() -> None:
    when = datetime(2026, 5, 4, 10, 0, tzinfo=UTC)
    local = when.astimezone()
    assert figures.moment(when, local.date()) == f"{local:%H:%M}"
    assert figures.moment(when, date(2026, 5, 6)) == f"{local:%Y-%m-%d %H:%M}"


def test_waiting_says_how_long_and_what_comes_next() -> None:
    assert figures.waiting(Waiting(0.5)) == "Waiting for the answer…"
    assert figures.waiting(Waiting(12.0)) == "Waiting for the answer… 12 s"
    assert figures.waiting(Waiting(1.0, 1.6, "RateLimited")) == "Too many requests. Trying again in 2 s…"
    assert figures.waiting(Waiting(12.0, silent=True)) == "Nothing new for 12 s…"
    assert "Trying again" in figures.waiting(Waiting(1.0, 2.0, "SomethingNew"))
