"""What one passage of a long message has to know of the others: the link references and footnotes that they define."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from functools import cached_property
from itertools import islice

from markdown_it.common.utils import normalizeReference
from markdown_it.utils import EnvType

from desktop.render.markdown import References, block_tokens, new_env

_MOST = 4_000  # definitions of one message that are known, and labels that are looked for
_LONGEST_DEFINITION = 1_000  # characters
_LABEL = r"((?:[^\[\]\\\n]|\\.){1,200})\]"
_DEFINED = re.compile(rf"[ \t>]*(?:(?:[-*+]|[0-9]{{1,9}}[.)])[ \t]+)*\[{_LABEL}:")
_USED = re.compile(rf"\[{_LABEL}(?!:)")


class Definitions:
    """Those of `text`. Where they stand is found at once; each is read when a link asks for it."""

    def __init__(self, text: str = "") -> None:
        self._text = text
        self._notes: set[str] = set()
        self._places: dict[str, int] = {}
        self._read: dict[str, dict[str, str] | None] = {}
        for found in islice(_definitions_in(text), _MOST):
            if found[1].startswith("^"):
                self._notes.add(f":{found[1][1:]}")
            else:
                self._places.setdefault(normalizeReference(found[1]), found.start(1) - 1)

    def env(self, known: Mapping[str, dict[str, str]], notes: set[str], *, is_growing: bool) -> EnvType:
        """Return what the parser is to know, with what was read of the text just before."""
        return {
            "references": _Known(self, dict(known)),
            "footnotes": {"refs": dict.fromkeys(self._notes | notes, -1), "list": {}},
            "begins": {},
            "unfinished": is_growing,
        }

    def find(self, label: str) -> dict[str, str] | None:
        """Return what a normalized label stands for, as the parser keeps it."""
        if label in self._places and label not in self._read:
            start = self._places[label]
            text, _, _ = self._text[start : start + _LONGEST_DEFINITION].partition("\n\n")
            env = new_env()
            block_tokens(text, env)
            self._read[label] = env["references"].get(label)
        return self._read.get(label)

    def is_used(self, label: str) -> bool:
        """Whether some link may ask for a normalized label."""
        return label in self._used

    @cached_property
    def _used(self) -> frozenset[str]:
        return frozenset(normalizeReference(found[1]) for found in islice(_USED.finditer(self._text), _MOST))


def _definitions_in(text: str) -> Iterator[re.Match[str]]:
    place = text.find("]:")
    while place >= 0:
        if found := _DEFINED.match(text, text.rfind("\n", 0, place) + 1):
            yield found
        line_end = text.find("\n", place)
        place = text.find("]:", line_end) if line_end >= 0 else -1


class _Known(References):
    def __init__(self, definitions: Definitions, known: dict[str, dict[str, str]]) -> None:
        super().__init__(known)
        self._definitions = definitions

    def get(self, label: str, default: object = None) -> object:  # type: ignore[override]
        return self._definitions.find(label) or super().get(label, default)
