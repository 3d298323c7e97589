from __future__ import annotations

import io

import pytest

from desktop.system.terminal import on_one_line, visible, write_to


class Screen(io.StringIO):
    def isatty(self) -> bool:
        return True


@pytest.mark.parametrize(
    ("text", "shown"),
    [
        ("plain 茶\n\ttext 👩‍🍳", "plain 茶\n\ttext 👩‍🍳"),
        ("\x1b]0;owned\x07", "␛]0;owned␇"),
        ("\x1b[2J", "␛[2J"),
        ("a\r\nb\rc", "a\nbc"),
        ("\x9b31m", "\ufffd31m"),
        ("\x7f\ud83d", "\ufffd\ufffd"),
    ],
)
def test_nothing_that_a_terminal_acts_upon_remains(text: str, shown: str) -> None:
    assert visible(text) == shown


def test_a_line_stays_one() -> None:
    assert on_one_line(" a\n\tb\x1b[0m ") == "a b␛[0m"


def test_a_pipe_gets_the_text_as_it_is_and_a_terminal_does_not() -> None:
    pipe, screen = io.StringIO(), Screen()
    for stream in (pipe, screen):
        write_to(stream, "\x1b[2Jtea")
    assert (pipe.getvalue(), screen.getvalue()) == ("\x1b[2Jtea", "␛[2Jtea")
