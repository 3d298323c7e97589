"""The sentences for errors: what happened and what to do next, with the buttons that do it.

To explain a new error, add a line under its class's name in `wire` (what servers and the way to them do) or in `here`
(what happens on this machine).
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from desktop.i18n import mark
from desktop.ui.sentences import here, wire
from desktop.ui.sentences.case import Case

__all__ = ["ACTIONS", "CASES", "Case"]

ACTIONS: Mapping[str, str] = MappingProxyType(
    {
        "retry": mark("Try again"),
        "continue": mark("Continue"),
        "open_settings": mark("Open settings"),
        "top_up": mark("Top up"),
        "pick_model": mark("Pick a model"),
        "lower_max_tokens": mark("Lower it and try again"),
        "change_max_tokens": mark("Change the longest answer"),
        "use_v1_address": mark("Use the right address"),
        "allow_plain_http": mark("Send without encryption"),
        "new_conversation": mark("New conversation"),
        "cancel": mark("Cancel"),
    }
)

CASES: Mapping[str, Case] = MappingProxyType(
    wire.CONNECTION | wire.ACCOUNT | wire.REQUEST | wire.REPLY | here.STORE | here.VAULT | here.OTHER
)
