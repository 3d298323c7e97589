"""What a message of Jan is made of: `content` in blocks of type text, reasoning, image_url, tool_call …

The words of a block are in `text.value`. Earlier versions have blocks of type image and pdf, calls of tools in
`metadata`, and reasoning in the text: in `<think>`, or as OpenAI's open models write it, in a channel of its own.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from typing import Any

from desktop.exchange.importers.building import mapping, parts_of, sequence, words
from desktop.exchange.importers.pieces import attachment, call, paragraphs, picture, speaker
from desktop.model.message import Part, State

_CHANNEL = re.compile(
    r"\s*<\|channel\|>analysis<\|message\|>(.*?)(?:<\|end\|>)?"
    r"<\|start\|>assistant<\|channel\|>final<\|message\|>",
    re.DOTALL,
)
_STATES = {"stopped": State.STOPPED, "error": State.INTERRUPTED, "pending": State.INTERRUPTED}
_OF_KEYS = {"invalid_api_key", "authentication_error"}  # errors that may repeat a key, and stand where the answer would


def message_state(message: Mapping[str, Any]) -> State:
    is_stopped = mapping(message.get("metadata")).get("stopped") is True
    return State.STOPPED if is_stopped else _STATES.get(words(message.get("status")), State.COMPLETE)


def message_parts(message: Mapping[str, Any]) -> tuple[Part, ...]:
    if words(message.get("error_code")) in _OF_KEYS:
        return ()
    content, facts = message.get("content"), mapping(message.get("metadata"))
    blocks = [mapping(block) for block in sequence(content)]
    thoughts = [_text(block) for block in blocks if block.get("type") == "reasoning"]
    said = [words(content), *map(_piece, blocks)]
    said += [_call(mapping(each)) for each in sequence(facts.get("tool_calls"))]
    files = [mapping(each) for each in sequence(facts.get("inline_file_contents"))]
    said += [attachment(file.get("name"), words(file.get("content"))) for file in files]
    text = paragraphs(*said)
    channel = _CHANNEL.match(text)
    if channel:
        thoughts.append(channel[1])
        text = text[channel.end() :]
    return parts_of(text, paragraphs(*thoughts), role=speaker(message.get("role")))


def _piece(block: Mapping[str, Any]) -> str:
    kind = words(block.get("type"))
    if kind == "tool_call":
        return call(block.get("tool_name"), block.get("input"))
    if kind.startswith("image"):
        return paragraphs(picture(), _text(block))
    if kind == "pdf":
        return paragraphs(attachment("pdf"), _text(block))
    return "" if kind == "reasoning" else _text(block)


def _call(found: Mapping[str, Any]) -> str:
    function = mapping(mapping(found.get("tool")).get("function"))
    return call(function.get("name") or found.get("name"), function.get("arguments") or found.get("args"))


def _text(block: Mapping[str, Any]) -> str:
    text = block.get("text")
    return words(text) or words(mapping(text).get("value"))
