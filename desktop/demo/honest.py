"""The models that behave: they check the question as DeepSeek does, and answer it."""

from __future__ import annotations

from http import HTTPStatus

from msgspec.structs import replace

from desktop.demo import answers
from desktop.demo.completion import Reply
from desktop.demo.exchange import Exchange
from desktop.demo.question import Question
from desktop.demo.refusals import (
    REASONING_MISSING,
    REASONING_UNWANTED,
    UPSTREAM_UNREACHABLE,
    Refusal,
    from_upstream,
)
from desktop.demo.samples import SAMPLE, THOUGHTFUL

CONTEXT_LIMIT = 131_072  # tokens
CHAT_LIMIT = 8_192
REASONER_LIMIT = 65_536
LONG = 100_000  # characters


async def chat(exchange: Exchange) -> None:
    """Answer like deepseek-chat."""
    await _answer(exchange, CHAT_LIMIT, reasons=False)


async def reasoner(exchange: Exchange) -> None:
    """Answer like deepseek-reasoner: aloud thinking first."""
    await _answer(exchange, REASONER_LIMIT, reasons=True)


async def tour(exchange: Exchange) -> None:
    """Answer anything with the tour."""
    if exchange.question.asks_for_title:
        await chat(exchange)
    else:
        await exchange.answer(answers.tour(exchange.question))


async def echo(exchange: Exchange) -> None:
    """Say the last message of the person again, to the letter."""
    await exchange.answer(Reply(exchange.question.prompt))


async def at_length(exchange: Exchange) -> None:
    await exchange.answer(Reply(answers.mixture(LONG)))


async def at_once(exchange: Exchange) -> None:
    await exchange.answer(Reply(answers.mixture(LONG)), speed=0)


async def without_titles(exchange: Exchange) -> None:
    if exchange.question.asks_for_title:
        await exchange.refuse(UPSTREAM_UNREACHABLE)
    else:
        await exchange.answer(SAMPLE)


async def wants_no_reasoning(exchange: Exchange) -> None:
    """Refuse a history in which the model's earlier thinking stands, as older endpoints do."""
    if any("reasoning_content" in message for message in exchange.question.messages):
        await exchange.refuse(REASONING_UNWANTED)
    else:
        await exchange.answer(THOUGHTFUL)


async def wants_reasoning(exchange: Exchange) -> None:
    """Refuse a history in which an answer stands without its thinking, as endpoints with tools do."""
    told = [message for message in exchange.question.messages if message["role"] == "assistant"]
    if all("reasoning_content" in message for message in told):
        await exchange.answer(THOUGHTFUL)
    else:
        await exchange.refuse(REASONING_MISSING)


async def _answer(exchange: Exchange, limit: int, *, reasons: bool) -> None:
    question = exchange.question
    if refusal := _objection(question, limit, reasons=reasons):
        await exchange.refuse(refusal)
        return
    reply = answers.reply_to(question)
    if reasons:
        reply = replace(reply, reasoning=answers.reasoning_for(question))
    await exchange.answer(reply)


def _objection(question: Question, limit: int, *, reasons: bool) -> Refusal | None:
    """Return what DeepSeek would object to."""
    max_tokens = question.max_tokens
    if max_tokens is not None and not 1 <= max_tokens <= limit:
        return _bad(f"Invalid max_tokens value, the valid range of max_tokens is [1, {limit}]")
    temperature = question.fields.get("temperature")
    if isinstance(temperature, int | float) and not 0 <= temperature <= 2:
        return _bad("Invalid temperature value, the valid range of temperature is [0, 2.0]")
    if reasons and question.fields.get("logprobs"):
        return _bad("deepseek-reasoner does not support logprobs")
    size = len(question.tokens())
    if size + (max_tokens or 0) > CONTEXT_LIMIT:
        return _bad(
            f"This model's maximum context length is {CONTEXT_LIMIT} tokens. However, you requested "
            f"{size + (max_tokens or 0)} tokens ({size} in the messages, {max_tokens or 0} in the completion). "
            "Please reduce the length of the messages or completion."
        )
    return None


def _bad(words: str) -> Refusal:
    return from_upstream(HTTPStatus.BAD_REQUEST, words)
