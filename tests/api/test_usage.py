"""Token counts, wherever and however servers give them."""

from __future__ import annotations

from typing import Any

import pytest

from desktop.api.usage import usage_in
from desktop.model.usage import Usage

COUNTS = {"prompt_tokens": 10, "completion_tokens": 5, "total_tokens": 15}


@pytest.mark.parametrize(
    ("usage", "expected"),
    [
        (COUNTS, Usage(10, 5)),
        (
            {**COUNTS, "prompt_cache_hit_tokens": 8, "prompt_cache_miss_tokens": 2,
             "prompt_tokens_details": {"cached_tokens": 7}, "completion_tokens_details": {"reasoning_tokens": 3}},
            Usage(10, 5, 8, 3),
        ),
        ({**COUNTS, "prompt_tokens_details": {"cached_tokens": 7}}, Usage(10, 5, 7)),
        ({**COUNTS, "cached_tokens": 6}, Usage(10, 5, 6)),
        ({**COUNTS, "prompt_cache_hit_tokens": 0}, Usage(10, 5, 0)),
        ({**COUNTS, "prompt_cache_hit_tokens": 99}, Usage(10, 5, 10)),
        ({"input_tokens": 10, "output_tokens": 5}, Usage(10, 5)),
        ({"prompt_tokens": 10, "total_tokens": 15}, Usage(10, 5)),
        ({"prompt_tokens": 10.0, "completion_tokens": 5}, Usage(10, 5)),
        ({"prompt_tokens": "10", "completion_tokens": 5}, Usage(0, 5)),
        ({"prompt_tokens": True, "completion_tokens": 5}, Usage(0, 5)),
        ({"prompt_tokens": -1, "completion_tokens": 5}, Usage(0, 5)),
        ({"prompt_tokens": float("nan"), "completion_tokens": float("inf"), "total_tokens": 4}, Usage(0, 4)),
        (
            {"prompt_tokens": 10, "completion_tokens": 5, "total_tokens": 18,
             "completion_tokens_details": {"reasoning_tokens": 3}},
            Usage(10, 8, None, 3),
        ),
        ({**COUNTS, "prompt_tokens_details": None, "completion_tokens_details": []}, Usage(10, 5)),
        ({"prompt_tokens": 0, "completion_tokens": 0, "total_tokens": 0}, None),
        ({}, None),
        (None, None),
        ([], None),
        ("x", None),
    ],
)  # fmt: skip
def test_usage(usage: object, expected: Usage | None) -> None:
    assert usage_in({"usage": usage}) == expected


@pytest.mark.parametrize(
    "chunk",
    [
        {"usage": COUNTS},
        {"usage": None, "choices": [{"usage": COUNTS}]},
        {"x_groq": {"usage": COUNTS}},
    ],
)
def test_places(chunk: dict[str, Any]) -> None:
    assert usage_in(chunk) == Usage(10, 5)


@pytest.mark.parametrize("chunk", [{}, {"choices": []}, {"choices": None}, {"choices": [None]}, {"x_groq": 1}])
def test_no_usage(chunk: dict[str, Any]) -> None:
    assert usage_in(chunk) is None
