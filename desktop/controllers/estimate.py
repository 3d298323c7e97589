"""How many tokens a text has, where the server did not say. Everything that comes from here is labelled an estimate."""

from __future__ import annotations

import json
import re
from math import ceil

from desktop.model.usage import Usage

# DeepSeek's documentation, "Token & Token Usage": a Chinese character is about 0.6 of a token, any other about 0.3.
_WIDE = re.compile("[\u2e80-\u9fff\uac00-\ud7a3\uf900-\ufaff\uff00-\uffef\U00020000-\U0003ffff]")
_TOKENS_PER_WIDE = 0.6
_TOKENS_PER_NARROW = 0.3
_TOKENS_AROUND_MESSAGE = 4  # what a model's template puts around each


def tokens_in(text: str) -> int:
    wide = len(_WIDE.findall(text))
    return ceil(wide * _TOKENS_PER_WIDE + (len(text) - wide) * _TOKENS_PER_NARROW)


def estimated_usage(body: str, text: str, reasoning: str) -> Usage:
    """Return the usage of the request with this JSON `body`, which brought `reasoning` and `text`."""
    messages = json.loads(body)["messages"] if body else []
    prompt = sum(tokens_in(message["content"]) + _TOKENS_AROUND_MESSAGE for message in messages)
    thought = tokens_in(reasoning)
    return Usage(prompt, tokens_in(text) + thought, reasoning=thought or None, estimated=True)
