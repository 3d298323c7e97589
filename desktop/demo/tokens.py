"""Tokens, nearly: pieces of text of about the size that models read, and the cache of prompts made of them."""

from __future__ import annotations

import hashlib
import re

BLOCK = 64  # tokens: DeepSeek's cache knows nothing smaller

_HAN = "一-鿿぀-ヿ"
_PIECE = re.compile(rf"[{_HAN}]{{1,2}}| ?[^\W\d_{_HAN}]{{1,7}}| ?\d{{1,3}}|\n+| +|.", re.DOTALL)


def tokens_of(text: str) -> list[str]:
    """Return the pieces of `text`; joined they are `text` again."""
    return _PIECE.findall(text)


class PrefixCache:
    """What a server remembers of earlier prompts: their leading blocks of 64 tokens, byte by byte."""

    def __init__(self) -> None:
        self._known: set[bytes] = set()

    def hits(self, prompt: list[str]) -> int:
        """Return how many leading tokens `prompt` has in common with an earlier one, and remember it."""
        found, chain = 0, hashlib.sha256()
        for start in range(0, len(prompt) - BLOCK + 1, BLOCK):
            chain.update("\0".join(prompt[start : start + BLOCK]).encode("utf-8", "surrogatepass"))
            digest = chain.digest()  # of all blocks so far: a known one follows known ones only
            found += BLOCK * (digest in self._known)
            self._known.add(digest)
        return found
