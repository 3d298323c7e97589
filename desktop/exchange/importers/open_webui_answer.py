"""What an answer of Open WebUI is made of: `content`, with blocks of HTML in it, or `output`, a list, or both.

Reasoning stands in `<details type="reasoning">`, each line after a `>`, in all but the first versions escaped. Calls of
tools and code that was run are such blocks, too, with what they are in attributes. Since `output` has all of that in
parts, newer versions no longer write `content`.
"""

from __future__ import annotations

import html
import re
from collections.abc import Iterable, Mapping
from typing import Any

from msgspec import Struct, field

from desktop.exchange.importers.building import mapping, parts_of, sequence, words
from desktop.exchange.importers.pieces import call, marked, paragraphs, spent, unwrapped
from desktop.exchange.markdown import fenced
from desktop.model.message import Part, Role

_BLOCK = re.compile(
    r'<details type="(reasoning|tool_calls|code_interpreter)"([^<>]*)>\s{0,20}<summary>[^<]{0,500}</summary>'
)
_END = "</details>"
_ATTRIBUTE = re.compile(r'([a-z]{1,20})="([^"]*)"')
_QUOTE = re.compile(r"^> ?", re.MULTILINE)


class _Answer(Struct):
    thoughts: list[str] = field(default_factory=list)
    said: list[str] = field(default_factory=list)
    seconds: list[Any] = field(default_factory=list)


def answer_parts(content: str, output: list[Any], files: Iterable[str]) -> tuple[Part, ...]:
    """Return the parts; a person may have corrected `content`, so that it counts where both have something."""
    written = _of_content(content)
    items = _of_output(output)
    said = written.said if any(piece.strip() for piece in written.said) else items.said
    thinking = written if written.thoughts else items
    thought = paragraphs(*thinking.thoughts)
    return parts_of(paragraphs(*said, *files), thought, spent(thinking.seconds), role=Role.ASSISTANT)


def _of_content(content: str) -> _Answer:
    answer = _Answer()
    blocks, rest = marked(content, _BLOCK, _END)
    for before, opening, between in blocks:
        answer.said.append(before.strip("\n"))
        facts = {name: html.unescape(value) for name, value in _ATTRIBUTE.findall(opening[2])}
        inside = between.strip()
        if opening[1] == "reasoning":
            answer.thoughts.append(_thought(inside))
            answer.seconds.append(unwrapped(facts.get("duration")))
        elif opening[1] == "tool_calls":
            answer.said.append(call(facts.get("name"), facts.get("arguments")))
        else:
            answer.said += [inside, _printed(unwrapped(facts.get("output")))]
    answer.said.append(rest.lstrip() if blocks else content)
    return answer


def _thought(inside: str) -> str:
    if inside.startswith("&gt;"):
        inside = html.unescape(inside)
    return _QUOTE.sub("", inside).strip()


def _of_output(output: list[Any]) -> _Answer:
    answer = _Answer()
    for item in map(mapping, output):
        kind = words(item.get("type")).removeprefix("open_webui:")
        if kind == "reasoning":
            answer.thoughts.append(paragraphs(_text(item.get("summary")), _text(item.get("content"))))
            answer.seconds.append(item.get("duration"))
        elif kind == "function_call":
            answer.said.append(call(item.get("name"), item.get("arguments")))
        elif kind == "code_interpreter":
            code, language = words(item.get("code")), words(item.get("lang")) or words(item.get("language"))
            answer.said += [fenced(code.strip(), language) if code.strip() else "", _printed(item.get("output"))]
        elif kind != "function_call_output":
            answer.said.append(_text(item.get("content")))
    return answer


def _text(content: Any) -> str:
    return words(content) or "".join(words(mapping(part).get("text")) for part in sequence(content))


def _printed(output: Any) -> str:
    """Return what code gave out, as a block."""
    found: Mapping[str, Any] = {"result": output} if isinstance(output, str) else mapping(output)
    lines = "\n".join(filter(None, (words(found.get(name)).strip("\n") for name in ("stdout", "stderr", "result"))))
    return fenced(lines) if lines else ""
