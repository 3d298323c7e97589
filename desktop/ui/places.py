"""The place a conversation was left at: as the store keeps it, and as the transcript knows it."""

from __future__ import annotations

from desktop.store import positions
from desktop.ui.transcript.entry import Position

_AT_END = -2  # a line number that no text has: the reader was at the end


def as_kept(position: Position) -> positions.Position:
    return positions.Position(position.message_id, _AT_END if position.at_end else position.line, position.offset)


def as_shown(position: positions.Position) -> Position:
    at_end = position.block == _AT_END
    return Position(position.message_id, -1 if at_end else position.block, round(position.offset), at_end)
