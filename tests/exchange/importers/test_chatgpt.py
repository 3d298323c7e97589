"""ChatGPT's export: what is speech, what is reasoning, what is neither, and what marks in the text stand for."""

from __future__ import annotations

import json
from typing import Any

import pytest

from desktop.exchange.document import Document
from desktop.exchange.importers.formats import Broken, conversations, read
from desktop.exchange.importers.reading import Source
from desktop.model.message import Message, ReasoningPart, Role, State
from tests.exchange.importers.samples import BEGUN

Json = dict[str, Any]
CITE = "\ue200cite\ue202turn0search1\ue202turn0search4\ue201"


def message(role: str, content: Any, *, metadata: Json | None = None, name: str | None = None, **fields: Any) -> Json:
    author = {"role": role, "name": name, "metadata": {}}
    return {"author": author, "content": content, "metadata": metadata or {}, "recipient": "all", **fields}


def text(*parts: Any) -> Json:
    return {"content_type": "text", "parts": list(parts)}


def code(words: str, language: str = "unknown") -> Json:
    return {"content_type": "code", "language": language, "text": words}


def conversation(*messages: Json, **fields: Any) -> Json:
    """Return a conversation of one line; the root is empty, as it is in exports."""
    mapping: Json = {"client-created-root": {"id": "client-created-root", "message": None, "parent": None}}
    before = "client-created-root"
    for place, each in enumerate(messages):
        mapping[f"n{place}"] = {"id": f"n{place}", "message": each, "parent": before, "children": []}
        mapping[before]["children"] = [f"n{place}"]
        before = f"n{place}"
    facts = {"title": "Tea", "create_time": BEGUN, "update_time": BEGUN + 9, "current_node": before, "id": "c-1"}
    return {**facts, "mapping": mapping, **fields}


def taken(*exported: Any) -> list[Document | Broken]:
    found = conversations(Source("conversations.json", json.dumps(list(exported))))
    return [each if isinstance(each, Broken) else read(each) for each in found]


def document(exported: Json) -> Document:
    (found,) = taken(exported)
    assert isinstance(found, Document), found
    return found


QUESTION = message("user", text("Which tea?"))


def answer_of(*messages: Json, **fields: Any) -> Message:
    branch = document(conversation(QUESTION, *messages, **fields)).branch
    assert [each.role for each in branch] == [Role.USER, Role.ASSISTANT]
    return branch[1]


# What is speech, and what is not


def test_what_goes_to_a_tool_and_comes_from_it_is_no_speech() -> None:
    answer = answer_of(
        message("assistant", code('search("oolong")'), recipient="web"),
        message("tool", {"content_type": "tether_browsing_display", "result": "# All about tea"}, name="web"),
        message("tool", {"content_type": "sonic_webpage", "text": "All about tea"}, name="web.search"),
        message(
            "tool", {"content_type": "tether_quote", "text": "The whole file", "title": "teas.pdf"}, name="browser"
        ),
        message("assistant", text("Drinks tea."), recipient="bio"),
        message("tool", text("Model set context updated."), name="bio"),
        message("assistant", text("Oolong.")),
    )
    assert answer.text == "Oolong."
    assert answer.reasoning == '[Tool: web]\n\n```\nsearch("oolong")\n```\n\n[Tool: bio]\n\n```\nDrinks tea.\n```'


def test_python_and_its_output_are_shown() -> None:
    answer = answer_of(
        message("assistant", code("1 + 1"), recipient="python"),
        message("tool", {"content_type": "execution_output", "text": "2"}, name="python",
                metadata={"aggregate_result": {"messages": [{"message_type": "image"}]}}),
        message("assistant", text("Two.")),
    )  # fmt: skip
    assert answer.text == "```python\n1 + 1\n```\n\n```\n2\n```\n\n[Image]\n\nTwo."


def test_python_is_reasoning_where_it_served_that() -> None:
    inner = {"reasoning_status": "is_reasoning"}
    answer = answer_of(
        message("assistant", code("1 + 1"), recipient="python", metadata=inner),
        message("tool", {"content_type": "execution_output", "text": "2"}, name="python", metadata=inner),
        message(
            "assistant", text("Let me look."), metadata={"is_thinking_preamble_message": True}, channel="commentary"
        ),
        message("assistant", text("Hm."), channel="analysis"),
        message("assistant", text("Two."), channel="final"),
    )
    assert answer.text == "Two."
    assert answer.reasoning == "[Tool: python]\n\n```\n1 + 1\n```\n\n```\n2\n```\n\nLet me look.\n\nHm."


def test_a_made_picture_is_shown_without_the_orders_around_it() -> None:
    picture = {"content_type": "image_asset_pointer", "asset_pointer": "sediment://file_1"}
    answer = answer_of(
        message("assistant", code('{"prompt": "a kettle"}', "json"), recipient="dalle.text2im"),
        message("tool", {"content_type": "multimodal_text", "parts": [picture, "Do not say anything."]}, name="dalle"),
    )
    assert answer.text == "[Image]"
    assert "a kettle" in answer.reasoning


def test_of_pictures_among_the_reasoning_those_are_shown_that_were_made() -> None:
    pictures = [
        {"content_type": "image_asset_pointer", "metadata": {"generation": {"width": 1}, "dalle": None}},
        {"content_type": "image_asset_pointer", "metadata": {"sanitized": True}},
    ]
    content = {"content_type": "multimodal_text", "parts": pictures}
    assert answer_of(message("tool", content, metadata={"reasoning_status": "is_reasoning"})).text == "[Image]"


def test_thoughts_have_their_titles_and_their_time() -> None:
    thoughts = [{"summary": "Tea", "content": "They want tea."}, {"summary": "Which", "content": ""}, None, "Green?"]
    answer = answer_of(
        message("assistant", {"content_type": "thoughts", "thoughts": thoughts}),
        message("assistant", {"content_type": "reasoning_recap", "content": "Thought for 33s"},
                metadata={"finished_duration_sec": 33}),
        message("assistant", text("Oolong.")),
    )  # fmt: skip
    assert answer.parts[0] == ReasoningPart("**Tea**\n\nThey want tea.\n\n**Which**\n\nGreen?", 33.0)
    assert answer.text == "Oolong."


def test_the_reasoning_of_pro_models_comes_from_a_tool() -> None:
    answer = answer_of(
        message("tool", text("Comparing teas."), metadata={"initial_text": "Reasoning"}),
        message("assistant", text("So.")),
    )
    assert (answer.text, answer.reasoning) == ("So.", "Comparing teas.")


def test_canvases_keep_what_was_written_in_them() -> None:
    made = {"name": "Teas", "type": "document", "content": "# Teas\n\n- oolong"}
    changed = {"updates": [{"pattern": ".*", "multiple": False, "replacement": "print('茶')"}]}
    about = {"comments": [{"pattern": "oolong", "comment": "Which one?"}]}
    told = {"canvas": {"textdoc_id": "t2", "textdoc_type": "code/python", "title": "kettle.py"}}
    answer = answer_of(
        message("assistant", code(json.dumps(made), "json"), recipient="canmore.create_textdoc"),
        message("tool", text("Successfully created text document."), name="canmore.create_textdoc"),
        message("assistant", text(json.dumps(changed)), recipient="canmore.update_textdoc"),
        message("tool", text("Successfully updated."), name="canmore.update_textdoc", metadata=told),
        message("assistant", code(json.dumps(about), "json"), recipient="canmore.comment_textdoc"),
        message("assistant", code("not JSON", "json"), recipient="canmore.create_textdoc"),
        message("assistant", text("Done.")),
    )
    assert answer.text == (
        "**Teas**\n\n# Teas\n\n- oolong\n\n**kettle.py**\n\n```python\nprint('茶')\n```\n\n"
        "- Which one?\n\n```\nnot JSON\n```\n\nDone."
    )


def test_a_report_of_deep_research_is_in_its_widget() -> None:
    report = {"content": text(f"# On tea{CITE}"), "metadata": {"content_references": []}}
    states = [{"status": "running", "report_message": None}, {"status": "completed", "report_message": report}]
    shown = [
        message("tool", text(""), metadata={"chatgpt_sdk": {"widget_state": json.dumps(state)}}) for state in states
    ]
    assert answer_of(*shown, message("assistant", text("See above."))).text == "# On tea\n\nSee above."


def test_what_a_role_of_tomorrow_says_is_kept_and_not_passed_off_as_the_answer() -> None:
    answer = answer_of(message("critic", text("Too short.")), message("assistant", text("Oolong.")))
    assert (answer.text, answer.reasoning) == ("Oolong.", "Too short.")


@pytest.mark.parametrize(
    "hidden",
    [
        message("user", text("SECRET"), metadata={"is_visually_hidden_from_conversation": True}),
        message("system", text("SECRET"), metadata={"is_user_system_message": True}),
        message("developer", text("SECRET")),
        message("user", text("SECRET"), metadata={"is_user_system_message": True}),
        message("user", {"content_type": "user_editable_context", "user_instructions": "SECRET"}),
        message("assistant", {"content_type": "model_editable_context", "model_set_context": "SECRET"}),
        message("user", {"content_type": "app_pairing_content", "context_parts": [{"text": "SECRET"}]}),
    ],
)
def test_what_is_hidden_stays_so(hidden: Json) -> None:
    found = document(conversation(hidden, QUESTION, message("assistant", text("Oolong."))))
    assert "SECRET" not in repr(found)
    assert [each.role for each in found.branch] == [Role.USER, Role.ASSISTANT]


def test_a_person_may_write_any_character() -> None:
    first = document(conversation(message("user", text("\ue200icon\ue201 【1†source】")))).branch[0]
    assert first.text == "\ue200icon\ue201 【1†source】"


# What else a message may be


def test_spoken_words_stand_for_the_sound() -> None:
    sound = {"content_type": "audio_asset_pointer", "asset_pointer": "sediment://file_1", "format": "wav"}
    both = {"content_type": "real_time_user_audio_video_asset_pointer", "audio_asset_pointer": sound}
    spoken = {"content_type": "audio_transcription", "text": "Which tea?", "direction": "in"}
    asked = message("user", {"content_type": "multimodal_text", "parts": [spoken, both, None]})
    alone = message("assistant", {"content_type": "multimodal_text", "parts": [both]})
    question, answer = document(conversation(asked, alone)).branch
    assert question.text == "Which tea?"
    assert answer.text == "[File: audio.wav]"


def test_files_that_were_sent_are_named_and_pictures_only_once() -> None:
    picture = {"content_type": "image_asset_pointer", "asset_pointer": "file-service://file-1"}
    attached = [{"name": "teas.pdf", "mime_type": "application/pdf"}, {"name": "a.png", "mime_type": "image/png"}, None]
    asked = message("user", {"content_type": "multimodal_text", "parts": [picture, "And?"]},
                    metadata={"attachments": attached, "targeted_reply": "Oolong.\nOr green."})  # fmt: skip
    assert document(conversation(asked)).branch[0].text == (
        "> Oolong.\n> Or green.\n\n[Image]\n\nAnd?\n\n[File: teas.pdf]"
    )


@pytest.mark.parametrize(
    ("content", "words"),
    [
        ("Oolong.", "Oolong."),
        (text("Oo", None, {}, "long."), "Oo\n\nlong."),
        (text({"type": "code/python", "content": "1"}), "```python\n1\n```"),
        ({"content_type": "code", "parts": ["1"], "language": "python"}, "```python\n1\n```"),
        ({"content_type": "of tomorrow", "text": "Oolong."}, "Oolong."),
        (text("Oolong.", {"content_type": "app_pairing_content", "workspaces": [{"title": "SECRET"}]}), "Oolong."),
        ({"content_type": "of tomorrow", "parts": [{"content_type": "hologram"}]}, "[File: hologram]"),
    ],
)
def test_content_of_other_shapes(content: Any, words: str) -> None:
    assert answer_of(message("assistant", content)).text == words


@pytest.mark.parametrize(
    "content", [None, {}, [], 7, text(), text(""), text(None), {"content_type": "text"}, {"content_type": [7]}]
)
def test_a_message_without_words_is_passed_over(content: Any) -> None:
    found = document(conversation(QUESTION, message("assistant", content), message("user", text("Hello?"))))
    assert [each.text for each in found.branch] == ["Which tea?", "Hello?"]


@pytest.mark.parametrize(
    ("fields", "state"),
    [
        ({"status": "finished_successfully"}, State.COMPLETE),
        ({"status": "in_progress"}, State.INTERRUPTED),
        ({"status": "in_progress", "metadata": {"finish_details": {"type": "interrupted"}}}, State.STOPPED),
        ({"metadata": {"finish_details": {"type": "max_tokens"}}}, State.LENGTH),
    ],
)
def test_how_far_an_answer_got(fields: Json, state: State) -> None:
    assert answer_of(message("assistant", text("Oo"), **fields)).state is state


# The conversation


def test_the_model_of_the_conversation_signs_where_no_message_tells_its_own() -> None:
    plain, own = message("assistant", text("A")), message("assistant", text("A"), metadata={"model_slug": "o3"})
    for answer, model in ((plain, "gpt-4"), (own, "o3")):
        origin = answer_of(answer, default_model_slug="gpt-4").origin
        assert origin is not None
        assert origin.model == model


def test_starred_and_pinned() -> None:
    assert document(conversation(QUESTION, is_starred=True)).conversation.pinned
    assert document(conversation(QUESTION, pinned_time=BEGUN)).conversation.pinned
    assert not document(conversation(QUESTION, is_starred=None, pinned_time=None)).conversation.pinned


def test_the_role_is_in_the_message_itself_in_the_first_exports() -> None:
    old = [
        {"role": role, "user": None, "content": text(role), "create_time": None}
        for role in ("system", "user", "assistant")
    ]
    assert [(each.role, each.text) for each in document(conversation(*old)).branch] == [
        (Role.USER, "user"),
        (Role.ASSISTANT, "assistant"),
    ]


@pytest.mark.parametrize("title", [None, "", " ", 7])
def test_a_conversation_without_a_title_has_its_first_words(title: Any) -> None:
    assert document(conversation(QUESTION, title=title)).conversation.title == "Which tea?"


@pytest.mark.parametrize("current", [None, "gone", "client-created-root", 7])
def test_a_tip_that_is_not_there_is_the_newest(current: Any) -> None:
    found = document(
        conversation(QUESTION, message("assistant", text("Oolong."), create_time=BEGUN + 1), current_node=current)
    )
    assert [each.text for each in found.branch] == ["Which tea?", "Oolong."]


def test_children_tell_the_parents_where_nothing_else_does() -> None:
    exported = conversation(QUESTION, message("assistant", text("Oolong.")))
    for node in exported["mapping"].values():
        del node["parent"]
    assert [each.text for each in document(exported).branch] == ["Which tea?", "Oolong."]


@pytest.mark.parametrize("when", [BEGUN, float(BEGUN), "2026-01-01T00:00:00Z", "2026-01-01T00:00:00.000000+00:00"])
def test_times_of_any_kind(when: Any) -> None:
    assert document(conversation(QUESTION, create_time=when)).conversation.created.timestamp() == BEGUN


def test_an_odd_conversation_stops_no_other_and_an_object_may_hold_them_all() -> None:
    odd = [{"mapping": {"a": 7, "b": {"message": [], "children": 3}}, "create_time": {}}, {"mapping": None}, 7, None]
    good = conversation(QUESTION)
    found = taken(*odd, good)
    assert [type(each) for each in found] == [Broken, Document, Broken]
    assert [type(each) for each in taken({"conversations": [*odd, good]})] == [Broken, Document, Broken]
