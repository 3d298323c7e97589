"""The token counts that a chunk carries, wherever its server puts them."""

from __future__ import annotations

from typing import Any

from desktop.model.usage import Usage


def usage_in(chunk: dict[str, Any]) -> Usage | None:
    """Return the usage of a chunk or completion; None where there is none, or only zeros (a place holder)."""
    usage = chunk.get("usage")
    if not usage:
        usage = _elsewhere(chunk)
    return _read(usage) if usage and isinstance(usage, dict) else None


def _elsewhere(chunk: dict[str, Any]) -> object:
    """Moonshot puts it into the choice, Groq into a field of its own."""
    choices = chunk.get("choices")
    if choices and isinstance(choices, list) and isinstance(choices[0], dict) and choices[0].get("usage"):
        return choices[0]["usage"]
    groq = chunk.get("x_groq")
    return groq.get("usage") if isinstance(groq, dict) else None


def _read(usage: dict[str, Any]) -> Usage | None:
    prompt = _count(usage, "prompt_tokens", "input_tokens")
    completion = _count(usage, "completion_tokens", "output_tokens")
    total = _count(usage, "total_tokens")
    if completion is None and total is not None:
        completion = max(total - (prompt or 0), 0)
    prompt, completion = prompt or 0, completion or 0
    if prompt + completion == 0:
        return None
    reasoning = _count(_part(usage, "completion_tokens_details", "output_tokens_details"), "reasoning_tokens")
    if reasoning and total == prompt + completion + reasoning:
        completion += reasoning  # xAI counts it beside the answer
    return Usage(prompt, completion, _cached(usage, prompt), reasoning)


def _cached(usage: dict[str, Any], prompt: int) -> int | None:
    cached = _count(usage, "prompt_cache_hit_tokens", "cached_tokens")
    if cached is None:
        cached = _count(_part(usage, "prompt_tokens_details", "input_tokens_details"), "cached_tokens")
    return None if cached is None else min(cached, prompt)


def _part(usage: dict[str, Any], *names: str) -> dict[str, Any]:
    return next((part for name in names if isinstance(part := usage.get(name), dict)), {})


def _count(usage: dict[str, Any], *names: str) -> int | None:
    for name in names:
        value = usage.get(name)
        if isinstance(value, int | float) and not isinstance(value, bool) and 0 <= value < 1e15:
            return int(value)
    return None
