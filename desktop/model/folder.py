"""A folder: a place for conversations, and what the new ones in it start from."""

from __future__ import annotations

from dataclasses import dataclass, field
from datetime import datetime

from desktop.model.parameters import Parameters


@dataclass(frozen=True, slots=True)
class Folder:
    id: str
    name: str
    created: datetime  # UTC
    position: int = 0  # among the folders, from the top
    account_id: str | None = None
    model: str | None = None
    parameters: Parameters = field(default_factory=Parameters)
    deleted: datetime | None = None
