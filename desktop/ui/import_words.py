"""What an import did, or would do, in sentences; no Qt here: the command line speaks with the same words."""

from __future__ import annotations

from desktop.exchange.importers.taking import Taken
from desktop.i18n import tr


def taken_sentence(taken: Taken, *, before: bool) -> str:
    """Say how many conversations, from where; `before` it is done, what would be."""
    if not taken.by_source:
        return tr("No conversation could be read.")
    sources = ", ".join(taken.by_source)
    added, grown, known, messages = len(taken.added), len(taken.grown), taken.known, taken.messages
    if before:
        return tr(
            "From {sources}: {added} new conversations, {grown} that get longer, {known} that are here already. "
            "New messages: {messages}.",
            sources=sources, added=added, grown=grown, known=known, messages=messages,
        )  # fmt: skip
    return tr(
        "Imported from {sources}: {added} new conversations, {grown} that got longer, {known} that were here already. "
        "New messages: {messages}.",
        sources=sources, added=added, grown=grown, known=known, messages=messages,
    )  # fmt: skip


def broken_lines(taken: Taken) -> list[str]:
    """Say of each conversation that could not be read why it was left out."""
    return [
        tr("“{title}” was left out: {why}", title=broken.title or tr("Untitled"), why=broken.why)
        for broken in taken.broken
    ]
