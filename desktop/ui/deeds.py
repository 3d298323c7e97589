"""Sentences for what a person has done, and has undone, to conversations, messages and folders."""

from __future__ import annotations

from desktop.controllers.undo import Deed, Step
from desktop.i18n import tr


def done_sentence(step: Step) -> str:
    """Return what has been done, in a sentence."""
    n = step.count
    match step.deed:
        case Deed.DELETE if step.title:
            return tr("“{title}” is in the trash.", title=step.title)
        case Deed.DELETE:
            return tr("{n} conversation is in the trash.", "{n} conversations are in the trash.", n=n)
        case Deed.ARCHIVE:
            return tr("{n} conversation was archived.", "{n} conversations were archived.", n=n)
        case Deed.DELETE_MESSAGE:
            return tr("The message, and what was said below it, is in the trash.")
        case Deed.DELETE_FOLDER:
            return tr("The folder is gone. Its conversations are kept.")
    return tr("Done again: {deed}", deed=_name(step.deed))


def undone_sentence(step: Step) -> str:
    """Return what has been taken back, in a sentence."""
    return tr("Undone: {deed}", deed=_name(step.deed))


def _name(deed: Deed) -> str:
    return {
        Deed.RENAME: tr("renaming a conversation"),
        Deed.PIN: tr("pinning or unpinning"),
        Deed.ARCHIVE: tr("archiving or putting back"),
        Deed.MOVE: tr("moving to another folder"),
        Deed.TAG: tr("changing tags"),
        Deed.DELETE: tr("moving conversations to the trash"),
        Deed.RESTORE: tr("restoring from the trash"),
        Deed.SWITCH_BRANCH: tr("showing another version"),
        Deed.DELETE_MESSAGE: tr("deleting a message"),
        Deed.CREATE_FOLDER: tr("making a folder"),
        Deed.CHANGE_FOLDER: tr("changing a folder"),
        Deed.DELETE_FOLDER: tr("deleting a folder"),
    }[deed]
