"""What a merging and a recovery did, or would do, in words. No Qt here: the command line says the same."""

from __future__ import annotations

from datetime import datetime

from desktop.i18n import tr
from desktop.store.backup import Backup
from desktop.store.merging import Merged
from desktop.store.rough import Findings
from desktop.store.salvage import Recovery


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


def recovered_title() -> str:
    """Return the name of a conversation of messages that have lost theirs."""
    return tr("Recovered messages")


def recovery_lines(recovery: Recovery) -> list[str]:
    """Return what was saved and what was not, and where the damaged file is now."""
    if recovery.kept_as is None:
        return [tr("The file with your conversations is sound. There was nothing to recover.")]
    lines = [] if recovery.findings is None else findings_lines(recovery.findings)
    return [*lines, tr("The damaged file is kept: {path}.", path=recovery.kept_as)]


def newest_backup_line(backup: Backup) -> str:
    """Return how to bring back what is in the backup and could not be read."""
    return tr(
        "There is a backup of {moment}. “teahouse restore {path}” brings back what is in it.",
        moment=local(backup.made),
        path=backup.path,
    )


def local(moment: datetime) -> str:
    return f"{moment.astimezone():%Y-%m-%d %H:%M}"


def findings_lines(found: Findings) -> list[str]:
    """Return what was saved, then what was not, a line for each."""
    saved = tr(
        "Saved: conversations {conversations}, messages {messages}, accounts {accounts}.",
        conversations=f"{found.conversations:,}",
        messages=f"{found.messages:,}",
        accounts=f"{found.accounts:,}",
    )
    return [saved, *losses(found)]


def losses(found: Findings) -> list[str]:
    """Return what could not be saved, or not as it was."""
    lines: list[str] = []
    if found.adrift or found.nameless:
        lines.append(
            tr(
                "{n} message had lost its conversation. Look for it under “{title}”.",
                "{n} messages had lost their conversation. Look for them under “{title}”.",
                n=found.adrift + found.nameless,
                title=recovered_title(),
            )
        )
    if found.wordless:
        lines.append(tr("The words of {n} message are lost.", "The words of {n} messages are lost.", n=found.wordless))
    if found.cut:
        lines.append(tr("{n} text ends too early.", "{n} texts end too early.", n=found.cut))
    if found.unreadable:
        lines.append(tr("{n} record could not be read.", "{n} records could not be read.", n=found.unreadable))
    return lines or [tr("Everything that was found could be read.")]
