"""What the index of messages holds of each one: where it stands in time, its words, and facts to choose by.

A row's number is its place: the day, in UTC, then the message's key. So the newest messages are read first and a span
of time is a span of rows, at no cost beyond the page that is wanted.

A fact is a word too, one that `words` never gives, so that “this word, said by that model” is two words to the index:
it goes through the rarer one's list and looks the others up, however common they are. Only what never changes is a
fact: folders, tags and the trash are properties of the conversation, whose key is one.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Iterable

from desktop.store.words import words

_KEY_BITS = 32
_KEY_MASK = (1 << _KEY_BITS) - 1
_DAY = 86_400_000  # milliseconds
_LAST_DAY = 4_000_000  # beyond the year 9999
_MARK = "§"  # no letter, digit or symbol, so in no word; and not ASCII, so that FTS5 splits nothing there

KEY_OF_PLACE = f"(message_words.rowid & {_KEY_MASK})"  # in SQL
SELECT = "SELECT key, conversation, role, account, model, created FROM messages"
Entry = tuple[int, str, str, str]  # place, and the columns of `message_words`: text, reasoning, facts


def entry_of(message: sqlite3.Row, parts: Iterable[sqlite3.Row]) -> Entry:
    """Return what the index holds of a message. `message` is a row of `SELECT`, each part `kind` and `text`."""
    texts = {"text": "", "reasoning": ""}
    for part in parts:
        if part["kind"] in texts:
            texts[part["kind"]] += part["text"]
    facts = [role_fact(message["role"]), conversation_fact(message["conversation"])]
    if message["account"] is not None:
        facts.append(account_fact(message["account"]))
    if message["model"] is not None:
        facts.append(model_fact(message["model"]))
    place = first_place(message["created"]) | message["key"]
    return place, joined(texts["text"]), joined(texts["reasoning"]), " ".join(facts)


def joined(text: str) -> str:
    """Return the words of `text` as FTS5 is given them."""
    return " ".join(words(text))


def first_place(created: int) -> int:
    """Return the least number that a message of that day can have; `created` is in milliseconds since 1970."""
    return min(max(created // _DAY, 0), _LAST_DAY) << _KEY_BITS


def last_place(created: int) -> int:
    """Return the greatest number that a message of that day can have."""
    return first_place(created) | _KEY_MASK


def key_of(place: int) -> int:
    return place & _KEY_MASK


def role_fact(role: str) -> str:
    return f"{_MARK}r{role}"


def conversation_fact(key: int) -> str:
    return f"{_MARK}c{key}"


def account_fact(account_id: str) -> str:
    return f"{_MARK}a{_one_word(account_id)}"


def model_fact(model: str) -> str:
    return f"{_MARK}m{_one_word(model)}"


def _one_word(name: str) -> str:
    """Names hold what FTS5 would split at."""
    return name.encode("utf-8", "replace").hex()
