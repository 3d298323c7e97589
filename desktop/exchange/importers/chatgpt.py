"""ChatGPT's data export: `conversations.json`, or `conversations-000.json` and so on: an array of conversations.

Each has a `mapping` of nodes by id; a node has `parent`, `children` and a `message` with `author.role`, `create_time`
(seconds) and `content`, whose `content_type` says what it is; `current_node` is the tip that was shown. System nodes
are hidden, as the settings of the account are; pictures and files are not in the JSON.
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from desktop.exchange.document import Document
from desktop.exchange.importers.building import (
    Node,
    Tree,
    mapping,
    moment,
    name_of,
    sequence,
    words,
)
from desktop.exchange.importers.chatgpt_content import author_of, parts_in
from desktop.model.message import Role, State

NAME = "ChatGPT"
_HIDING = ("is_visually_hidden_from_conversation", "is_user_system_message")
_STATES = {"max_tokens": State.LENGTH, "interrupted": State.STOPPED}


def recognises(value: Any) -> bool:
    found = mapping(value)
    return isinstance(found.get("mapping"), dict) and ("create_time" in found or "current_node" in found)


def read(value: Any) -> Document:
    found = mapping(value)
    tree = Tree.of(NAME, found.get("conversation_id"), found.get("id"))
    entries = {name: mapping(entry) for name, entry in found["mapping"].items()}
    above = _parents(entries)
    seconds = _seconds(entries, above)
    for name, entry in entries.items():
        tree.add(_node(name, above.get(name), entry, _canvas(entries, entry), seconds.get(name)))
    if not any(node.model for node in tree.nodes.values()):
        for node in tree.nodes.values():
            node.model = words(found.get("default_model_slug"))
    updated = moment(found.get("update_time"))
    return tree.document(
        title=words(found.get("title")),
        created=moment(found.get("create_time")),
        updated=updated,
        head=name_of(found.get("current_node")),
        pinned=found.get("is_starred") is True or moment(found.get("pinned_time")) is not None,
        archived=updated if found.get("is_archived") is True else None,
    )


def _node(
    name: str, parent: str | None, entry: Mapping[str, Any], canvas: Mapping[str, Any], seconds: float | None
) -> Node:
    message = mapping(entry.get("message"))
    metadata = mapping(message.get("metadata"))
    role = _role(message)
    return Node(
        id=name,
        parent=parent,
        role=role,
        parts=() if role is Role.SYSTEM else parts_in(message, canvas, seconds),
        created=moment(message.get("create_time")),
        model=words(metadata.get("model_slug")),
        state=_state(message),
    )


def _role(message: Mapping[str, Any]) -> Role:
    """Return `Role.SYSTEM` for all that is hidden."""
    metadata = mapping(message.get("metadata"))
    is_hidden = any(metadata.get(name) is True for name in _HIDING)
    role = author_of(message)
    if not message or is_hidden or role in {"system", "developer"}:
        return Role.SYSTEM
    return Role.USER if role == "user" else Role.ASSISTANT


def _state(message: Mapping[str, Any]) -> State:
    ended = words(mapping(mapping(message.get("metadata")).get("finish_details")).get("type"))
    unfinished = State.INTERRUPTED if message.get("status") == "in_progress" else State.COMPLETE
    return _STATES.get(ended, unfinished)


def _parents(entries: Mapping[str, Mapping[str, Any]]) -> dict[str, str]:
    """Return the parent of each node, which some tell only by the parent's `children`."""
    children = {name: map(name_of, sequence(entry.get("children"))) for name, entry in entries.items()}
    above = {child: name for name, each in children.items() for child in each}
    parents = {name: name_of(entry.get("parent")) or above.get(name) for name, entry in entries.items()}
    return {name: parent for name, parent in parents.items() if parent is not None}


def _seconds(entries: Mapping[str, Mapping[str, Any]], above: Mapping[str, str]) -> dict[str, float]:
    """Return for how long the model thought: the recap that follows the thoughts tells it."""
    found: dict[str, float] = {}
    for name, entry in entries.items():
        message = mapping(entry.get("message"))
        seconds = mapping(message.get("metadata")).get("finished_duration_sec")
        is_recap = mapping(message.get("content")).get("content_type") == "reasoning_recap"
        if is_recap and isinstance(seconds, int | float) and 0 < seconds < 1_000_000:
            found[above.get(name, "")] = float(seconds)
    return found


def _canvas(entries: Mapping[str, Mapping[str, Any]], entry: Mapping[str, Any]) -> Mapping[str, Any]:
    """Return what the answer to this message tells of a canvas."""
    answers = (entries.get(child or "", {}) for child in map(name_of, sequence(entry.get("children"))))
    found = (mapping(mapping(mapping(each.get("message")).get("metadata")).get("canvas")) for each in answers)
    return next(filter(None, found), {})
