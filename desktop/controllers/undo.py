"""What a person did last, and the way back and forth again."""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum

from msgspec import Struct

from desktop.errors import NotKnown

_MOST = 200  # steps that are remembered


class Deed(StrEnum):
    """What a step was; the window has a sentence for each."""

    RENAME = "rename"
    PIN = "pin"
    ARCHIVE = "archive"
    MOVE = "move"
    TAG = "tag"
    DELETE = "delete"
    RESTORE = "restore"
    SWITCH_BRANCH = "switch branch"
    DELETE_MESSAGE = "delete message"
    CREATE_FOLDER = "create folder"
    CHANGE_FOLDER = "change folder"
    DELETE_FOLDER = "delete folder"


class Step(Struct, frozen=True):
    """`undo` and `redo` return whether they changed anything: what has been changed anew since, by anybody, stays."""

    deed: Deed
    count: int  # of conversations, folders or messages
    undo: Callable[[], bool]
    redo: Callable[[], bool]
    title: str = ""  # of the conversation, where it was one
    hides: bool = False  # whether something is out of sight by it


class UndoStack:
    """In memory: what was done before the program started is done. Where a step raises, it can be tried again."""

    def __init__(self) -> None:
        self._done: list[Step] = []
        self._undone: list[Step] = []

    def push(self, step: Step) -> None:
        """Remember a step that has just been taken; what was undone before it is out of reach from now on."""
        self._done.append(step)
        del self._done[:-_MOST]
        self._undone.clear()

    def undo(self) -> Step | None:
        """Take back the last step that can be, and return it; None where there is none."""
        return _go(self._done, self._undone, lambda step: step.undo())

    def redo(self) -> Step | None:
        """Take the step again that was undone last, and return it; None where there is none."""
        return _go(self._undone, self._done, lambda step: step.redo())


def _go(source: list[Step], target: list[Step], act: Callable[[Step], bool]) -> Step | None:
    while source:
        step = source[-1]
        try:
            has_changed = act(step)
        except NotKnown:  # what it was about has been purged
            has_changed = False
        source.pop()
        if has_changed:
            target.append(step)
            return step
    return None
