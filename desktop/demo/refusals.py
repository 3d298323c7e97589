"""How a gateway says no: new-api's envelope, in Chinese or English, with the request's id inside the message."""

from __future__ import annotations

from dataclasses import dataclass
from http import HTTPStatus
from typing import Any

from desktop.demo.wire import Header


@dataclass(frozen=True, slots=True)
class Refusal:
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


KEY_MISSING = Refusal(HTTPStatus.UNAUTHORIZED, "", "Token not provided", "未提供令牌")
KEY_INVALID = Refusal(HTTPStatus.UNAUTHORIZED, "", "Invalid token", "无效的令牌")
NO_CHANNEL = Refusal(
    HTTPStatus.SERVICE_UNAVAILABLE,
    "model_not_found",
    "No available channel for model {model} under group default (distributor)",
    "当前分组 default 下对于模型 {model} 无可用渠道",
)


def wrong_path(method: str, target: str) -> Refusal:
    return Refusal(HTTPStatus.NOT_FOUND, "", f"Invalid URL ({method} {target})", type="invalid_request_error")


def bad_request(words: str) -> Refusal:
    return Refusal(HTTPStatus.BAD_REQUEST, "invalid_request", words)
