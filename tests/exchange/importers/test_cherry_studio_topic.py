"""A topic as the second version of Cherry Studio exports it."""

from __future__ import annotations

import base64
from datetime import UTC, datetime
from typing import Any

import pytest

from desktop.model.message import ReasoningPart, State, TextPart
from tests.exchange.importers.found import all_said, document, said

Json = dict[str, Any]
KEY = "sk-not-ours"


def text(value: str) -> Json:
    return {"type": "text", "text": value, "state": "done"}


def message(name: str, parent: str | None, role: str, *parts: Any, **fields: Any) -> Json:
    made = {"sourceId": name, "role": role, "parts": list(parts), "status": "success", "siblingsGroupId": 0}
    return {**made, **({"parentSourceId": parent} if parent else {}), **fields}


def export(*messages: Json, **fields: Any) -> Json:
    facts = {"kind": "cherry-studio.topic", "version": 1, "exportedAt": "2026-02-01T00:00:00.000Z"}
    return {**facts, "topic": {"name": "Tea"}, "assistant": {"name": "A"}, "messages": list(messages), **fields}


QUESTION = message("q1", None, "user", text("Which tea?"))


def test_the_tree_and_its_active_branch() -> None:
    snapshot = {"id": "a", "name": "A", "model": {"id": "qwen3", "name": "Qwen 3", "provider": "p"}}
    answers = [message("a2", "q1", "assistant", text("Oolong."), siblingsGroupId=7, messageSnapshot=snapshot),
               message("a3", "q1", "assistant", text("Green."), siblingsGroupId=7, status="paused")]  # fmt: skip
    found = document(export(QUESTION, *answers, message("q4", "a2", "user", text("Why?")), activeSourceId="a3"))
    assert (found.conversation.title, said(found)) == ("Tea", ["Which tea?", "Green."])
    assert all_said(found) == {"Which tea?", "Oolong.", "Green.", "Why?"}
    assert found.branch[1].state is State.STOPPED
    assert {each.origin.model for each in found.messages.values() if each.origin} == {"qwen3"}


def test_every_kind_of_part() -> None:
    paste = base64.b64encode("oolong, 乌龙".encode()).decode()
    asked = message(
        "q1", None, "user", text("Which tea?"),
        {"type": "file", "mediaType": "image/png", "filename": "cup", "url": "data:image/png;base64,x"},
        {"type": "file", "mediaType": "text/plain", "filename": "p.txt", "url": f"data:text/plain;base64,{paste}"},
        {"type": "file", "mediaType": "application/pdf", "filename": "teas.pdf", "url": "data:application/pdf,x"},
        {"type": "data-knowledge-scope", "data": {"baseIds": ["1"]}},
    )  # fmt: skip
    answer = message(
        "a2", "q1", "assistant",
        {"type": "reasoning", "text": "They want tea.", "providerMetadata": {"cherry": {"thinkingMs": 1500}}},
        {"type": "step-start"},
        {"type": "tool-search", "toolCallId": "1", "state": "output-available", "input": {"q": "tea"}, "output": KEY},
        {"type": "dynamic-tool", "toolName": "s: fetch", "input": {}, "output": {"content": []}},
        text("Oolong."),
        {"type": "data-code", "data": {"content": "print(1)", "language": "python"}},
        {"type": "data-translation", "data": {"content": "乌龙。", "targetLanguage": "zh-cn"}},
        {"type": "data-compact", "data": {"content": "So far: tea.", "compactedContent": "All of it."}},
        {"type": "data-error", "data": {"message": KEY}},
        {"type": "source-url", "url": "https://tea.example"},
    )  # fmt: skip
    found = document(export(asked, answer))
    assert said(found)[0] == "Which tea?\n\n[Image]\n\n[File: p.txt]\n\noolong, 乌龙\n\n[File: teas.pdf]"
    assert found.branch[1].parts == (
        ReasoningPart("They want tea.", 1.5),
        TextPart(
            '[Tool: search]\n\n```json\n{\n  "q": "tea"\n}\n```\n\n[Tool: s: fetch]\n\nOolong.\n\n'
            "```python\nprint(1)\n```\n\n乌龙。\n\nSo far: tea.\n\nAll of it."
        ),
    )
    assert KEY not in repr(found)


def test_times_are_in_the_ids_where_they_tell_any() -> None:
    timed = message("019b76da-a800-7abc-8def-000000000000", None, "user", text("Which tea?"))
    assert document(export(timed)).branch[0].created == datetime(2026, 1, 1, tzinfo=UTC)
    assert document(export(QUESTION)).conversation.created == datetime(2026, 2, 1, tzinfo=UTC)


@pytest.mark.parametrize("inside", ["=?=", "乌龙"])
def test_a_file_that_cannot_be_decoded_is_still_told(inside: str) -> None:
    broken = {"type": "file", "mediaType": "text/plain", "filename": "p", "url": f"data:text/plain;base64,{inside}"}
    assert said(document(export(message("q1", None, "user", broken)))) == ["[File: p]"]
