"""Which error an answer is: by code, then status, then text, in English and Chinese."""

from __future__ import annotations

import json

import pytest
from requests.structures import CaseInsensitiveDict

from desktop.api.errors import Asked, error_in, read_error
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
    RequestRejected,
    ServerFailed,
    ServerOverloaded,
    UpstreamUnfunded,
)
from tests.api.replies import body
from tests.fixtures.scripted_server import recorded

ASKED = Asked("https://gateway.test/v1/chat/completions", "gateway.test", "deepseek-chat")
VLLM = (
    "'max_tokens' or 'max_completion_tokens' is too large: 100000. This model's maximum context length is 8192 tokens "
    "and your request has 192 input tokens (100000 > 8192 - 192)."
)
HTML = b"<html><head><title>502 Bad Gateway</title></head><body>nginx</body></html>"


def envelope(message: str, code: object = "", kind: str = "new_api_error") -> bytes:
    error = {"message": message, "type": kind, "param": "", "code": code}
    return json.dumps({"error": error}, ensure_ascii=False).encode()


def read(status: int, content: bytes, asked: Asked = ASKED) -> ApiError:
    return read_error(status, {}, content, asked)


@pytest.mark.parametrize(
    ("status", "message", "code", "kind"),
    [
        (401, "未提供令牌", "", KeyMissing),
        (401, "无效的令牌", "", KeyRejected),
        (401, "Invalid token", None, KeyRejected),
        (401, "该令牌已过期", "", KeyRejected),
        (401, "该令牌额度已用尽 TokenStatusExhausted[sk-abc***xyz]", "", QuotaExhausted),
        (401, "Incorrect API key provided", "invalid_api_key", KeyRejected),
        (401, "The quota of this token is used up", "", QuotaExhausted),
        (403, "用户额度不足, 剩余额度: ¥0.02", "insufficient_user_quota", QuotaExhausted),
        (403, "user quota is not enough", "insufficient_user_quota", QuotaExhausted),
        (403, "用户额度不足", "", QuotaExhausted),
        (403, "预扣费额度失败, 用户剩余额度: ¥0.1, 需要预扣费额度: ¥0.2", "insufficient_user_quota", QuotaExhausted),
        (403, "token quota is not enough, token remain quota: 1", "pre_consume_token_quota_failed", QuotaExhausted),
        (402, "You need more credit", "insufficient_quota", QuotaExhausted),
        (402, "Payment required", None, QuotaExhausted),
        (402, "Insufficient Balance", "invalid_request_error", UpstreamUnfunded),
        (429, "You exceeded your current quota, please check your plan", "insufficient_quota", QuotaExhausted),
        (429, "余额不足或无可用资源包,请充值。", "1113", QuotaExhausted),
        (403, "用户已被封禁", "", AccessDenied),
        (403, "This token has no access to model deepseek-chat", "", AccessDenied),
        (403, "您的 IP 不在令牌允许访问的列表中", "", AccessDenied),
        (503, "No available channel for model X under group default", "model_not_found", ModelNotFound),
        (503, "当前分组 default 下对于模型 X 无可用渠道", "", ModelNotFound),
        (500, "模型 X 倍率或价格未配置", "model_price_error", ModelNotFound),
        (404, "The model `X` does not exist", "model_not_found", ModelNotFound),
        (404, 'model "deepseek-chat" not found, try pulling it first', None, ModelNotFound),
        (400, "Model Not Exist", "invalid_request_error", ModelNotFound),
        (400, "field messages is required", "invalid_request", RequestRejected),
        (500, "field messages is required", "invalid_request", RequestRejected),
        (422, "Failed to deserialize the JSON body", "invalid_request_error", RequestRejected),
        (429, "您已达到请求数限制:1分钟内最多请求10次", "", RateLimited),
        (429, "Rate limit reached for requests", "rate_limit_exceeded", RateLimited),
        (413, "Request too large: rate limit of 6000 tokens per minute", None, RateLimited),
        (500, "do request failed", "do_request_failed", ServerFailed),
        (500, "boom", 500, ServerFailed),
        (503, "system cpu overloaded", "system_cpu_overloaded", ServerOverloaded),
        (503, "当前分组上游负载已饱和,请稍后再试", "", ServerOverloaded),
        (503, "Service Unavailable", None, ServerOverloaded),
        (529, "Overloaded", "overloaded_error", ServerOverloaded),
        (502, "upstream", None, ServerFailed),
        (404, "Invalid URL (POST /v1/v1/chat/completions)", "", AddressWrong),
        (405, "Method Not Allowed", None, AddressWrong),
        (407, "Proxy Authentication Required", None, ProxyFailed),
        (400, "Content Exists Risk", "invalid_request_error", ContentRefused),
        (400, "输入内容包含敏感词", "sensitive_words_detected", ContentRefused),
        (400, "Output data may contain inappropriate content.", "data_inspection_failed", ContentRefused),
        (400, "Invalid max_tokens value, the valid range of max_tokens is [1, 8192]", None, MaxTokensTooLarge),
        (
            400,
            "This model's maximum context length is 65536 tokens. However, you requested 70000",
            None,
            ContextTooLong,
        ),
        (413, "Request Entity Too Large", None, ContextTooLong),
        (400, "Trying to keep the first 5000 tokens when context the overflows", None, ContextTooLong),
        (400, "context shift is disabled", None, ContextTooLong),
        (400, "The reasoning_content in the thinking mode must be passed back to the API.", None, ReasoningRejected),
        (418, "I'm a teapot", None, RequestRejected),
    ],
)
def test_classification(status: int, message: str, code: object, kind: type[ApiError]) -> None:
    error = read(status, envelope(message, code))
    assert type(error) is kind
    assert (error.status, error.message, error.host) == (status, message, "gateway.test")


@pytest.mark.parametrize("kind", ["new_api_error", "my_site_error", "insufficient_quota", "rate_limit"])
def test_the_type_says_nothing(kind: str) -> None:
    assert type(read(500, envelope("boom", None, kind))) is ServerFailed


def test_an_empty_429_is_a_rate_limit() -> None:
    error = read(429, b"")
    assert (type(error), error.message) == (RateLimited, None)


def test_without_a_key_a_401_asks_for_one() -> None:
    asked = Asked(ASKED.url, ASKED.host, has_key=False)
    assert type(read(401, envelope("Unauthorized"), asked)) is KeyMissing


@pytest.mark.parametrize(
    ("host", "kind"), [("api.deepseek.com", QuotaExhausted), ("notdeepseek.com", UpstreamUnfunded)]
)
def test_deepseeks_own_words_mean_its_own_customer(host: str, kind: type[ApiError]) -> None:
    asked = Asked(f"https://{host}/chat/completions", host)
    assert type(read(402, envelope("Insufficient Balance", "invalid_request_error"), asked)) is kind


@pytest.mark.parametrize(
    ("status", "kind"),
    [
        (200, AddressWrong),
        (400, AddressWrong),
        (403, AccessDenied),
        (404, AddressWrong),
        (429, RateLimited),
        (502, ServerFailed),
        (503, ServerOverloaded),
        (524, ServerFailed),
    ],
)
def test_pages_of_web_servers(status: int, kind: type[ApiError]) -> None:
    error = read(status, HTML)
    assert type(error) is kind
    assert "<" not in str(error.facts)


def test_a_problem_document_of_cloudflare() -> None:
    problem = {"type": "https://x", "title": "Error 524", "status": 524, "detail": "A timeout occurred"}
    error = read(524, json.dumps(problem).encode())
    assert (type(error), error.message) == (ServerFailed, "Error 524: A timeout occurred")


def test_chinese_is_utf8_whatever_the_headers_say() -> None:
    error = read_error(401, {"Content-Type": "text/event-stream"}, envelope("无效的令牌"), ASKED)
    assert error.message == "无效的令牌"


def test_the_request_id_is_split_off_the_message() -> None:
    error = read(500, envelope("boom (request id: inner1) (request id: 20261122xyz)"))
    assert (error.message, error.request_id) == ("boom", "20261122xyz")


@pytest.mark.parametrize("name", ["X-Oneapi-Request-Id", "x-request-id"])
def test_the_request_id_of_the_headers(name: str) -> None:
    assert read_error(500, CaseInsensitiveDict({name: "h1"}), envelope("boom"), ASKED).request_id == "h1"


@pytest.mark.parametrize(
    ("message", "kind", "limit"),
    [
        ("Invalid max_tokens value, the valid range of max_tokens is [1, 8192]", MaxTokensTooLarge, 8192),
        (
            "max_tokens is too large: 99999. This model supports at most 16384 completion tokens",
            MaxTokensTooLarge,
            16384,
        ),
        ("Range of max_tokens should be [1, 2000]", MaxTokensTooLarge, 2000),
        ("max_tokens must be less than or equal to 4096", MaxTokensTooLarge, 4096),
        (VLLM, MaxTokensTooLarge, 8000),
        (
            "This model's maximum context length is 65536 tokens. However, you requested 70000 tokens",
            ContextTooLong,
            65536,
        ),
        ("This model's maximum context length is 128,000 tokens.", ContextTooLong, 128000),
        (
            "request (6031 tokens) exceeds the available context size (1024 tokens), try increasing it",
            ContextTooLong,
            1024,
        ),
        ("Range of input length should be [1, 30720]", ContextTooLong, 30720),
        ("prompt is too long", ContextTooLong, None),
    ],
)
def test_the_limit_that_the_server_named(message: str, kind: type[ApiError], limit: int | None) -> None:
    error = read(400, envelope(message))
    assert (type(error), error.limit) == (kind, limit)


@pytest.mark.parametrize(
    ("message", "wanted"),
    [
        ("The reasoning_content in the thinking mode must be passed back to the API.", 1),
        ("Missing `reasoning_content` field in the assistant message at message index 2", 1),
        ("reasoning_content is not allowed in the input messages", 0),
        ("messages[1].reasoning_content: Extra inputs are not permitted", 0),
        ("请求不支持 reasoning_content 字段", 0),
    ],
)
def test_whether_reasoning_is_wanted(message: str, wanted: int) -> None:
    error = read(400, envelope(message))
    assert (type(error), error.wanted) == (ReasoningRejected, wanted)


@pytest.mark.parametrize(
    ("name", "kind", "fact", "value"),
    [
        ("xllamacpp/too_long", ContextTooLong, "limit", 1024),
        ("xllamacpp/stream_badkey", KeyRejected, "message", "Invalid API Key"),
        ("xllamacpp/bad_temp", RequestRejected, "status", 400),
        ("aimock/too_long", ContextTooLong, "limit", 8192),
        ("aimock/badjson", RequestRejected, "code", "invalid_json"),
        ("llmock/no_messages", RequestRejected, "status", 422),
        ("litellm/unknown_model", ModelNotFound, "model", "deepseek-chat"),
        ("aimock/notfound", AddressWrong, "url", ASKED.url),
        ("llmock/notfound", AddressWrong, "url", ASKED.url),
        ("litellm/notfound", AddressWrong, "url", ASKED.url),
        ("xllamacpp/notfound", AddressWrong, "url", ASKED.url),
    ],
)
def test_recorded_errors(name: str, kind: type[ApiError], fact: str, value: object) -> None:
    error = read(int(recorded(name).split(b" ")[1]), body(name))
    assert (type(error), error.facts[fact]) == (kind, value)


def test_an_error_without_words_is_the_servers_fault() -> None:
    assert type(error_in({"error": {}}, {}, ASKED)) is ServerFailed
