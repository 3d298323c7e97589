"""The models that behave: they check the question as DeepSeek does, and answer it."""

from __future__ import annotations

from dataclasses import replace
from http import HTTPStatus

from desktop.demo import answers
from desktop.demo.exchange import Exchange
from desktop.demo.question import Question
from desktop.demo.refusals import Refusal, from_upstream

CONTEXT_LIMIT = 131_072  # tokens
CHAT_LIMIT = 8_192
REASONER_LIMIT = 65_536


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
        return bad(f"Invalid max_tokens value, the valid range of max_tokens is [1, {limit}]")
    temperature = question.fields.get("temperature")
    if isinstance(temperature, int | float) and not 0 <= temperature <= 2:
        return bad("Invalid temperature value, the valid range of temperature is [0, 2.0]")
    if reasons and question.fields.get("logprobs"):
        return bad("deepseek-reasoner does not support logprobs")
    size = len(question.tokens())
    if size + (max_tokens or 0) > CONTEXT_LIMIT:
        return bad(
            f"This model's maximum context length is {CONTEXT_LIMIT} tokens. However, you requested "
            f"{size + (max_tokens or 0)} tokens ({size} in the messages, {max_tokens or 0} in the completion). "
            "Please reduce the length of the messages or completion."
        )
    return None


def bad(words: str) -> Refusal:
    return from_upstream(HTTPStatus.BAD_REQUEST, words)
