"""LibreChat's export: flat and nested, blocks, errors, files, and reasoning from before there were blocks."""

from __future__ import annotations

import json
from typing import Any

from desktop.exchange.importers.formats import Found, conversations
from desktop.exchange.importers.reading import Source
from desktop.model.message import ReasoningPart, Role, State, TextPart
from tests.exchange.importers.found import all_said, document, said

Json = dict[str, Any]
ZERO = "00000000-0000-0000-0000-000000000000"


def message(name: str, parent: str | None, text: str = "", **fields: Any) -> Json:
    is_persons = name.startswith("q")
    made = {"messageId": name, "parentMessageId": parent or ZERO, "text": text, "isCreatedByUser": is_persons}
    facts = {"sender": "User" if is_persons else "GPT-4", "model": None if is_persons else "gpt-4o", "error": False}
    return {**made, **facts, "createdAt": f"2026-01-01T00:00:0{name[-1]}.000Z", "unfinished": False, **fields}


def export(*messages: Json, **fields: Any) -> Json:
    facts = {"conversationId": "lc-1", "endpoint": "openAI", "title": "Tea", "exportAt": "08:12:16 GMT+0000 (UTC)"}
    return {**facts, "branches": True, "recursive": False, "messages": list(messages), **fields}


def answer(*blocks: Json, **fields: Any) -> Any:
    blocked = message("a2", "q1", content=list(blocks), **fields)
    return document(export(message("q1", None, "Which tea?"), blocked)).branch[1:]


def test_flat_with_branches_shows_the_last() -> None:
    found = document(
        export(
            message("q1", None, "Tea?"), message("a2", "q1", "Yes."), message("q3", None, "Which tea?"),
            message("a4", "q3", "Green."), message("a5", "q3", "Oolong."),
        )
    )  # fmt: skip
    assert said(found) == ["Which tea?", "Oolong."]
    assert all_said(found) == {"Tea?", "Yes.", "Which tea?", "Green.", "Oolong."}


def test_nested_under_the_name_of_the_flat_ones() -> None:
    inner = message("a2", "lost", "Oolong.", children=[message("q3", "a2", "Why?", children=[])])
    found = document(export(message("q1", None, "Which tea?", children=[inner]), recursive=True))
    assert said(found) == ["Which tea?", "Oolong.", "Why?"]


def test_a_long_conversation_is_as_deep_as_it_has_messages() -> None:
    messages = (f"{'qa'[n % 2]}{n}" for n in range(1_500))
    opened = "".join(json.dumps(message(name, None, f"words of {name}"))[:-1] + ', "children": [' for name in messages)
    text = json.dumps(export(recursive=True)).replace('"messages": []', f'"messages": [{opened}{"]}" * 1_500}]')
    (found,) = conversations(Source("x.json", text))
    assert isinstance(found, Found)
    shown = said(found.document())
    assert (len(shown), shown[-1]) == (1_500, "words of a1499")


def test_messages_under_one_id_are_all_kept() -> None:
    found = document(export(message("q1", None, "Tea?"), message("a2", "q1", "Yes."), message("a2", "q1", "No.")))
    assert all_said(found) == {"Tea?", "Yes.", "No."}


def test_every_kind_of_block() -> None:
    function = {"type": "function", "function": {"name": "dalle", "arguments": '{"prompt": "a cup"}', "output": "x"}}
    code = {"type": "code_interpreter", "code_interpreter": {"input": "print(1)", "outputs": []}}
    (found,) = answer(
        {"type": "think", "think": "<think>\nThey want tea.\n</think>"},
        {"type": "text", "text": {"value": "Let me see.", "annotations": []}, "tool_call_ids": ["1"]},
        {
            "type": "tool_call",
            "tool_call": {"type": "tool_call", "name": "search", "args": '{"q": "tea"}', "output": "y"},
        },
        {"type": "tool_call", "tool_call": function},
        {"type": "tool_call", "tool_call": code},
        {"type": "image_file", "image_file": {"file_id": "f"}},
        {"type": "think", "think": "Sure."},
        {"type": "agent_update", "agent_update": {"index": 0, "agentId": "agent_2"}},
        {"type": "text", "text": "Oolong."},
    )
    assert found.parts == (
        ReasoningPart("They want tea.\n\nSure."),
        TextPart(
            'Let me see.\n\n[Tool: search]\n\n```json\n{\n  "q": "tea"\n}\n```\n\n[Tool: dalle]\n\n'
            '```json\n{\n  "prompt": "a cup"\n}\n```\n\n```\nprint(1)\n```\n\n[Image]\n\nOolong.'
        ),
    )


def test_what_a_person_said_while_the_answer_came_and_what_was_quoted() -> None:
    steer = {"type": "steer", "steer": "Green,\nplease.", "quotes": ["Oolong"]}
    summary = {"type": "summary", "content": [{"type": "text", "text": "So far: tea."}]}
    (found,) = answer(summary, {"type": "text", "text": "Oolong"}, steer, {"type": "text", "text": "Green."})
    assert found.text == "So far: tea.\n\nOolong\n\n> Oolong\n\n> Green,\n> please.\n\nGreen."
    asked = document(export(message("q1", None, "Why?", quotes=["Oolong", "a cup\nof it"]), tags=["drinks"]))
    assert said(asked) == ["> Oolong\n\n> a cup\n> of it\n\nWhy?"]
    assert asked.conversation.tags == ("drinks",)


def test_an_error_is_the_programs_and_not_an_answer() -> None:
    (found,) = answer({"type": "text", "text": "Ool"}, {"type": "error", "error": "Incorrect API key: sk-not-ours"})
    assert (found.text, found.state) == ("Ool", State.INTERRUPTED)
    failed = message("a2", "q1", '{"type": "invalid_key", "info": "sk-not-ours"}', error=True)
    whole = document(export(message("q1", None, "Which tea?"), failed, message("q3", "a2", "Again?")))
    assert said(whole) == ["Which tea?", "Again?"]
    assert "sk-not-ours" not in repr(whole)


def test_words_beside_blocks_without_any() -> None:
    (found,) = answer({"type": "think", "think": "They want tea."}, text="Oolong.")
    assert found.parts == (ReasoningPart("They want tea."), TextPart("Oolong."))


def test_reasoning_from_before_there_were_blocks() -> None:
    old = message("a2", "q1", ":::thinking\nThey want tea.\n\nSo.\n:::\nOolong.\n\n:::note\nHot.\n:::")
    found = document(export(message("q1", None, "Which tea?"), old)).branch[1]
    assert found.parts == (ReasoningPart("They want tea.\n\nSo."), TextPart("Oolong.\n\n:::note\nHot.\n:::"))


def test_files_of_a_question_without_words() -> None:
    files = [{"filename": "cup.heic", "type": "image/heic"}, {"filename": "teas.pdf", "type": "application/pdf"}]
    found = document(export(message("q1", None, files=files), message("a2", "q1", "A cup.")))
    assert said(found) == ["[Image]\n\n[File: teas.pdf]", "A cup."]


def test_cut_answers_and_agents() -> None:
    (stopped,) = answer({"type": "text", "text": "Ool"}, finish_reason="length", model="agent_xyz", sender="Tea master")
    assert stopped.state is State.LENGTH
    assert stopped.origin is not None
    assert stopped.origin.model == "Tea master"
    (cut,) = answer({"type": "text", "text": "Ool"}, unfinished=True)
    assert cut.state is State.INTERRUPTED


def test_prompts_and_messages_without_ids() -> None:
    bare: list[Json] = [{"text": "Which tea?", "isCreatedByUser": True}, {"text": "Oolong.", "sender": "GPT"}]
    options = {"promptPrefix": "Be brief.", "instructions": "You know teas.", "model": "gpt-4o"}
    found = document(export(*bare, options=options, title=None))
    assert [each.role for each in found.branch] == [Role.USER, Role.ASSISTANT]
    assert found.conversation.parameters.system_prompt == "You know teas.\n\nBe brief."
