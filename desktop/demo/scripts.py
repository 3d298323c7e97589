"""The table of the demo server's models: the honest ones, and one for each way in which servers misbehave.

A prompt that consists of such a name alone does the same, so that each can be tried from the window. Where nothing else
is said, these models say `samples.SAMPLE`, and answer well what is not asked for as a stream. A request for a title is
answered well by all of them but `demo-title-fails`.
"""

from __future__ import annotations

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from msgspec import Struct

from desktop.demo import dialects, faults, honest, others, refusals, samples
from desktop.demo.plays import Play, first_and_then, refuses, replies, sends, streams
from desktop.demo.question import Question
from desktop.demo.wire import EVENTS


class Script(Struct, frozen=True):
    """What the model `name` does."""

    name: str
    description: str
    play: Play


WELL = replies(samples.SAMPLE)
REFUSED_ONCE = refuses(refusals.rate_limited(("Retry-After", "2")))
FAILS = sends(500, faults.UPSTREAM_ERROR)

HONEST = (
    Script("deepseek-chat", "answers", honest.chat),
    Script("deepseek-reasoner", "thinks, then answers", honest.reasoner),
    Script("teahouse-tour", "shows what an answer can hold", honest.tour),
)

SCRIPTS = (
    *HONEST,
    # Answers
    Script("demo-echo", "says what it was told, to the letter", honest.echo),
    Script("demo-long", "100,000 characters", honest.at_length),
    Script("demo-fast", "100,000 characters as fast as it can", honest.at_once),
    Script("demo-slow", "four tokens a second", replies(samples.SAMPLE, speed=4)),
    Script("demo-title-fails", "500 to a request for a title only", honest.without_titles),
    Script("demo-length", "cut off at its limit", replies(samples.TOO_LONG)),
    Script("demo-content-filter", "finish_reason content_filter", replies(samples.FILTERED)),
    Script("demo-no-resource", "finish_reason insufficient_system_resource", replies(samples.EXHAUSTED)),
    Script("demo-empty", "stops without a word", replies(samples.EMPTY)),
    Script("demo-blank", "stops after blanks, as JSON mode may", replies(samples.BLANK)),
    Script("demo-only-reasoning", "thinks, and stops without an answer", replies(samples.ONLY_THOUGHT)),
    Script("demo-no-usage", "does not tell its usage", replies(samples.WITHOUT_USAGE)),
    Script("demo-usage-in-finish", "usage with the finish_reason", replies(samples.USAGE_IN_FINISH)),
    Script("demo-other-model", "answers as deepseek-v3.2", replies(samples.OF_OTHER_MODEL)),
    Script("demo-think-tags", "thinks inside its text, in <think> tags", replies(samples.TAGGED)),
    Script("demo-separators", "U+2028, U+2029, U+0085, VT and FF in its text", replies(samples.SEPARATED)),
    Script("demo-20000", "20,000 tiny events, as fast as it can", replies(samples.TINY, speed=0)),
    Script("demo-json-for-stream", "a whole answer, though asked to stream", dialects.never_streams),
    # Whole streams in other words or other bytes
    Script("demo-one-byte", "one byte per chunk", streams(dialects.bytewise, speed=20_000)),
    Script("demo-crlf", "lines end in CR LF", streams(dialects.crlf)),
    Script("demo-line-ends", "a byte order mark, and line ends of every kind", streams(dialects.mixed_line_ends)),
    Script("demo-bad-utf8", "begins with a byte that is never UTF-8", streams(dialects.bad_utf8)),
    Script("demo-malformed", "one event among the good ones is not JSON", streams(dialects.malformed)),
    Script("demo-huge-event", "an event of 5 MB among small ones", streams(dialects.huge_event)),
    Script(
        "demo-close-delimited", "no chunks, 20 tokens a second", streams(dialects.as_it_is, chunked=False, speed=20)
    ),
    Script("demo-ping", "comments between the events", streams(dialects.pings)),
    Script("demo-keep-alive", "comments or blank lines before it answers", dialects.keeps_alive),
    Script("demo-last-content", "content, finish_reason and usage in one event", streams(dialects.all_in_last)),
    Script("demo-message", "`message` in the place of `delta`", streams(dialects.message_for_delta)),
    Script("demo-ollama", "`reasoning` in the delta", streams(dialects.ollama, samples.THOUGHTFUL)),
    Script("demo-azure", "events without choices or without a delta", streams(dialects.azure)),
    Script("demo-aliyun", "no space after the colon, a role in every event", streams(dialects.aliyun)),
    # Streams that end badly
    Script("demo-cut", "FIN in the middle of an event", faults.breaks(faults.cut)),
    Script("demo-cut-between", "FIN after a whole event", faults.breaks(faults.cut_between)),
    Script("demo-cut-chunk", "FIN in the middle of a chunk", faults.breaks(faults.cut_inside_chunk)),
    Script("demo-cut-clean", "no chunks, ends in the middle of an event", faults.breaks(faults.cut, chunked=False)),
    Script("demo-short-body", "half of its Content-Length", faults.half_body),
    Script("demo-reset", "RST in the middle", faults.breaks(faults.reset, whole=faults.reset)),
    Script("demo-silent", "begins, and falls silent for ever", faults.falls_silent()),
    Script("demo-silent-thinking", "falls silent while it thinks", faults.falls_silent(samples.THOUGHTFUL)),
    Script("demo-cut-thinking", "FIN while it thinks", faults.breaks(faults.cut, samples.THOUGHTFUL)),
    Script("demo-no-done", "ends without [DONE]", streams(faults.without_done)),
    Script("demo-done-without-finish", "[DONE] without a finish_reason", streams(faults.done_without_finish)),
    Script("demo-unterminated", "the line of [DONE] does not end", streams(faults.unterminated)),
    Script("demo-open-after-done", "stays open and silent after [DONE]", faults.open_after_done),
    Script("demo-endless-line", "an event that never ends, up to 64 MB", faults.endless_line),
    Script("demo-error-first", "an error event in the place of an answer", streams(faults.error_first, whole=FAILS)),
    Script("demo-error-event", "an error event after some text", streams(faults.error_after_text, whole=FAILS)),
    Script("demo-error-field", "a field `error:` after some text", streams(faults.error_field, whole=FAILS)),
    Script("demo-openrouter", "an error event with finish_reason error", streams(faults.openrouter, whole=FAILS)),
    Script(
        "demo-ping-then-error", "a comment, then JSON without framing", streams(faults.ping_then_error, whole=FAILS)
    ),
    Script("demo-bare-error", "200 with the JSON of an error", sends(200, faults.UPSTREAM_ERROR, content_type=EVENTS)),
    Script("demo-plain-text", "200 with a line of plain text", sends(200, others.HOME_MADE, content_type=EVENTS)),
    # No answer at all
    Script("demo-silent-start", "does not even send headers", faults.silence),
    Script("demo-reset-start", "RST before headers, once, then answers", first_and_then(faults.reset_at_once, WELL)),
    Script("demo-flaky", "503 once, then answers", first_and_then(refuses(refusals.OVERLOADED), WELL)),
    Script("demo-rate-limit", "429 with Retry-After: 2 once, then answers", first_and_then(REFUSED_ONCE, WELL)),
    Script("demo-429-forever", "429, always", refuses(refusals.rate_limited())),
    Script("demo-429-later", "429 with Retry-After: 600", refuses(refusals.rate_limited(("Retry-After", "600")))),
    Script("demo-429-date", "429 with a date 3 s ahead once, then answers", first_and_then(faults.later, WELL)),
    Script("demo-429-empty", "429 without a body", sends(429, "")),
    # Refusals of the gateway
    Script("demo-key-missing", "401, no key", refuses(refusals.KEY_MISSING)),
    Script("demo-error-401", "401, the key is not valid", refuses(refusals.KEY_INVALID)),
    Script("demo-key-expired", "401, the key has expired", refuses(refusals.KEY_EXPIRED)),
    Script("demo-key-used-up", "401, the key's quota is used up", refuses(refusals.KEY_USED_UP)),
    Script("demo-error-402", "402, insufficient quota", refuses(refusals.PAYMENT_REQUIRED)),
    Script("demo-upstream-unfunded", "402, the gateway has no funds", refuses(refusals.UPSTREAM_UNFUNDED)),
    Script("demo-quota-403", "403, the account's quota is used up", refuses(refusals.QUOTA_USED_UP)),
    Script("demo-precharge-403", "403, the quota is below the charge in advance", refuses(refusals.PRECHARGE_TOO_HIGH)),
    Script("demo-banned", "403, the user is banned", refuses(refusals.BANNED)),
    Script("demo-address-denied", "403, the address is not allowed", refuses(refusals.ADDRESS_DENIED)),
    Script("demo-model-denied", "403, the key may not use this model", refuses(refusals.MODEL_DENIED)),
    Script("demo-model-not-found", "503, no channel for this model", refuses(refusals.NO_CHANNEL)),
    Script("demo-no-price", "500, the model has no price", refuses(refusals.NO_PRICE)),
    Script("demo-bad-request", "400, the request is wrong", refuses(refusals.BAD_REQUEST)),
    Script("demo-bad-request-500", "500, the request is wrong", refuses(refusals.BAD_REQUEST_AS_500)),
    Script("demo-error-500", "500, the upstream cannot be reached", refuses(refusals.UPSTREAM_UNREACHABLE)),
    Script("demo-error-503", "503, overloaded", refuses(refusals.OVERLOADED)),
    Script("demo-no-code", "500, an error without a code", refuses(refusals.WITHOUT_CODE)),
    Script("demo-numeric-code", "500, an error whose code is a number", refuses(refusals.WITH_NUMBER)),
    # Refusals of DeepSeek
    Script("demo-max-tokens", "400, max_tokens is too large", refuses(refusals.MAX_TOKENS_TOO_LARGE)),
    Script("demo-context", "400, the conversation is too long", refuses(refusals.CONTEXT_TOO_LONG)),
    Script("demo-content-risk", "400, moderation", refuses(refusals.FORBIDDEN_CONTENT)),
    Script("demo-reasoning-unwanted", "400 when earlier reasoning is sent", honest.wants_no_reasoning),
    Script("demo-reasoning-wanted", "400 when earlier reasoning is not sent", honest.wants_reasoning),
    # Others in between
    Script("demo-html", "502 in HTML, nginx", sends(502, others.NGINX_502)),
    Script("demo-524-html", "524 in HTML, Cloudflare", sends(524, others.CLOUDFLARE_524)),
    Script("demo-524-json", "524 as problem JSON, Cloudflare", sends(524, others.CLOUDFLARE_524_PROBLEM)),
    Script("demo-html-200", "200 in HTML", sends(200, others.SITE)),
    Script("demo-redirect", "307 to another host", sends(307, "", [("Location", "https://gateway.invalid/v1")])),
    Script("demo-detail-list", "422, FastAPI's list of details", sends(422, others.FASTAPI_422)),
    Script("demo-bare-string", "404, the error is a string", sends(404, others.OLLAMA_404)),
    Script("demo-message-only", "400, a message and no error", sends(400, others.MESSAGE_ONLY)),
    Script("demo-no-type", "400, an error without type and code", sends(400, others.LM_STUDIO)),
)

_BY_NAME = MappingProxyType({script.name: script for script in SCRIPTS})

# What GET requests are answered to certain keys: they have no model and no prompt to choose a script by.
KEYS: Mapping[tuple[str, str], dict[str, Any]] = MappingProxyType(
    {
        ("sk-demo-no-models", "/v1/models"): others.NO_MODELS,
        ("sk-demo-models-fail", "/v1/models"): others.MODELS_FAILED,
        ("sk-demo-unlimited", "/v1/dashboard/billing/subscription"): others.UNLIMITED,
        ("sk-demo-billing-fails", "/v1/dashboard/billing/subscription"): others.BILLING_FAILED,
        ("sk-demo-billing-fails", "/v1/dashboard/billing/usage"): others.BILLING_FAILED,
    }
)


def script_for(question: Question) -> Script | None:
    """Return what `question` asks for by its model or, of an honest one, by its prompt; None for an unknown model."""
    named = _BY_NAME.get(question.model)
    if named is None:
        return None
    if named in HONEST:
        return _BY_NAME.get(question.prompt.strip(), named)
    return HONEST[0] if question.asks_for_title and named.name != "demo-title-fails" else named
