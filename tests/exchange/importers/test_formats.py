"""Each program's export becomes our tree: who said what, after what, when, and by which model."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta

import pytest

from desktop.exchange.document import Document
from desktop.exchange.importers.formats import Broken, conversations, read
from desktop.exchange.importers.reading import Source
from desktop.model.message import Message, ReasoningPart, Role, State, TextPart
from tests.exchange.importers import samples

BEGUN = datetime.fromtimestamp(samples.BEGUN, UTC)
NAMES = [*samples.ALL, "Jan"]


def documents(text: str) -> list[Document]:
    found = [read(each) if not isinstance(each, Broken) else each for each in conversations(Source("file", text))]
    assert not [each for each in found if isinstance(each, Broken)], found
    return [each for each in found if isinstance(each, Document)]


def of(name: str) -> Document:
    return documents(samples.text_of(name))[0]


def children(document: Document, parent: Message | None) -> list[Message]:
    parent_id = parent.id if parent else None
    return [message for message in document.messages.values() if message.parent_id == parent_id]


@pytest.mark.parametrize("name", NAMES)
def test_question_reasoning_and_answer_are_told_apart(name: str) -> None:
    document = of(name)
    (question,) = children(document, None)
    answer = children(document, question)[0]
    assert question.role is Role.USER
    assert "Which tea?" in question.text
    assert (answer.role, answer.reasoning) == (Role.ASSISTANT, "They want tea." + ("\nA <b>." * (name == "Open WebUI")))
    assert "Oolong" in answer.text
    assert answer.origin is not None
    assert answer.origin.account_name == name
    assert document.conversation.title in {"Tea", "茶", "Which tea?"}
    assert all(abs(message.created - BEGUN) < timedelta(minutes=1) for message in document.messages.values())
    assert abs(document.conversation.created - BEGUN) < timedelta(minutes=1)


@pytest.mark.parametrize("name", NAMES)
def test_a_question_about_the_marks_of_reasoning_is_a_question(name: str) -> None:
    asked = "<think> stands before an answer. Which tea?"
    (document,) = documents(samples.text_of(name).replace("Which tea?", asked))[:1]
    (question,) = children(document, None)
    assert (question.reasoning, question.text.partition("\n")[0]) == ("", asked)


@pytest.mark.parametrize("name", ["ChatGPT", "DeepSeek", "Open WebUI", "LibreChat", "Cherry Studio"])
def test_a_second_answer_is_a_sibling(name: str) -> None:
    document = of(name)
    answers = children(document, children(document, None)[0])
    assert [answer.text.split()[-1] for answer in answers][1] == "Green."
    assert len(answers) == 2


@pytest.mark.parametrize("name", NAMES)
def test_the_same_ids_come_out_each_time(name: str) -> None:
    assert of(name) == of(name)
    ids = [document.conversation.id for document in documents(samples.text_of(name))]
    assert all(len(each) == 32 and int(each, 16) for each in ids)


@pytest.mark.parametrize("name", NAMES)
def test_parents_come_before_their_children(name: str) -> None:
    seen: set[str | None] = {None}
    for message in of(name).messages.values():
        assert message.parent_id in seen
        seen.add(message.id)


def test_chatgpt() -> None:
    document = of("ChatGPT")
    question, answer, second, cut = document.branch
    assert answer.parts[0] == ReasoningPart("They want tea.")
    assert answer.text == "```python\nprint('茶')\n```\n\n```\n茶\n```\n\nOolong, 乌龙."
    assert answer.origin is not None
    assert answer.origin.model == "o3"
    assert second.text == "[Image]\n\nWhat is this?"
    assert (cut.text, cut.state) == ("A kettle", State.LENGTH)
    assert question.created == BEGUN + timedelta(seconds=1.5)
    assert "secret" not in repr(document)


def test_deepseek_before_there_were_fragments() -> None:
    def message(content: str, reasoning: str | None) -> dict[str, object]:
        at = "2026-01-01T08:00:00+08:00"
        return {"model": "deepseek-chat", "inserted_at": at, "content": content, "reasoning_content": reasoning}

    export = samples.deepseek()
    for name, old in (("1", message("Why?", None)), ("2", message("So.", "Hm.")), ("3", message("Thus.", None))):
        export[0]["mapping"][name]["message"] = old
    (document,) = documents(json.dumps(export))
    (question,) = children(document, None)
    assert [question.role, *(answer.role for answer in children(document, question))] == [
        Role.USER, Role.ASSISTANT, Role.ASSISTANT,
    ]  # fmt: skip
    assert children(document, question)[0].reasoning == "Hm."


def test_what_open_webui_knows_besides() -> None:
    conversation = of("Open WebUI").conversation
    assert conversation.pinned
    assert conversation.tags == ("drinks",)
    assert conversation.parameters.system_prompt == "Be brief."
    (_, answer) = of("Open WebUI").branch
    assert answer.reasoning_seconds == 5.0


def test_chatbox_threads_are_conversations_of_their_own() -> None:
    first, thread = documents(samples.text_of("Chatbox"))
    assert first.conversation.pinned
    assert first.conversation.parameters.system_prompt == "Be brief."
    assert "[Image]" in first.branch[0].text
    assert (thread.conversation.title, thread.branch[0].text) == ("Earlier", "Old")
    assert "sk-not-ours" not in repr(first)


def test_cherry_studio_takes_names_from_the_other_storage() -> None:
    document = of("Cherry Studio")
    assert document.conversation.title == "Tea"
    assert document.branch[-1].text == "Oolong."
    assert document.branch[-1].reasoning_seconds == 1.5


def test_a_file_may_mix_formats_and_be_jsonl() -> None:
    lines = "\n".join(samples.text_of(name).strip() for name in ("Claude", "LibreChat", "Jan"))
    assert len(documents(lines.replace("[{\"uuid\"", "{\"uuid\"", 1).replace("}]\n", "}\n", 1))) == 3


@pytest.mark.parametrize("is_first", [True, False])
def test_what_is_no_known_conversation_among_others_is_told(is_first: bool) -> None:
    good = samples.chatgpt()[0]
    strange = {**good, "title": "Lost", "mapping": None}
    text = json.dumps([None, strange, {}, good] if is_first else [good, 7, [], strange])
    found = list(conversations(Source("file", text)))
    assert [each.title for each in found if isinstance(each, Broken)] == ["Lost"]
    assert len(found) == 2
    assert list(conversations(Source("file", json.dumps([strange])))) == []  # it may be anything, and is not for us


def test_one_circle_among_the_nodes_ends_nothing() -> None:
    export = samples.chatgpt()
    export[0]["mapping"]["q1"]["parent"] = "a2"
    (document,) = documents(json.dumps(export))
    assert {part.text for message in document.messages.values() for part in message.parts if isinstance(part, TextPart)}


@pytest.mark.parametrize("suffix", ["{", "[1, 2", '{"a": ', "\0\0"])
def test_a_file_that_is_cut_off_gives_what_came_before(suffix: str) -> None:
    text = "[" + json.dumps(samples.claude()[0]) + "," + suffix
    first = next(iter(conversations(Source("x", text))))
    assert isinstance(read(first) if not isinstance(first, Broken) else first, Document)


@pytest.mark.parametrize("name", NAMES)
def test_an_export_that_ends_within_its_first_conversation_is_told_as_cut_off(name: str) -> None:
    text = samples.text_of(name)
    (found,) = conversations(Source("x.json", text[: len(text) // 3]))
    assert isinstance(found, Broken)
    assert found.title == "x.json"


@pytest.mark.parametrize("text", [
    "", "[]", "{}", "null", "hello", "# Title", "[link](https://e.org)", "[1, [2]]", '{"mapping": 3}', "---\n---",
])  # fmt: skip
def test_what_means_nothing_is_no_conversation(text: str) -> None:
    assert list(conversations(Source("x", text))) == []


LONG = 8_000  # what grows with the square of it would take minutes


def test_a_long_line_of_hidden_nodes_takes_no_longer_than_it_must() -> None:
    export = samples.chatgpt()
    nodes, before = export[0]["mapping"], "a2"
    for number in range(LONG):
        nodes[f"hidden-{number}"] = {"parent": before, "message": None}
        before = f"hidden-{number}"
    for number in range(LONG):
        question = {"author": {"role": "user"}, "content": {"content_type": "text", "parts": [f"{number}"]}}
        nodes[f"question-{number}"] = {"parent": before, "message": question}
    (document,) = documents(json.dumps(export))
    assert sum(message.text.isdigit() for message in document.messages.values()) == LONG


def test_reasoning_that_never_ends_takes_no_longer_than_it_must() -> None:
    export = samples.open_webui()
    opening = '<details type="reasoning"><summary>x</summary>'
    export[0]["chat"]["history"]["messages"]["r1"]["content"] = opening * LONG
    (document,) = documents(json.dumps(export))
    assert document.branch[-1].text == opening * LONG


@pytest.mark.parametrize("when", ["0001-01-01T00:00:00Z", "9999-12-31T23:59:59Z", -1, 1e300, "yesterday"])
def test_a_time_that_no_calendar_shows_is_none(when: object) -> None:
    export = samples.deepseek()
    export[0]["inserted_at"] = export[0]["updated_at"] = when
    (document,) = documents(json.dumps(export))
    assert document.conversation.created.year == 2026
