"""Endpoints that many people use, and what their models are known to cost: a start, all of it editable."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

from msgspec import Struct

from desktop.model.usage import Price


class Provider(Struct, frozen=True):
    name: str  # a proper name; the same in every language
    base_url: str
    top_up_url: str = ""
    needs_key: bool = True


GATEWAY = "https://cnaitoken.store/v1"

PROVIDERS = (
    Provider("Teahouse gateway", GATEWAY, "https://cnaitoken.store/topup"),
    Provider("DeepSeek", "https://api.deepseek.com/v1", "https://platform.deepseek.com/top_up"),
    Provider("OpenRouter", "https://openrouter.ai/api/v1", "https://openrouter.ai/settings/credits"),
    Provider("Ollama", "http://localhost:11434/v1", needs_key=False),
    Provider("llama.cpp", "http://localhost:8080/v1", needs_key=False),
    Provider("vLLM", "http://localhost:8000/v1", needs_key=False),
    Provider("LM Studio", "http://localhost:1234/v1", needs_key=False),
)


def provider_of(base_url: str) -> Provider | None:
    return next((provider for provider in PROVIDERS if provider.base_url == base_url), None)


def known_prices(base_url: str, resources: Path) -> tuple[Price, ...]:
    """Return what `prices.json` knows of the endpoint, dated; () where it knows nothing. Raises OSError."""
    content = json.loads((resources / "prices.json").read_text(encoding="utf-8"))
    return tuple(
        _price(model, line, endpoint)
        for endpoint in content["endpoints"]
        if endpoint["base_url"] == base_url
        for model, line in endpoint["models"].items()
    )


def _price(model: str, line: Mapping[str, str], endpoint: Mapping[str, Any]) -> Price:
    cached = line.get("cached_input")
    return Price(
        model,
        input=Decimal(line["input"]),
        output=Decimal(line["output"]),
        cached_input=None if cached is None else Decimal(cached),
        currency=endpoint["currency"],
        as_of=date.fromisoformat(endpoint["as_of"]),
    )
