"""Which of two copies of a row holds: the rules by which a backup is merged into the database. Pure functions.

- Of a conversation, a folder or an account the copy that was changed last holds, with its place in the trash or outside
  it; on a tie the one that is here (`mine`). Of a conversation besides: the earlier `created`, the later `updated`; a
  person's title before a model's, that before the first words; what the newer copy leaves empty comes from the older
  one; both drafts, and the tags of both.
- A message never changes but for how far it got. The copy that got further holds (complete or cut at its length, then
  stopped or interrupted, then failed), of two that got equally far the longer one. Where the other copy has words that
  are not in it, it stays as a sibling.
- Nothing is removed. Merging the same backup once more changes nothing.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping, Sequence
from typing import Any

from msgspec import Struct

from desktop.model.conversation import TitleSource, joined_drafts
from desktop.model.message import State

Row = Mapping[str, Any]  # by column

_TITLES = (TitleSource.FIRST_WORDS, TitleSource.MODEL, TitleSource.PERSON)
_FURTHER = {
    State.WRITING: 0,
    State.FAILED: 1,
    State.INTERRUPTED: 2,
    State.STOPPED: 2,
    State.LENGTH: 3,
    State.COMPLETE: 3,
}
_PLACE = {"key", "id", "conversation", "parent", "created", "deleted", "changed", "writer"}  # not what was said


class Copy(Struct, frozen=True):
    """A message: its row, and the rows of its parts in their order."""

    row: Row
    parts: Sequence[Row]

    def words(self, kind: str) -> str:
        return "".join(part["text"] for part in self.parts if part["kind"] == kind)

    def holds(self, other: Copy) -> bool:
        """Whether every word of `other` is here too."""
        kinds = {part["kind"] for part in other.parts}
        return all(other.words(kind) in self.words(kind) for kind in kinds)


class Verdict(Struct, frozen=True):
    """What becomes of a message that is in both: columns to change, parts to replace, and a copy to keep beside it."""

    columns: Row
    parts: Sequence[Row] | None = None
    rival: Copy | None = None


def newer(mine: Row, theirs: Row) -> Row:
    """Return the copy that was changed last. Before schema 2 that was not kept: then the later `updated` tells."""
    return theirs if _age(theirs) > _age(mine) else mine


def merged_conversation(mine: Row, theirs: Row, *, draft_was_sent: bool) -> Row:
    """Return the columns of `mine` that become others. `draft_was_sent`: the other draft is a message here."""
    first = newer(mine, theirs)
    second = theirs if first is mine else mine
    merged = dict(first) | {"key": mine["key"]}
    merged |= {column: second[column] for column in ("head", "folder") if first[column] is None}
    if first["model"] is None:
        merged |= {column: second[column] for column in ("account", "model")}
    if first["parameters"] == "{}":
        merged["parameters"] = second["parameters"]
    if _title_weight(second) > _title_weight(first):
        merged |= {column: second[column] for column in ("title", "title_source")}
    merged["created"] = min(mine["created"], theirs["created"])
    merged["updated"] = max(mine["updated"], theirs["updated"])
    merged["changed"] = max(mine["changed"], theirs["changed"])
    merged["draft"] = mine["draft"] if draft_was_sent else joined_drafts(mine["draft"], theirs["draft"])
    return differing(merged, mine)


def merged_message(mine: Copy, theirs: Copy) -> Verdict:
    """Neither is still being written here; of one that was when the backup was made, `theirs` is how it ended."""
    first = newer(mine.row, theirs.row)
    latest = max(mine.row["changed"], theirs.row["changed"])
    trash = {"deleted": first["deleted"], "changed": latest}
    if _reach(theirs) > _reach(mine):
        said = {name: value for name, value in theirs.row.items() if name not in _PLACE}
        rival = None if theirs.holds(mine) else mine
        return Verdict(differing(said | trash, mine.row), theirs.parts, rival)
    return Verdict(differing(trash, mine.row), None, None if mine.holds(theirs) else theirs)


def differing(wanted: Row, present: Row) -> Row:
    """Return what is not the same in `present`; where nothing else is, the moment of the change is no difference."""
    found = {name: value for name, value in wanted.items() if present[name] != value and name != "changed"}
    if found and "changed" in wanted:
        found["changed"] = wanted["changed"]
    return found


def id_of_rival(copy: Copy) -> str:
    """Return the id under which a copy stands beside the one that holds: the same one at each merging."""
    original: str = copy.row["id"]
    said = "\0".join([original, *(f"{part['kind']}\0{part['text']}" for part in copy.parts)])
    digest = hashlib.sha256(said.encode("utf-8", "surrogatepass")).hexdigest()
    return original[:12] + digest[: 32 - len(original[:12])]  # the beginning is the time, by which ids are sorted


def _age(row: Row) -> tuple[int, int, int]:
    return row["changed"], row.get("updated") or 0, row.get("deleted") or 0


def _title_weight(row: Row) -> int:
    known = row["title"] and row["title_source"] in _TITLES
    return 1 + _TITLES.index(TitleSource(row["title_source"])) if known else 0


def _reach(copy: Copy) -> tuple[int, int]:
    length = sum(len(part["text"]) for part in copy.parts)
    return _FURTHER.get(State(copy.row["state"]), 0), length
