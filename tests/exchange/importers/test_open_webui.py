"""Open WebUI's export: answers in HTML and in parts, what is missing in some, files, and chats from before the tree."""

from __future__ import annotations

import html
import json
from typing import Any

import pytest

from desktop.model.message import ReasoningPart, Role, State, TextPart
from tests.exchange.importers import samples
from tests.exchange.importers.found import all_said, document, said

Json = dict[str, Any]


def message(name: str, parent: str | None, role: str, content: Any, **fields: Any) -> Json:
    made = {"id": name, "parentId": parent, "childrenIds": [], "role": role, "content": content}
    return {**made, "timestamp": samples.BEGUN + int(name[-1]), **fields}


def chat(*messages: Json, **fields: Any) -> Json:
    tree = {each["id"]: each for each in messages}
    history = {"messages": tree, "currentId": messages[-1]["id"], **fields}
    return {"id": "ow-1", "title": "Tea", "created_at": samples.BEGUN, "chat": {"models": ["m"], "history": history}}


def answer(content: Any, **fields: Any) -> Json:
    question = message("m1", None, "user", "Which tea?")
    return chat(question, message("m2", "m1", "assistant", content, model="qwen3", done=True, **fields))


def tool(name: str, arguments: Json, result: str) -> str:
    facts = {"id": "call_1", "name": name, "arguments": json.dumps(json.dumps(arguments)), "result": json.dumps(result)}
    escaped = " ".join(f'{key}="{html.escape(value)}"' for key, value in facts.items())
    return f'<details type="tool_calls" done="true" {escaped} files="">\n<summary>Tool Executed</summary>\n</details>\n'


@pytest.mark.parametrize("quoted", ["> One &lt;b&gt;\n> two", "&gt; One &amp;lt;b&amp;gt;\n&gt; two"])
def test_reasoning_is_quoted_and_mostly_escaped(quoted: str) -> None:
    block = f'<details type="reasoning" done="true" duration="3">\n<summary>Thought</summary>\n{quoted}\n</details>\n'
    found = document(answer(f"{block}Oolong."))
    assert found.branch[1].parts == (ReasoningPart("One &lt;b&gt;\ntwo", 3.0), TextPart("Oolong."))


def test_calls_of_tools_and_code_that_was_run() -> None:
    output = html.escape(json.dumps({"stdout": "茶\n", "stderr": None}))
    code = f'<details type="code_interpreter" done="true" output="{output}">\n<summary>Analyzed</summary>\n'
    code += "```python\nprint('茶')\n```\n</details>\n"
    found = document(answer(f"Let me see.\n{tool('search', {'query': '茶 > coffee'}, 'much')}{code}Oolong."))
    assert found.branch[1].text == (
        'Let me see.\n\n[Tool: search]\n\n```json\n{\n  "query": "茶 > coffee"\n}\n```\n\n'
        "```python\nprint('茶')\n```\n\n```\n茶\n```\n\nOolong."
    )


def test_what_a_person_writes_is_no_block() -> None:
    words = '<details type="reasoning" done="true">\n<summary>x</summary>\n> y\n</details>'
    assert said(document(chat(message("m1", None, "user", words)))) == [words]


OUTPUT = [
    {
        "type": "reasoning",
        "duration": 2,
        "summary": None,
        "content": [{"type": "output_text", "text": "They want tea."}],
    },
    {"type": "message", "role": "assistant", "content": [{"type": "output_text", "text": "Let me see."}]},
    {"type": "function_call", "call_id": "c", "name": "search", "arguments": '{"q": "tea"}', "status": "completed"},
    {"type": "function_call_output", "call_id": "c", "output": [{"type": "input_text", "text": "much"}]},
    {"type": "open_webui:code_interpreter", "code": "print(1)", "lang": "python", "output": {"stdout": "1"}},
    {"type": "reasoning", "duration": 1, "summary": [{"type": "summary_text", "text": "Sure."}], "content": []},
    {"type": "message", "role": "assistant", "content": [{"type": "output_text", "text": "Oolong."}]},
]


@pytest.mark.parametrize("content", ["", None])
def test_an_answer_that_is_only_in_parts(content: str | None) -> None:
    found = document(answer(content, output=OUTPUT))
    assert found.branch[1].parts == (
        ReasoningPart("They want tea.\n\nSure.", 3.0),
        TextPart(
            'Let me see.\n\n[Tool: search]\n\n```json\n{\n  "q": "tea"\n}\n```\n\n'
            "```python\nprint(1)\n```\n\n```\n1\n```\n\nOolong."
        ),
    )


def test_an_answer_that_was_corrected_counts_as_it_was_corrected() -> None:
    found = document(answer("Green.", output=OUTPUT))
    assert found.branch[1].text == "Green."
    assert found.branch[1].reasoning == "They want tea.\n\nSure."


def test_a_question_in_parts_and_with_files() -> None:
    paste = {"filename": "Pasted_Text_1.txt", "meta": {"content_type": "text/plain"}, "data": {"content": "oolong"}}
    files = [
        {"type": "image", "url": "data:image/png;base64,xyz"},
        {"type": "file", "name": "Pasted_Text_1.txt", "file": paste},
        {"type": "file", "file": {"filename": "teas.pdf", "data": {"content": "a book"}}},
        {"type": "collection", "name": "Teas"},
    ]
    parts = [{"type": "text", "text": "Which tea?"}, {"type": "image_url", "image_url": {"url": "data:"}}]
    found = document(chat(message("m1", None, "user", parts, files=files)))
    assert said(found) == [
        "Which tea?\n\n[Image]\n\n[Image]\n\n[File: Pasted_Text_1.txt]\n\noolong\n\n[File: teas.pdf]\n\n[File: Teas]"
    ]


def test_answers_of_several_models_and_the_one_made_of_them() -> None:
    merged = {"status": True, "content": "Oolong or green."}
    found = document(
        chat(
            message("m1", None, "user", "Which tea?", models=["a", "b"]),
            message("m2", "m1", "assistant", "Oolong.", model="a", modelIdx=0, merged=merged),
            message("m3", "m1", "assistant", "Green.", model="arena", selectedModelId="b", modelIdx=1),
        )
    )
    assert all_said(found) == {"Which tea?", "Oolong.", "Oolong or green.", "Green."}
    (question,) = (each for each in found.messages.values() if each.parent_id is None)
    assert {each.parent_id for each in found.messages.values() if each.role is Role.ASSISTANT} == {question.id}
    assert found.branch[-1].origin is not None
    assert found.branch[-1].origin.model == "b"


def test_a_message_that_was_written_in_part_is_placed_by_the_others() -> None:
    question = message("m1", None, "user", "Which tea?", childrenIds=["m2"])
    stub = {"id": "m2", "output": OUTPUT[-1:], "error": {"content": "broken pipe"}}
    found = document(chat(question, stub, message("m3", "m2", "user", "Why?")))
    assert [(each.role, each.text) for each in found.branch] == [
        (Role.USER, "Which tea?"), (Role.ASSISTANT, "Oolong."), (Role.USER, "Why?"),
    ]  # fmt: skip
    assert found.branch[1].state is State.INTERRUPTED
    assert "broken pipe" not in repr(found)


@pytest.mark.parametrize("is_wrapped", [True, False])
def test_chats_from_before_the_tree(is_wrapped: bool) -> None:
    messages = [{"role": "user", "content": "Which tea?"}, {"role": "assistant", "content": "Oolong."}]
    old = {"title": "Tea", "models": ["llama2"], "messages": messages, "timestamp": samples.BEGUN * 1000}
    found = document([{"id": "x", "chat": old} if is_wrapped else old])
    assert said(found) == ["Which tea?", "Oolong."]
    assert found.conversation.created.year == 2026


def test_chats_without_an_id_are_told_from_each_other() -> None:
    chats = [chat(message(name, None, "user", name)) for name in ("a1", "b1")]
    bare = [{"chat": each["chat"]} for each in chats]
    assert len({document(each).conversation.id for each in bare}) == 2
    assert document(bare[0]).conversation.id == document(bare[0]).conversation.id


def test_without_a_tip_the_end_of_the_last_message_is_shown() -> None:
    found = document(
        chat(message("m1", None, "user", "Tea?"), message("m2", None, "user", "Which tea?"), currentId=None)
    )
    assert said(found) == ["Which tea?"]
