"""Why a reply did not end well, in a form that can be stored and explained in any language later."""

from __future__ import annotations

from msgspec import Struct, field


class Failure(Struct, frozen=True):
    """`kind` is the name of a class in `desktop.errors`; the rest are its facts.

    Kept with the message, so that the sentence can be told again in another language after a restart.
    """

    kind: str
    facts: dict[str, str | int | float | None] = field(default_factory=dict)
