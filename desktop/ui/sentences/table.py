"""All sentences for errors by the name of the error's class, and the buttons that do what they advise."""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType

from desktop.i18n import mark
from desktop.ui.sentences import here, wire
from desktop.ui.sentences.case import Case

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
