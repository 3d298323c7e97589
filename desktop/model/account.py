"""An account: a configured endpoint. Its API key is not here; it lives in the operating system's keyring."""

from __future__ import annotations

from enum import StrEnum
from ipaddress import ip_address
from urllib.parse import urlsplit

from msgspec import Struct

from desktop.model.usage import Price


class ProxyMode(StrEnum):
    SYSTEM = "system"
    NONE = "none"
    MANUAL = "manual"


class ReasoningPolicy(StrEnum):
    """Whether earlier reasoning is sent back to the model with the history."""

    NEVER = "never"
    AFTER_TOOL_CALLS = "after_tool_calls"
    ALWAYS = "always"


class Proxy(Struct, frozen=True):
    """`address` is `scheme://[user@]host:port`, with http, https, socks5 or socks5h. The password is in the keyring."""

    mode: ProxyMode = ProxyMode.SYSTEM
    address: str = ""


class Account(Struct, frozen=True):
    id: str
    name: str
    base_url: str  # without a trailing slash: "https://cnaitoken.store/v1"
    model: str = ""  # the one that new conversations start with
    models: tuple[str, ...] = ()  # as fetched last
    prices: tuple[Price, ...] = ()
    headers: tuple[tuple[str, str], ...] = ()
    proxy: Proxy = Proxy()
    timeout: float = 310.0  # seconds of silence before a request is given up
    reasoning_policy: ReasoningPolicy = ReasoningPolicy.NEVER
    top_up_url: str = ""
    plain_http_allowed: bool = False  # the person agreed to http:// on a host other than loopback

    @property
    def host(self) -> str:
        """The server's name; empty where the address is none, such as "http://[::1"."""
        try:
            return urlsplit(self.base_url).hostname or ""
        except ValueError:
            return ""

    @property
    def is_loopback(self) -> bool:
        """Whether requests stay on this machine. A mere prefix does not tell: 127.example.com is anybody's."""
        try:
            return ip_address(self.host).is_loopback
        except ValueError:
            return self.host == "localhost" or self.host.endswith(".localhost")
