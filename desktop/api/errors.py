"""An answer that is an error → the class of `desktop.errors` that says what to do: by code, then status, then text.

The field `type` is never looked at: gateways rebrand it. Sources of the codes and sentences: new-api and one-api,
DeepSeek, OpenAI, vLLM, llama.cpp, Ollama, OpenRouter, Aliyun, Zhipu, Moonshot.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass

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
    RequestRejected,
    ServerFailed,
    ServerOverloaded,
    UpstreamUnfunded,
)


@dataclass(frozen=True, slots=True)
class Asked:
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


def _pattern(*parts: str) -> re.Pattern[str]:
    return re.compile("|".join(parts), re.IGNORECASE)


_NO_FUNDS = _pattern(
    r"额度",
    r"余额不足",
    r"欠费",
    r"insufficient[ _](?:balance|quota|user[ _]quota|funds|credits?)",
    r"quota is not enough",
    r"exceeded your current quota",
    r"credit balance is too low",
    r"out of (?:credits?|quota)",
    r"(?:requires|need) more credits",
)
_NO_MODEL = _pattern(
    r"no available channel",
    r"无可用渠道",
    r"模型.{0,60}(?:不存在|不可用|未找到|无可用|未配置)",
    r"model not exist",
    r"model.{0,80}(?:not found|does not exist|doesn't exist|is not supported|is not available)",
    r"(?:unknown|no such|invalid) model(?! .{0,20}parameter)",
)
_NOT_ALLOWED = _pattern(
    r"no access to (?:the )?model", r"无权", r"封禁", r"banned", r"not allowed", r"不允许", r"permission", r"白名单"
)
_NO_KEY = _pattern(
    r"未提供.{0,4}令牌",
    r"no (?:api[ _-]?key|token)",
    r"missing .{0,20}(?:key|token|auth|header)",
    r"(?:didn't|did not) provide an api key",
    r"(?:api[ _-]?key|token|header) (?:is )?(?:missing|required|not provided)",
)
_BAD_KEY = _pattern(
    r"无效的?.{0,4}令牌",
    r"令牌.{0,6}(?:过期|无效|不可用|禁用)",
    r"(?:invalid|incorrect|expired).{0,12}(?:token|api[ _-]?key)",
    r"authentication (?:fail|error)",
    r"unauthorized",
)
_TOO_MANY = _pattern(
    r"rate.?limit", r"too many requests", r"请求数限制", r"请求.{0,6}(?:频繁|过多|过快)", r"限流", r"频率.{0,6}限制"
)
_BUSY = _pattern(r"overload", r"too busy", r"is busy", r"at capacity", r"负载", r"繁忙", r"过载", r"饱和")
_MAX_TOKENS = _pattern(
    r"(?:max_(?:completion_|new_|output_)?tokens|maximum output).{0,120}"
    r"(?:range|too large|at most|less than|exceed|between|supports|invalid|must be|超|大于|范围)",
    r"(?:invalid|range of|超).{0,20}max_(?:completion_)?tokens",
)
_CONTEXT = _pattern(
    r"(?:maximum|max|model'?s?) context",
    r"context[ _](?:length|size|window)",
    r"(?:input|prompt) is too long",
    r"too many (?:input )?tokens",
    r"range of input length",
    r"上下文.{0,12}(?:过长|超|限制)",
    r"reduce the length of",
)
_REASONING = _pattern(r"reasoning_content", r"[`'\"]reasoning[`'\"]", r"thinking mode")
_REASONING_UNWANTED = _pattern(
    r"(?:not|n't|never|cannot) (?:be )?(?:allowed|permitted|supported|accepted|included|contain)",
    r"must not",
    r"should not",
    r"unexpected",
    r"extra",
    r"unsupported",
    r"remove",
    r"不(?:支持|允许|能|可|应)",
    r"invalid",
    r"unrecognized",
)
_MODERATION = _pattern(
    r"content exists risk",
    r"content[ _](?:policy|filter|management|moderation)",
    r"moderation",
    r"sensitive (?:word|content)",
    r"inappropriate content",
    r"敏感",
    r"违规",
    r"不良信息",
    r"内容.{0,6}(?:审核|安全|风险)",
)
_LIMIT = (
    re.compile(r"\[\s*\d+\s*,\s*(\d+)\s*\]"),
    re.compile(r"(?:at most|up to|less than or equal to|maximum (?:value )?(?:of|is)|<=)\s*(\d+)", re.IGNORECASE),
    re.compile(r"context (?:length|size|window)(?: is| of|:)?\s*\(?\s*(\d+)", re.IGNORECASE),
    re.compile(r"maximum[^.\d]{0,80}?(\d{3,})", re.IGNORECASE),
    re.compile(r"(\d{3,})\s*<\s*\d+|>\s*(\d{3,})"),
)
_VLLM_ROOM = re.compile(r">\s*(\d+)\s*-\s*(\d+)\)")

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
        facts["limit"] = words.limit or _limit_in(words.text)
    if issubclass(kind, ReasoningRejected):
        facts["wanted"] = 0 if _REASONING_UNWANTED.search(words.text) else 1
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
    if _NO_FUNDS.search(text):
        return QuotaExhausted
    return KeyMissing if not asked.has_key or _NO_KEY.search(text) else KeyRejected


def _of_payment(text: str, code: str, asked: Asked) -> type[ApiError]:
    # DeepSeek's words for its own customer: from a gateway they mean that the gateway is the one without funds.
    from_upstream = code == "invalid_request_error" and "insufficient balance" in text.lower()
    return UpstreamUnfunded if from_upstream and not f".{asked.host}".endswith(".deepseek.com") else QuotaExhausted


def _of_permission(text: str, _code: str, _asked: Asked) -> type[ApiError]:
    return QuotaExhausted if _NO_FUNDS.search(text) else AccessDenied


def _of_place(text: str, _code: str, asked: Asked) -> type[ApiError]:
    return ModelNotFound if _NO_MODEL.search(text) or (asked.model and asked.model in text) else AddressWrong


def _of_rate(text: str, _code: str, _asked: Asked) -> type[ApiError]:
    return QuotaExhausted if _NO_FUNDS.search(text) else RateLimited


def _of_size(text: str, _code: str, _asked: Asked) -> type[ApiError]:
    return RateLimited if _TOO_MANY.search(text) else ContextTooLong


def _of_request(text: str, status: int) -> type[ApiError]:
    """400, 422 and their kind, and errors inside a 200: only the words tell."""
    rules: tuple[tuple[re.Pattern[str], type[ApiError]], ...] = (
        (_NO_FUNDS, QuotaExhausted),
        (_REASONING, ReasoningRejected),
        (_MAX_TOKENS, MaxTokensTooLarge),
        (_CONTEXT, ContextTooLong),
        (_MODERATION, ContentRefused),
        (_NO_MODEL, ModelNotFound),
        (_NO_KEY, KeyMissing),
        (_BAD_KEY, KeyRejected),
        (_TOO_MANY, RateLimited),
        (_BUSY, ServerOverloaded),
    )
    found = next((kind for pattern, kind in rules if pattern.search(text)), None)
    if found is None:
        return RequestRejected if status >= 400 else ServerFailed
    return found


def _of_server(text: str, status: int) -> type[ApiError]:
    rules: tuple[tuple[re.Pattern[str], type[ApiError]], ...] = (
        (_NO_FUNDS, QuotaExhausted),
        (_NO_MODEL, ModelNotFound),
        (_NOT_ALLOWED, AccessDenied),
        (_MAX_TOKENS, MaxTokensTooLarge),
        (_MODERATION, ContentRefused),
        (_BUSY, ServerOverloaded),
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


def _limit_in(text: str) -> int | None:
    room = _VLLM_ROOM.search(text)
    if room:
        return max(int(room[1]) - int(room[2]), 1)
    for pattern in _LIMIT:
        found = pattern.search(text.replace(",", "") if "," in text and "[" not in text else text)
        if found:
            return int(next(group for group in found.groups() if group))
    return None
