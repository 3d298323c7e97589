"""Which addresses may be opened, and which host they really lead to."""

from __future__ import annotations

import re
import unicodedata
from urllib.parse import SplitResult, unquote, urlsplit

_MAX_ADDRESS = 4_000
_FORBIDDEN = re.compile(r"[\x00-\x20\x7f\\]")
_ADDRESS_LIKE = re.compile(r"(?:https?://|www\.)\S+|(?:[\w-]+\.)+[^\W\d]{2,}(?:[:/]\S*)?", re.IGNORECASE)

_FILE_NAME = re.compile(
    r"[\w.-]+\.(?:bash|cc|cfg|conf|cpp|cs|css|csv|go|html?|ini|ipynb|java|js|json|jsx|lock|log|lua|md|mjs|net|pdf|php"
    r"|pl|png|ps1|py|rb|rs|rst|sh|sql|svg|swift|tex|toml|ts|tsx|txt|vue|xml|ya?ml|zip)",
    re.IGNORECASE,
)

# Scripts that one name may mix, for Japanese, Korean, and Chinese with its phonetic letters. ASCII goes with each.
_TOGETHER = (
    frozenset({"CJK", "HIRAGANA", "KATAKANA", "KATAKANA-HIRAGANA", "IDEOGRAPHIC"}),
    frozenset({"CJK", "HANGUL"}),
    frozenset({"CJK", "BOPOMOFO"}),
)
_LIKE_LATIN = frozenset({"CYRILLIC", "GREEK", "COPTIC", "ARMENIAN", "CHEROKEE"})


def is_safe_link(address: str) -> bool:
    """Tell whether `address` may be opened after a click: http or https with a host, or mailto."""
    if len(address) > _MAX_ADDRESS or _FORBIDDEN.search(address):
        return False
    parts = _split(address)
    if parts is None:
        return False
    if parts.scheme == "mailto":
        return bool(parts.path)
    return parts.scheme in ("http", "https") and bool(parts.hostname)


def is_remote_image(address: str) -> bool:
    """Tell whether `address` names an image that could be fetched on demand."""
    return is_safe_link(address) and not address.lower().startswith("mailto:")


def visible_host(address: str) -> str:
    """Return the host that `address` leads to, with the port if it names one; the mailbox for mailto; "" for none.

    A name in another script is shown in that script unless it could be taken for another one (mixed scripts, letters
    that look like Latin ones under a Latin ending): then it is shown in its ASCII form, `xn--…`.
    """
    parts = _split(address)
    if parts is None:
        return ""
    if parts.scheme == "mailto":
        return unquote(parts.path)
    try:
        port = parts.port
    except ValueError:
        port = None
    host = ".".join(_visible_labels((parts.hostname or "").split(".")))
    return f"{host}:{port}" if port is not None else host


def is_deceptive(text: str, address: str) -> bool:
    """Tell whether a link whose text is `text` may lead elsewhere than a reader thinks.

    That is where the text names another host, or holds controls that reorder it (which the parser has made visible),
    and where the host itself could be taken for another one, by its letters or by a name before an `@`.
    """
    parts = _split(address)
    if parts is None or parts.scheme == "mailto":
        return False
    looks_like_another = "xn--" in visible_host(address)
    return parts.username is not None or looks_like_another or "⟦U+" in text or is_misleading(text, address)


def is_misleading(text: str, address: str) -> bool:
    """Tell whether `text` reads like an address of another host than the one `address` leads to.

    A host below the one that is named is no other, and the name of a file is no host.
    """
    found = _ADDRESS_LIKE.fullmatch(text.strip())
    if not found or address.startswith("mailto:") or _FILE_NAME.fullmatch(found[0]):
        return False
    shown = found[0] if "://" in found[0] else f"https://{found[0]}"
    return not f".{_bare_host(address)}".endswith(f".{_bare_host(shown)}")


def _bare_host(address: str) -> str:
    parts = _split(address)
    host = (parts.hostname or "") if parts else ""
    return ".".join(map(_to_ascii, host.split("."))).removeprefix("www.")


def _split(address: str) -> SplitResult | None:
    try:
        return urlsplit(address)
    except ValueError:  # an unclosed [ of an IPv6 address
        return None


def _visible_labels(labels: list[str]) -> list[str]:
    decoded = [_to_unicode(label) for label in labels]
    latin_ending = decoded[-1].isascii()
    return [label if _is_plain(label, latin_ending=latin_ending) else _to_ascii(label) for label in decoded]


def _to_unicode(label: str) -> str:
    if not label.lower().startswith("xn--"):
        return label
    try:
        return label[4:].encode("ascii").decode("punycode")
    except UnicodeError:
        return label


def _to_ascii(label: str) -> str:
    return label if label.isascii() else "xn--" + label.encode("punycode").decode("ascii")


def _is_plain(label: str, *, latin_ending: bool) -> bool:
    """Tell whether a decoded label can be shown as it is without being taken for another."""
    if label.isascii():
        return True
    if not all(character.isalnum() or character in "-・ー" for character in label):
        return False
    scripts = {_script(character) for character in label if not character.isascii()}
    if scripts == {"LATIN"}:
        return all(character <= "\u017f" and character != "\u0131" for character in label)
    if any(scripts <= allowed for allowed in _TOGETHER):
        return True
    has_latin = any(character.isascii() and character.isalpha() for character in label)
    return len(scripts) == 1 and not has_latin and not (latin_ending and scripts & _LIKE_LATIN)


def _script(character: str) -> str:
    return unicodedata.name(character, "").partition(" ")[0]
