"""Which quiet heading a conversation stands under."""

from __future__ import annotations

from datetime import date, timedelta

from desktop.i18n import tr
from desktop.model.conversation import Conversation


def heading(conversation: Conversation, today: date) -> str:
    """Return the heading of `conversation` on the day `today` of this machine's calendar."""
    if conversation.pinned:
        return tr("Pinned")
    day = conversation.updated.astimezone().date()
    if day >= today:  # a clock that was wrong yesterday is no reason to hide anything
        return tr("Today")
    if day == today - timedelta(days=1):
        return tr("Yesterday")
    if day > today - timedelta(days=8):
        return tr("Previous 7 days")
    return tr("{month}/{year}", month=day.month, year=day.year)


def ordered(conversations: list[Conversation]) -> list[Conversation]:
    """Return pinned ones first, then by the last message, newest first."""
    return sorted(conversations, key=lambda each: (each.pinned, each.updated, each.id), reverse=True)
