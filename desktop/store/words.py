"""How text is cut into words for the index, and a question into the index's language. Both sides are cut alike.

SQLite's own tokenizers find no Chinese of one or two characters: `unicode61` takes a whole sentence for one word,
`trigram` needs three.
Here each character of a script that is written without spaces is a word of its own, and a question of several of
them asks for adjacent ones. Emoji and other symbols are words too; punctuation is none. Case, width and accents make
no difference.

The index keeps no text, so that a message leaves it by being cut again: a change of these rules needs a migration that
cuts everything anew.
"""

from __future__ import annotations

import re
import unicodedata

_UNSPACED = (
    "\u0e00-\u0eff\u0f00-\u0fff\u1000-\u109f\u1780-\u17ff"  # Thai, Lao, Tibetan, Myanmar, Khmer
    "\u3005-\u3007\u3021-\u3029\u3040-\u312f\u31a0-\u31bf\u31f0-\u31ff"  # kana, bopomofo, 々〆〇
    "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uac00-\ud7a3\U00020000-\U0003ffff"  # Han, Hangul
)
_SYMBOLS = "\u2190-\u2bff\U0001f000-\U0001faff"
_WORD = re.compile(rf"[{_UNSPACED}{_SYMBOLS}]|[^\W_{_UNSPACED}{_SYMBOLS}]+")
_SINGLE = re.compile(rf"[{_UNSPACED}{_SYMBOLS}]")
_ACCENTS = re.compile("[\u0300-\u036f]")
_ASKED = re.compile(r'"([^"]*)"?|([^\s"]+)')
_MOST_TERMS = 32
_MOST_WORDS_IN_TERM = 64


def fold(text: str) -> str:
    """Return `text` without differences of case, width and accents; its length may change."""
    if text.isascii():
        return text.lower()
    bare = _ACCENTS.sub("", unicodedata.normalize("NFKD", text))
    return unicodedata.normalize("NFKC", bare.casefold())


def words(text: str) -> list[str]:
    """Return the words of `text` in their order, folded."""
    return _WORD.findall(fold(text))


def terms(question: str) -> list[tuple[str, ...]]:
    """Return what `question` asks for: each term a run of adjacent words.

    Quotes hold words together; nothing else in a question has a meaning of its own.
    """
    pieces = (quoted or bare for quoted, bare in _ASKED.findall(question))
    found = (tuple(words(piece)[:_MOST_WORDS_IN_TERM]) for piece in pieces)
    return [term for term in found if term][:_MOST_TERMS]


def match_expression(asked: list[tuple[str, ...]]) -> str:
    """Return FTS5's expression for text that holds every term; the last word of each may go on in the text.

    A word holds nothing but letters, digits and symbols, so that no question can be read as an operator.
    """
    return " AND ".join(f'"{" ".join(term)}"' + ("" if _SINGLE.fullmatch(term[-1]) else " *") for term in asked)
