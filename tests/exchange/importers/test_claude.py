"""Claude's export: blocks, documents, attachments and branches."""

from __future__ import annotations

import json
from typing import Any

import pytest

from desktop.exchange.document import Document
from desktop.exchange.importers.formats import Broken, conversations, read
from desktop.exchange.importers.reading import Source
from desktop.model.message import Message, Role

Json = dict[str, Any]
ROOT = "00000000-0000-4000-8000-000000000000"
UNSUPPORTED = "```\nThis block is not supported on your current device yet.\n```"


def message(name: str, sender: str, *blocks: Any, parent: str | None = None, **fields: Any) -> Json:
    at = f"2026-01-01T00:00:0{name[-1]}.000000Z"
    made = {"uuid": name, "sender": sender, "text": "", "content": list(blocks), "created_at": at, "updated_at": at}
    return {**made, **({"parent_message_uuid": parent} if parent else {}), **fields}


def words(text: str) -> Json:
    return {"type": "text", "text": text, "citations": [], "start_timestamp": None, "stop_timestamp": None}


def tool(name: str, **given: Any) -> Json:
    return {"type": "tool_use", "name": name, "input": given, "message": "Working", "integration_name": None}


def conversation(*messages: Any, **fields: Any) -> Json:
    at = "2026-01-01T00:00:00.000000Z"
    made = {"uuid": "c-1", "name": "Tea", "summary": "", "created_at": at, "updated_at": at, "account": {"uuid": "a"}}
    return {**made, "chat_messages": list(messages), **fields}


def document(exported: Json) -> Document:
    (found,) = conversations(Source("conversations.json", json.dumps([exported])))
    made = found if isinstance(found, Broken) else read(found)
    assert isinstance(made, Document), made
    return made


def answer_of(*blocks: Any, **fields: Any) -> Message:
    question, answer = message("m1", "human", words("Which tea?")), message("m2", "assistant", *blocks, **fields)
    return document(conversation(question, answer)).branch[1]


def question_of(*blocks: Any, **fields: Any) -> Message:
    return document(conversation(message("m1", "human", *blocks, **fields))).branch[0]


def test_blocks_keep_their_order_and_what_a_tool_found_is_left_out() -> None:
    answer = answer_of(
        {"type": "thinking", "thinking": "Hm.", "summaries": [{"summary": "Thinking"}], "cut_off": False},
        words("Let me look."),
        tool("web_search", query="oolong"),
        {"type": "tool_result", "name": "web_search", "content": [{"type": "text", "text": "All about tea"}]},
        {"type": "token_budget"},
        {"type": "thinking", "thinking": "", "summaries": [{"summary": "Looked around"}]},
        words("Oolong."),
        None,
    )
    assert answer.reasoning == "Hm.\n\nLooked around"
    assert answer.text == 'Let me look.\n\n[Tool: web_search]\n\n```json\n{"query": "oolong"}\n```\n\nOolong.'


@pytest.mark.parametrize(
    ("given", "shown"),
    [
        ({"command": "create", "type": "text/markdown", "title": "Teas", "content": "# Teas\n", "id": "teas"},
         "**Teas**\n\n# Teas\n"),
        ({"command": "create", "type": "application/vnd.ant.code", "language": "python", "title": "Kettle",
          "content": "print('茶')"}, "**Kettle**\n\n```python\nprint('茶')\n```"),
        ({"command": "rewrite", "type": "text/html", "content": "<p>"}, "```html\n<p>\n```"),
        ({"command": "update", "id": "teas", "old_str": "green", "new_str": "oolong"}, "oolong"),
    ],
)  # fmt: skip
def test_a_document_that_it_made_is_kept(given: Json, shown: str) -> None:
    assert answer_of(tool("artifacts", **given)).text == shown


def test_a_file_that_it_wrote_is_kept() -> None:
    answer = answer_of(
        tool("create_file", description="A kettle", path="/home/kettle.py", file_text="a = 1\nb = 2\n"),
        tool("bash_tool", command="ls\npwd"),
        tool("view", path=None),
        tool("future"),
    )
    assert answer.text == (
        '[Tool: create_file]\n\n```json\n{"description": "A kettle", "path": "/home/kettle.py"}\n```\n\n'
        "```py\na = 1\nb = 2\n\n```\n\n[Tool: bash_tool]\n\n```bash\nls\npwd\n```\n\n"
        '[Tool: view]\n\n```json\n{"path": null}\n```\n\n[Tool: future]'
    )


def test_letters_and_questions_are_shown_as_on_the_page() -> None:
    variants = [{"label": "Short", "subject": "Tea", "body": "Dear all,\n\ntea."}, {"body": "Tea?"}, None]
    answer = answer_of(
        tool("message_compose_v1", kind="email", summary_title="Invitation", variants=variants),
        tool("message_compose_v1", variants="label", body="Tea!"),
        tool("message_compose_v1", body="Tea.", because="It is five"),
        tool("ask_user_input_v0", questions=[{"question": "Which?", "options": ["Green", {"label": "Oolong"}]}, None]),
    )
    assert answer.text == (
        "**Invitation**\n\n**Short – Tea**\n\nDear all,\n\ntea.\n\nTea?\n\nTea!\n\n"
        '[Tool: message_compose_v1]\n\n```json\n{"body": "Tea.", "because": "It is five"}\n```\n\n'
        "[Tool: ask_user_input_v0]\n\nWhich?\n- Green\n- Oolong"
    )


def test_tags_of_earlier_exports_are_told_apart() -> None:
    text = (
        "Sure.\n<antThinking>A document is good here.</antThinking>\n"
        '<antArtifact identifier="teas" type="application/vnd.ant.code" language="python" title="Kettle">\nprint(1)\n'
        "</antArtifact>\nThere <antThinking>you go."
    )
    answer = answer_of(text=text)
    assert answer.reasoning == "A document is good here."
    assert answer.text == "Sure.\n\n**Kettle**\n\n```python\nprint(1)\n```\n\nThere <antThinking>you go."
    asked = question_of(text="<antThinking>What is this?</antThinking>")
    assert (asked.text, asked.reasoning) == ("<antThinking>What is this?</antThinking>", "")


def test_the_text_counts_where_no_block_has_words() -> None:
    assert answer_of(text="Oolong.").text == "Oolong."
    thinking = {"type": "thinking", "thinking": "Hm."}
    assert answer_of(thinking, text=f"Tea.\n\n{UNSUPPORTED}\n\nOolong.\n\n{UNSUPPORTED}").text == "Tea.\n\nOolong."
    assert answer_of(thinking, text=UNSUPPORTED).text == ""


def test_blocks_of_other_kinds_keep_their_words() -> None:
    assert answer_of({"type": ["of tomorrow"], "text": "Oolong."}).text == "Oolong."
    assert (
        answer_of({"type": "voice_note", "title": "x", "text": "Oolong."}, {"type": "image"}).text
        == "Oolong.\n\n[Image]"
    )


def test_attachments_have_their_words_and_each_name_stands_once() -> None:
    attached = [{"file_name": "a.txt", "extracted_content": "oolong"}, {"file_name": "", "extracted_content": "green"}]
    files = [{"file_name": "a.txt"}, {"file_name": "b.png", "file_uuid": "f"}, {"file_uuid": "g"}, None]
    question = question_of(words("Which?"), attachments=attached, files=files)
    assert question.text == "Which?\n\n[File: a.txt]\n\noolong\n\ngreen\n\n[File: b.png]\n\n[File: ?]\n\n[File: ?]"


TWO_ANSWERS = (
    message("m1", "human", words("Which tea?"), parent=ROOT),
    message("m2", "assistant", words("Green."), parent="m1"),
    message("m3", "assistant", words("Oolong."), parent="m1"),
)


def test_branches() -> None:
    found = document(
        conversation(
            *TWO_ANSWERS,
            message("m4", "human", words("Why green?"), parent="m2"),
            current_leaf_message_uuid="m4",
        )
    )
    assert [each.text for each in found.branch] == ["Which tea?", "Green.", "Why green?"]
    assert len(found.messages) == 4


def test_without_a_tip_the_last_message_is_shown() -> None:
    found = document(
        conversation(
            *TWO_ANSWERS,
            message("m4", "assistant", parent="m3"),
        )
    )
    assert [each.text for each in found.branch] == ["Which tea?", "Oolong."]


def test_answers_in_a_row_are_answers_to_the_same_question() -> None:
    found = document(
        conversation(
            message("m1", "human", words("Which tea?")),
            message("m2", "assistant", words("Green.")),
            message("m3", "assistant", words("Oolong.")),
            message("m4", "human", words("Why?")),
        )
    )
    assert [each.text for each in found.branch] == ["Which tea?", "Oolong.", "Why?"]
    question = found.branch[0]
    assert [each.text for each in found.messages.values() if each.parent_id == question.id] == ["Green.", "Oolong."]


def test_an_odd_message_does_not_cost_the_others() -> None:
    found = document(conversation(message("m1", "human", words("Which tea?")), 7, {"sender": 3}, {"text": "Green."}))
    assert [(each.role, each.text) for each in found.branch] == [(Role.USER, "Which tea?"), (Role.ASSISTANT, "Green.")]


def test_starred_is_pinned_and_nameless_has_its_first_words() -> None:
    found = document(conversation(message("m1", "human", words("Which tea?")), is_starred=True, name="")).conversation
    assert (found.pinned, found.title) == (True, "Which tea?")


def test_a_design_chat_with_a_word_in_between() -> None:
    blocks = [
        {"type": "thinking", "text": "Hm."},
        {"type": "text", "text": "A kettle."},
        {"type": "tool_call", "toolCall": {"name": "draw", "input": {"shape": "round"}, "result": "SECRET"}},
        {"type": "user_interjection", "message": {"content": "In blue!"}},
        {"type": "text", "text": "Blue."},
        {"type": "error", "message": "SECRET"},
    ]
    asked = {"content": "Draw.", "authorAccountUuid": "a", "attachments": [{"name": "a.txt", "content": "oolong"}]}
    exported = {
        "uuid": "d-1",
        "title": "Kettle",
        "project": {"name": "Teas"},
        "created_at": "2026-01-01T00:00:00Z",
        "messages": [
            {"uuid": "m1", "role": "user", "content": asked, "created_at": "2026-01-01T00:00:01Z"},
            {
                "uuid": "m2",
                "role": "assistant",
                "content": {"contentBlocks": blocks, "timestamp": "2026-01-01T00:00:02Z"},
            },
            None,
        ],
    }
    found = document(exported)
    assert found.conversation.title == "Kettle"
    assert [(each.role, each.reasoning, each.text) for each in found.branch] == [
        (Role.USER, "", "Draw.\n\n[File: a.txt]\n\noolong"),
        (Role.ASSISTANT, "Hm.", 'A kettle.\n\n[Tool: draw]\n\n```json\n{"shape": "round"}\n```'),
        (Role.USER, "", "In blue!"),
        (Role.ASSISTANT, "", "Blue."),
    ]


LONG = 8_000  # what grows with the square of it would take minutes


@pytest.mark.parametrize("tag", ["<antThinking>", '<antArtifact title="x">', "```\nThis block"])
def test_tags_that_never_end_take_no_longer_than_they_must(tag: str) -> None:
    assert answer_of(text=f"Tea {tag * LONG}").text == f"Tea {tag * LONG}"
