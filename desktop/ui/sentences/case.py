"""What is said of one kind of error."""

from __future__ import annotations

from msgspec import Struct


class Case(Struct, frozen=True):
    """Of several sentences the first one counts whose places are all known facts of the error; the last one has no
    places, or only the one that `explain` always fills: `{host}`.

    `actions` are names of `ACTIONS`, the likelier one first.
    """

    sentences: tuple[str, ...]
    actions: tuple[str, ...] = ()
