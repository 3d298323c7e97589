"""The routes of the gateway, and what it remembers while it runs: prompts it has seen, tokens it has charged."""

from __future__ import annotations

import hashlib
import secrets
import time
from collections import Counter
from dataclasses import dataclass, field
from http import HTTPStatus

from desktop.demo import others
from desktop.demo.completion import Completion, Fields, compact
from desktop.demo.exchange import Exchange
from desktop.demo.question import Question, QuestionError
from desktop.demo.refusals import KEY_INVALID, KEY_MISSING, NO_CHANNEL, Refusal, bad_request, wrong_path
from desktop.demo.scripts import HONEST, KEYS, SCRIPTS, script_for
from desktop.demo.tokens import PrefixCache
from desktop.demo.wire import HTML, Request, Response

POINTS_PER_DOLLAR = 500_000
GRANTED = 10 * POINTS_PER_DOLLAR
MODEL_RATIO = 0.84  # $1.68 per million tokens read
COMPLETION_RATIO = 1.5  # $2.52 per million tokens written
CREATED = 1626777600  # new-api gives this time to every model


@dataclass(slots=True)
class Gateway:
    """`speed` in tokens per second, 0 for no waiting; `key` None lets every key in, and none."""

    speed: float
    key: str | None = None
    all_models: bool = False
    _cache: PrefixCache = field(default_factory=PrefixCache, init=False)
    _bodies: Counter[bytes] = field(default_factory=Counter, init=False)
    _used: float = field(default=0.0, init=False)  # points

    async def answer(self, request: Request, response: Response) -> None:
        """Answer one request. Cancelled when the client goes away."""
        if not request.path.startswith(("/v1", "/api")):
            await response.send(HTTPStatus.OK, others.SITE.encode(), HTML)
        elif request.path == "/api/pricing":
            await self._send(response, self._pricing())
        elif refusal := self._refused_key(request):
            await _refuse(request, response, refusal)
        else:
            await self._answer_known(request, response)

    async def _answer_known(self, request: Request, response: Response) -> None:
        peculiar = KEYS.get((_bearer(request), request.path))
        match request.method, request.path:
            case "POST", "/v1/chat/completions":
                await self._complete(request, response)
            case "GET", _ if peculiar:
                await self._send(response, peculiar)
            case "GET", "/v1/models":
                await self._send(response, self._models())
            case "GET", "/v1/dashboard/billing/subscription":
                await self._send(response, self._subscription())
            case "GET", "/v1/dashboard/billing/usage":
                await self._send(response, {"object": "list", "total_usage": self._used / POINTS_PER_DOLLAR * 100})
            case "GET", "/api/usage/token" | "/api/usage/token/":
                await self._send(response, self._token_usage())
            case _:
                await _refuse(request, response, wrong_path(request.method, request.target))

    async def _complete(self, request: Request, response: Response) -> None:
        try:
            question = Question.read(request.body)
        except QuestionError as error:
            await _refuse(request, response, bad_request(str(error)))
            return
        script = script_for(question)
        if script is None:
            await _refuse(request, response, NO_CHANNEL, question.model)
            return
        body = hashlib.sha256(request.body).digest()
        prompt = question.tokens()
        completion = Completion(question.model, prompt_tokens=len(prompt), cached_tokens=self._cache.hits(prompt))
        exchange = Exchange(
            question, response, completion, self.speed, self._bodies[body], _wants_chinese(request), self._charge
        )
        self._bodies[body] += 1
        await script.play(exchange)

    def _refused_key(self, request: Request) -> Refusal | None:
        if self.key is None:
            return None
        given = _bearer(request)
        if not given:
            return KEY_MISSING
        return None if secrets.compare_digest(given.encode(), self.key.encode()) else KEY_INVALID

    def _charge(self, usage: Fields) -> None:
        self._used += (usage["prompt_tokens"] + usage["completion_tokens"] * COMPLETION_RATIO) * MODEL_RATIO

    def _models(self) -> Fields:
        names = [script.name for script in (SCRIPTS if self.all_models else HONEST)]
        return {
            "data": [
                {
                    "id": name,
                    "object": "model",
                    "created": CREATED,
                    "owned_by": "deepseek" if name.startswith("deepseek") else "teahouse",
                    "supported_endpoint_types": ["openai"],
                }
                for name in names
            ],
            "object": "list",
            "success": True,
        }

    def _subscription(self) -> Fields:
        limit = GRANTED / POINTS_PER_DOLLAR
        return {
            "object": "billing_subscription",
            "has_payment_method": True,
            "soft_limit_usd": limit,
            "hard_limit_usd": limit,
            "system_hard_limit_usd": limit,
            "access_until": 0,
        }

    def _token_usage(self) -> Fields:
        used = round(self._used)
        return {
            "code": True,
            "message": "ok",
            "data": {
                "object": "token_usage",
                "name": "demo",
                "total_granted": GRANTED,
                "total_used": used,
                "total_available": GRANTED - used,
                "unlimited_quota": False,
                "model_limits": {},
                "model_limits_enabled": False,
                "expires_at": 0,
            },
        }

    def _pricing(self) -> Fields:
        prices = [
            {
                "model_name": script.name,
                "quota_type": 0,
                "model_ratio": MODEL_RATIO,
                "model_price": 0,
                "completion_ratio": COMPLETION_RATIO,
                "enable_groups": ["default"],
            }
            for script in HONEST
        ]
        return {"data": prices, "group_ratio": {"default": 1}, "usable_group": {"default": "default"}, "success": True}

    async def _send(self, response: Response, fields: Fields) -> None:
        await response.send(HTTPStatus.OK, compact(fields).encode())


def new_request_id() -> str:
    """Return an id as new-api makes them: the time to the nanosecond, and eight characters."""
    nanoseconds = time.time_ns()
    moment = time.strftime("%Y%m%d%H%M%S", time.localtime(nanoseconds // 1_000_000_000))
    return f"{moment}{nanoseconds % 1_000_000_000:09d}{secrets.token_hex(4)}"


async def _refuse(request: Request, response: Response, refusal: Refusal, model: str = "") -> None:
    body = refusal.body(response.request_id, chinese=_wants_chinese(request), model=model)
    await response.send(refusal.status, compact(body).encode(), headers=refusal.headers)


def _bearer(request: Request) -> str:
    return request.headers.get("authorization", "").removeprefix("Bearer ").strip()


def _wants_chinese(request: Request) -> bool:
    return request.headers.get("accept-language", "").lower().startswith("zh")
