"""What a message of Cherry Studio is made of: its blocks, or, before there were blocks, its own fields.

A block has a `type`: main_text, thinking, translation, code, image, file, video, tool, citation, error, compact.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from desktop.exchange.importers.building import mapping, parts_of, sequence, words
from desktop.exchange.importers.pieces import attachment, call, paragraphs, picture, speaker, spent
from desktop.exchange.markdown import fenced
from desktop.model.message import Part, State

STATES = {
    "paused": State.STOPPED,
    "error": State.INTERRUPTED,
    "sending": State.INTERRUPTED,
    "pending": State.INTERRUPTED,
    "searching": State.INTERRUPTED,
    "processing": State.INTERRUPTED,
}
_WITHOUT_WORDS = {"thinking", "citation", "error", "unknown"}


def message_parts(message: Mapping[str, Any]) -> tuple[Part, ...]:
    """`message` has its blocks themselves in `blocks`, not their ids."""
    blocks = [mapping(block) for block in sequence(message.get("blocks"))]
    if not blocks:
        return _parts_of_old(message)
    thinking = [block for block in blocks if block.get("type") == "thinking"]
    thoughts = [_thought(block.get("content")) for block in thinking]
    said = [piece for block in blocks for piece in _pieces(block)]
    return parts_of(
        paragraphs(*said) or words(message.get("content")),
        paragraphs(*thoughts) or words(message.get("reasoning_content")),
        spent((block.get("thinking_millsec") for block in thinking), 1000),
        role=speaker(message.get("role")),
    )


def _pieces(block: Mapping[str, Any]) -> Iterator[str]:
    kind, content = words(block.get("type")), words(block.get("content"))
    if kind == "code":
        yield fenced(content, words(block.get("language")))
    elif kind == "image":
        yield picture()
    elif kind == "file":
        yield _file(block.get("file"))
    elif kind == "video":
        yield attachment("video")
    elif kind == "tool":
        # Beside these stands the tool's server with all that it is started with, keys included.
        raw = mapping(mapping(block.get("metadata")).get("rawMcpToolResponse"))
        yield _call({**raw, **{key: block[key] for key in ("toolName", "arguments") if block.get(key)}})
    elif kind not in _WITHOUT_WORDS:
        yield content
        yield words(block.get("compactedContent"))


def _parts_of_old(message: Mapping[str, Any]) -> tuple[Part, ...]:
    metadata = mapping(message.get("metadata"))
    said = [_call(mapping(each)) for each in sequence(metadata.get("mcpTools"))]
    said += [words(message.get("content")), words(message.get("translatedContent"))]
    said += [_file(file) for file in sequence(message.get("files"))]
    said += [picture()] if metadata.get("generateImage") or sequence(message.get("images")) else []
    seconds = spent([mapping(message.get("metrics")).get("time_thinking_millsec")], 1000)
    thought = _thought(message.get("reasoning_content"))
    return parts_of(paragraphs(*said), thought, seconds, role=speaker(message.get("role")))


def _thought(content: Any) -> str:
    return words(content).removeprefix("<think>").removesuffix("</think>")


def _call(found: Mapping[str, Any]) -> str:
    return call(found.get("toolName") or mapping(found.get("tool")).get("name"), found.get("arguments"))


def _file(found: Any) -> str:
    file = mapping(found)
    return picture() if file.get("type") == "image" else attachment(file.get("origin_name") or file.get("name"))
