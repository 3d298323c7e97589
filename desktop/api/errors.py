"""An answer that is an error → the class of `desktop.errors` that says what to do: by code, then status, then text.

The field `type` is never looked at: gateways rebrand it. Sources of the codes and sentences: new-api and one-api,
DeepSeek, OpenAI, vLLM, llama.cpp, Ollama, OpenRouter, Aliyun, Zhipu, Moonshot.
"""

from __future__ import annotations

import re
from collections.abc import Mapping

from msgspec import Struct

from desktop.api import phrases
from desktop.api.words import Words, read_words, words_of
from desktop.errors import (
    AccessDenied,
    AddressWrong,
    ApiError,
    ContentRefused,
    ContextTooLong,
    KeyMissing,
    KeyRejected,
    MaxTokensTooLarge,
    ModelNotFound,
    ProxyFailed,
    QuotaExhausted,
    RateLimited,
    ReasoningRejected,
    Redirected,
    ReplyUnreadable,
    RequestRejected,
    ServerFailed,
    ServerOverloaded,
    UpstreamUnfunded,
)


class Asked(Struct, frozen=True):
    """What was asked of whom: the facts about an error that the server does not tell."""

    url: str
    host: str
    model: str | None = None
    has_key: bool = True


_BY_CODE: Mapping[str, type[ApiError]] = {
    "insufficient_user_quota": QuotaExhausted,
    "pre_consume_token_quota_failed": QuotaExhausted,
    "insufficient_quota": QuotaExhausted,
    "insufficient_balance": QuotaExhausted,
    "quota_exceeded": QuotaExhausted,
    "exceeded_current_quota_error": QuotaExhausted,
    "billing_hard_limit_reached": QuotaExhausted,
    "arrearage": QuotaExhausted,
    "model_not_found": ModelNotFound,
    "model_not_supported": ModelNotFound,
    "invalid_model": ModelNotFound,
    "model_price_error": ModelNotFound,
    "no_available_channel": ModelNotFound,
    "invalid_api_key": KeyRejected,
    "invalidapikey": KeyRejected,
    "rate_limit_exceeded": RateLimited,
    "rate_limit_reached": RateLimited,
    "too_many_requests": RateLimited,
    "context_length_exceeded": ContextTooLong,
    "exceed_context_size_error": ContextTooLong,
    "content_filter": ContentRefused,
    "content_policy_violation": ContentRefused,
    "data_inspection_failed": ContentRefused,
    "datainspectionfailed": ContentRefused,
    "sensitive_words_detected": ContentRefused,
    "access_denied": AccessDenied,
    "do_request_failed": ServerFailed,
    "system_cpu_overloaded": ServerOverloaded,
    "system_memory_overloaded": ServerOverloaded,
    "system_disk_overloaded": ServerOverloaded,
    "server_overloaded": ServerOverloaded,
    "engine_overloaded": ServerOverloaded,
}


_WRONG_ADDRESS_MARKUP = {200, 201, 204, 400, 404, 405, 410}
_OVERLOADED = {503, 529}


def read_error(status: int, headers: Mapping[str, str], body: bytes, asked: Asked) -> ApiError:
    """Return the error that an answer with `status` and `body` is."""
    return _made(read_words(body), status, headers, asked)


def error_in(document: object, headers: Mapping[str, str], asked: Asked) -> ApiError:
    """Return the error that a JSON document inside a 200 answer is; a code that is an HTTP status counts as one."""
    words = words_of(document)
    status = int(words.code) if re.fullmatch(r"[45]\d\d", words.code) else 200
    return _made(words, status, headers, asked)


def unreadable(body: bytes, asked: Asked) -> ApiError:
    """Return the error that a 200 answer is whose body is no JSON: a web page, a line of words, half a document."""
    words = read_words(body)
    if words.is_markup:
        return AddressWrong(url=asked.url, host=asked.host, status=200, message=words.text or None)
    if not words.text or words.text.startswith(("{", "[")):
        return ReplyUnreadable(host=asked.host, message=words.text[:200] or None)
    return ServerFailed(host=asked.host, message=words.text, request_id=words.request_id)


def request_id_in(headers: Mapping[str, str]) -> str | None:
    names = ("X-Oneapi-Request-Id", "X-Request-Id", "Request-Id")
    return next((headers[name] for name in names if headers.get(name)), None)


def _made(words: Words, status: int, headers: Mapping[str, str], asked: Asked) -> ApiError:
    kind = _kind_of(words, status, asked)
    facts: dict[str, str | int | float | None] = {
        "status": status,
        "code": words.code or None,
        "message": words.text or None,
        "request_id": words.request_id or request_id_in(headers),
        "host": asked.host,
    }
    if issubclass(kind, AddressWrong):
        facts["url"] = asked.url
    if issubclass(kind, ModelNotFound):
        facts["model"] = asked.model
    if issubclass(kind, ContextTooLong | MaxTokensTooLarge):
        facts["limit"] = words.limit or phrases.limit_in(words.text)
    if issubclass(kind, ReasoningRejected):
        facts["wanted"] = 0 if phrases.REASONING_UNWANTED.search(words.text) else 1
    return kind(**facts)


def _kind_of(words: Words, status: int, asked: Asked) -> type[ApiError]:
    """Code, status and text, in this order of trust."""
    code = words.code.lower()
    if code in _BY_CODE:
        return _BY_CODE[code]
    if code.startswith("insufficient_") and code != "insufficient_system_resource":
        return QuotaExhausted
    if words.is_markup and status in _WRONG_ADDRESS_MARKUP:
        return AddressWrong
    if code.startswith("invalid_request") and status >= 500:
        status = 400
    by_status = _BY_STATUS.get(status)
    if by_status is not None:
        return by_status(words.text, code, asked)
    return _of_server(words.text, status) if status >= 500 else _of_request(words.text, status)


def _of_key(text: str, _code: str, asked: Asked) -> type[ApiError]:
    if phrases.NO_FUNDS.search(text):
        return QuotaExhausted
    return KeyMissing if not asked.has_key or phrases.NO_KEY.search(text) else KeyRejected


def _of_payment(text: str, code: str, asked: Asked) -> type[ApiError]:
    # DeepSeek's words for its own customer: from a gateway they mean that the gateway is the one without funds.
    from_upstream = code == "invalid_request_error" and "insufficient balance" in text.lower()
    return UpstreamUnfunded if from_upstream and not f".{asked.host}".endswith(".deepseek.com") else QuotaExhausted


def _of_permission(text: str, _code: str, _asked: Asked) -> type[ApiError]:
    return QuotaExhausted if phrases.NO_FUNDS.search(text) else AccessDenied


def _of_place(text: str, _code: str, asked: Asked) -> type[ApiError]:
    return ModelNotFound if phrases.NO_MODEL.search(text) or (asked.model and asked.model in text) else AddressWrong


def _of_rate(text: str, _code: str, _asked: Asked) -> type[ApiError]:
    return QuotaExhausted if phrases.NO_FUNDS.search(text) else RateLimited


def _of_size(text: str, _code: str, _asked: Asked) -> type[ApiError]:
    return RateLimited if phrases.TOO_MANY.search(text) else ContextTooLong


def _of_request(text: str, status: int) -> type[ApiError]:
    """400, 422 and their kind, and errors inside a 200: only the words tell."""
    rules: tuple[tuple[re.Pattern[str], type[ApiError]], ...] = (
        (phrases.NO_FUNDS, QuotaExhausted),
        (phrases.REASONING, ReasoningRejected),
        (phrases.MAX_TOKENS, MaxTokensTooLarge),
        (phrases.CONTEXT, ContextTooLong),
        (phrases.MODERATION, ContentRefused),
        (phrases.NO_MODEL, ModelNotFound),
        (phrases.NO_KEY, KeyMissing),
        (phrases.BAD_KEY, KeyRejected),
        (phrases.TOO_MANY, RateLimited),
        (phrases.BUSY, ServerOverloaded),
    )
    found = next((kind for pattern, kind in rules if pattern.search(text)), None)
    if found is None:
        return RequestRejected if status >= 400 else ServerFailed
    return found


def _of_server(text: str, status: int) -> type[ApiError]:
    rules: tuple[tuple[re.Pattern[str], type[ApiError]], ...] = (
        (phrases.NO_FUNDS, QuotaExhausted),
        (phrases.NO_MODEL, ModelNotFound),
        (phrases.NOT_ALLOWED, AccessDenied),
        (phrases.MAX_TOKENS, MaxTokensTooLarge),
        (phrases.MODERATION, ContentRefused),
        (phrases.BUSY, ServerOverloaded),
    )
    found = next((kind for pattern, kind in rules if pattern.search(text)), None)
    return found or (ServerOverloaded if status in _OVERLOADED else ServerFailed)


_BY_STATUS = {
    401: _of_key,
    402: _of_payment,
    403: _of_permission,
    404: _of_place,
    405: lambda *_: AddressWrong,
    407: lambda *_: ProxyFailed,
    408: lambda *_: ServerFailed,
    410: _of_place,
    413: _of_size,
    429: _of_rate,
    **dict.fromkeys((300, 301, 302, 303, 307, 308), lambda *_: Redirected),
}
