"""Cherry Studio's backup: its versions, what blocks there are, answers of several models, and the keys beside them."""

from __future__ import annotations

import json
from typing import Any

from desktop.model.message import ReasoningPart, State, TextPart
from tests.exchange.importers.found import all_said, document, documents, said

Json = dict[str, Any]
KEY = "sk-not-ours"


def storage(*topics: Json, prompt: str = "") -> Json:
    assistants = {"defaultAssistant": {"topics": []}, "assistants": [{"prompt": prompt, "topics": list(topics)}]}
    llm = {"providers": [{"id": "openai", "apiKey": KEY}]}
    return {"persist:cherry-studio": json.dumps({"assistants": json.dumps(assistants), "llm": json.dumps(llm)})}


def backup(messages: list[Json], *blocks: Json, **fields: Any) -> Json:
    stored = {"topics": [{"id": "ch-1", "messages": messages}], "message_blocks": list(blocks), "settings": []}
    return {
        "time": 1,
        "version": 5,
        "localStorage": storage({"id": "ch-1", "name": "Tea"}),
        "indexedDB": stored,
        **fields,
    }


def old(name: str, role: str, content: str, **fields: Any) -> Json:
    at = f"2026-01-01T00:00:0{name[-1]}.000Z"
    return {
        "id": name,
        "role": role,
        "content": content,
        "createdAt": at,
        "type": "text",
        "status": "success",
        **fields,
    }


def block(name: str, kind: str, content: Any = "", **fields: Any) -> Json:
    return {"id": name, "messageId": "a2", "type": kind, "content": content, "status": "success", **fields}


QUESTION = old("q1", "user", "Which tea?")


def answer(*blocks: Json, **fields: Any) -> Any:
    message = {**old("a2", "assistant", ""), "blocks": [each["id"] for each in blocks], **fields}
    return document(backup([QUESTION, message], *blocks)).branch[1]


def test_every_kind_of_block() -> None:
    raw = {"tool": {"name": "search", "serverName": "s", "env": {"API_KEY": KEY}}, "arguments": {"q": "tea"}}
    found = answer(
        block("1", "thinking", "They want tea.", thinking_millsec=1500),
        block("2", "main_text", "Oolong."),
        block("3", "tool", {"content": []}, toolId="t", metadata={"rawMcpToolResponse": raw}),
        block("4", "code", "print(1)", language="python"),
        block("5", "image", url="data:image/png;base64,x"),
        block("6", "file", file={"origin_name": "teas.pdf", "type": "document"}),
        block("7", "citation", response={"results": []}),
        block("8", "translation", "乌龙。", targetLanguage="zh-cn"),
        block("9", "compact", "So far: tea.", compactedContent="All of it."),
        block("10", "of_later", "New."),
    )
    assert found.parts == (
        ReasoningPart("They want tea.", 1.5),
        TextPart(
            'Oolong.\n\n[Tool: search]\n\n```json\n{\n  "q": "tea"\n}\n```\n\n```python\nprint(1)\n```\n\n[Image]\n\n'
            "[File: teas.pdf]\n\n乌龙。\n\nSo far: tea.\n\nAll of it.\n\nNew."
        ),
    )
    assert KEY not in repr(found)


def test_an_answer_that_ended_early_and_one_that_never_came() -> None:
    error = block("2", "error", error={"message": f"Incorrect API key {KEY}"})
    assert answer(block("1", "main_text", "Ool"), error, status="error").state is State.INTERRUPTED
    assert answer(block("1", "main_text", "Ool"), status="paused").state is State.STOPPED
    failed = {**old("a2", "assistant", ""), "blocks": ["2"], "status": "error"}
    found = document(backup([QUESTION, failed, old("q3", "user", "Again?")], error))
    assert said(found) == ["Which tea?", "Again?"]
    assert KEY not in repr(found)


def test_blocks_that_the_message_has_lost_are_found_by_its_id() -> None:
    message = {**old("a2", "assistant", ""), "blocks": []}
    assert said(document(backup([QUESTION, message], block("1", "main_text", "Oolong."))))[1] == "Oolong."


def test_messages_from_before_there_were_blocks() -> None:
    metadata = {"mcpTools": [{"id": "t", "tool": {"name": "search"}, "arguments": {"q": "tea"}}]}
    files = [{"type": "image", "origin_name": "cup"}, {"type": "document", "origin_name": "teas.pdf"}]
    fields = {"reasoning_content": "<think>They want tea.", "translatedContent": "乌龙。", "metadata": metadata}
    asked = {**QUESTION, "files": files}
    found = document(
        backup([asked, old("a2", "assistant", "Oolong.", metrics={"time_thinking_millsec": 2000}, **fields)])
    )
    assert said(found)[0] == "Which tea?\n\n[Image]\n\n[File: teas.pdf]"
    assert found.branch[1].parts == (
        ReasoningPart("They want tea.", 2.0),
        TextPart('[Tool: search]\n\n```json\n{\n  "q": "tea"\n}\n```\n\nOolong.\n\n乌龙。'),
    )


def test_the_first_version() -> None:
    stored = [
        {"key": "topic:ch-1", "value": {"id": "ch-1", "messages": [QUESTION]}},
        {"key": "image://avatar", "value": "x"},
    ]
    found = document({"version": 1, "localStorage": storage({"id": "ch-1", "name": "Tea"}), "indexedDB": stored})
    assert (found.conversation.title, said(found)) == ("Tea", ["Which tea?"])


def test_the_next_question_goes_on_from_the_answer_that_was_chosen() -> None:
    answers = [
        old("a2", "assistant", "Oolong.", askId="q1", foldSelected=True), old("a3", "assistant", "Green.", askId="q1"),
        old("a4", "assistant", "Black.", askId="q1", useful=True),
    ]  # fmt: skip
    found = document(backup([QUESTION, *answers, old("q5", "user", "Why?"), old("a6", "assistant", "So.", askId="q5")]))
    assert said(found) == ["Which tea?", "Black.", "Why?", "So."]
    (question,) = (each for each in found.messages.values() if each.parent_id is None)
    assert sum(each.parent_id == question.id for each in found.messages.values()) == 3


def test_answers_to_a_question_that_was_deleted_are_siblings() -> None:
    answers = [old(name, "assistant", name, askId="gone") for name in ("a2", "a3")]
    found = document(backup([QUESTION, *answers, old("q4", "user", "Why?")]))
    assert said(found) == ["Which tea?", "a2", "Why?"]
    assert all_said(found) == {"Which tea?", "a2", "a3", "Why?"}


def test_an_answer_that_names_an_earlier_question_stays_in_line() -> None:
    found = document(backup([QUESTION, old("q2", "user", "Why?"), old("a3", "assistant", "So.", askId="q1")]))
    assert said(found) == ["Which tea?", "Why?", "So."]


def test_prompts_of_the_assistant_and_of_the_topic() -> None:
    topic = {"id": "ch-1", "name": "Tea", "prompt": "Be brief.", "pinned": True}
    found = document(backup([QUESTION], localStorage=storage(topic, prompt="You know teas.")))
    assert found.conversation.parameters.system_prompt == "You know teas.\n\nBe brief."
    assert found.conversation.pinned


def test_a_topic_in_which_nothing_was_said_is_none() -> None:
    exported = backup([QUESTION, {**old("a2", "assistant", ""), "type": "clear"}])
    exported["indexedDB"]["topics"].append({"id": "ch-2", "messages": []})
    assert len(documents(exported)) == 1
