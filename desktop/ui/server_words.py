"""What a server says, made fit to be shown: plain text of bounded length, without markup and without secrets."""

from __future__ import annotations

import re
from html import unescape

LONGEST = 1_000  # characters

_DROPPED = re.compile(r"<(script|style|head)\b.*?(</\1\s*>|$)", re.IGNORECASE | re.DOTALL)
_LOOKS_LIKE_MARKUP = re.compile(r"<(!doctype|/?[a-z][a-z0-9]*)\b[^>]*>", re.IGNORECASE)
_COMMENT = re.compile(r"<!--.*?(-->|$)", re.DOTALL)
_UNSEEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufeff]")
# Keys of the usual vendors, also shortened with stars; what follows Bearer; a password in an address.
_SECRETS = (
    (re.compile(r"\b(sk|pk|rk|gsk|xai)[-_][A-Za-z0-9_*.-]{4,}"), r"\1-…"),
    (re.compile(r"(?i)\bbearer\s+[^\s,;\"']+"), "Bearer …"),
    (re.compile(r"(://[^/\s:@]*):[^/\s@]+@"), r"\1:…@"),
)


def presentable(words: str) -> str:
    """Return `words` as they may be shown and copied; "" where nothing but markup was in them."""
    text = words[: 20 * LONGEST]
    if _LOOKS_LIKE_MARKUP.search(text):
        text = unescape(_LOOKS_LIKE_MARKUP.sub(" ", _DROPPED.sub(" ", _COMMENT.sub(" ", text))))
        text = " ".join(text.split())
    text = _UNSEEN.sub("", text).strip()
    for pattern, shown in _SECRETS:
        text = pattern.sub(shown, text)
    return text if len(text) <= LONGEST else text[: LONGEST - 1] + "…"
