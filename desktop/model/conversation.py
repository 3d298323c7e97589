"""A conversation: the whole tree of messages, and what the list shows of it."""

from __future__ import annotations

from datetime import datetime
from enum import StrEnum

from msgspec import Struct, field

from desktop.model.parameters import Parameters


class TitleSource(StrEnum):
    """Who named the conversation. A person's title is never replaced."""

    FIRST_WORDS = "first_words"
    MODEL = "model"
    PERSON = "person"


class Conversation(Struct, frozen=True):
    id: str
    title: str
    created: datetime  # UTC
    updated: datetime  # UTC; when the last message was added
    title_source: TitleSource = TitleSource.FIRST_WORDS
    head_id: str | None = None  # the tip of the branch that is shown
    pinned: bool = False
    account_id: str | None = None
    model: str | None = None
    parameters: Parameters = field(default_factory=Parameters)
    draft: str = ""
    deleted: datetime | None = None  # in the trash since
    folder_id: str | None = None
    archived: datetime | None = None  # out of the list since
    tags: tuple[str, ...] = ()  # as `desktop.model.tags.distinct` gives them


TITLE_LENGTH = 40  # characters; what a sidebar line of 264 px holds in Latin script, with room to spare in Chinese


def title_from(text: str) -> str:
    """Return the first words of `text` on one line, cut at a word where the script has them, or ""."""
    line = " ".join(text.split())
    if len(line) <= TITLE_LENGTH:
        return line
    cut = line[:TITLE_LENGTH]
    head, space, _ = cut.rpartition(" ")
    return (head if space and len(head) > TITLE_LENGTH // 2 else cut).rstrip(" ,.;:，。；：、") + "…"


def joined_drafts(one: str, other: str) -> str:
    """Return a draft that holds all words of both: one of them where it holds the other, else one below the other."""
    if other.strip() in one:
        return one
    return other if one.strip() in other else f"{one}\n\n{other}"
