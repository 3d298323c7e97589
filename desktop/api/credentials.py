"""The secrets of one request: kept out of every repr, log, error and saved row."""

from __future__ import annotations

import re
from urllib.parse import quote

from msgspec import Struct
from msgspec.structs import force_setattr

from desktop.errors import KeyInvalid

MASK = "•••"
_SHORTEST_SECRET = 6  # characters; masking every "a" would hide nothing but the sentence
_SHORTEST_START = 8  # characters; "Bearer" is not one
_SECRET_NAME = re.compile(r"auth|key|token|secret|password|cookie|credential", re.IGNORECASE)
_PASTED_ALONG = " \t\r\n\v\f\u00a0\u2007\u200b\u200c\u200d\u2060\u3000\ufeff\"'"


class Credentials(Struct, frozen=True):
    """`key` is sent as a bearer token; None sends none. What is pasted along with a key is stripped off.

    Raises KeyInvalid for a key that cannot stand in a header: it must be printable ASCII, without spaces.
    """

    key: str | None
    proxy_password: str | None = None

    def __post_init__(self) -> None:
        key = (self.key or "").strip(_PASTED_ALONG)
        key = key.removeprefix("Bearer ").strip(_PASTED_ALONG)
        if any(not "!" <= character <= "~" for character in key):
            raise KeyInvalid
        force_setattr(self, "key", key or None)

    def __repr__(self) -> str:
        return "Credentials(…)"

    def hidden(self, text: str, *more: str) -> str:
        """Return `text` with each secret masked, the key with and without its `sk-`, and those in `more`.

        That goes for the end of `text` too, where a limit or a lost connection may have cut a secret short.
        """
        key, password = self.key or "", self.proxy_password or ""
        for secret in (key, key.removeprefix("sk-"), password, quote(password, safe=""), *more):
            if len(secret) >= _SHORTEST_SECRET:
                text = _without_start(text.replace(secret, MASK), secret)
        return text


def _without_start(text: str, secret: str) -> str:
    """Return `text` without the start of `secret` that it ends with, where that is long enough to be one."""
    for length in range(len(secret) - 1, _SHORTEST_START - 1, -1):
        if text.endswith(secret[:length]):
            return text[:-length] + MASK
    return text


def sounds_secret(header: str) -> bool:
    """Whether a header of this name may hold a secret."""
    return _SECRET_NAME.search(header) is not None
