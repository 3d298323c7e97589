"""The reasoning policy of an endpoint is learned from its refusal, with one corrected try."""

from __future__ import annotations

import pytest

from desktop.api import ChatRequest, SentMessage
from desktop.errors import ReasoningRejected
from desktop.model.account import ReasoningPolicy
from desktop.model.event import Opened, ReasoningPolicyLearned, RequestSent
from desktop.model.message import Role
from tests.api.conftest import Switch, read_all
from tests.api.replies import text_of
from tests.fixtures.scripted_server import DONE, ScriptedServer, delta, document, streamed

HI = streamed(delta("Hi"), delta(finish="stop"), DONE)
UNWANTED = document({"error": {"message": "reasoning_content is not allowed here"}}, "400 Bad Request")
WANTED = document({"error": {"message": "The reasoning_content must be passed back to the API."}}, "400 Bad Request")


def conversation(policy: ReasoningPolicy) -> ChatRequest:
    messages = (
        SentMessage(Role.USER, "One"),
        SentMessage(Role.ASSISTANT, "Eins", "German?"),
        SentMessage(Role.USER, "Two"),
    )
    return ChatRequest("m", messages, reasoning_policy=policy)


@pytest.mark.parametrize(
    ("policy", "refusal", "learned"),
    [
        (ReasoningPolicy.ALWAYS, UNWANTED, ReasoningPolicy.NEVER),
        (ReasoningPolicy.NEVER, WANTED, ReasoningPolicy.ALWAYS),
        (ReasoningPolicy.AFTER_TOOL_CALLS, WANTED, ReasoningPolicy.ALWAYS),
    ],
)
def test_one_corrected_try(
    policy: ReasoningPolicy, refusal: list[bytes], learned: ReasoningPolicy, switch: Switch
) -> None:
    with ScriptedServer(refusal, HI) as server:
        found, error = read_all(server.base_url, switch, conversation(policy))
    assert (text_of(found), error, switch.waits) == ("Hi", None, [])
    assert [type(event) for event in found[:4]] == [RequestSent, RequestSent, ReasoningPolicyLearned, Opened]
    assert found[2] == ReasoningPolicyLearned(learned)
    sent = [received.document["messages"][1].get("reasoning_content") for received in server.received]
    assert sent == (["German?", None] if learned is ReasoningPolicy.NEVER else [None, "German?"])


def test_not_more_than_one(switch: Switch) -> None:
    with ScriptedServer(UNWANTED, WANTED, HI) as server:
        found, error = read_all(server.base_url, switch, conversation(ReasoningPolicy.ALWAYS))
    assert (type(error), server.connections) == (ReasoningRejected, 2)
    assert not [event for event in found if isinstance(event, ReasoningPolicyLearned)]


def test_no_try_that_would_send_the_same(switch: Switch) -> None:
    with ScriptedServer(UNWANTED) as server:
        _, error = read_all(server.base_url, switch, conversation(ReasoningPolicy.NEVER))
    assert (type(error), server.connections) == (ReasoningRejected, 1)
