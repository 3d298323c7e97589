"""One account's requests over HTTP: headers, proxies, time limits, cancelling. Foreign exceptions become ours here.

What is not left to requests: `~/.netrc` would replace the key, a redirect would turn a POST into a GET and carry the
key along, and a loopback server is not to be asked for through the system's proxy.
"""

from __future__ import annotations

import logging
import os
import re
from collections.abc import Callable, Iterator, Mapping
from types import TracebackType
from typing import TypeVar
from urllib.parse import quote, urljoin, urlsplit, urlunsplit

import requests
import urllib3
from requests.utils import get_environ_proxies, select_proxy

from desktop import __version__
from desktop.api.connections import Line, LineAdapter
from desktop.api.control import Cancelled, Control
from desktop.api.credentials import Credentials, sounds_secret
from desktop.api.errors import Asked, read_error, request_id_in
from desktop.api.failures import failure_of
from desktop.api.retry import retry_after
from desktop.errors import AddressWrong, ApiError, Fact, HeaderInvalid, PlainHttpRefused, ReplyUnreadable, TeahouseError
from desktop.i18n import language
from desktop.model.account import Account, ProxyMode

logging.getLogger("urllib3.connection").setLevel(logging.ERROR)  # its warnings repeat what a server sent

CONNECT_LIMIT = 15.0  # seconds
BODY_LIMIT = 16 * 1024 * 1024  # bytes of an answer that is read whole
_ERROR_BODY_LIMIT = 64 * 1024
_ERROR_BODY_SILENCE = 10.0  # seconds
_READ_SIZE = 64 * 1024
_LANGUAGES = {"en": "en,zh-CN;q=0.5", "zh_CN": "zh-CN,zh;q=0.9,en;q=0.5"}
_TOKEN = re.compile(r"[-!#$%&'*+.^_`|~0-9A-Za-z]+")  # what may name a header, RFC 9110 section 5.6.2
FOREIGN = (requests.RequestException, urllib3.exceptions.HTTPError, OSError, ValueError)
Failed = TypeVar("Failed", bound=TeahouseError)


class Answer:
    """A response whose headers have come. Reading raises ApiErrors, or Cancelled."""

    def __init__(self, response: requests.Response, line: Line, translated: Callable[[Exception], Exception]) -> None:
        self.status = response.status_code
        self.headers: Mapping[str, str] = response.headers
        self.request_id: str | None = None
        self._raw: urllib3.HTTPResponse = response.raw
        self._line = line
        self._translated = translated

    def chunks(self) -> Iterator[bytes]:
        """Yield bytes as they come, until the end of the body."""
        is_encoded = "Content-Encoding" in self.headers
        while True:
            try:
                chunk = self._raw.read1(_READ_SIZE, decode_content=is_encoded)
            except FOREIGN as error:
                raise self._translated(error) from None
            if self._line.cancelled:
                raise Cancelled
            if not chunk:
                return
            yield chunk

    def body(self, limit: int = BODY_LIMIT) -> bytes:
        """Return the whole body. Raises ReplyUnreadable beyond `limit` bytes."""
        body = bytearray()
        for chunk in self.chunks():
            body += chunk
            if len(body) > limit:
                raise ReplyUnreadable(detail="body too large", size_limit=limit)
        return bytes(body)

    def start_of_body(self, limit: int = _ERROR_BODY_LIMIT) -> bytes:
        """Return up to about `limit` bytes, and what came before a cut or a longer silence."""
        body = bytearray()
        self.limit_silence(_ERROR_BODY_SILENCE)
        try:
            for chunk in self.chunks():
                body += chunk
                if len(body) >= limit:
                    break
        except ApiError:
            return bytes(body)  # the status is known, and says more than the cut
        return bytes(body)

    def limit_silence(self, seconds: float) -> None:
        self._line.limit_silence(seconds)


class Client:
    """Asks one account's server, one request at a time. Use as a context; leaving it closes the connection."""

    def __init__(self, account: Account, credentials: Credentials, control: Control) -> None:
        self.account = account
        self.line = Line(control)
        self._credentials = credentials
        self._session: requests.Session | None = None
        self._response: requests.Response | None = None

    def __enter__(self) -> Client:
        return self

    def __exit__(self, *_: type[BaseException] | BaseException | TracebackType | None) -> None:
        self.close()

    def close(self) -> None:
        if self._response is not None:
            self._response.close()
            self._response = None
        if self._session is not None:
            self._session.close()
            self._session = None
        self.line.release()

    @property
    def proxy_host(self) -> str | None:
        """The proxy that requests go through, without user and password; None where they go straight."""
        url = self._url("")
        address = select_proxy(url, self._proxies(url))
        return urlsplit(address).netloc.rpartition("@")[2] if address else None

    @property
    def way(self) -> tuple[str, ...]:
        """The steps in which a connection is made, as `line.moments` names them."""
        is_tls = self.account.base_url.lower().startswith("https:")
        return ("dns", "tcp", *(["proxy"] if self.proxy_host else []), *(["tls"] if is_tls else []))

    def asked(self, path: str, model: str | None = None) -> Asked:
        return Asked(self._url(path), self.account.host, model, self._credentials.key is not None)

    def send(
        self, method: str, path: str, body: str | None = None, *, model: str | None = None, silence: float | None = None
    ) -> Answer:
        """Return the answer if its status is 2xx; raise the error that it is otherwise, or why none came, or Cancelled.

        `silence` is the time limit for reads in seconds, by default the account's.
        """
        self.close()
        url = self._url(path)
        asked = self.asked(path, model)
        _refuse_unsafe(url, self.account)
        if self.line.cancelled:
            raise Cancelled
        limit = silence or self.account.timeout
        self._session = session_over(self.line)

        def translated(error: Exception) -> Exception:
            if self.line.cancelled:
                return Cancelled()
            return self.hidden(failure_of(error, self.line, asked, silence=limit, answered=answered))

        answered = False
        self.line.limit_silence(limit)
        try:
            prepared = self._prepared(method, url, body)
            # Not by the session: it would read the body of a redirect, however long that is.
            self._response = self._session.get_adapter(url).send(
                prepared,
                stream=True,
                timeout=(CONNECT_LIMIT, limit),
                proxies=self._proxies(url),
                verify=certificates(),
            )
        except FOREIGN as error:
            raise translated(error) from None
        answered = True
        answer = Answer(self._response, self.line, translated)
        answer.request_id = self.masked(request_id_in(answer.headers) or "") or None
        if not 200 <= answer.status < 300:
            raise self._refusal(answer, asked)
        return answer

    def hidden(self, error: Failed) -> Failed:
        """Return `error` with the secrets masked in its facts: servers repeat what they refuse."""
        facts = {name: self.masked(value) if isinstance(value, str) else value for name, value in error.facts.items()}
        return type(error)(**facts)

    def masked(self, text: str) -> str:
        secret_headers = (value for name, value in self.account.headers if sounds_secret(name))
        return self._credentials.hidden(text, *secret_headers)

    def _refusal(self, answer: Answer, asked: Asked) -> ApiError:
        error = read_error(answer.status, answer.headers, answer.start_of_body(), asked)
        wait = retry_after(answer.headers)
        if wait is not None:
            error.facts["retry_after"] = wait
        location = answer.headers.get("Location")
        if location and 300 <= answer.status < 400:
            error.facts.update(self._direction(asked.url, location))
        return self.hidden(error)

    def _direction(self, url: str, location: str) -> dict[str, Fact]:
        """Return where a redirect leads, and that as a suggestion where it is the same host, spoken to as safely."""
        try:
            place = urljoin(url, location)
            here, there = urlsplit(url), urlsplit(place)
        except ValueError:  # the server's mistake
            return {}
        found: dict[str, Fact] = {"location": place}
        path = url.removeprefix(self.account.base_url.rstrip("/"))
        is_as_good = there.hostname == here.hostname and there.scheme in {"https", here.scheme}
        if is_as_good and place != url and place.endswith(path):
            found["suggestion"] = place.removesuffix(path)
        return found

    def _url(self, path: str) -> str:
        return self.account.base_url.rstrip("/") + path

    def _prepared(self, method: str, url: str, body: str | None) -> requests.PreparedRequest:
        headers: dict[str, str | bytes] = {
            "User-Agent": f"Teahouse/{__version__}",
            "Accept": "text/event-stream, application/json",
            "Accept-Encoding": "identity",  # a cut in a compressed body looks like its end
            "Accept-Language": _LANGUAGES[language()],
        }
        if body is not None:
            headers["Content-Type"] = "application/json"
        for name, value in self.account.headers:
            headers[name] = _header_value(name, value)
        payload = None if body is None else body.encode()
        return requests.Request(method, url, headers=headers, data=payload, auth=self._authorize).prepare()

    def _authorize(self, request: requests.PreparedRequest) -> requests.PreparedRequest:
        """Given as `auth`, so that requests looks for no other authorization."""
        if self._credentials.key is not None:
            request.headers["Authorization"] = f"Bearer {self._credentials.key}"
        return request

    def _proxies(self, url: str) -> dict[str, str]:
        proxy = self.account.proxy
        match proxy.mode:
            case ProxyMode.NONE:
                return {}
            case ProxyMode.MANUAL:
                address = proxy_address(proxy.address, self._credentials.proxy_password)
                return {"http": address, "https": address}
        if self.account.is_loopback:
            return {}
        return system_proxies(url)


def system_proxies(url: str) -> dict[str, str]:
    """Return the proxies that the environment or the system names for `url`, by scheme, as requests wants them."""
    found = get_environ_proxies(url)
    return {scheme: proxy_address(address, None) for scheme, address in found.items() if scheme != "no"}


def proxy_address(address: str, password: str | None) -> str:
    """Return a proxy's URL as requests wants it: with a scheme, and user and password quoted into it."""
    parts = urlsplit(address if "://" in address else f"http://{address}")
    scheme = "socks5h" if parts.scheme == "socks" else parts.scheme  # GNOME's word
    host = parts.netloc.rpartition("@")[2]
    user = parts.username
    if user and password:
        host = f"{quote(user, safe='%')}:{quote(password, safe='')}@{host}"
    elif "@" in parts.netloc:
        host = f"{parts.netloc.rpartition('@')[0]}@{host}"
    return urlunsplit((scheme, host, "", "", ""))


def _refuse_unsafe(url: str, account: Account) -> None:
    try:
        parts = urlsplit(url)
        host, scheme, _ = parts.hostname or "", parts.scheme, parts.port
    except ValueError:
        raise AddressWrong(url=url) from None
    if not host or scheme not in {"http", "https"}:
        raise AddressWrong(url=url, host=host)
    if scheme == "http" and not account.plain_http_allowed and not account.is_loopback:
        raise PlainHttpRefused(url=url, host=host)


def session_over(line: Line) -> requests.Session:
    """Return a session whose connections belong to `line`, and that takes nothing from its surroundings."""
    session = requests.Session()
    session.trust_env = False  # what we trust of it, we take ourselves
    adapter = LineAdapter(line)
    session.mount("https://", adapter)
    session.mount("http://", adapter)
    return session


def certificates() -> str | bool:
    """Return the bundle that the environment names, as requests and curl do, or True for certifi's."""
    return os.environ.get("REQUESTS_CA_BUNDLE") or os.environ.get("CURL_CA_BUNDLE") or True


def _header_value(name: str, value: str) -> str | bytes:
    if not _TOKEN.fullmatch(name) or any(character in value for character in "\r\n\0"):
        raise HeaderInvalid(name=name)
    return value.strip() if value.isascii() else value.strip().encode()
