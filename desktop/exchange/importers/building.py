"""Their nodes → our tree: roles, times and ids that are ours, parents before children, and no circles."""

from __future__ import annotations

import hashlib
import re
from collections.abc import Mapping
from contextlib import suppress
from datetime import UTC, datetime
from typing import Any, Self

from msgspec import Struct, field
from msgspec.structs import replace

from desktop.exchange.document import Document
from desktop.model.conversation import Conversation, TitleSource, title_from
from desktop.model.message import Message, Origin, Part, ReasoningPart, Role, State, TextPart
from desktop.model.tree import tip_below

EARLIEST = datetime(1970, 1, 2, tzinfo=UTC)  # that every system can tell in every time zone
_LATEST_YEAR = 9000
_MILLISECONDS_FROM = 100_000_000_000  # as seconds that would be the year 5138
_ID = re.compile(r"[0-9A-Za-z_-]{1,64}")
_THOUGHT = re.compile(r"\s*<think(?:ing)?>(.*?)(?:</think(?:ing)?>|\Z)\s*", re.DOTALL)
_ROLES = {
    "user": Role.USER,
    "human": Role.USER,
    "assistant": Role.ASSISTANT,
    "model": Role.ASSISTANT,
    "tool": Role.ASSISTANT,
    "system": Role.SYSTEM,
}


class Unreadable(Exception):
    """One conversation means nothing; the argument says why, in words for a person."""


class Node(Struct):
    """A message as another program has it. One without parts is passed over; its children are its parent's then."""

    id: str
    parent: str | None
    role: Role
    parts: tuple[Part, ...]
    created: datetime | None
    model: str = ""
    state: State = State.COMPLETE


class Tree(Struct):
    """The nodes of one conversation of the program `source` ("ChatGPT"), in any order."""

    source: str
    id: str
    nodes: dict[str, Node] = field(default_factory=dict)

    @classmethod
    def of(cls, source: str, *ids: Any) -> Self:
        """Return an empty one under the first of `ids` that is one. Raises `Unreadable` where none is."""
        name = next(filter(None, map(name_of, ids)), None)
        if name is None:
            raise Unreadable("no id")
        return cls(source, name)

    def add(self, node: Node) -> str:
        """Take a node in and return its id: another one where another node has that already."""
        same = self.nodes.get(node.id)
        if same is not None and (same.parent, same.parts) != (node.parent, node.parts):
            node = replace(node, id=f"{node.id}/{len(self.nodes)}")
        self.nodes.setdefault(node.id, node)
        return node.id

    def document(
        self,
        *,
        title: str,
        created: datetime | None,
        updated: datetime | None,
        head: str | None = None,
        **fields: Any,
    ) -> Document:
        """Return the conversation; `head` is the id of the node that was shown last, `fields` are `Conversation`'s.

        Every id follows from the ids that the source gave, so that the same comes out each time.
        """
        kept = self._joined(self._in_order())
        if not kept:
            raise Unreadable("no messages")
        times = [node.created for node in kept if node.created is not None]
        begun = created or min(times, default=None) or updated or EARLIEST
        conversation_id = stable_id(begun, self.source, self.id)
        messages: dict[str, Message] = {}
        latest = begun
        for node in kept:
            latest = node.created or latest
            message = self._message(node, conversation_id, begun, latest)
            messages[message.id] = message
        ids = {node.id: stable_id(begun, self.source, self.id, node.id) for node in kept}
        shown = self._nearest(head, {node.id: node.id for node in kept})
        first = next((message.text for message in messages.values() if message.role is Role.USER), "")
        conversation = Conversation(
            conversation_id,
            title=" ".join(title.split())[:200] or title_from(first),
            created=begun,
            updated=updated or max(times, default=begun),
            title_source=TitleSource.PERSON if title.strip() else TitleSource.FIRST_WORDS,
            head_id=ids.get(shown or "") or _newest(messages),
        )
        return Document(replace(conversation, **fields), messages)

    def _message(self, node: Node, conversation_id: str, begun: datetime, created: datetime) -> Message:
        is_reply = node.role is Role.ASSISTANT
        is_signed = is_reply and node.model
        origin = Origin(f"import-{self.source.casefold()}", self.source, node.model) if is_signed else None
        parent = None if node.parent is None else stable_id(begun, self.source, self.id, node.parent)
        return Message(
            id=stable_id(begun, self.source, self.id, node.id),
            conversation_id=conversation_id,
            parent_id=parent,
            role=node.role,
            parts=node.parts,
            created=created,
            state=node.state if is_reply else State.COMPLETE,
            origin=origin,
        )

    def _in_order(self) -> list[Node]:
        """Return the nodes with something in them, parents first, each with the nearest such node above as parent."""
        kept = {node.id for node in self.nodes.values() if node.parts}
        children: dict[str | None, list[Node]] = {}
        known: dict[str, str | None] = {name: name for name in kept}
        for node in self.nodes.values():
            if node.id in kept:
                children.setdefault(self._nearest(node.parent, known), []).append(node)
        ordered: list[Node] = []
        waiting: list[tuple[str | None, Node]] = [(None, node) for node in reversed(children.get(None, []))]
        while waiting:
            parent, node = waiting.pop()
            ordered.append(replace(node, parent=parent))
            waiting += [(node.id, child) for child in reversed(children.get(node.id, []))]
        in_circles = kept - {node.id for node in ordered}
        return ordered + [replace(self.nodes[name], parent=None) for name in self.nodes if name in in_circles]

    def _nearest(self, node_id: str | None, known: dict[str, str | None]) -> str | None:
        """Return the nearest kept node at or above this one; `known` has the answers so far, and gets those found."""
        passed: dict[str, None] = {}
        while node_id is not None and node_id not in known and node_id not in passed:
            passed[node_id] = None
            above = self.nodes.get(node_id)
            node_id = None if above is None else above.parent
        found = None if node_id is None else known.get(node_id)
        known.update(dict.fromkeys(passed, found))
        return found

    def _joined(self, ordered: list[Node]) -> list[Node]:
        """Make one answer of what an answer's steps are elsewhere: thought, call of a tool, its output, text."""
        count: dict[str | None, int] = {}
        for node in ordered:
            count[node.parent] = count.get(node.parent, 0) + 1
        kept: dict[str, Node] = {}
        stands_for: dict[str | None, str] = {}
        for node in ordered:
            parent = stands_for.get(node.parent, node.parent)
            above = kept.get(parent or "")
            is_step = node.role is Role.ASSISTANT and above is not None and above.role is Role.ASSISTANT
            if is_step and above is not None and count[node.parent] == 1:
                kept[above.id] = replace(
                    above, parts=joined(above.parts, node.parts), model=node.model or above.model, state=node.state
                )
                stands_for[node.id] = above.id
            else:
                kept[node.id] = replace(node, parent=parent)
        return list(kept.values())


def stable_id(created: datetime, *names: str) -> str:
    """Return an id of the form that `new_id` gives, which says when, and follows from what it names."""
    digest = hashlib.sha256("\0".join(names).encode("utf-8", "surrogatepass")).hexdigest()
    milliseconds = max(0, int(created.timestamp() * 1000)) & (1 << 48) - 1
    return f"{milliseconds:012x}7{digest[:19]}"


def is_usable(name: str) -> bool:
    """Whether an id of ours may be `name`: such a one can be a file's name, too."""
    return _ID.fullmatch(name) is not None


def moment(value: Any) -> datetime | None:
    """Return a time given as ISO 8601, or as seconds or milliseconds since 1970; None for anything else."""
    found: datetime | None = None
    with suppress(ValueError, OverflowError, OSError):
        if isinstance(value, str) and value:
            parsed = datetime.fromisoformat(value.strip())
            found = (parsed if parsed.tzinfo else parsed.replace(tzinfo=UTC)).astimezone(UTC)
        elif isinstance(value, int | float) and not isinstance(value, bool) and value > 0:
            found = datetime.fromtimestamp(value / 1000 if value > _MILLISECONDS_FROM else value, UTC)
    return found if found is not None and found >= EARLIEST and found.year < _LATEST_YEAR else None


def role_of(value: Any) -> Role:
    """Raises `Unreadable` for a role that is none of ours."""
    role = _ROLES.get(value.casefold()) if isinstance(value, str) else None
    if role is None:
        raise Unreadable(f"unknown role {value!r:.40}")
    return role


def parts_of(text: str, reasoning: str = "", seconds: float | None = None, *, role: Role) -> tuple[Part, ...]:
    """Return the parts of a message; reasoning that stands in `<think>` before an answer is taken out of it."""
    thought = _THOUGHT.match(text) if role is Role.ASSISTANT and not reasoning else None
    if thought is not None:
        reasoning, text = thought[1].strip(), text[thought.end() :]
    parts: list[Part] = []
    if reasoning.strip():
        parts.append(ReasoningPart(reasoning, seconds))
    if text.strip():
        parts.append(TextPart(text))
    return tuple(parts)


def joined(first: tuple[Part, ...], second: tuple[Part, ...]) -> tuple[Part, ...]:
    """Return the parts of two steps of one answer: all of the reasoning, then all of the text."""
    both = (*first, *second)
    reasoning = [part for part in both if isinstance(part, ReasoningPart)]
    seconds = [part.seconds for part in reasoning if part.seconds is not None]
    text = "\n\n".join(part.text for part in both if isinstance(part, TextPart))
    thought = "\n\n".join(part.text for part in reasoning)
    return parts_of(text, thought, sum(seconds) if seconds else None, role=Role.ASSISTANT)


def words(value: Any) -> str:
    """Return `value` where it is text, else ""."""
    return value if isinstance(value, str) else ""


def mapping(value: Any) -> Mapping[str, Any]:
    """Return `value` where it is a JSON object, else an empty one."""
    return value if isinstance(value, dict) else {}


def sequence(value: Any) -> list[Any]:
    """Return `value` where it is a JSON array, else an empty one."""
    return value if isinstance(value, list) else []


def name_of(value: Any) -> str | None:
    """Return an id, which some have as text and some as a number, as text; None where there is none."""
    if isinstance(value, str):
        return value or None
    return str(value) if isinstance(value, int) and not isinstance(value, bool) else None


def _newest(messages: Mapping[str, Message]) -> str:
    first = next(message.id for message in messages.values() if message.parent_id is None)
    return tip_below(messages.values(), first)
