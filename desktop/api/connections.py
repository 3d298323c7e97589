"""Sockets that another thread can wake: requests and urllib3 with connections that register themselves.

Closing a response from another thread blocks until data comes, and closing a session does nothing; shutting the socket
down returns at once and ends the wait, before and after the headers. Where the platform does not wake a waiting read
(Windows may not), the thread ends at its time limit and what it still yields is dropped by whoever cancelled.
"""

from __future__ import annotations

import base64
import http.client
import socket
import threading
import time
from contextlib import suppress
from http import HTTPStatus
from typing import Any, cast
from urllib.parse import unquote, urlsplit

import socks  # type: ignore[import-untyped]
from requests import PreparedRequest
from requests.adapters import HTTPAdapter
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.connectionpool import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.contrib.socks import SOCKSConnection, SOCKSHTTPSConnection
from urllib3.exceptions import ConnectTimeoutError, NameResolutionError, NewConnectionError, ProxyError

from desktop.api.control import Cancelled, Control

_SHORTEST_TRY = 3.0  # seconds for one of several addresses


class Line:
    """The sockets of one request and the moments of their making, on the monotonic clock."""

    def __init__(self, control: Control) -> None:
        self.moments: dict[str, float] = {}
        self.peer = ""  # the address that answered
        self._control = control
        self._lock = threading.Lock()
        self._handles: list[socket.socket] = []
        self._reading: socket.socket | None = None
        self._silence: float | None = None
        control.on_cancel(self.cut)

    @property
    def cancelled(self) -> bool:
        return self._control.cancelled

    def register(self, sock: socket.socket) -> None:
        """Know `sock` from before it connects: a second handle to it stays good when TLS takes the first one over."""
        with self._lock:
            self._handles.append(sock.dup())
        if self.cancelled:
            self.cut()

    def admit(self, address: str) -> None:
        """Raise where a connection to the machine at `address` is not wanted; here each one is."""

    def mark(self, step: str) -> None:
        """Note that `step` (dns, tcp, proxy, tls, connected) is done."""
        self.moments[step] = time.monotonic()

    def read_from(self, sock: socket.socket) -> None:
        self._reading = sock
        self.mark("connected")
        if self._silence is not None:
            sock.settimeout(self._silence)  # else sending would have to be done within the limit for connecting

    def limit_silence(self, seconds: float) -> None:
        """Let sending, once connected, and the next reads wait for `seconds` at most."""
        self._silence = seconds
        if self._reading is not None:
            with suppress(OSError):  # the server has closed it already
                self._reading.settimeout(seconds)

    def cut(self) -> None:
        """Wake whoever waits on a socket, from any thread; it gets an error or an end of file."""
        with self._lock:
            for handle in self._handles:
                with suppress(OSError):  # not connected, or not any more: nobody waits on it
                    handle.shutdown(socket.SHUT_RDWR)

    def release(self) -> None:
        """Let go of all sockets; each connection ends with its last handle."""
        with self._lock:
            for handle in self._handles:
                handle.close()
            self._handles.clear()
        self._reading = None
        self.moments.clear()


class LineAdapter(HTTPAdapter):
    """An adapter whose connections belong to a `Line`."""

    def __init__(self, line: Line) -> None:
        self._line = line
        super().__init__()

    def init_poolmanager(self, *args: Any, **kwargs: Any) -> None:
        super().init_poolmanager(*args, **kwargs)
        self.poolmanager.pool_classes_by_scheme = {"http": _Pool, "https": _TlsPool}

    def proxy_manager_for(self, proxy: str, **kwargs: Any) -> Any:
        manager = super().proxy_manager_for(proxy, **kwargs)
        through_socks = proxy.lower().startswith("socks")
        manager.pool_classes_by_scheme = (
            {"http": _SocksPool, "https": _SocksTlsPool} if through_socks else {"http": _Pool, "https": _TlsPool}
        )
        return manager

    def get_connection_with_tls_context(self, request: PreparedRequest, *args: Any, **kwargs: Any) -> Any:
        pool = super().get_connection_with_tls_context(request, *args, **kwargs)
        cast("_Pool", pool).line = self._line
        return pool

    def proxy_headers(self, proxy: str) -> dict[str, str]:
        """Encode user and password as UTF-8, where requests takes Latin-1 only."""
        parts = urlsplit(proxy)
        if not parts.username:
            return {}
        pair = f"{unquote(parts.username)}:{unquote(parts.password or '')}"
        return {"Proxy-Authorization": "Basic " + base64.b64encode(pair.encode()).decode()}


class _Answer(http.client.HTTPResponse):
    """Passes over each interim answer (RFC 9110 section 15.2), such as early hints; Python does for a 100 alone."""

    def _read_status(self) -> tuple[str, int, str]:
        version, status, reason = super()._read_status()  # type: ignore[misc]
        is_interim = 100 <= status < 200 and status != HTTPStatus.SWITCHING_PROTOCOLS
        return version, HTTPStatus.CONTINUE if is_interim else status, reason


class _Watched(HTTPConnection):
    line: Line
    response_class = _Answer

    def _new_conn(self) -> socket.socket:
        try:
            addresses = socket.getaddrinfo(self._dns_host, self.port, type=socket.SOCK_STREAM)
            self.line.mark("dns")
            return self._first_that_connects(addresses)
        except socket.gaierror as error:
            raise NameResolutionError(self.host, self, error) from error
        except TimeoutError as error:
            raise ConnectTimeoutError(self, "timed out") from error
        except OSError as error:
            raise NewConnectionError(self, str(error)) from error

    def _first_that_connects(self, addresses: list[Any]) -> socket.socket:
        """Try the addresses in turn, each for its share of the time limit."""
        limit = cast("float", self.timeout)
        last: OSError = OSError("no address")
        for family, kind, protocol, _, address in addresses:
            if self.line.cancelled:
                raise Cancelled
            self.line.admit(str(address[0]))
            sock = self._socket_for(family, kind, protocol, str(address[0]))
            self.line.register(sock)  # before it connects, so that a cancel ends that wait too
            try:
                sock.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
                sock.settimeout(max(limit / len(addresses), min(_SHORTEST_TRY, limit)))
                sock.connect(self._destination(address))
            except (OSError, socks.ProxyConnectionError) as error:
                sock.close()
                last = error
                continue
            sock.settimeout(limit)
            self.line.peer = str(address[0])
            self.line.mark("tcp")
            return sock
        raise last

    def _socket_for(self, family: int, kind: int, protocol: int, _address: str) -> socket.socket:
        return socket.socket(family, kind, protocol)

    def _destination(self, address: Any) -> Any:
        return address

    def _tunnel(self) -> None:
        super()._tunnel()
        self.line.mark("proxy")

    def connect(self) -> None:
        super().connect()
        if self.proxy_is_forwarding:
            self.line.mark("proxy")
        self.line.read_from(self.sock)


class _WatchedTls(_Watched, HTTPSConnection):
    def connect(self) -> None:
        super().connect()
        self.line.mark("tls")


class _WatchedSocks(_Watched, SOCKSConnection):
    """Tries each address of the proxy; PySocks speaks over the socket that urllib3's own class would keep to itself."""

    def _new_conn(self) -> socket.socket:
        host, port = self._socks_options["proxy_host"], int(self._socks_options["proxy_port"] or 1080)
        try:
            addresses = socket.getaddrinfo(host, port, type=socket.SOCK_STREAM)
            self.line.mark("dns")
            sock = self._first_that_connects(addresses)
        except socks.ProxyError as error:
            if isinstance(error.socket_err, socket.gaierror):
                raise NameResolutionError(self.host, self, error.socket_err) from error
            raise ProxyError(str(error), error) from error
        except OSError as error:
            raise ProxyError("cannot reach the proxy", error) from error
        self.line.mark("proxy")
        return sock

    def _socket_for(self, family: int, kind: int, protocol: int, address: str) -> socket.socket:
        options = self._socks_options
        sock: socket.socket = socks.socksocket(family, kind, protocol)
        sock.set_proxy(  # type: ignore[attr-defined]
            options["socks_version"],
            address,
            int(options["proxy_port"] or 1080),
            options["rdns"],
            options["username"],
            options["password"],
        )
        return sock

    def _destination(self, _address: Any) -> Any:
        return self.host, self.port


class _WatchedSocksTls(_WatchedSocks, SOCKSHTTPSConnection):
    def connect(self) -> None:
        super().connect()
        self.line.mark("tls")


class _LinePool:
    line: Line

    def _new_conn(self) -> Any:
        connection = super()._new_conn()  # type: ignore[misc]
        connection.line = self.line
        return connection


class _Pool(_LinePool, HTTPConnectionPool):
    ConnectionCls = _Watched


class _TlsPool(_LinePool, HTTPSConnectionPool):
    ConnectionCls = _WatchedTls


class _SocksPool(_LinePool, HTTPConnectionPool):
    ConnectionCls = _WatchedSocks


class _SocksTlsPool(_LinePool, HTTPSConnectionPool):
    ConnectionCls = _WatchedSocksTls
