"""A folder: a place for conversations, and what the new ones in it start from."""

from __future__ import annotations

from datetime import datetime

from msgspec import Struct, field

from desktop.model.parameters import Parameters


class Folder(Struct, frozen=True):
    id: str
    name: str
    created: datetime  # UTC
    position: int = 0  # among the folders, from the top
    account_id: str | None = None
    model: str | None = None
    parameters: Parameters = field(default_factory=Parameters)
    deleted: datetime | None = None
