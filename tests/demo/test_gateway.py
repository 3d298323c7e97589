"""The gateway's routes: keys, models, money, and what is no route at all."""

from __future__ import annotations

import hashlib
from collections.abc import Callable

import pytest

from tests.demo import raw
from tests.fixtures.demo import Demo

CHINESE = {"Accept-Language": "zh-CN,zh;q=0.9"}


def bearer(key: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {key}"}


def test_only_models_that_behave_are_listed_unless_all_are_asked_for(
    demo: Demo, start_demo: Callable[..., Demo]
) -> None:
    listed = [model["id"] for model in raw.get(start_demo(), "/v1/models").json["data"]]
    assert listed == ["deepseek-chat", "deepseek-reasoner", "teahouse-tour"]
    everything = [model["id"] for model in raw.get(demo, "/v1/models").json["data"]]
    assert everything[:3] == listed
    assert {"demo-cut", "demo-rate-limit"} < set(everything)


def test_a_server_with_a_key_lets_no_other_in(start_demo: Callable[..., Demo]) -> None:
    demo = start_demo("--key", "sk-right", "--speed", "0")
    for headers, words in (
        ({"Authorization": ""}, "Token not provided"),
        ({"Authorization": ""} | CHINESE, "未提供令牌"),
        (bearer("sk-wrong"), "Invalid token"),
        (bearer("sk-wrong") | CHINESE, "无效的令牌"),
    ):
        for reply in (
            raw.get(demo, "/v1/models", headers),
            raw.get(demo, "/v1/dashboard/billing/usage", headers),
            raw.ask(demo, "deepseek-chat", headers=headers),
        ):
            assert (reply.status, reply.error["code"], reply.error["type"]) == (401, "", "new_api_error")
            assert reply.error["message"].startswith(words)
    assert raw.get(demo, "/v1/models", bearer("sk-right")).status == 200
    assert raw.ask(demo, "deepseek-chat", headers=bearer("sk-right")).status == 200


def test_an_unknown_model_has_no_channel(demo: Demo) -> None:
    reply = raw.ask(demo, "gpt-7", headers=CHINESE)
    assert (reply.status, reply.error["code"]) == (503, "model_not_found")
    assert reply.error["message"].startswith("当前分组 default 下对于模型 gpt-7 无可用渠道")


@pytest.mark.parametrize("target", ["/v1/v1/models", "/v1/nothing", "/api/nothing"])
def test_a_wrong_path_is_named(demo: Demo, target: str) -> None:
    reply = raw.get(demo, target)
    assert reply.status == 404
    assert reply.error["message"].startswith(f"Invalid URL (GET {target})")


@pytest.mark.parametrize("target", ["/models", "/", "/chat/completions"])
def test_an_address_without_v1_is_the_site(demo: Demo, target: str) -> None:
    reply = raw.get(demo, target)
    assert (reply.status, reply.headers["content-type"]) == (200, "text/html; charset=utf-8")
    assert reply.body.startswith(b"<!doctype html>")


@pytest.mark.parametrize(
    ("body", "words"),
    [
        (b"{", "invalid JSON"),
        (b"[]", "Model name not specified"),
        (b'{"model": "deepseek-chat"}', "field messages is required"),
        (b'{"model": "deepseek-chat", "messages": []}', "field messages is required"),
        (b'{"model": "deepseek-chat", "messages": ["hi"]}', "each message needs a role"),
        (b'{"model": "deepseek-chat", "messages": [{"role": "user"}], "max_tokens": "9"}', "field max_tokens"),
    ],
)
def test_a_body_that_is_no_question_is_refused(demo: Demo, body: bytes, words: str) -> None:
    with raw.connected(demo) as connection:
        connection.sendall(raw.request("/v1/chat/completions", body))
        reply = raw.parse(raw.receive(connection))
    assert (reply.status, reply.error["code"]) == (400, "invalid_request")
    assert reply.error["message"].startswith(words)


def test_what_is_used_is_taken_from_the_balance(start_demo: Callable[..., Demo]) -> None:
    demo = start_demo("--speed", "0")
    assert raw.get(demo, "/v1/dashboard/billing/subscription").json["hard_limit_usd"] == 10
    assert raw.get(demo, "/v1/dashboard/billing/usage").json["total_usage"] == 0
    usage = raw.ask(demo, "deepseek-chat").usage
    assert usage is not None
    dollars = (usage["prompt_tokens"] * 1.68 + usage["completion_tokens"] * 2.52) / 1_000_000
    assert raw.get(demo, "/v1/dashboard/billing/usage").json["total_usage"] == pytest.approx(dollars * 100)
    points = raw.get(demo, "/api/usage/token/").json["data"]
    assert points["total_used"] == round(dollars * 500_000)
    assert points["total_available"] == points["total_granted"] - points["total_used"]


def test_prices_can_be_read_without_a_key(start_demo: Callable[..., Demo]) -> None:
    demo = start_demo("--key", "sk-right")
    prices = raw.get(demo, "/api/pricing", {"Authorization": ""}).json["data"]
    assert {price["model_name"]: (price["model_ratio"], price["completion_ratio"]) for price in prices}[
        "deepseek-chat"
    ] == (0.84, 1.5)


def test_some_keys_show_what_goes_wrong_without_a_model(demo: Demo) -> None:
    assert raw.get(demo, "/v1/models", bearer("sk-demo-no-models")).json["data"] == []
    assert raw.get(demo, "/v1/models", bearer("sk-demo-models-fail")).json["success"] is False
    limit = raw.get(demo, "/v1/dashboard/billing/subscription", bearer("sk-demo-unlimited")).json["hard_limit_usd"]
    assert limit == 100_000_000
    for name in ("subscription", "usage"):
        failed = raw.get(demo, f"/v1/dashboard/billing/{name}", bearer("sk-demo-billing-fails"))
        assert (failed.status, list(failed.json)) == (200, ["error"])


def test_a_stable_prompt_hits_the_cache_up_to_where_it_changes(demo: Demo) -> None:
    rules = {"role": "system", "content": "Pour the tea slowly. " * 60}
    asked = [rules, {"role": "user", "content": "Which tea?"}]
    first = raw.ask(demo, "deepseek-chat", messages=asked).usage or {}
    assert (first["prompt_cache_hit_tokens"], first["prompt_cache_miss_tokens"]) == (0, first["prompt_tokens"])
    more = [*asked, {"role": "assistant", "content": "Longjing."}, {"role": "user", "content": "How long?"}]
    second = raw.ask(demo, "deepseek-chat", messages=more).usage or {}
    assert second["prompt_cache_hit_tokens"] == first["prompt_tokens"] // 64 * 64 > 0
    assert second["prompt_tokens_details"]["cached_tokens"] == second["prompt_cache_hit_tokens"]
    shifted = [{"role": "system", "content": "It is 12:01. " + rules["content"]}, *more[1:]]
    third = raw.ask(demo, "deepseek-chat", messages=shifted).usage or {}
    assert third["prompt_cache_hit_tokens"] == 0


def test_the_log_has_the_body_to_the_byte_and_no_key(demo: Demo) -> None:
    body = b'{ "model":"deepseek-chat","messages":[{"role":"user","content":"\xe8\xb1\x86 \\u8c46 \xff"}]}\n'
    with raw.connected(demo) as connection:
        connection.sendall(raw.request("/v1/chat/completions?x=1", body, bearer("sk-secret")))
        raw.receive(connection)
    [recorded] = demo.requests()
    assert (recorded.method, recorded.path) == ("POST", "/v1/chat/completions?x=1")
    assert recorded.body.encode("utf-8", "surrogateescape") == body
    assert recorded.headers["content-type"] == "application/json"
    assert recorded.headers["authorization"] == "sha256:" + hashlib.sha256(b"Bearer sk-secret").hexdigest()[:16]
    assert "sk-secret" not in demo.log.read_text()
