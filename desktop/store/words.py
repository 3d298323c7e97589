"""How text is cut into words for the index, and a question into the index's language. Both sides are cut alike.

SQLite's own tokenizers find no Chinese of one or two characters: `unicode61` takes a whole sentence for one word,
`trigram` needs three. Here each character of a script that is written without spaces is a word of its own, and emoji
and other symbols are too; punctuation is none. Case, width and accents make no difference.

The index holds such a character together with the next one, 喝茶好 as 喝茶, 茶好, 好. A pair is far rarer than its
characters, so that a phrase is found without going through half of all messages; a lone character is asked for as the
beginning of a pair, for which FTS5 keeps a prefix index.

The index keeps no text, so that a message leaves it by being cut again: a change of these rules needs a migration that
cuts everything anew.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Sequence
from functools import cache

from msgspec import Struct

_UNSPACED = (
    "\u0e00-\u0eff\u0f00-\u0fff\u1000-\u109f\u1780-\u17ff"  # Thai, Lao, Tibetan, Myanmar, Khmer
    "\u3005-\u3007\u3021-\u3029\u3040-\u312f\u31a0-\u31bf\u31f0-\u31ff"  # kana, bopomofo, 々〆〇
    "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\uac00-\ud7a3\U00020000-\U0003ffff"  # Han, Hangul
)
_SYMBOLS = "\u2190-\u2bff\U0001f000-\U0001faff"
_SINGLE = f"[{_UNSPACED}{_SYMBOLS}]"
_LETTER = rf"[^\W_{_UNSPACED}{_SYMBOLS}]"
_ACCENTS = re.compile("[\u0300-\u036f]")
_ASKED = re.compile(r'"([^"]*)"?|([^\s"]+)')
_QUOTES = str.maketrans("“”„＂", '"' * 4)
_MOST_TERMS = 32
_MOST_WORDS_IN_TERM = 64
_NEAR = 12  # words between the first and the last one


# Compiled with the first word: these sets take longer than all the rest of the store, and a start needs none of them.
@cache
def _run() -> re.Pattern[str]:
    return re.compile(f"{_SINGLE}+|{_LETTER}+")


@cache
def _between_singles() -> re.Pattern[str]:
    return re.compile(rf"(?<={_SINGLE})(?:(?!{_SINGLE})[\W_])+(?={_SINGLE})")


@cache
def _single() -> re.Pattern[str]:
    return re.compile(_SINGLE)


def starts_single(word: str) -> bool:
    """Whether the word begins with a character that is a word of its own."""
    return _single().match(word) is not None


def fold(text: str) -> str:
    """Return `text` without differences of case, width and accents; its length may change."""
    if text.isascii():
        return text.lower()
    bare = _ACCENTS.sub("", unicodedata.normalize("NFKD", text))
    return unicodedata.normalize("NFKC", bare.casefold())


def words(text: str) -> list[str]:
    """Return the words of `text` in their order, folded, each single character with the next one where one follows."""
    found: list[str] = []
    for run in _run().findall(_between_singles().sub("", fold(text))):
        if starts_single(run):
            found += [run[start : start + 2] for start in range(len(run))]
        else:
            found.append(run)
    return found


class Term(Struct, frozen=True):
    """Words that must stand side by side; where it is not `whole`, the last one may go on in the text."""

    words: tuple[str, ...]
    whole: bool


def with_straight_quotes(text: str) -> str:
    """Return `text`, as long as it was, with one kind of double quote."""
    return text.translate(_QUOTES)


def pieces(question: str) -> list[str]:
    """Return the words and phrases of `question` as they were typed."""
    found = _ASKED.findall(with_straight_quotes(question))
    return [piece for quoted, bare in found if (piece := (quoted or bare).strip())]


def terms(question: str) -> list[Term]:
    """Return what `question` asks for. Quotes hold words together; nothing else in it has a meaning of its own."""
    asked = ((words(quoted or bare), bool(quoted)) for quoted, bare in _ASKED.findall(with_straight_quotes(question)))
    found = [Term(tuple(cut[:_MOST_WORDS_IN_TERM]), whole) for cut, whole in asked if cut]
    return found[:_MOST_TERMS]


Alternatives = Callable[[str], Sequence[str]]


def beginning(word: str) -> str:
    """Return FTS5's expression for any word that begins with `word`."""
    return f'"{word}" *'


def match_expression(asked: Sequence[Term], alternatives: Alternatives = lambda word: (beginning(word),)) -> str:
    """Return FTS5's expression for text that holds every term.

    A word holds nothing but letters, digits and symbols, so that no question can be read as an operator. What a word
    that may go on stands for can be said otherwise by `alternatives`, any of which will do.
    """
    return " AND ".join(
        _any(alternatives(term.words[0])) if _is_open_word(term) else _phrase(term) for term in asked
    )


def closer_expressions(asked: Sequence[Term], words_asked: str) -> list[str]:
    """Return expressions for what fits better than `match_expression`, the best first; `words_asked` is as typed.

    All words side by side, then all of them near each other; and each of them whole. FTS5 is asked for no beginnings
    here, whose cost could not be foreseen.
    """
    whole = [Term(term.words, whole=True) for term in asked]
    if len(asked) == 1:
        return [_phrase(whole[0])] if _is_open_word(asked[0]) else []
    together = Term(tuple(words(words_asked)[:_MOST_WORDS_IN_TERM]), whole=True)
    return [_phrase(together), f"NEAR({' '.join(map(_phrase, whole))}, {_NEAR})"]


def _any(expressions: Sequence[str]) -> str:
    return f"({' OR '.join(expressions)})" if len(expressions) > 1 else expressions[0]


def _is_open_word(term: Term) -> bool:
    """Whether the term is one word of a script with spaces, which may go on."""
    return len(term.words) == 1 and not term.whole and not starts_single(term.words[0])


def _phrase(term: Term) -> str:
    *before, last = term.words
    if _is_alone(last) and before and starts_single(before[-1]):
        return f'"{" ".join(before)}"'  # the last character stands in the pair before it
    may_go_on = _is_alone(last) or not (term.whole or starts_single(last))
    return f'"{" ".join(term.words)}"' + (" *" if may_go_on else "")


def _is_alone(word: str) -> bool:
    """Whether `word` is a single character that no other one followed."""
    return len(word) == 1 and starts_single(word)


def is_letter(character: str) -> bool:
    """Whether it stands in a word with others, as Latin letters do; "" is none."""
    return _letter().match(character) is not None


@cache
def _letter() -> re.Pattern[str]:
    return re.compile(_LETTER)
