"""What the transcript is given to show, and the place it was left at."""

from __future__ import annotations

from msgspec import Struct

from desktop.model.message import Message


class Entry(Struct, frozen=True):
    """A message with everything around it that the view does not work out itself.

    `siblings` is (index from 0, count). `actions` are the names of those that this message offers, in any order;
    `strip.ACTIONS` lists the known ones.
    """

    message: Message
    siblings: tuple[int, int] = (0, 1)
    caption: str = ""  # the small line over an answer: "model · time"
    details: str = ""  # the line under an answer that is shown on demand: tokens, cost, seconds
    actions: tuple[str, ...] = ()


class Position(Struct, frozen=True):
    """What a reader sees at the top of the view; survives another width, text size and a restart.

    `offset` is in pixels, from the top of the block that begins with line number `line` of the message's text to the
    top of the view; `line` is -1 for the top of the message itself. With `at_end` the rest only matters where the end
    cannot be shown.
    """

    message_id: str
    line: int = -1
    offset: int = 0
    at_end: bool = False
