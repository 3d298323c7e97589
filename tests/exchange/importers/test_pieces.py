"""What stands for pictures, files and calls of tools; roles and times that mean nothing."""

from __future__ import annotations

from typing import Any

import pytest

from desktop.exchange.importers.pieces import attachment, call, paragraphs, speaker, spent
from desktop.model.message import Role


@pytest.mark.parametrize("nothing", [None, "", "{}", {}, [], '""', '"{}"'])
def test_a_call_without_arguments_is_its_name(nothing: Any) -> None:
    assert call("search", nothing) == "[Tool: search]"


def test_arguments_are_shown_as_they_are_meant() -> None:
    shown = '[Tool: search]\n\n```json\n{\n  "q": "茶"\n}\n```'
    assert (
        call("search", {"q": "茶"}) == call("search", '{"q": "茶"}') == call("search", '"{\\"q\\": \\"茶\\"}"') == shown
    )
    assert call(None, "ls ```") == "[Tool: ?]\n\n````\nls ```\n````"


def test_files() -> None:
    assert attachment("teas.pdf") == "[File: teas.pdf]"
    assert attachment("cup.PNG", "unread") == "[Image]"
    assert attachment(7, "oolong") == "[File: ?]\n\noolong"


def test_who_speaks() -> None:
    assert (speaker("user"), speaker("wizard"), speaker(None, Role.USER)) == (Role.USER, Role.ASSISTANT, Role.USER)


@pytest.mark.parametrize("junk", [None, "2", True, -1, 0, 1e308, 10**400, float("inf"), float("nan"), []])
def test_times_that_mean_nothing_are_none(junk: Any) -> None:
    assert spent([junk]) is None
    assert spent([junk, 1500], 1000) == 1.5


def test_paragraphs() -> None:
    assert paragraphs("a", "", " \n", "b") == "a\n\nb"
