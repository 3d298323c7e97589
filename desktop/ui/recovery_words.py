"""What a merging and a recovery did, or would do, in words. No Qt here: the command line says the same."""

from __future__ import annotations

from desktop.i18n import tr
from desktop.store.merging import Merged


def merged_lines(merged: Merged, *, before: bool) -> list[str]:
    """Return a line on conversations, one on messages, and what else is to be known."""
    conversations, messages = merged.conversations, merged.messages
    lines = [
        tr(
            "Conversations: {added} new, {updated} to update, {unchanged} here already.",
            added=f"{conversations.added:,}",
            updated=f"{conversations.updated:,}",
            unchanged=f"{conversations.unchanged:,}",
        )
        if before
        else tr(
            "Conversations: {added} added, {updated} updated, {unchanged} were here already.",
            added=f"{conversations.added:,}",
            updated=f"{conversations.updated:,}",
            unchanged=f"{conversations.unchanged:,}",
        ),
        tr(
            "Messages: {added} new, {updated} to update, {unchanged} here already.",
            added=f"{messages.added:,}",
            updated=f"{messages.updated:,}",
            unchanged=f"{messages.unchanged:,}",
        )
        if before
        else tr(
            "Messages: {added} added, {updated} updated, {unchanged} were here already.",
            added=f"{messages.added:,}",
            updated=f"{messages.updated:,}",
            unchanged=f"{messages.unchanged:,}",
        ),
    ]
    if merged.trashed:
        lines.append(
            tr(
                "{n} of the conversations is in the trash.",
                "{n} of the conversations are in the trash.",
                n=merged.trashed,
            )
        )
    return lines
