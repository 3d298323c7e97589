"""How a gateway says no: new-api's envelope, in Chinese or English, with the request's id inside the message."""

from __future__ import annotations

from http import HTTPStatus
from typing import Any

from msgspec import Struct
from msgspec.structs import replace

from desktop.demo.wire import Header


class Refusal(Struct, frozen=True):
    """`code` None leaves the field out. `{model}` in the words becomes the name that was asked for."""

    status: HTTPStatus
    code: str | int | None
    english: str
    chinese: str = ""
    type: str = "new_api_error"
    headers: tuple[Header, ...] = ()

    def body(self, request_id: str, *, chinese: bool, model: str = "") -> dict[str, Any]:
        words = (self.chinese if chinese and self.chinese else self.english).replace("{model}", model)
        error: dict[str, Any] = {"message": f"{words} (request id: {request_id})", "type": self.type, "param": ""}
        if self.code is not None:
            error["code"] = self.code
        return {"error": error}


def from_upstream(status: HTTPStatus, words: str, code: str = "invalid_request_error") -> Refusal:
    """Return a refusal of DeepSeek's own, which speaks English only."""
    return Refusal(status, code, words, type="invalid_request_error")


def wrong_path(method: str, target: str) -> Refusal:
    return Refusal(HTTPStatus.NOT_FOUND, "", f"Invalid URL ({method} {target})", type="invalid_request_error")


def bad_request(words: str) -> Refusal:
    return Refusal(HTTPStatus.BAD_REQUEST, "invalid_request", words)


KEY_MISSING = Refusal(HTTPStatus.UNAUTHORIZED, "", "Token not provided", "未提供令牌")
KEY_INVALID = Refusal(HTTPStatus.UNAUTHORIZED, "", "Invalid token", "无效的令牌")
KEY_EXPIRED = Refusal(HTTPStatus.UNAUTHORIZED, "", "This token has expired", "该令牌已过期")
KEY_USED_UP = Refusal(
    HTTPStatus.UNAUTHORIZED,
    "",
    "The quota of this token is used up, TokenStatusExhausted[sk-dem***emo]",
    "该令牌额度已用尽 TokenStatusExhausted[sk-dem***emo]",
)
QUOTA_USED_UP = Refusal(
    HTTPStatus.FORBIDDEN,
    "insufficient_user_quota",
    "user quota is not enough, remaining quota: $0.000000",
    "用户额度不足, 剩余额度: ＄0.000000",
)
PRECHARGE_TOO_HIGH = Refusal(
    HTTPStatus.FORBIDDEN,
    "pre_consume_token_quota_failed",
    "token quota is not enough, token remain quota: $0.010000, need quota: $0.034406",
    "预扣费额度失败, 用户剩余额度: ＄0.010000, 需要预扣费额度: ＄0.034406",
)
PAYMENT_REQUIRED = Refusal(HTTPStatus.PAYMENT_REQUIRED, "insufficient_quota", "Insufficient quota", "额度不足")
UPSTREAM_UNFUNDED = from_upstream(HTTPStatus.PAYMENT_REQUIRED, "Insufficient Balance")
BANNED = Refusal(HTTPStatus.FORBIDDEN, "", "This user has been banned", "用户已被封禁")
ADDRESS_DENIED = Refusal(
    HTTPStatus.FORBIDDEN, "", "Your IP is not in the list of allowed addresses", "您的 IP 不在令牌允许访问的列表中"
)
MODEL_DENIED = Refusal(
    HTTPStatus.FORBIDDEN, "", "This token has no access to model {model}", "该令牌无权访问模型 {model}"
)
NO_CHANNEL = Refusal(
    HTTPStatus.SERVICE_UNAVAILABLE,
    "model_not_found",
    "No available channel for model {model} under group default (distributor)",
    "当前分组 default 下对于模型 {model} 无可用渠道",
)
NO_PRICE = Refusal(
    HTTPStatus.INTERNAL_SERVER_ERROR,
    "model_price_error",
    "The ratio or price of model {model} is not set, please contact the administrator",
    "模型 {model} 倍率或价格未配置，请联系管理员设置",
)
BAD_REQUEST = bad_request("field messages[0].content is required")
BAD_REQUEST_AS_500 = replace(BAD_REQUEST, status=HTTPStatus.INTERNAL_SERVER_ERROR)
UPSTREAM_UNREACHABLE = Refusal(
    HTTPStatus.INTERNAL_SERVER_ERROR,
    "do_request_failed",
    "upstream error: do request failed",
    "上游请求失败",
)
OVERLOADED = Refusal(
    HTTPStatus.SERVICE_UNAVAILABLE,
    "system_cpu_overloaded",
    "system cpu overloaded (current: 97.3%, threshold: 90%)",
    "系统 CPU 过载（当前 97.3%，阈值 90%）",
)
WITHOUT_CODE = Refusal(HTTPStatus.INTERNAL_SERVER_ERROR, None, "bad response status code 500")
WITH_NUMBER = Refusal(HTTPStatus.INTERNAL_SERVER_ERROR, 500, "bad response status code 500")
FORBIDDEN_CONTENT = from_upstream(HTTPStatus.BAD_REQUEST, "Content Exists Risk")
MAX_TOKENS_TOO_LARGE = from_upstream(
    HTTPStatus.BAD_REQUEST, "Invalid max_tokens value, the valid range of max_tokens is [1, 8192]"
)
CONTEXT_TOO_LONG = from_upstream(
    HTTPStatus.BAD_REQUEST,
    "This model's maximum context length is 65536 tokens. However, you requested 70321 tokens "
    "(66225 in the messages, 4096 in the completion). Please reduce the length of the messages or completion.",
)
REASONING_UNWANTED = from_upstream(
    HTTPStatus.BAD_REQUEST, "The reasoning_content field is an invalid field in the input messages"
)
REASONING_MISSING = from_upstream(
    HTTPStatus.BAD_REQUEST, "Missing `reasoning_content` field in the assistant message at message index 1"
)


def rate_limited(*headers: Header) -> Refusal:
    return Refusal(
        HTTPStatus.TOO_MANY_REQUESTS,
        "",
        "You have reached the request limit: at most 60 requests in 1 minute",
        "您已达到请求数限制：1分钟内最多请求60次",
        headers=headers,
    )
