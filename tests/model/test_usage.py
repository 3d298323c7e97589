from __future__ import annotations

from decimal import Decimal

from desktop.model.usage import Cost, Price, Usage, cost_of, price_for, total_cost

GATEWAY = Price("deepseek-chat", Decimal("1.68"), Decimal("2.52"))


def test_cost_is_exact() -> None:
    assert cost_of(Usage(prompt=1, completion=1), GATEWAY).amount == Decimal("0.0000042")


def test_cached_tokens_have_their_own_price() -> None:
    price = Price("m", Decimal(2), Decimal(4), cached_input=Decimal("0.2"))
    assert cost_of(Usage(prompt=1_000_000, completion=0, cached=500_000), price).amount == Decimal("1.1")


def test_more_cached_than_sent_is_no_gain() -> None:
    price = Price("m", Decimal(2), Decimal(4), cached_input=Decimal(0))
    assert cost_of(Usage(prompt=10, completion=0, cached=99), price).amount == 0


def test_estimated_usage_gives_estimated_cost() -> None:
    assert cost_of(Usage(1, 1, estimated=True), GATEWAY).estimated


def test_unknown_model_has_no_price() -> None:
    assert price_for("other", (GATEWAY,)) is None


def test_star_stands_for_the_rest() -> None:
    star = Price("*", Decimal(1), Decimal(1))
    assert price_for("other", (GATEWAY, star)) is star
    assert price_for("deepseek-chat", (star, GATEWAY)) is GATEWAY


def test_sums_keep_currencies_apart_and_remember_estimates() -> None:
    sums = total_cost([Cost(Decimal(1), "USD"), Cost(Decimal(2), "CNY"), Cost(Decimal(3), "USD", estimated=True)])
    assert sums == (Cost(Decimal(4), "USD", estimated=True), Cost(Decimal(2), "CNY"))
