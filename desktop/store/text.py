"""Text as it can be stored."""

from __future__ import annotations


def clean(text: str) -> str:
    """Return `text` as UTF-8 can hold it: two surrogates that make a pair become its character, a lone one U+FFFD."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace")
    return text
