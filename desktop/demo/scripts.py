"""The table of the demo server's models: the honest ones, and one for each way in which servers misbehave.

A prompt that consists of a name does the same as the model of that name, so that each can be tried from the window.
"""

from __future__ import annotations

from dataclasses import dataclass

from desktop.demo import honest
from desktop.demo.plays import Play, breaks, cut, refuses, replies, silence
from desktop.demo.question import Question
from desktop.demo.refusals import KEY_INVALID


@dataclass(frozen=True, slots=True)
class Script:
    """What the model `name` does."""

    name: str
    description: str
    play: Play


HONEST = (
    Script("deepseek-chat", "answers", honest.chat),
    Script("deepseek-reasoner", "thinks, then answers", honest.reasoner),
    Script("teahouse-tour", "shows what Teahouse can show", honest.tour),
)

SCRIPTS = (
    *HONEST,
    Script("demo-error-401", "the key is refused", refuses(KEY_INVALID)),
    Script("demo-cut", "the connection ends inside an event", breaks(cut)),
    Script("demo-silent", "begins, and falls silent", breaks(silence)),
    Script("demo-fast", "a long answer as fast as it can", replies(speed=0)),
)

KEYS: dict[str, dict[str, dict[str, object]]] = {}
_BY_NAME = {script.name: script for script in SCRIPTS}


def script_for(question: Question) -> Script | None:
    """Return what `question` asks for by its model or, of an honest one, by its prompt; None for an unknown model."""
    named = _BY_NAME.get(question.model)
    if named in HONEST:
        return _BY_NAME.get(question.prompt.strip(), named)
    return named
