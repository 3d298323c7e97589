"""What is sent: byte-stable from turn to turn, and nothing that a model ignores."""

from __future__ import annotations

import itertools
import json
from datetime import UTC, datetime

import pytest

from desktop.api import ChatRequest, SentMessage, body_of, build_request
from desktop.model.account import Account, ReasoningPolicy
from desktop.model.message import Message, Part, ReasoningPart, Role, State, TextPart
from desktop.model.parameters import Parameters

ACCOUNT = Account("id", "Test", "https://gateway.test/v1")


def said(role: Role, text: str, reasoning: str = "", state: State = State.COMPLETE) -> Message:
    parts: list[Part] = [ReasoningPart(reasoning)] if reasoning else []
    parts += [TextPart(text)] if text else []
    return Message("id", "conversation", None, role, tuple(parts), datetime.now(UTC), state)


CONVERSATION = [
    said(Role.USER, "One"),
    said(Role.ASSISTANT, "Eins", reasoning="German?"),
    said(Role.USER, "Two 豆\u2028😀"),
    said(Role.ASSISTANT, "", reasoning="only", state=State.INTERRUPTED),
    said(Role.USER, "Again"),
    said(Role.ASSISTANT, "Half an ans", state=State.STOPPED),
    said(Role.USER, "Three"),
    said(Role.ASSISTANT, "", state=State.FAILED),
    said(Role.USER, "Four"),
]


@pytest.mark.parametrize("policy", ReasoningPolicy)
def test_each_turn_is_an_exact_prefix_of_the_next(policy: ReasoningPolicy) -> None:
    account = Account("id", "Test", "https://gateway.test/v1", reasoning_policy=policy)
    parameters = Parameters(system_prompt=" Be brief.\n")
    bodies = [
        body_of(build_request(CONVERSATION[: turn + 1], "deepseek-chat", parameters, account))
        for turn, message in enumerate(CONVERSATION)
        if message.role is Role.USER
    ]
    for earlier, later in itertools.pairwise(bodies):
        messages, _, _ = earlier.partition('],"stream"')
        assert later.startswith(messages + ",")


def test_the_system_prompt_comes_first_and_empty_answers_not_at_all() -> None:
    request = build_request(CONVERSATION, "m", Parameters(system_prompt="Be brief."), ACCOUNT)
    assert [(message.role.value, message.content) for message in request.messages] == [
        ("system", "Be brief."),
        ("user", "One"),
        ("assistant", "Eins"),
        ("user", "Two 豆\u2028😀"),
        ("user", "Again"),
        ("assistant", "Half an ans"),
        ("user", "Three"),
        ("user", "Four"),
    ]


def test_an_answer_being_written_is_not_sent() -> None:
    branch = [said(Role.USER, "One"), said(Role.ASSISTANT, "Ei", state=State.WRITING)]
    assert len(build_request(branch, "m", Parameters(), ACCOUNT).messages) == 1


def test_a_blank_system_prompt_is_none() -> None:
    assert build_request([], "m", Parameters(system_prompt=" \n"), ACCOUNT).messages == ()


@pytest.mark.parametrize(
    ("policy", "sent"),
    [
        (ReasoningPolicy.NEVER, None),
        (ReasoningPolicy.AFTER_TOOL_CALLS, None),
        (ReasoningPolicy.ALWAYS, "German?"),
    ],
)
def test_reasoning_goes_back_by_the_policy_only(policy: ReasoningPolicy, sent: str | None) -> None:
    account = Account("id", "Test", "https://gateway.test/v1", reasoning_policy=policy)
    document = json.loads(body_of(build_request(CONVERSATION[:2], "m", Parameters(), account)))
    assert document["messages"][1].get("reasoning_content") == sent
    assert "reasoning_content" not in document["messages"][0]


def test_parameters_are_sent_where_they_are_set() -> None:
    document = json.loads(body_of(ChatRequest("m", (), Parameters(None, 0.0, 0.5, 100))))
    assert document == {
        "model": "m",
        "messages": [],
        "stream": True,
        "stream_options": {"include_usage": True},
        "temperature": 0.0,
        "top_p": 0.5,
        "max_tokens": 100,
    }
    assert set(json.loads(body_of(ChatRequest("m", ())))) == {"model", "messages", "stream", "stream_options"}


def test_what_a_reasoner_ignores_is_not_sent() -> None:
    document = json.loads(body_of(ChatRequest("deepseek-reasoner", (), Parameters(None, 1.0, 0.5, 100))))
    assert document.keys() & {"temperature", "top_p", "max_tokens"} == {"max_tokens"}


def test_an_unstreamed_request_has_no_stream_options() -> None:
    document = json.loads(body_of(ChatRequest("m", (), Parameters(stream=False))))
    assert (document["stream"], "stream_options" in document) == (False, False)


def test_the_body_is_utf8_whatever_was_pasted() -> None:
    body = body_of(ChatRequest("m", (SentMessage(Role.USER, "豆 \ud83d \ud83d\ude00"),)))
    assert "豆 \ufffd 😀" in body
    body.encode()
