"""An account ↔ the JSON object that is kept of it.

Fields that a later version has added are carried along; a value that this version does not know becomes the default.
"""

from __future__ import annotations

import json
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any, TypeVar

from desktop.model.account import Account, Proxy, ProxyMode, ReasoningPolicy
from desktop.model.usage import Price

_Choice = TypeVar("_Choice", bound=StrEnum)


def account_json(account: Account, before: dict[str, Any]) -> str:
    """Return the body of `account`, laid over the body that was stored `before`."""
    body = {
        "base_url": account.base_url,
        "model": account.model,
        "models": account.models,
        "prices": [_price_body(price) for price in account.prices],
        "headers": account.headers,
        "proxy": {"mode": account.proxy.mode, "address": account.proxy.address},
        "timeout": account.timeout,
        "reasoning_policy": account.reasoning_policy,
        "top_up_url": account.top_up_url,
        "plain_http_allowed": account.plain_http_allowed,
    }
    return json.dumps(before | body, ensure_ascii=False)


def account_from(account_id: str, name: str, text: str) -> Account:
    body: dict[str, Any] = json.loads(text)
    proxy = body.get("proxy", {})
    defaults = Account(account_id, name, "")
    return Account(
        id=account_id,
        name=name,
        base_url=body.get("base_url", ""),
        model=body.get("model", ""),
        models=tuple(body.get("models", ())),
        prices=tuple(_price_from(price) for price in body.get("prices", ())),
        headers=tuple((header, value) for header, value in body.get("headers", ())),
        proxy=Proxy(_choice(ProxyMode, proxy.get("mode"), ProxyMode.SYSTEM), proxy.get("address", "")),
        timeout=body.get("timeout", defaults.timeout),
        reasoning_policy=_choice(ReasoningPolicy, body.get("reasoning_policy"), ReasoningPolicy.NEVER),
        top_up_url=body.get("top_up_url", ""),
        plain_http_allowed=body.get("plain_http_allowed", False),
    )


def _price_body(price: Price) -> dict[str, str | None]:
    return {
        "model": price.model,
        "input": str(price.input),
        "output": str(price.output),
        "cached_input": None if price.cached_input is None else str(price.cached_input),
        "currency": price.currency,
        "as_of": None if price.as_of is None else price.as_of.isoformat(),
    }


def _price_from(body: dict[str, Any]) -> Price:
    cached, as_of = body.get("cached_input"), body.get("as_of")
    return Price(
        model=body["model"],
        input=Decimal(body["input"]),
        output=Decimal(body["output"]),
        cached_input=None if cached is None else Decimal(cached),
        currency=body.get("currency", "USD"),
        as_of=None if as_of is None else date.fromisoformat(as_of),
    )


def _choice(kind: type[_Choice], value: str | None, otherwise: _Choice) -> _Choice:
    return kind(value) if value in set(kind) else otherwise
