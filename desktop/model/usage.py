"""Tokens and money. Money is exact: `decimal.Decimal` throughout, never a float."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from msgspec import Struct

_MILLION = Decimal(1_000_000)


class Usage(Struct, frozen=True):
    """Tokens of one request. `prompt` includes `cached`; `completion` includes `reasoning`."""

    prompt: int
    completion: int
    cached: int | None = None
    reasoning: int | None = None
    estimated: bool = False  # the server said nothing; the counts are ours

    @property
    def total(self) -> int:
        return self.prompt + self.completion


class Price(Struct, frozen=True):
    """What a model costs, per million tokens, and since when that was known to be so."""

    model: str  # "*" stands for every model without a line of its own
    input: Decimal
    output: Decimal
    cached_input: Decimal | None = None  # None: a cached token costs as much as any other
    currency: str = "USD"
    as_of: date | None = None


class Cost(Struct, frozen=True):
    amount: Decimal
    currency: str
    estimated: bool = False


def price_for(model: str, prices: tuple[Price, ...]) -> Price | None:
    """Return the line of `model`, else the line "*", else None: an unknown price is not a price of zero."""
    by_model = {price.model: price for price in prices}
    return by_model.get(model) or by_model.get("*")


def cost_of(usage: Usage, price: Price) -> Cost:
    """Return the exact cost of `usage`; nothing is rounded, rounding belongs to whoever shows it."""
    cached = min(usage.cached or 0, usage.prompt)
    cached_price = price.input if price.cached_input is None else price.cached_input
    millionths = price.input * (usage.prompt - cached) + cached_price * cached + price.output * usage.completion
    return Cost(millionths / _MILLION, price.currency, usage.estimated)


def total_cost(costs: list[Cost]) -> tuple[Cost, ...]:
    """Return one sum per currency, in order of first appearance; a sum with an estimate in it is an estimate."""
    sums: dict[str, Cost] = {}
    for cost in costs:
        before = sums.get(cost.currency, Cost(Decimal(0), cost.currency))
        sums[cost.currency] = Cost(before.amount + cost.amount, cost.currency, before.estimated or cost.estimated)
    return tuple(sums.values())
