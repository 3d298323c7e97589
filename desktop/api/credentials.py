"""The secrets of one request: kept out of every repr, log, error and saved row."""

from __future__ import annotations

from dataclasses import dataclass

from desktop.errors import KeyInvalid

MASK = "•••"
_PASTED_ALONG = " \t\r\n\v\f\u00a0\u2007\u200b\u200c\u200d\u2060\u3000\ufeff\"'"


@dataclass(frozen=True, slots=True, repr=False)
class Credentials:
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
        object.__setattr__(self, "key", key or None)

    def __repr__(self) -> str:
        return "Credentials(…)"

    def hidden(self, text: str) -> str:
        """Return `text` with each secret masked: servers repeat a key that they refuse, with or without its `sk-`."""
        for secret in (self.key, (self.key or "").removeprefix("sk-"), self.proxy_password):
            if secret and len(secret) >= 6:
                text = text.replace(secret, MASK)
        return text
