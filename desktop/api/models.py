"""The list of models that an account's server offers, and the address under which it would."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Mapping

from msgspec.structs import replace

from desktop.api.control import Control
from desktop.api.credentials import Credentials
from desktop.api.errors import Asked, error_in, unreadable
from desktop.api.transport import Client
from desktop.errors import (
    AccessDenied,
    AddressWrong,
    ApiError,
    KeyInvalid,
    KeyMissing,
    PlainHttpRefused,
    QuotaExhausted,
    RateLimited,
    ReplyUnreadable,
)
from desktop.model.account import Account

_PATH = "/models"
_SILENCE = 30.0  # seconds; a list needs no thought
_PROBE_SILENCE = 10.0
_VERSION = re.compile(r"/v\d+[a-z0-9]*(?=/|$)")
# Refusals that only such an API gives: the address is right, something else is not.
_API_ANSWERS = (KeyMissing, KeyInvalid, QuotaExhausted, AccessDenied, RateLimited)


def list_models(account: Account, credentials: Credentials, control: Control) -> list[str]:
    """Return the names of the models on offer, sorted; [] where the server names none.

    Raises an ApiError, or Cancelled. An AddressWrong has the fact `suggestion` when a similar address does answer.
    """
    try:
        return _fetched(account, credentials, control, min(account.timeout, _SILENCE))
    except AddressWrong as error:
        suggest_address(error, account, credentials, control)
        raise


def suggest_address(error: AddressWrong, account: Account, credentials: Credentials, control: Control) -> None:
    """Give `error` the fact `suggestion`: a base address like the account's that does answer, or None.

    Asks the same host for its models, with the key. May raise Cancelled.
    """
    if error.suggestion is None and not isinstance(error, PlainHttpRefused):
        error.facts["suggestion"] = _better_address(account, credentials, control)


def _better_address(account: Account, credentials: Credentials, control: Control) -> str | None:
    for base_url in _candidates(account):
        try:
            _fetched(replace(account, base_url=base_url), credentials, control, _PROBE_SILENCE)
        except _API_ANSWERS as error:
            if isinstance(error, AccessDenied) and error.code is None and error.message is None:
                continue  # any web server says 403
        except ApiError:
            continue
        return base_url
    return None


def _candidates(account: Account) -> Iterator[str]:
    base_url = account.base_url.rstrip("/")
    yield from _corrected(base_url)
    if account.is_loopback and base_url.startswith("https:"):  # a server on this machine seldom knows TLS
        plain = base_url.replace("https:", "http:", 1)
        yield plain
        yield from _corrected(plain)


def _corrected(base_url: str) -> Iterator[str]:
    """Yield `base_url` without what people add to it by mistake, or with what they leave out."""
    for mistake in ("/chat/completions", "/completions", "/models", "/chat"):
        if base_url.endswith(mistake):
            yield base_url.removesuffix(mistake)
    version = _VERSION.search(base_url)
    if version is None:
        yield f"{base_url}/v1"
    elif version.end() < len(base_url):
        yield base_url[: version.end()]


def _fetched(account: Account, credentials: Credentials, control: Control, silence: float) -> list[str]:
    with Client(account, credentials, control) as client:
        try:
            answer = client.send("GET", _PATH, silence=silence)
            return names_in(answer.body(), answer.headers, client.asked(_PATH))
        except ApiError as error:
            raise client.hidden(error) from None


def names_in(body: bytes, headers: Mapping[str, str], asked: Asked) -> list[str]:
    """Return the sorted names in an answer to `GET /models`; raise the error that it is instead."""
    try:
        document = json.loads(body.decode("utf-8-sig", "replace"))
    except (ValueError, RecursionError):
        raise unreadable(body, asked) from None
    if isinstance(document, dict) and (document.get("success") is False or document.get("error")):
        raise error_in(document, headers, asked)
    entries = document
    if isinstance(document, dict):
        entries = document.get("data") if "data" in document else document.get("models")
    if entries is None and isinstance(document, dict) and document.get("object") == "list":
        entries = []
    if not isinstance(entries, list):
        raise ReplyUnreadable(host=asked.host, detail="no list of models")
    return sorted({name for entry in entries if (name := _name_of(entry))})


def _name_of(entry: object) -> str:
    if isinstance(entry, str):
        return entry
    if isinstance(entry, dict):
        return next((value for field in ("id", "name", "model") if isinstance(value := entry.get(field), str)), "")
    return ""
