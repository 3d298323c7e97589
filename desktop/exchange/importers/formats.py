"""Which formats there are, and which of them a text is in."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from itertools import chain
from typing import Any

from msgspec import Struct

from desktop.exchange.document import Document
from desktop.exchange.importers import (
    chatbox,
    chatgpt,
    cherry_studio,
    claude,
    deepseek,
    jan,
    librechat,
    open_webui,
    teahouse_json,
    teahouse_markdown,
)
from desktop.exchange.importers.building import Unreadable, mapping, words
from desktop.exchange.importers.reading import Source, values

_JSON = re.compile(r"[\ufeff\s]*(?:\[\s*)?\{\s*\"")  # the beginning of what can be an export


class Broken(Struct, frozen=True):
    """A conversation that cannot be read: what it is called, as far as that is known, and why, in short."""

    title: str
    why: str


class Found(Struct, frozen=True):
    """A conversation of the program `source`, not read yet; see the function `read`.

    `is_whole`: its messages cannot be told one by one from those that are here, so that it is taken wholly or not.
    """

    source: str
    document: Callable[[], Document]
    title: str = ""
    is_whole: bool = False


class _Format(Struct, frozen=True):
    name: str
    recognises: Callable[[Any], bool]
    read: Callable[[Any], Document]
    split: Callable[[Any], Iterator[Any]] | None = None  # for what holds many conversations in one object


_FORMATS = (
    _Format(teahouse_json.NAME, teahouse_json.recognises, teahouse_json.read),
    _Format(deepseek.NAME, deepseek.recognises, deepseek.read),
    _Format(chatgpt.NAME, chatgpt.recognises, chatgpt.read),
    _Format(claude.NAME, claude.recognises, claude.read),
    _Format(open_webui.NAME, open_webui.recognises, open_webui.read),
    _Format(librechat.NAME, librechat.recognises, librechat.read),
    _Format(chatbox.NAME, chatbox.recognises, chatbox.read, chatbox.conversations),
    _Format(cherry_studio.NAME, cherry_studio.recognises, cherry_studio.read, cherry_studio.conversations),
)


def conversations(source: Source) -> Iterator[Found | Broken]:
    """Yield the conversations in a text, of whichever format each is; nothing where it is of none that is known.

    Where the text ends too early or means nothing from some place on, what came before counts. What stands among
    conversations and is none that is known is told.
    """
    if teahouse_markdown.recognises(source.text):
        yield Found(teahouse_markdown.NAME, lambda: teahouse_markdown.read(source.text), source.name, is_whole=True)
        return
    lines: list[Any] = []  # Jan's, of which several make a conversation
    strange: list[Broken] = []
    known = False
    try:
        for value in chain.from_iterable(map(_unwrapped, values(source.text))):
            form = next((form for form in _FORMATS if form.recognises(value)), None)
            if jan.recognises(value):
                lines.append(value)
            elif form is not None:
                known = True
                yield from _in(value, form)
            elif mapping(value):
                strange.append(Broken(_title(value), "unknown format"))
    except ValueError as error:
        if known or lines or _JSON.match(source.text):
            yield Broken(source.name, str(error))
    for thread in jan.threads(lines):
        yield Found(jan.NAME, lambda thread=thread: jan.read(thread))  # type: ignore[misc]
    if known or lines:
        yield from strange


def _unwrapped(value: Any) -> list[Any]:
    """Return the conversations of an object that has nothing but a list of them, as some programs write the array."""
    inside = mapping(value).get("conversations")
    return inside if isinstance(inside, list) and not any(form.recognises(value) for form in _FORMATS) else [value]


def _in(value: Any, form: _Format) -> Iterator[Found]:
    for one in [value] if form.split is None else form.split(value):
        yield Found(form.name, lambda one=one: form.read(one), _title(one))  # type: ignore[misc]


def _title(value: Any) -> str:
    return words(mapping(value).get("title")) or words(mapping(value).get("name"))


def read(found: Found) -> Document | Broken:
    """Read one conversation. Whatever is wrong with it, it is told, and never stops the others."""
    try:
        return found.document()
    except Unreadable as error:
        return Broken(found.title, str(error))
    except (ValueError, TypeError, KeyError, AttributeError, OverflowError, RecursionError) as error:
        return Broken(found.title, f"{type(error).__name__}: {error}")
