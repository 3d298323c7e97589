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


def branch_of(*messages: tuple[list[Any], Any]) -> list[Message]:
    """Return the messages of a conversation of one line; each is its fragments, and its files."""
    mapping: Json = {"root": {"id": "root", "parent": None, "children": ["1"], "message": None}}
    for place, (fragments, files) in enumerate(messages, 1):
        told = {"files": files, "model": "deepseek-reasoner", "inserted_at": "2026-01-01T08:00:01.5+08:00"}
        made = {**told, "fragments": fragments}
        mapping[str(place)] = {"id": str(place), "parent": str(place - 1) if place > 1 else "root", "message": made}
    return document({**samples.deepseek()[0], "mapping": mapping}).branch


def document(exported: Json) -> Document:
    (found,) = conversations(Source("conversations.json", json.dumps([exported])))
    made = found if isinstance(found, Broken) else read(found)
    assert isinstance(made, Document), made
    return made


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
        fragment("SEARCH", None, results=[{"cite_index": 1, "url": "https://tea.example"}, {"title": "x"}]),
        fragment("THINK", "[citation:1] says so."),
        fragment("TOOL_SEARCH", None, results=[{"url": "https://green.example"}, None]),
        fragment(
            "RESPONSE", "A[citation:1][citation:2] B[reference:0][reference:2][reference:3][reference:9] C[citation:0]"
        ),
    )
    tea, green = "[[1]](<https://tea.example>)", "[[3]](<https://green.example>)"
    assert answer.text == f"A{tea}[citation:2] B{tea}{green}[reference:3][reference:9] C[citation:0]"
    assert answer.reasoning == f"{tea} says so."


def test_files_are_named() -> None:
    files = [{"id": "f", "file_name": "teas.pdf"}, {"name": "a.png"}, {"id": "g"}, None]
    (question,) = branch_of(([fragment("REQUEST", "Which?")], files))
    assert question.text == "Which?\n\n[File: teas.pdf]\n\n[File: a.png]"


@pytest.mark.parametrize(
    "sent",
    [
        ([fragment("REQUEST", "")], [{"file_name": "teas.pdf"}]),
        (
            [
                fragment("FILE", None, files=[{"file_id": "f", "file_name": "teas.pdf", "file_size": 7}]),
                fragment("TIP", "SECRET"),
            ],
            None,
        ),
    ],
)
def test_a_message_that_was_only_a_file_is_the_persons(sent: tuple[list[Any], Any]) -> None:
    question, answer = branch_of(sent, ([fragment("RESPONSE", "Oolong.")], []))
    assert (question.role, question.text, answer.text) == (Role.USER, "[File: teas.pdf]", "Oolong.")


@pytest.mark.parametrize("is_wrapped", [False, True])
def test_what_the_page_is_sent_is_read_as_well(is_wrapped: bool) -> None:
    session = {"id": "s-1", "title": "Tea", "inserted_at": samples.BEGUN, "pinned": True, "current_message_id": 3}
    told: list[Json] = [
        {"message_id": 1, "parent_id": None, "role": "USER", "fragments": [fragment("REQUEST", "Which?")], "files": []},
        {"message_id": 2, "parent_id": 1, "role": "ASSISTANT", "fragments": [fragment("RESPONSE", "Green.")]},
        {"message_id": 3, "parent_id": 1, "role": "ASSISTANT", "content": "Oolong[citation:1].",
         "thinking_content": "Hm.", "thinking_elapsed_secs": 2, "search_results": [{"url": "https://tea.example"}]},
        {"message_id": 4, "parent_id": 3, "role": "USER", "content": "Thanks", "inserted_at": samples.BEGUN + 9},
    ]  # fmt: skip
    data: Json = {"chat_session": session, "chat_messages": told}
    found = document({"code": 0, "data": {"biz_data": data}} if is_wrapped else data)
    assert [(each.role, each.text) for each in found.branch] == [
        (Role.USER, "Which?"),
        (Role.ASSISTANT, "Oolong[[1]](<https://tea.example>)."),
    ]
    assert found.branch[1].parts[0] == ReasoningPart("Hm.", 2.0)
    assert (len(found.messages), found.conversation.title, found.conversation.pinned) == (4, "Tea", True)


def test_the_newest_message_is_shown_where_the_first_question_was_edited() -> None:
    exported = samples.deepseek()[0]
    for name, above, at in (("8", "root", "10"), ("9", "8", "11")):
        kind = "REQUEST" if above == "root" else "RESPONSE"
        told = {"inserted_at": f"2026-01-01T08:00:{at}+08:00", "fragments": [fragment(kind, f"Edited {name}")]}
        exported["mapping"][name] = {"id": name, "parent": above, "children": [], "message": told}
    assert [each.text for each in document(exported).branch] == ["Edited 8", "Edited 9"]
