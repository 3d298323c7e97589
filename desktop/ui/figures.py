"""Numbers as people read them: tokens, seconds, money, dates."""

from __future__ import annotations

from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal
from math import ceil
from typing import TYPE_CHECKING

from desktop.i18n import mark, tr
from desktop.model.message import Message
from desktop.model.usage import Cost, Usage

if TYPE_CHECKING:
    from desktop.controllers.running import Waiting

_RETRY_REASONS = {
    "RateLimited": mark("Too many requests"),
    "ServerOverloaded": mark("The server is busy"),
    "ServerFailed": mark("The server had an error"),
    "ConnectionFailed": mark("No connection to the server"),
    "HostNotFound": mark("The server's name was not found"),
}
_SYMBOLS = {"USD": "$", "CNY": "¥", "EUR": "€", "GBP": "£"}


def money(cost: Cost) -> str:
    """Two significant digits at least: "$0.0021", "$12.40"; an estimate has a "≈" before it."""
    amount = cost.amount
    if amount == 0:
        shown = "0"
    elif abs(amount) >= 1:
        shown = f"{amount.quantize(Decimal('0.01'), ROUND_HALF_UP):,}"
    else:
        digits = Decimal(1).scaleb(max(amount.adjusted() - 1, -10))
        shown = f"{amount.quantize(digits, ROUND_HALF_UP):f}"
    sign = _SYMBOLS.get(cost.currency)
    text = f"{sign}{shown}" if sign else f"{shown} {cost.currency}"
    return f"≈ {text}" if cost.estimated else text


def seconds(value: float) -> str:
    """ "0.4 s", "12 s", "2 min 5 s"."""
    if value < 10:
        return tr("{seconds} s", seconds=f"{value:.1f}")
    if value < 60:
        return tr("{seconds} s", seconds=f"{value:.0f}")
    return tr("{minutes} min {seconds} s", minutes=int(value) // 60, seconds=int(value) % 60)


def tokens(usage: Usage) -> str:
    """What went in and out, with the cached and the reasoning share where they are known."""
    into = tr("{n} token in", "{n} tokens in", n=usage.prompt)
    if usage.cached:
        into = tr("{tokens} ({cached} cached)", tokens=into, cached=usage.cached)
    out = tr("{n} token out", "{n} tokens out", n=usage.completion)
    if usage.reasoning:
        out = tr("{tokens} ({reasoning} reasoning)", tokens=out, reasoning=usage.reasoning)
    text = f"{into} · {out}"
    return tr("Estimated: {tokens}", tokens=text) if usage.estimated else text


def details(message: Message) -> str:
    """The line under an answer: tokens, cost, seconds, tokens per second, and what served it."""
    pieces: list[str] = []
    if message.usage is not None:
        pieces.append(tokens(message.usage))
    if message.cost is not None:
        pieces.append(money(message.cost))
    elif message.usage is not None:
        pieces.append(tr("no price known for this model"))
    if message.timing is not None:
        pieces.append(seconds(message.timing.total))
        rate = _rate(message)
        if rate is not None:
            pieces.append(tr("{rate} tokens/s", rate=f"{rate:.0f}"))
    if message.origin is not None and message.origin.served_model not in (None, message.origin.model):
        pieces.append(tr("answered by {model}", model=message.origin.served_model))
    return " · ".join(pieces)


def waiting(so_far: Waiting) -> str:
    """What stands in a reply before its first word, or when no more comes."""
    if so_far.retry_in is not None:
        reason = _RETRY_REASONS.get(so_far.kind or "", mark("The server did not answer"))
        time = tr("{seconds} s", seconds=ceil(so_far.retry_in))
        return tr("{reason}. Trying again in {time}…", reason=tr(reason), time=time)
    if so_far.silent:
        return tr("Nothing new for {time}…", time=seconds(so_far.seconds))
    if so_far.seconds < 2:
        return tr("Waiting for the answer…")
    return tr("Waiting for the answer… {time}", time=seconds(so_far.seconds))


def _rate(message: Message) -> float | None:
    """Tokens per second while tokens came: the wait for the first one is no part of it."""
    if message.usage is None or message.timing is None:
        return None
    writing = message.timing.total - (message.timing.first_token or 0.0)
    return message.usage.completion / writing if writing > 0.05 else None


def moment(when: datetime, today: date) -> str:
    """The time of `when` on this machine's clock, with the date unless it is `today`."""
    local = when.astimezone()
    if local.date() == today:
        return f"{local:%H:%M}"
    return f"{local:%Y-%m-%d %H:%M}"
