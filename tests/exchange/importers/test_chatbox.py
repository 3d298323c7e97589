"""Chatbox's backup: its versions, branches, threads, and the keys that stand beside the conversations."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path
from typing import Any

import pytest

from desktop.exchange.importers.taking import take
from desktop.model.message import ReasoningPart, Role, State, TextPart
from desktop.store.control import Unattended
from desktop.store.database import Database
from tests.exchange.importers import samples
from tests.exchange.importers.found import all_said, document, documents, said

Json = dict[str, Any]
KEY = "sk-not-ours-0123456789"


def message(name: str, role: str, text: str, **fields: Any) -> Json:
    at = samples.BEGUN * 1000 + int(name[-1]) * 1000
    return {"id": name, "role": role, "contentParts": [{"type": "text", "text": text}], "timestamp": at, **fields}


def session(*messages: Json, **fields: Any) -> Json:
    return {"id": "cb-1", "name": "Tea", "type": "chat", "messages": list(messages), **fields}


def fork(position: int, *lists: list[Json]) -> Json:
    made = [{"id": f"list-{place}", "messages": each} for place, each in enumerate(lists)]
    return {"position": position, "lists": made, "createdAt": 1}


QUESTION, ANSWER = message("q1", "user", "Which tea?"), message("a2", "assistant", "Oolong.", model="qwen3")
PROMPT = message("s0", "system", "Be brief.")


def backup(*sessions: Json) -> Json:
    settings = {"openaiKey": KEY, "providers": {"openai": {"apiKey": KEY}}, "licenseKey": KEY}
    listed = [{"id": each["id"], "name": each["name"], "createdAt": 1_800_000_000_000} for each in sessions]
    return {
        "__exported_items": ["setting", "key", "conversations"], "configVersion": 15, "settings": settings,
        **{f"session:{each['id']}": each for each in sessions}, "chat-sessions-list": listed,
    }  # fmt: skip


def test_what_followed_a_message_at_other_times_are_branches() -> None:
    forks = {
        "q1": fork(1, [message("a3", "assistant", "Green."), message("q4", "user", "Why?")], []),
        "q4": fork(0, [], [message("a5", "assistant", "Health.")]),
        "s0": fork(1, [message("q6", "user", "Which coffee?")], []),
    }
    found = document(backup(session(PROMPT, QUESTION, ANSWER, messageForksHash=forks)))
    texts = {each.id: each.text for each in found.messages.values()}
    assert said(found) == ["Which tea?", "Oolong."]
    assert {each.text: texts.get(each.parent_id or "") for each in found.messages.values()} == {
        "Which tea?": None, "Oolong.": "Which tea?", "Green.": "Which tea?", "Why?": "Green.", "Health.": "Why?",
        "Which coffee?": None,
    }  # fmt: skip


def test_branches_of_a_message_that_is_no_more_are_kept() -> None:
    forks = {"gone": fork(1, [message("a3", "assistant", "Green.")], [])}
    found = document(backup(session(QUESTION, ANSWER, messageForksHash=forks)))
    assert said(found) == ["Which tea?", "Oolong."]
    assert all_said(found) == {"Which tea?", "Oolong.", "Green."}


def test_a_circle_of_branches_ends() -> None:
    forks = {"q1": fork(1, [ANSWER, message("q3", "user", "Why?")], []), "a2": fork(1, [QUESTION], [])}
    assert all_said(document(backup(session(QUESTION, ANSWER, messageForksHash=forks)))) == {
        "Which tea?", "Oolong.", "Why?",
    }  # fmt: skip


def test_a_message_that_is_there_twice_is_taken_twice() -> None:
    again = {**ANSWER, "contentParts": [{"type": "text", "text": "Green."}]}
    found = document(backup(session(QUESTION, ANSWER, QUESTION, again)))
    assert said(found) == ["Which tea?", "Oolong.", "Which tea?", "Green."]


def test_threads_have_branches_of_the_same_table_and_names_of_their_own() -> None:
    thread = {"id": "t", "name": "", "createdAt": 1_790_000_000_000, "messages": [message("q3", "user", "Which cup?")]}
    again = {"id": "u", "name": "Again", "createdAt": 1, "messages": [QUESTION, ANSWER]}
    forks = {"q3": fork(1, [message("a4", "assistant", "Blue.")], [])}
    fields = {"threads": [thread, again], "threadName": "Now", "messageForksHash": forks}
    current, earlier = documents(backup(session(QUESTION, ANSWER, **fields)))
    assert [each.conversation.title for each in (current, earlier)] == ["Now", "Tea"]
    assert all_said(earlier) == {"Which cup?", "Blue."}
    assert current.conversation.created.year == earlier.conversation.created.year == 2026


def test_what_is_in_a_message() -> None:
    parts = [
        {"type": "reasoning", "text": "They want tea.", "startTime": 1, "duration": 1500},
        {"type": "text", "text": "Let me see."},
        {"type": "tool-call", "state": "result", "toolCallId": "1", "toolName": "web_search", "args": {"q": "tea"},
         "result": {"x": "y"}},
        {"type": "image", "storageKey": "picture:1", "ocrResult": "x"},
        {"type": "info", "text": "This model reads no pictures"},
        {"type": "text", "text": "Oolong."},
    ]  # fmt: skip
    asked = message("q1", "user", "Which tea?", files=[{"name": "teas.pdf"}], links=[{"url": "https://tea.example"}])
    found = document(backup(session(asked, {**ANSWER, "contentParts": parts})))
    assert said(found)[0] == "Which tea?\n\n[File: teas.pdf]\n\nhttps://tea.example"
    assert found.branch[1].parts == (
        ReasoningPart("They want tea.", 1.5),
        TextPart('Let me see.\n\n[Tool: web_search]\n\n```json\n{\n  "q": "tea"\n}\n```\n\n[Image]\n\nOolong.'),
    )


def test_an_answer_that_ended_early() -> None:
    cut = {**ANSWER, "error": f"Incorrect API key provided: {KEY}", "errorCode": 10003}
    long = message("a3", "assistant", "Green", finishReason="length")
    empty = {**message("a4", "assistant", ""), "error": KEY}
    found = document(backup(session(QUESTION, cut, message("q3", "user", "Again?"), long, empty)))
    assert [each.state for each in found.branch] == [State.COMPLETE, State.INTERRUPTED, State.COMPLETE, State.LENGTH]
    assert KEY not in repr(found)


def test_a_second_prompt_stays_where_it_is() -> None:
    second = message("s3", "system", "Be brave.")
    found = document(backup(session(PROMPT, QUESTION, ANSWER, second, message("q4", "user", "Again?"))))
    assert found.conversation.parameters.system_prompt == "Be brief."
    assert [(each.role, each.text) for each in found.branch][2:] == [
        (Role.SYSTEM, "Be brave."), (Role.USER, "Again?"),
    ]  # fmt: skip


def test_a_session_in_which_nothing_was_said_is_none() -> None:
    assert len(documents(backup(session(QUESTION), {**session(PROMPT), "id": "cb-2"}))) == 1


def test_earlier_versions_and_what_is_left_of_them() -> None:
    old = {"id": "q1", "role": "user", "content": "Which tea?"}
    answer = {"id": "a2", "role": "assistant", "content": "Oolong.", "reasoningContent": "Hm.", "pictures": [{}]}
    left = session(old, {**answer, "content": "Out of date"})
    found = document({"chat-sessions": [session(old, answer)], "settings": {"openaiKey": KEY}})
    assert said(found) == ["Which tea?", "Oolong.\n\n[Image]"]
    assert found.branch[1].reasoning == "Hm."
    assert said(document({**backup(session(QUESTION, ANSWER)), "chat-sessions": [left]})) == ["Which tea?", "Oolong."]
    assert document({"session:cb-1": session(QUESTION)}).conversation.title == "Tea"


def test_what_is_stored_as_a_text() -> None:
    whole = backup(session(QUESTION, ANSWER))
    found = document({key: json.dumps(value) for key, value in whole.items()})
    assert (found.conversation.title, said(found)) == ("Tea", ["Which tea?", "Oolong."])
    assert document({"chat-sessions": json.dumps([session(QUESTION)])}).conversation.title == "Tea"


@pytest.fixture
def archive(tmp_path: Path) -> Path:
    path = tmp_path / "chatbox-backup.zip"
    whole = backup(session(PROMPT, QUESTION, ANSWER, starred=True))
    with zipfile.ZipFile(path, "w") as made:
        made.writestr("settings.json", json.dumps(whole["settings"]))
        made.writestr("copilots.json", json.dumps([{"id": "c", "name": "C", "prompt": "p"}]))
        made.writestr("sessions/cb-1/session.json", json.dumps(whole["session:cb-1"]))
        made.writestr("sessions/cb-1/resources/resource-000001.png", b"x")
        made.writestr("manifest.json", json.dumps({"format": "chatbox-backup", "sessions": [{"id": "cb-1"}]}))
    return path


def test_the_zip_file_and_the_json_file_give_the_same_and_no_key(tmp_path: Path, archive: Path) -> None:
    single = tmp_path / "chatbox-exported-data.json"
    single.write_text(json.dumps(backup(session(PROMPT, QUESTION, ANSWER))))
    with Database.open(tmp_path / "profile" / "conversations.db") as database:
        assert len(take([archive], database, Unattended()).added) == 1
        assert take([single], database, Unattended()).known == 1
    for path in (tmp_path / "profile").rglob("*"):
        assert not path.is_file() or KEY.encode() not in path.read_bytes()
