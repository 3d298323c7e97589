"""Jan's threads: their versions, branches, order, and what is in a message."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path
from typing import Any

import pytest

from desktop.exchange.document import Document
from desktop.exchange.importers.formats import Broken, Found, conversations, read
from desktop.exchange.importers.reading import Source, sources
from desktop.model.message import ReasoningPart, Role, State, TextPart
from tests.exchange.importers import samples
from tests.exchange.importers.found import all_said, document, said

Json = dict[str, Any]


def text(value: str, kind: str = "text") -> Json:
    return {"type": kind, "text": {"value": value, "annotations": []}}


def line(name: str, role: str, *content: Any, **fields: Any) -> Json:
    made = {"id": name, "object": "thread.message", "thread_id": "t-1", "role": role, "content": list(content)}
    return {**made, "status": "ready", "created_at": samples.BEGUN * 1000 + int(name[-1]) * 1000, **fields}


QUESTION, ANSWER = line("q1", "user", text("Which tea?")), line("a2", "assistant", text("Oolong."))
THREAD = {
    "id": "t-1", "object": "thread", "title": "Tea", "created": samples.BEGUN + 90.5, "updated": samples.BEGUN + 99.5,
    "assistants": [{"id": "jan", "name": "Jan", "instructions": "Be brief.", "model": {"id": "qwen3", "engine": "x"}}],
    "metadata": {"is_favorite": True, "order": 1},
}  # fmt: skip


def branched(name: str, role: str, words: str, parent: str | None, **metadata: Any) -> Json:
    return line(name, role, text(words), metadata={"parentId": parent, **metadata})


def test_the_title_and_the_rest_from_the_file_beside() -> None:
    alone, beside = document(QUESTION, ANSWER), document(THREAD, QUESTION, ANSWER)
    assert (alone.conversation.title, beside.conversation.title) == ("Which tea?", "Tea")
    assert alone.conversation.id == beside.conversation.id
    assert beside.conversation.parameters.system_prompt == "Be brief."
    assert beside.conversation.pinned
    assert beside.branch[1].origin is not None
    assert beside.branch[1].origin.model == "qwen3"


@pytest.mark.parametrize("order", [1, -1])
def test_a_zip_file_of_the_folder_of_threads(tmp_path: Path, order: int) -> None:
    path = tmp_path / "threads.zip"
    with zipfile.ZipFile(path, "w") as archive:
        for number in (1, 2):
            own = {"id": f"t-{number}", "title": f"Tea {number}"}
            lines = [{**each, "thread_id": f"t-{number}"} for each in (QUESTION, ANSWER)]
            files = {"thread.json": [THREAD | own], "messages.jsonl": lines}
            for name in list(files)[::order]:
                archive.writestr(f"threads/t-{number}/{name}", "\n".join(json.dumps(each) for each in files[name]))
    found = [each for source in sources(path) for each in conversations(source)]
    read_ones = [read(each) for each in found if isinstance(each, Found)]
    assert len(read_ones) == len(found)
    assert [each.conversation.title for each in read_ones if isinstance(each, Document)] == ["Tea 1", "Tea 2"]


def test_a_thread_that_was_exported() -> None:
    messages = [{key: each[key] for key in ("id", "role", "content", "created_at")} for each in (QUESTION, ANSWER)]
    found = document({"title": "Tea", "exported_at": "2026-01-02T00:00:00.000Z", "messages": messages})
    assert (found.conversation.title, said(found)) == ("Tea", ["Which tea?", "Oolong."])


def test_what_was_edited_or_asked_again_are_branches() -> None:
    lines = [
        branched("q1", "user", "Which tea?", None, activeChildId="a2"),
        branched("a2", "assistant", "Oolong.", "q1"),
        branched("q3", "user", "Why?", "a2"),
        branched("a4", "assistant", "Green.", "q1"),
        branched("a5", "assistant", "So.", "q3"),
        branched("a6", "assistant", "Hm.", "q3"),
    ]
    found = document(*lines)
    assert said(found) == ["Which tea?", "Oolong.", "Why?", "Hm."]
    assert all_said(found) == {"Which tea?", "Oolong.", "Why?", "Hm.", "Green.", "So."}
    assert said(document(*lines, branched("q7", "user", "Which coffee?", None))) == ["Which coffee?"]


def test_answers_that_lost_their_question_come_back_below_it() -> None:
    lost = line("a2", "assistant", text("Oolong."), metadata={})
    lines = [
        branched("q1", "user", "Which tea?", None), lost, branched("q3", "user", "Why?", "q1"),
        branched("a4", "assistant", "So.", None), branched("q5", "user", "Really?", "q3"),
    ]  # fmt: skip
    assert said(document(*lines)) == ["Which tea?", "Oolong.", "Why?", "So.", "Really?"]


def test_every_kind_of_block() -> None:
    tool = {
        "type": "tool_call",
        "tool_call_id": "1",
        "tool_name": "search",
        "input": {"q": "tea"},
        "output": {"x": "y"},
    }
    picture = {"type": "image_url", "image_url": {"url": "data:image/png;base64,x"}}
    pasted = {"inline_file_contents": [{"name": "teas.txt", "content": "oolong"}]}
    found = document(
        line("q1", "user", text("Which tea?"), picture, metadata=pasted),
        line("a2", "assistant", text("They want tea.", "reasoning"), text("Let me see."), tool, text("Oolong.")),
    )
    assert said(found)[0] == "Which tea?\n\n[Image]\n\n[File: teas.txt]\n\noolong"
    assert found.branch[1].parts == (
        ReasoningPart("They want tea."),
        TextPart('Let me see.\n\n[Tool: search]\n\n```json\n{\n  "q": "tea"\n}\n```\n\nOolong.'),
    )


@pytest.mark.parametrize(
    "written",
    [
        "<think>They want tea.</think>Oolong.",
        "<|channel|>analysis<|message|>They want tea.<|end|><|start|>assistant<|channel|>final<|message|>Oolong.",
    ],
)
def test_reasoning_within_the_text(written: str) -> None:
    found = document(QUESTION, line("a2", "assistant", text(written)))
    assert found.branch[1].parts == (ReasoningPart("They want tea."), TextPart("Oolong."))


def test_calls_of_tools_in_earlier_versions() -> None:
    calls = [{"tool": {"id": "1", "function": {"name": "search", "arguments": '{"q": "tea"}'}}, "response": {}}]
    found = document(QUESTION, line("a2", "assistant", text("Oolong."), metadata={"tool_calls": calls}))
    assert said(found)[1] == 'Oolong.\n\n[Tool: search]\n\n```json\n{\n  "q": "tea"\n}\n```'


def test_times_in_seconds_and_in_milliseconds_or_none_keep_the_order() -> None:
    late = {**ANSWER, "created_at": samples.BEGUN + 1}
    asked = {**QUESTION, "created_at": samples.BEGUN * 1000 + 1900}
    untimed = line("q3", "user", text("Why?"), created_at=0)
    assert said(document(asked, late, untimed)) == ["Which tea?", "Oolong.", "Why?"]


def test_a_message_that_was_written_twice_counts_as_it_was_at_last() -> None:
    early = line("a2", "assistant", text("Ool"), status="pending")
    assert said(document(QUESTION, early, line("q3", "user", text("Why?")), ANSWER)) == [
        "Which tea?",
        "Oolong.",
        "Why?",
    ]


def test_how_an_answer_ended() -> None:
    states = {"stopped": State.STOPPED, "error": State.INTERRUPTED, "ready": State.COMPLETE}
    for status, state in states.items():
        assert document(QUESTION, {**ANSWER, "status": status}).branch[1].state is state
    refused = line(
        "a2", "assistant", text("Incorrect API key: sk-not-ours"), error_code="invalid_api_key", status="error"
    )
    assert "sk-not-ours" not in repr(document(QUESTION, refused))


@pytest.mark.parametrize("odd", [[], {}, 7, None])
def test_an_odd_line_stops_nothing(odd: Any) -> None:
    spoiled = line("a3", "assistant", {"type": odd, "text": odd}, odd, error_code=odd, metadata=odd, created_at=odd)
    assert said(document(QUESTION, spoiled, ANSWER)) == ["Which tea?", "Oolong."]


@pytest.mark.parametrize("odd", [[], {}, 7, None])
def test_a_line_that_is_no_message_is_told(odd: Any) -> None:
    lines = ({**QUESTION, "object": odd}, QUESTION, ANSWER)
    found = list(conversations(Source("file", "\n".join(map(json.dumps, lines)))))
    assert [type(each) for each in found] == [Found, Broken]


def test_a_prompt_among_the_messages() -> None:
    found = document(THREAD, line("s0", "system", text("Be brave.")), QUESTION, ANSWER)
    assert found.conversation.parameters.system_prompt == "Be brave."
    assert [each.role for each in found.branch] == [Role.USER, Role.ASSISTANT]
