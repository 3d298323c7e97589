"""What a server's error body says, in whatever shape it comes."""

from __future__ import annotations

import html
import json
import re
from collections.abc import Mapping

from msgspec import Struct

from desktop.api.unicode import without_surrogates

_TEXT_LIMIT = 4000  # characters of the server's words that are kept
_TITLE = re.compile(r"<title[^>]*>(.*?)</title>", re.IGNORECASE | re.DOTALL)
_REQUEST_ID = re.compile(r"\s*[(（]\s*request[ _-]?id\s*[:：]\s*([^\s()（）]+)\s*[)）]", re.IGNORECASE)
_FIELDS = ("message", "msg", "err", "error_msg", "detail", "title", "error")
_DEPTH = 6  # objects inside objects that are looked into
_LIMITS = ("n_ctx",)


class Words(Struct, frozen=True):
    """`text` is for a person; never markup. `is_json` tells whether the body was a JSON document."""

    text: str = ""
    code: str = ""
    request_id: str | None = None
    is_markup: bool = False
    is_json: bool = False
    limit: int | None = None  # tokens, where the body has a field for it


def read_words(body: bytes) -> Words:
    """Read a whole error body. Its bytes are UTF-8, whatever the headers say."""
    text = body.decode("utf-8-sig", "replace").strip()
    if text.startswith("<"):
        title = _TITLE.search(text)
        return Words(_tidy(" ".join(html.unescape(title[1]).split())) if title else "", is_markup=True)
    try:
        return words_of(json.loads(text))
    except (ValueError, RecursionError):
        return _with_request_id(Words(_without_framing(text))) if _is_legible(text) else Words()


def words_of(document: object) -> Words:
    """Read an error document that was JSON, or a field of one."""
    if isinstance(document, list):  # Google's compatible endpoint wraps its error in an array
        document = document[0] if document else None
    if not isinstance(document, Mapping):
        return _with_request_id(Words(_text_of(document), is_json=True))
    inner = document.get("error") or document.get("errors")
    error = inner if isinstance(inner, Mapping) else document
    text = _text_of(inner) or _text_of(document)
    found = Words(text, _code_of(error) or _code_of(document), is_json=True, limit=_limit_of(error))
    return _with_request_id(found)


def _text_of(value: object, depth: int = _DEPTH) -> str:
    """Return the words in `value`: a string, an object with one of the known fields, or a list of these."""
    if isinstance(value, str):
        return _tidy(_unwrapped(value, depth))
    if depth == 0:
        return ""
    if isinstance(value, list):
        return _tidy("; ".join(filter(None, (_text_of(entry, depth - 1) for entry in value[:10]))))
    if not isinstance(value, Mapping):
        return ""
    if value.get("title") and isinstance(value.get("detail"), str):
        return _tidy(f"{value['title']}: {value['detail']}")
    return next((text for name in _FIELDS if (text := _text_of(value.get(name), depth - 1))), "")


def _unwrapped(text: str, depth: int) -> str:
    """Return the words inside `text` where a gateway has put a whole error document into a string."""
    if depth == 0 or not text.lstrip().startswith("{"):
        return text
    try:
        return _text_of(json.loads(text), depth - 1) or text
    except (ValueError, RecursionError):
        return text


def _code_of(error: Mapping[str, object]) -> str:
    code = error.get("code")
    return without_surrogates(str(code)) if isinstance(code, str | int) and not isinstance(code, bool) else ""


def _limit_of(error: Mapping[str, object]) -> int | None:
    return next((value for name in _LIMITS if isinstance(value := error.get(name), int)), None)


def _with_request_id(words: Words) -> Words:
    found = _REQUEST_ID.findall(words.text)
    if not found:
        return words
    text = _REQUEST_ID.sub("", words.text).strip()
    # The last one was added by the gateway that answered us, the ones before it by those behind.
    return Words(text, words.code, found[-1], words.is_markup, words.is_json, words.limit)


def _without_framing(text: str) -> str:
    """Return plain words without the comments and field names of an event stream."""
    lines = [line for line in text.splitlines() if not line.startswith((":", "event:", "id:", "retry:"))]
    return _tidy("\n".join(line.removeprefix("data:").removeprefix("error:") for line in lines))


def _is_legible(text: str) -> bool:
    """Whether decoding gave words: what is compressed, or in another encoding, has replacement characters all over."""
    return "\0" not in text and text.count("\ufffd") * 10 <= len(text)


def _tidy(text: str) -> str:
    return without_surrogates(text.strip()[:_TEXT_LIMIT])
