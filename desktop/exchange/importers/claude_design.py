"""Claude's design chats, which its data export has in files of their own: `design_chats/….json`, one conversation each.

A message has `role`, and `content` with `content` (words), `contentBlocks` (type text, thinking, tool_call …) and
`attachments`. What the person said while the model was at work stands among the blocks of the answer.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from desktop.exchange.importers.building import mapping, name_of, sequence, words


def recognises(found: Mapping[str, Any]) -> bool:
    contents = [mapping(mapping(each).get("content")) for each in sequence(found.get("messages"))]
    return "uuid" in found and any("contentBlocks" in each or "authorAccountUuid" in each for each in contents)


def as_chat(found: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return the same in the form of a conversation of `conversations.json`."""
    messages = enumerate(map(mapping, sequence(found.get("messages"))))
    chat_messages = [made for place, each in messages for made in _messages(each, f"{place}")]
    name = words(found.get("title")) or words(mapping(found.get("project")).get("name"))
    return {**found, "name": name, "chat_messages": chat_messages}


def _messages(message: Mapping[str, Any], place: str) -> Iterator[Mapping[str, Any]]:
    """Yield the message, in pieces where the person came between."""
    content = mapping(message.get("content"))
    attachments = [mapping(each) for each in sequence(content.get("attachments"))]
    name = name_of(message.get("uuid")) or place
    made: dict[str, Any] = {
        "uuid": name,
        "sender": "assistant" if message.get("role") == "assistant" else "human",
        "created_at": message.get("created_at") or content.get("timestamp"),
        "text": words(content.get("content")) or words(message.get("content")),
        "content": [],
        "attachments": [
            {"file_name": each.get("name"), "extracted_content": each.get("content")} for each in attachments
        ],
    }
    blocks = [mapping(block) for block in sequence(content.get("contentBlocks"))]
    for number, block in enumerate(blocks):
        if block.get("type") == "user_interjection":
            yield made
            said = words(block.get("message")) or words(mapping(block.get("message")).get("content"))
            at = {"created_at": made["created_at"]}
            yield {**at, "uuid": f"{name}/{number}", "sender": "human", "text": said}
            made = {**at, "uuid": f"{name}/{number}+", "sender": made["sender"], "content": []}
        else:
            made["content"].append(_block(block))
    yield made


def _block(block: Mapping[str, Any]) -> Mapping[str, Any]:
    if block.get("type") == "thinking":
        return {"type": "thinking", "thinking": words(block.get("text"))}
    if block.get("type") == "tool_call":
        call = mapping(block.get("toolCall"))
        return {"type": "tool_use", "name": call.get("name"), "input": call.get("input")}
    return block
