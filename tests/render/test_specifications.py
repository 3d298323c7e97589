"""Every example of CommonMark, and of GitHub's extensions to it, is understood as its specification says.

Compared are the blocks and all text in them: kinds, nesting, numbers, tasks, styles, links, images, code. Where
Teahouse means something else, `tests/data/spec/deviations.toml` says why.
"""

from __future__ import annotations

import html
import json
import re
import tomllib
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import NamedTuple

import pytest

from desktop.render import inline
from desktop.render.incremental import IncrementalParser
from desktop.render.markdown import markdown, parse
from desktop.render.plain import plain_text
from tests.render.outlines import Outline, rows_of

FOLDER = Path(__file__).resolve().parents[1] / "data" / "spec"
FILES = {"commonmark": "commonmark-0.31.2.json", "gfm": "gfm-0.29-extensions.json"}


class Example(NamedTuple):
    name: str  # "commonmark-12", by the number in the specification
    section: str
    markdown: str
    html: str


def examples() -> Iterator[Example]:
    for specification, file in FILES.items():
        for each in json.loads((FOLDER / file).read_text("utf-8")):
            yield Example(f"{specification}-{each['example']}", each["section"], each["markdown"], each["html"])


def stated(kind: str) -> dict[str, str]:
    """Return the examples that are read in another way, and why."""
    return {
        f"{specification}-{number}": deviation["reason"]
        for deviation in tomllib.loads((FOLDER / "deviations.toml").read_text("utf-8"))[kind]
        for specification in FILES
        for number in deviation.get(specification, ())
    }


EXAMPLES = {example.name: example for example in examples()}
DEVIATIONS, LOOSE = stated("deviation"), stated("loose")
SECTIONS = list(dict.fromkeys(example.section for example in EXAMPLES.values()))


@pytest.fixture(autouse=True)
def _any_address(monkeypatch: pytest.MonkeyPatch) -> None:
    """The specifications' links lead to `/url`, which is none that may be opened: test_links.py has that."""
    monkeypatch.setattr(markdown(), "validateLink", lambda _address: True)
    monkeypatch.setattr(inline, "is_remote_image", lambda _address: True)


def test_all_examples_are_here() -> None:
    assert len(EXAMPLES) == 652 + 24
    assert {**DEVIATIONS, **LOOSE}.keys() <= EXAMPLES.keys()


@pytest.mark.parametrize("section", SECTIONS)
def test_examples_are_read_as_specified(section: str) -> None:
    for name, example in of_section(section).items():
        if name not in DEVIATIONS:
            assert rows_of(parse(example.markdown)) == Outline(example.html).rows, example


@pytest.mark.parametrize("section", SECTIONS)
def test_lists_are_as_loose_as_specified(section: str) -> None:
    """A list is loose where a blank line stands between two of the blocks in its items."""
    for name, example in of_section(section).items():
        blocks = parse(example.markdown)
        for is_loose, children in () if name in DEVIATIONS else Outline(example.html).lists:
            apart = [not blocks[behind].frame.tight for _, behind in pairwise(children)]
            if apart:
                assert any(apart) == (is_loose or name in LOOSE), example


@pytest.mark.parametrize("section", SECTIONS)
def test_examples_read_the_same_when_they_come_letter_by_letter(section: str) -> None:
    for example in of_section(section).values():
        parser = IncrementalParser()
        for letter in example.markdown:
            parser.feed(letter)
        parser.finish()
        assert parser.blocks == parse(example.markdown), example


def test_every_deviation_is_one_and_loses_no_word() -> None:
    for name, reason in DEVIATIONS.items():
        example = EXAMPLES[name]
        blocks = parse(example.markdown)
        assert rows_of(blocks) != Outline(example.html).rows, f"no deviation any more: {reason} {example}"
        shown = html.unescape(plain_text(blocks)) + repr(blocks)  # which has the addresses of links, and infos of code
        without_labels = re.sub(r"(?m)(?<=\])\[\w+\]|^\[\w+\]:", "", html.unescape(example.markdown))
        assert [word for word in re.findall(r"[^\W_]+", without_labels) if word not in shown] == [], example


def of_section(section: str) -> dict[str, Example]:
    return {name: example for name, example in EXAMPLES.items() if example.section == section}
