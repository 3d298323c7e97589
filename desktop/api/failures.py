"""Exceptions of requests, urllib3, PySocks and the sockets below → ours. Their texts may hold a proxy's password: only
what the innermost one says of itself is kept.
"""

from __future__ import annotations

import http.client
import socket
import ssl
from collections.abc import Iterator

import requests
import socks  # type: ignore[import-untyped]
import urllib3

from desktop.api.connections import Line
from desktop.api.errors import Asked
from desktop.errors import (
    AddressWrong,
    ApiError,
    CertificateRejected,
    ConnectionFailed,
    ConnectionLost,
    Fact,
    HeaderInvalid,
    HostNotFound,
    ProxyFailed,
    ReplyUnreadable,
    ServerSilent,
)

_MEANINGS: tuple[tuple[tuple[type[BaseException], ...], type[ApiError]], ...] = (
    ((urllib3.exceptions.InvalidHeader,), ReplyUnreadable),  # one of the server's; requests wraps it into the next
    ((requests.exceptions.InvalidHeader,), HeaderInvalid),
    (
        (
            requests.exceptions.InvalidProxyURL,
            requests.exceptions.ProxyError,
            urllib3.exceptions.ProxyError,
            urllib3.exceptions.ProxySchemeUnknown,
            urllib3.exceptions.ProxySchemeUnsupported,
            socks.ProxyError,
        ),
        ProxyFailed,
    ),
    (
        (
            requests.exceptions.InvalidURL,
            requests.exceptions.MissingSchema,
            requests.exceptions.InvalidSchema,
            urllib3.exceptions.LocationParseError,
            UnicodeError,
        ),
        AddressWrong,
    ),
    ((http.client.RemoteDisconnected,), ConnectionFailed),  # no answer at all, which Python counts as a bad one
    (
        (
            urllib3.exceptions.DecodeError,
            http.client.BadStatusLine,
            http.client.LineTooLong,
            http.client.UnknownProtocol,
        ),
        ReplyUnreadable,
    ),
    ((ssl.SSLCertVerificationError,), CertificateRejected),
    ((socket.gaierror, urllib3.exceptions.NameResolutionError), HostNotFound),
    ((TimeoutError, requests.Timeout, urllib3.exceptions.TimeoutError), ServerSilent),
)

_NO_TLS = {"WRONG_VERSION_NUMBER", "RECORD_LAYER_FAILURE", "PACKET_LENGTH_TOO_LONG", "UNKNOWN_PROTOCOL"}  # of OpenSSL


def failure_of(error: Exception, line: Line, asked: Asked, *, silence: float, answered: bool) -> ApiError:
    """Return what `error` means; `answered` when headers had come before it, `silence` the time limit for reads (s)."""
    chain = list(_chain(error))
    kind = _kind(chain)
    if not answered and any(isinstance(link, ssl.SSLError) and link.reason in _NO_TLS for link in chain):
        kind = kind or AddressWrong  # https:// where plain HTTP is spoken
    if kind is ServerSilent and "connected" not in line.moments:
        kind = ConnectionFailed
    facts: dict[str, Fact] = {"host": asked.host, "detail": _detail(chain)}
    if kind is ServerSilent:
        facts["seconds"] = silence
    if kind is AddressWrong:
        facts["url"] = asked.url
    return (kind or (ConnectionLost if answered else ConnectionFailed))(**facts)


def _kind(chain: list[BaseException]) -> type[ApiError] | None:
    """Return what the links of the chain say, the most telling one first; None where it is just a broken connection."""
    if any("CA certificate bundle" in str(link) for link in chain):
        return CertificateRejected
    for kinds, meaning in _MEANINGS:
        if any(isinstance(link, kinds) for link in chain) and not (
            meaning is ProxyFailed and _is_target_unknown(chain)
        ):
            return meaning
    return None


def _is_target_unknown(chain: list[BaseException]) -> bool:
    """A SOCKS proxy that leaves names to us was reached, but the server's name is not known."""
    names = any(isinstance(link, urllib3.exceptions.NameResolutionError) for link in chain)
    return names and any(isinstance(link, socks.ProxyError) for link in chain)


def _chain(error: BaseException | None) -> Iterator[BaseException]:
    """Yield `error` and all that it was made from: causes, reasons, arguments."""
    waiting: list[object] = [error]
    seen: set[int] = set()
    while waiting:
        link = waiting.pop(0)
        if not isinstance(link, BaseException) or id(link) in seen:
            continue
        seen.add(id(link))
        yield link
        waiting += [*link.args, getattr(link, "reason", None), getattr(link, "socket_err", None), link.__cause__]
        if not link.__suppress_context__:
            waiting.append(link.__context__)


def _detail(chain: list[BaseException]) -> str:
    """Return the words of the innermost error that has some of its own."""
    for link in reversed(chain):
        if isinstance(link, ssl.SSLCertVerificationError):
            return str(link.verify_message)
        if isinstance(link, socks.ProxyError):
            return str(link.msg)
        if isinstance(link, OSError) and not isinstance(link, requests.RequestException):
            return link.strerror or str(link)
    protocol = next((link for link in chain if isinstance(link, http.client.HTTPException)), chain[0])
    return type(protocol).__name__
