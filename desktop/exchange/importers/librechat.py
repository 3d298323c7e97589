"""LibreChat's export of one conversation: `conversationId`, and its messages, nested or in a list.

`messagesTree`, in later versions `messages`, nests by `children`; else `messages` is flat. A message has `messageId`,
`parentMessageId` (zeros for none), `isCreatedByUser`, `text`, or `content` in blocks of type text, think, tool_call,
image_file, error, steer (what a person said while the answer came) … Before there were blocks, reasoning stood in
`text`, after `:::thinking`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from typing import Any

from desktop.exchange.document import Document
from desktop.exchange.importers.building import (
    Node,
    Tree,
    mapping,
    moment,
    name_of,
    parts_of,
    sequence,
    words,
)
from desktop.exchange.importers.pieces import attachment, call, paragraphs, picture
from desktop.exchange.markdown import fenced
from desktop.model.message import Part, Role, State
from desktop.model.parameters import Parameters
from desktop.model.tags import distinct

NAME = "LibreChat"
_NO_PARENT = "00000000-0000-0000-0000-000000000000"
_THINKING = re.compile(r"\s*:::thinking\n?(.*?)\n?:::(?:\n|\Z)\s*", re.DOTALL)
_STATES = {"length": State.LENGTH, "max_tokens": State.LENGTH, "incomplete": State.INTERRUPTED}
_WITHOUT_WORDS = {"agent_update", "activity_label", "error"}  # what the program said itself
_PROMPTS = ("instructions", "system", "promptPrefix", "additional_instructions")
_PICTURES = {"image_file", "image_url"}
_OTHER_MEDIA = {"video_url": "video", "input_audio": "audio"}


def recognises(value: Any) -> bool:
    found = mapping(value)
    return "conversationId" in found and any(isinstance(found.get(name), list) for name in ("messagesTree", "messages"))


def read(value: Any) -> Document:
    found = mapping(value)
    messages = sequence(found.get("messagesTree")) or sequence(found.get("messages"))
    tree = Tree.of(NAME, found.get("conversationId"), *(mapping(message).get("messageId") for message in messages[:1]))
    is_nested = any("children" in mapping(message) for message in messages)
    before: str | None = None
    for place, (above, message) in enumerate(_flat(messages)):
        name = name_of(message.get("messageId")) or f"{place}"
        given = name_of(message.get("parentMessageId"))
        parent = above or given or (None if is_nested else before)
        before = tree.add(_node(name, None if parent == _NO_PARENT else parent, message))
    options = mapping(found.get("options"))
    prompts = (words(options.get(name)) for name in _PROMPTS)
    return tree.document(
        title=words(found.get("title")),
        created=moment(found.get("createdAt")),
        updated=moment(found.get("updatedAt")),
        head=before,  # branches come one after the other, and the last is the one that LibreChat shows
        parameters=Parameters(system_prompt=paragraphs(*prompts) or None),
        tags=distinct(map(words, sequence(found.get("tags")) or sequence(options.get("tags")))),
    )


def _node(name: str, parent: str | None, message: Mapping[str, Any]) -> Node:
    is_persons = message.get("isCreatedByUser") is True or words(message.get("sender")).casefold() == "user"
    model, sender = words(message.get("model")), words(message.get("sender"))
    is_cut = message.get("unfinished") is True or message.get("error") is True or _has_error(message)
    state = _STATES.get(words(message.get("finish_reason")), State.COMPLETE)
    role = Role.USER if is_persons else Role.ASSISTANT
    return Node(
        id=name,
        parent=parent,
        role=role,
        parts=_parts(message, role),
        created=moment(message.get("createdAt")),
        model=sender or model if model.startswith(("agent_", "asst_")) else model or sender,
        state=State.INTERRUPTED if is_cut else state,
    )


def _has_error(message: Mapping[str, Any]) -> bool:
    return any(mapping(block).get("type") == "error" for block in sequence(message.get("content")))


def _parts(message: Mapping[str, Any], role: Role) -> tuple[Part, ...]:
    blocks = [mapping(block) for block in sequence(message.get("content"))]
    thoughts = [_thought(_text(block.get("think"))) for block in blocks]
    said = [_piece(block) for block in blocks]
    text = words(message.get("text"))
    has_words = any(block.get("type") == "text" and _text(block.get("text")).strip() for block in blocks)
    if not has_words and message.get("error") is not True:  # else the text is the error
        thinking = _THINKING.match(text)
        if thinking:
            thoughts.append(thinking[1])
            text = text[thinking.end() :]
        said.append(text)
    files = [_file(mapping(file)) for name in ("files", "attachments") for file in sequence(message.get(name))]
    return parts_of(paragraphs(*_quoted(message), *said, *files), paragraphs(*thoughts), role=role)


def _thought(text: str) -> str:
    return text.strip().removeprefix("<think>").removesuffix("</think>").strip()


def _piece(block: Mapping[str, Any]) -> str:
    kind = words(block.get("type"))
    if kind == "tool_call":
        return _call(mapping(block.get("tool_call")))
    if kind in _PICTURES:
        return picture()
    if kind in _OTHER_MEDIA:
        return attachment(_OTHER_MEDIA[kind])
    if kind == "steer":
        return paragraphs(*_quoted({"quotes": [*sequence(block.get("quotes")), block.get("steer")]}))
    inside = "".join(_text(mapping(part).get("text")) for part in sequence(block.get("content")))  # of a summary
    return "" if kind in _WITHOUT_WORDS else _text(block.get("text")) or inside


def _quoted(found: Mapping[str, Any]) -> list[str]:
    """Return what a person has quoted from the conversation."""
    return ["> " + quote.replace("\n", "\n> ") for quote in map(words, sequence(found.get("quotes"))) if quote]


def _call(found: Mapping[str, Any]) -> str:
    """Return the call of a tool, of which an agent's has its name itself, an assistant's under what it is."""
    code = mapping(found.get("code_interpreter"))
    if code:
        return fenced(words(code.get("input")))
    function = mapping(found.get("function"))
    name = words(found.get("name")) or words(function.get("name")) or words(found.get("type"))
    return call(name, found.get("args") or function.get("arguments"))


def _text(inside: Any) -> str:
    return words(inside) or words(mapping(inside).get("value"))


def _file(found: Mapping[str, Any]) -> str:
    if words(found.get("type")).startswith("image/"):
        return picture()
    return attachment(found["filename"]) if words(found.get("filename")) else ""


def _flat(messages: list[Any]) -> Iterator[tuple[str | None, Mapping[str, Any]]]:
    """Yield each message with the id of the one that it is nested in, from the root down."""
    waiting: list[tuple[str | None, Any]] = [(None, message) for message in reversed(messages)]
    while waiting:
        above, message = waiting.pop()
        found = mapping(message)
        yield above, found
        name = name_of(found.get("messageId"))
        waiting += [(name, child) for child in reversed(sequence(found.get("children")))]
