"""What servers say when they refuse, in English and Chinese: patterns for the words of an error."""

from __future__ import annotations

import re


def _pattern(*parts: str) -> re.Pattern[str]:
    return re.compile("|".join(parts), re.IGNORECASE)


NO_FUNDS = _pattern(
    r"额度",
    r"余额不足",
    r"欠费",
    r"insufficient[ _](?:balance|quota|user[ _]quota|funds|credits?)",
    r"quota is not enough",
    r"quota.{0,30}(?:used up|exhausted|exceeded|depleted)",
    r"exceeded your current quota",
    r"credit balance is too low",
    r"out of (?:credits?|quota)",
    r"(?:requires|need) more credits",
)
NO_MODEL = _pattern(
    r"no available channel",
    r"无可用渠道",
    r"模型.{0,60}(?:不存在|不可用|未找到|无可用|未配置)",
    r"model not exist",
    r"model.{0,80}(?:not found|does not exist|doesn't exist|is not supported|is not available)",
    r"(?:unknown|no such|invalid) model(?! .{0,20}parameter)",
)
NOT_ALLOWED = _pattern(
    r"no access to (?:the )?model", r"无权", r"封禁", r"banned", r"not allowed", r"不允许", r"permission", r"白名单"
)
NO_KEY = _pattern(
    r"未提供.{0,4}令牌",
    r"no (?:api[ _-]?key|token)",
    r"missing .{0,20}(?:key|token|auth|header)",
    r"(?:didn't|did not) provide an api key",
    r"(?:api[ _-]?key|token|header) (?:is )?(?:missing|required|not provided)",
)
BAD_KEY = _pattern(
    r"无效的?.{0,4}令牌",
    r"令牌.{0,6}(?:过期|无效|不可用|禁用)",
    r"(?:invalid|incorrect|expired).{0,12}(?:token|api[ _-]?key)",
    r"authentication (?:fail|error)",
    r"unauthorized",
)
TOO_MANY = _pattern(
    r"rate.?limit", r"too many requests", r"请求数限制", r"请求.{0,6}(?:频繁|过多|过快)", r"限流", r"频率.{0,6}限制"
)
BUSY = _pattern(r"overload", r"too busy", r"is busy", r"at capacity", r"负载", r"繁忙", r"过载", r"饱和")
MAX_TOKENS = _pattern(
    r"(?:max_(?:completion_|new_|output_)?tokens|maximum output).{0,120}"
    r"(?:range|too large|at most|less than|exceed|between|supports|invalid|must be|超|大于|范围)",
    r"(?:invalid|range of|超).{0,20}max_(?:completion_)?tokens",
)
CONTEXT = _pattern(
    r"(?:maximum|max|model'?s?) context",
    r"context[ _](?:length|size|window)",
    r"(?:input|prompt) is too long",
    r"too many (?:input )?tokens",
    r"range of input length",
    r"上下文.{0,12}(?:过长|超|限制)",
    r"reduce the length of",
    r"context.{0,12}overflow",
    r"context shift is disabled",
)
REASONING = _pattern(r"reasoning_content", r"[`'\"]reasoning[`'\"]", r"thinking mode")
REASONING_UNWANTED = _pattern(
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
MODERATION = _pattern(
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
_NUMBER = r"\s*\(?\s*(\d[\d,]*)"
_LIMITS = (
    re.compile(r"\[\s*\d+\s*,\s*(\d+)\s*\]"),
    re.compile(r"(?:at most|up to|less than or equal to|maximum (?:value )?(?:of|is)|<=)" + _NUMBER, re.IGNORECASE),
    re.compile(r"context (?:length|size|window)(?: is| of|:)?" + _NUMBER, re.IGNORECASE),
    re.compile(r"maximum[^.\d]{0,80}" + _NUMBER, re.IGNORECASE),
)
_ROOM = re.compile(r">\s*(\d+)\s*-\s*(\d+)\)")  # vLLM: "(100000 > 8192 - 192)"


def limit_in(text: str) -> int | None:
    """Return the number of tokens that a server named as its limit; None where it named none."""
    room = _ROOM.search(text)
    if room:
        return max(int(room[1]) - int(room[2]), 1)
    found = next((match for pattern in _LIMITS if (match := pattern.search(text))), None)
    return int(found[1].replace(",", "")) if found else None
