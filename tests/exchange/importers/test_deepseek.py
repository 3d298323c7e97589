"""DeepSeek's export: fragments of each kind, sources and files."""

from __future__ import annotations

import json
from typing import Any

import pytest

from desktop.exchange.document import Document
from desktop.exchange.importers.formats import Broken, conversations, read
from desktop.exchange.importers.reading import Source
from desktop.model.message import Message, ReasoningPart, Role
from tests.exchange.importers import samples

Json = dict[str, Any]


def fragment(kind: str, content: str | None, **fields: Any) -> Json:
    return {"id": 1, "type": kind, "content": content, **fields}


def branch_of(*messages: tuple[list[Any], list[Any]]) -> list[Message]:
    """Return the messages of a conversation of one line; each is its fragments, and its files."""
    mapping: Json = {"root": {"id": "root", "parent": None, "children": ["1"], "message": None}}
    for place, (fragments, files) in enumerate(messages, 1):
        told = {"files": files, "model": "deepseek-reasoner", "inserted_at": "2026-01-01T08:00:01.5+08:00"}
        made = {**told, "fragments": fragments}
        mapping[str(place)] = {"id": str(place), "parent": str(place - 1) if place > 1 else "root", "message": made}
    exported = {**samples.deepseek()[0], "mapping": mapping}
    (found,) = conversations(Source("conversations.json", json.dumps([exported])))
    made = found if isinstance(found, Broken) else read(found)
    assert isinstance(made, Document), made
    return made.branch


ASKED = ([fragment("REQUEST", "Which tea?")], [])


def answer_of(*fragments: Any) -> Message:
    question, answer = branch_of(ASKED, (list(fragments), []))
    assert (question.role, answer.role) == (Role.USER, Role.ASSISTANT)
    return answer


def test_what_was_looked_up_and_what_the_page_says_is_no_speech() -> None:
    answer = answer_of(
        fragment("THINK", "Hm.", elapsed_secs=2.5),
        fragment("SEARCH", "SECRET", results=[]),
        fragment("TOOL_OPEN", "SECRET"),
        fragment("READ_LINK", "SECRET"),
        fragment("THINK", "So.", elapsed_secs=1),
        fragment("RESPONSE", "Oolong."),
        fragment("TIP", "SECRET"),
        fragment("RESPONSE", None),
        7,
    )
    assert answer.parts[0] == ReasoningPart("Hm.\n\nSo.", 3.5)
    assert answer.text == "Oolong."


@pytest.mark.parametrize("kind", ["RESPONSE", "TEMPLATE_RESPONSE", "OF_TOMORROW", "response"])
def test_all_else_that_has_words_is_said(kind: str) -> None:
    assert answer_of(fragment(kind, "Oolong.")).text == "Oolong."


def test_citations_become_links_where_the_page_is_known() -> None:
    answer = answer_of(
        fragment("SEARCH", None, results=[{"cite_index": 1, "url": "https://tea.example"}, {"url": "x"}, None]),
        fragment("RESPONSE", "Oolong[citation:1][citation:2] or green[reference:0].",
                 references=[{"cite_index": 0, "url": "https://green.example"}]),
    )  # fmt: skip
    assert answer.text == "Oolong[[1]](<https://tea.example>)[citation:2] or green[[0]](<https://green.example>)."


def test_files_are_named() -> None:
    files = [{"id": "f", "file_name": "teas.pdf"}, {"name": "a.png"}, {"id": "g"}, None]
    (question,) = branch_of(([fragment("REQUEST", "Which?")], files))
    assert question.text == "Which?\n\n[File: teas.pdf]\n\n[File: a.png]"


def test_a_message_that_was_only_a_file_is_the_persons() -> None:
    (question,) = branch_of(([fragment("REQUEST", "")], [{"file_name": "teas.pdf"}]))
    assert (question.role, question.text) == (Role.USER, "[File: teas.pdf]")
