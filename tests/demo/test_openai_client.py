"""The official client takes the demo server for the real thing."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

import openai
import pytest

from tests.fixtures.demo import Demo

TEA = [{"role": "user", "content": "Which tea?"}]


@pytest.fixture
def client(demo: Demo) -> Iterator[Any]:
    with openai.OpenAI(base_url=demo.base_url, api_key="sk-any", max_retries=0, timeout=20) as client:
        yield client


def test_models(client: Any) -> None:
    models = {model.id: model.owned_by for model in client.models.list()}
    assert models["deepseek-reasoner"] == "deepseek"


@pytest.mark.parametrize("model", ["deepseek-chat", "deepseek-reasoner"])
def test_a_stream_and_a_whole_answer_say_the_same(client: Any, model: str) -> None:
    whole = client.chat.completions.create(model=model, messages=TEA)
    with client.chat.completions.create(
        model=model, messages=TEA, stream=True, stream_options={"include_usage": True}
    ) as stream:
        chunks = list(stream)
    deltas = [chunk.choices[0].delta for chunk in chunks if chunk.choices]
    message = whole.choices[0].message
    assert "".join(delta.content or "" for delta in deltas) == message.content
    thought = "".join(getattr(delta, "reasoning_content", None) or "" for delta in deltas)
    assert thought == getattr(message, "reasoning_content", "")
    assert bool(thought) == (model == "deepseek-reasoner")
    assert [chunk.choices[0].finish_reason for chunk in chunks if chunk.choices][-1] == "stop"
    assert chunks[-1].usage.total_tokens == whole.usage.total_tokens
    assert chunks[-1].usage.completion_tokens == len(deltas) - 2


def test_max_tokens(client: Any) -> None:
    answer = client.chat.completions.create(model="deepseek-chat", messages=TEA, max_tokens=3)
    assert answer.choices[0].finish_reason == "length"
    assert answer.usage.completion_tokens == 3


@pytest.mark.parametrize("stream", [True, False])
@pytest.mark.parametrize(
    ("model", "error", "code"),
    [
        ("demo-error-401", openai.AuthenticationError, ""),
        ("demo-error-402", openai.APIStatusError, "insufficient_quota"),
        ("demo-quota-403", openai.PermissionDeniedError, "insufficient_user_quota"),
        ("demo-429-forever", openai.RateLimitError, ""),
        ("demo-max-tokens", openai.BadRequestError, "invalid_request_error"),
        ("demo-bare-string", openai.NotFoundError, None),
        ("demo-detail-list", openai.UnprocessableEntityError, None),
        ("demo-model-not-found", openai.InternalServerError, "model_not_found"),
        ("demo-html", openai.InternalServerError, None),
        ("demo-short-body", openai.APIConnectionError, None),
    ],
)
def test_errors(client: Any, model: str, error: type[openai.APIError], code: str | None, *, stream: bool) -> None:
    def ask() -> None:
        answer = client.chat.completions.create(model=model, messages=TEA, stream=stream)
        list(answer)

    with pytest.raises(error) as caught:
        ask()
    assert caught.value.code == code


@pytest.mark.parametrize("model", ["demo-cut", "demo-cut-chunk", "demo-reset"])
def test_streams_that_break_have_begun(client: Any, model: str) -> None:
    text: list[str] = []

    def ask() -> None:
        with client.chat.completions.create(model=model, messages=TEA, stream=True) as stream:
            text.extend(chunk.choices[0].delta.content for chunk in stream)

    with pytest.raises(openai.APIConnectionError):
        ask()
    assert "".join(text) == "The kettle sings, 豆浆 is warm"


def test_an_error_event_in_a_stream(client: Any) -> None:
    with (
        pytest.raises(openai.APIError, match="upstream error"),
        client.chat.completions.create(model="demo-error-event", messages=TEA, stream=True) as stream,
    ):
        list(stream)


def test_the_client_retries_what_is_refused_once(demo: Demo) -> None:
    with openai.OpenAI(base_url=demo.base_url, api_key="sk-any", max_retries=1, timeout=20) as patient:
        client: Any = patient
        answer = client.chat.completions.create(model="demo-flaky", messages=TEA)
    assert answer.choices[0].message.content
    first, second = demo.questions()
    assert first.body == second.body


def test_a_wrong_key(start_demo: Callable[..., Demo]) -> None:
    demo = start_demo("--key", "sk-right")
    with (
        openai.OpenAI(base_url=demo.base_url, api_key="sk-wrong", max_retries=0) as client,
        pytest.raises(openai.AuthenticationError, match="Invalid token"),
    ):
        client.models.list()
