"""One image of an answer, fetched because a person has asked for it.

The address is a model's: it gets no key, cookie, password or referrer, reaches no machine but public ones, and cannot
send the request on to another host. Through a proxy it is the proxy that looks names up; what is plainly an address
of this machine or its network is refused there too.
"""

from __future__ import annotations

import ipaddress
import socket
import time
from urllib.parse import urljoin, urlsplit

import requests

from desktop import __version__
from desktop.api.connections import Line
from desktop.api.control import Cancelled, Control
from desktop.api.transport import FOREIGN, certificates, session_over, system_proxies
from desktop.errors import ImageNotLoaded, ImageRefused, ImageTooLarge

SIZE_LIMIT = 10 * 1024 * 1024  # bytes
SECONDS = 15.0  # for all of it
_REDIRECTS = 3
_READ_SIZE = 64 * 1024
_HEADERS = {
    "User-Agent": f"Teahouse/{__version__}",
    "Accept": "image/png, image/jpeg, image/gif, image/webp, image/bmp",
    "Accept-Encoding": "identity",
}
_NAT64 = ipaddress.IPv6Network("64:ff9b::/96")
_LOCAL_ENDINGS = ("localhost", "local", "internal", "arpa")


def fetch_image(address: str, control: Control, *, may_be_private: bool = False) -> bytes:
    """Return what is at `address`, http or https. Raises ImageNotLoaded or a kind of it, or Cancelled.

    `may_be_private` allows this machine and its network: for tests.
    """
    deadline = time.monotonic() + SECONDS
    for _ in range(1 + _REDIRECTS):
        answer = _Answer(address, control, deadline, may_be_private=may_be_private)
        try:
            location = answer.location
            if location is None:
                return answer.body()
        finally:
            answer.close()
        address = _followed(address, location)
    raise ImageNotLoaded(host=_host(address), detail="too many redirects")


class _PublicLine(Line):
    """A line that leads to no private address. `through_proxy`: the first machine on it is one that a person chose."""

    def __init__(self, control: Control, host: str, *, may_be_private: bool, through_proxy: bool) -> None:
        super().__init__(control)
        self._host = host
        if not may_be_private and through_proxy and _is_plainly_private(host):
            raise ImageRefused(host=host, detail="a private address")
        self._any_peer = may_be_private or through_proxy

    def admit(self, address: str) -> None:
        if not self._any_peer and not _is_public(ipaddress.ip_address(address)):
            raise ImageRefused(host=self._host, detail="a private address")


class _Answer:
    """One request and what comes back."""

    def __init__(self, address: str, control: Control, deadline: float, *, may_be_private: bool) -> None:
        self._host = _host(address)
        self._deadline = deadline
        proxies = system_proxies(address)
        self._line = _PublicLine(
            control, self._host, may_be_private=may_be_private, through_proxy=_has_proxy(address, proxies)
        )
        self._session = session_over(self._line)
        try:
            self._response = self._sent(address, proxies)
        except FOREIGN as error:
            self._release()
            raise self._why(error) from None
        except Exception:
            self._release()
            raise

    @property
    def location(self) -> str | None:
        """Where the server points instead; None where this is the image. Raises ImageNotLoaded for anything else."""
        status, location = self._response.status_code, self._response.headers.get("Location")
        if location and status in requests.models.REDIRECT_STATI:
            return location
        if not 200 <= status < 300:
            raise ImageNotLoaded(host=self._host, status=status)
        return None

    def body(self) -> bytes:
        body = bytearray()
        while True:
            self._line.limit_silence(self._left())
            try:
                chunk = self._response.raw.read1(_READ_SIZE, decode_content=False)
            except FOREIGN as error:
                raise self._why(error) from None
            if self._line.cancelled:
                raise Cancelled
            if not chunk:
                return bytes(body)
            body += chunk
            if len(body) > SIZE_LIMIT:
                raise ImageTooLarge(host=self._host, limit=SIZE_LIMIT)

    def close(self) -> None:
        self._response.close()
        self._release()

    def _release(self) -> None:
        self._session.close()
        self._line.release()

    def _sent(self, address: str, proxies: dict[str, str]) -> requests.Response:
        # With an `auth` of ours, requests takes none from ~/.netrc or from the address.
        prepared = requests.Request("GET", address, headers=_HEADERS, auth=lambda request: request).prepare()
        left = self._left()
        # Not by the session: it reads the body of a redirect, however long that is.
        adapter = self._session.get_adapter(address)
        return adapter.send(prepared, stream=True, timeout=(left, left), verify=certificates(), proxies=proxies)

    def _left(self) -> float:
        left = self._deadline - time.monotonic()
        if left <= 0:
            raise ImageNotLoaded(host=self._host, detail="took too long")
        return left

    def _why(self, error: Exception) -> Exception:
        return Cancelled() if self._line.cancelled else ImageNotLoaded(host=self._host, detail=type(error).__name__)


def _followed(address: str, location: str) -> str:
    """Return where a redirect leads. Raises ImageRefused unless that is the same host, spoken to as safely."""
    try:
        place = urljoin(address, location)
        old, new = urlsplit(address), urlsplit(place)
    except ValueError:
        raise ImageRefused(host=_host(address), detail="a redirect to nowhere") from None
    is_downgrade = old.scheme == "https" and new.scheme != "https"
    if new.scheme not in {"http", "https"} or is_downgrade or _host(place) != _host(address):
        raise ImageRefused(host=_host(address), detail="a redirect to another place")
    return place


def _has_proxy(address: str, proxies: dict[str, str]) -> bool:
    return bool(requests.utils.select_proxy(address, proxies))


def _host(address: str) -> str:
    try:
        return urlsplit(address).hostname or ""
    except ValueError:
        return ""


def _is_plainly_private(host: str) -> bool:
    try:
        return not _is_public(ipaddress.ip_address(host))
    except ValueError:
        pass
    try:
        return not _is_public(ipaddress.ip_address(socket.inet_aton(host)))  # 127.1, 0x7f000001
    except OSError:
        return host.rpartition(".")[2] in _LOCAL_ENDINGS or "." not in host


def _is_public(address: ipaddress.IPv4Address | ipaddress.IPv6Address) -> bool:
    if isinstance(address, ipaddress.IPv6Address):
        if address.sixtofour or address.teredo:
            return False
        if address in _NAT64:  # RFC 6052: the last 32 bits are the address that is reached
            return _is_public(ipaddress.IPv4Address(int(address) & 0xFFFFFFFF))
    return address.is_global and not address.is_multicast
