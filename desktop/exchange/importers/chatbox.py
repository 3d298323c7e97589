"""Chatbox's backup: one object, with a conversation under each key `session:…` (earlier: a list, `chat-sessions`).

In the zip file that later versions write, each conversation is a file of its own, `sessions/…/session.json`. A session
has `messages`; `threads`, which are conversations of their own; and `messageForksHash`: by the id of a message, what
else followed it. A message has `role`, `contentParts` (type text, reasoning, image, tool-call …) or earlier `content`,
`timestamp` (milliseconds) and `model`. Nothing but sessions is looked at: the keys of the accounts stand beside them.
"""

from __future__ import annotations

from collections import deque
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
from desktop.exchange.importers.pieces import attachment, call, paragraphs, picture, speaker, spent, unwrapped
from desktop.model.message import Part, Role, State
from desktop.model.parameters import Parameters

NAME = "Chatbox"
_KEY = "session:"
_BESIDE = {"info", "app"}  # what the program said itself


def recognises(value: Any) -> bool:
    found = mapping(value)
    if any(isinstance(unwrapped(found.get(name)), list) for name in ("chat-sessions-list", "chat-sessions")):
        return True
    return any(key.startswith(_KEY) for key in found) or _is_session(found)


def conversations(value: Any) -> Iterator[Any]:
    """Yield each session and each of its threads, with `id`, `name`, `messages`, and all `branches` of the session.

    `lost` are those branches whose message is no more. Where nothing was said yet, there is no conversation.
    """
    for session in _sessions(mapping(value)):
        name, title = name_of(session.get("id")) or "", words(session.get("name"))
        threads = [mapping(thread) for thread in sequence(session.get("threads"))]
        branches = _branches(session)
        shown = _ids(session)
        known = {each for line in (session, *threads) for each in _ids(line)}
        known |= {each for lists in branches.values() for line in lists for each in _ids({"messages": line})}
        lost = [line for pivot, lists in branches.items() if pivot not in known for line in lists]
        current = (words(session.get("threadName")) if threads else "") or title
        if lost or _is_begun(session):
            yield {**session, "id": name, "name": current, "branches": branches, "lost": lost}
        for place, thread in enumerate(threads):
            if _is_begun(thread) and _ids(thread) != shown:
                own = {"id": f"{name}/{name_of(thread.get('id')) or place}", "name": words(thread.get("name")) or title}
                yield {**thread, **own, "branches": branches}


def read(value: Any) -> Document:
    found = mapping(value)
    tree, system = Tree(NAME, found["id"]), ""
    branches = dict(found.get("branches") or {})
    lines: deque[tuple[str | None, list[Any]]] = deque([(None, sequence(found.get("messages")))])
    lines.extend((None, line) for line in found.get("lost") or ())
    tips: list[str | None] = []
    while lines:
        before, line = lines.popleft()
        for message in map(mapping, line):
            name = name_of(message.get("id")) or f"{len(tree.nodes)}"
            role, parts = speaker(message.get("role")), _parts(message)
            if role is Role.SYSTEM and not tree.nodes and not system:
                system = "".join(part.text for part in parts)
            else:
                before = tree.add(Node(name, before, role, parts, *_facts(message)))
            lines.extend((before, branch) for branch in branches.pop(name, ()))
        tips.append(before)
    is_dated = any(node.created for node in tree.nodes.values())
    return tree.document(
        title=words(found.get("name")),
        created=None if is_dated else moment(found.get("createdAt")),  # of a thread: when the next was begun
        updated=None,
        head=tips[0],  # the messages of the session are the branch that was shown
        pinned=found.get("starred") is True,
        archived=moment(found.get("archivedAt")),
        parameters=Parameters(system_prompt=system or None),
    )


def _is_session(found: Mapping[str, Any]) -> bool:
    """Tell a file of one session, which has been written only since there are `contentParts`."""
    is_named = isinstance(found.get("id"), str) and isinstance(found.get("name"), str)
    return is_named and any("contentParts" in mapping(message) for message in sequence(found.get("messages")))


def _sessions(found: Mapping[str, Any]) -> Iterator[Mapping[str, Any]]:
    if _is_session(found):
        yield found
        return
    listed = {name_of(each.get("id")): each for each in _listed(found, "chat-sessions-list")}
    for key, session in found.items():
        if key.startswith(_KEY):
            name = key.removeprefix(_KEY)
            yield {**listed.get(name, {}), "createdAt": None, "id": name, **mapping(unwrapped(session))}
    for session in _listed(found, "chat-sessions"):
        if f"{_KEY}{name_of(session.get('id'))}" not in found:  # else it is what is left of an earlier version
            yield session


def _listed(found: Mapping[str, Any], name: str) -> list[Mapping[str, Any]]:
    """Return a list of objects, which some systems write as a text, as they do with the sessions themselves."""
    return [mapping(each) for each in sequence(unwrapped(found.get(name)))]


def _branches(session: Mapping[str, Any]) -> dict[str, list[list[Any]]]:
    return {
        pivot: [sequence(mapping(each).get("messages")) for each in sequence(mapping(fork).get("lists"))]
        for pivot, fork in mapping(session.get("messageForksHash")).items()
    }


def _ids(line: Mapping[str, Any]) -> list[str | None]:
    return [name_of(mapping(message).get("id")) for message in sequence(line.get("messages"))]


def _is_begun(line: Mapping[str, Any]) -> bool:
    messages = line.get("messages")
    return not isinstance(messages, list) or any(mapping(each).get("role") != "system" for each in messages)


def _facts(message: Mapping[str, Any]) -> tuple[Any, str, State]:
    """Return when it was written, by which model, and how far it got."""
    state = State.LENGTH if message.get("finishReason") == "length" else State.COMPLETE
    if message.get("generating") is True or message.get("error") or message.get("errorCode"):
        state = State.INTERRUPTED
    return moment(message.get("timestamp")), words(message.get("model")), state


def _parts(message: Mapping[str, Any]) -> tuple[Part, ...]:
    blocks = [mapping(block) for block in sequence(message.get("contentParts"))]
    thinking = [block for block in blocks if block.get("type") == "reasoning"]
    took = [each for each in (block.get("duration") for block in thinking) if each != 1]  # 1 is written for unknown
    said = [_piece(block) for block in blocks]
    if not any(block.get("type") == "text" and words(block.get("text")).strip() for block in blocks):
        said.append(words(message.get("content")))
    said += [picture() for _ in sequence(message.get("pictures"))]
    said += [attachment(mapping(file).get("name")) for file in sequence(message.get("files"))]
    said += [words(mapping(link).get("url")) for link in sequence(message.get("links"))]
    thoughts = paragraphs(*(words(block.get("text")) for block in thinking)) or words(message.get("reasoningContent"))
    return parts_of(paragraphs(*said), thoughts, spent(took, 1000), role=speaker(message.get("role")))


def _piece(block: Mapping[str, Any]) -> str:
    kind = words(block.get("type"))
    if kind == "image":
        return picture()
    if kind == "tool-call":
        return call(block.get("toolName"), block.get("args"))
    return "" if kind == "reasoning" or kind in _BESIDE else words(block.get("text"))
