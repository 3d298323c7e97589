"""A large library, made quickly: `fill(path, 1_000_000)` writes what years of conversations would have left.

The rows are those that `Conversations` and `Messages` write (a test says so), without their transactions; and the
words are cut once for each of some thousand sentences, of which the messages are made. Words are as common as words
are: the nth most frequent one is about n times rarer than the first.
"""

from __future__ import annotations

import random
import sqlite3
from collections.abc import Iterable, Iterator
from contextlib import closing
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import accumulate
from pathlib import Path

from desktop.model.ids import new_id
from desktop.store.codec import milliseconds
from desktop.store.database import Database
from desktop.store.indexed import account_fact, conversation_fact, first_place, joined, model_fact, role_fact
from desktop.store.words import starts_single, words

_COMMON = """
    the of and to in is that it was for on are with as at be this have from or had by but what some we can out other
    were all there when up use your how said each she which their time will way about many then them would write like
    so these her long make thing see him two has look more day could go come did my no most who over know than call
    first people side water leaf oolong steep kettle infusion aroma harvest terrace mountain ceremony porcelain
"""
ENGLISH = _COMMON.split()
CHINESE = (
    "的一是不了人我在有他这为之大来以个中上们到说国和地也子时道出而要于就下得可你年生自会那后能对着事其里所去行过家十用发天"
    "如然作方成者多日都三小军二无同么经法当起与好看学进种将还分此心前面又定见只主没公从茶馆龙井乌普洱"
)
START = datetime(2023, 11, 1, tzinfo=UTC)
SPAN = timedelta(days=1100)
AT_ONCE = 5  # conversations that a person goes on with at a time
EXCHANGES = 10  # of each
MODELS = ("deepseek-chat", "deepseek-reasoner", "gpt-5")
RARE_MODEL, RARE_TAG, RARE_FOLDER, LARGE_FOLDER = "rare-model", "rare", "Rare", "Large"
RARE_EVERY = 5_000  # exchanges
_SENTENCES = 20_000
_ROWS_AT_ONCE = 20_000
_HASH_SIZE = 1 << 20, 1 << 25  # bytes that FTS5 gathers before it writes: its own choice, and here


@dataclass(frozen=True, slots=True)
class _Sentence:
    text: str
    words: tuple[str, ...]


class _Author:
    def __init__(self, dice: random.Random) -> None:
        self._dice = dice
        syllables = [a + b for a in (*"bcdfghklmnprstvw", "st", "tr", "pl", "ch", "sh", "th") for b in "aeiou"]
        made = ("".join(dice.choices(syllables, k=dice.choice((2, 2, 3, 3, 4)))) for _ in range(30_000))
        characters = (chr(dice.randrange(0x4E00, 0x9FA5)) for _ in range(3_000))
        latin, han = list(dict.fromkeys((*ENGLISH, *made))), list(dict.fromkeys((*CHINESE, *characters)))
        self._latin = latin, list(accumulate(1 / (rank + 3) for rank in range(len(latin))))
        self._han = han, list(accumulate(1 / (rank + 8) for rank in range(len(han))))
        self._sentences = [_Sentence(text, tuple(words(text))) for text in map(self._sentence, range(_SENTENCES))]

    def title(self) -> str:
        return self._sentence(0)[:40]

    def passage(self, sentences: int) -> tuple[str, str]:
        """Return a text and its words as the index is given them."""
        chosen = self._dice.choices(self._sentences, k=sentences)
        cut: list[str] = []
        for sentence in chosen:
            if cut and starts_single(cut[-1]) and starts_single(sentence.words[0]):
                cut[-1] += sentence.words[0][0]  # the last character pairs with the next, whatever stands between
            cut += sentence.words
        return "".join(sentence.text for sentence in chosen), " ".join(cut)

    def _sentence(self, _: int) -> str:
        if self._dice.random() < 0.4:
            characters, weights = self._han
            return "".join(self._dice.choices(characters, cum_weights=weights, k=self._dice.randrange(8, 30))) + "。"
        vocabulary, weights = self._latin
        return " ".join(self._dice.choices(vocabulary, cum_weights=weights, k=self._dice.randrange(5, 20))) + ". "


def fill(path: Path, messages: int, seed: int = 1) -> None:
    """Add `messages` messages to the database at `path`, which is made where there is none."""
    dice = random.Random(seed)
    author = _Author(dice)
    Database.open(path).close()
    with closing(sqlite3.connect(path, isolation_level=None)) as connection:
        for setting in ("synchronous = OFF", "cache_size = -200000"):
            connection.execute(f"PRAGMA {setting}")
        connection.execute("INSERT INTO message_words (message_words, rank) VALUES ('hashsize', ?)", _HASH_SIZE[1:])
        connection.execute("PRAGMA foreign_keys = OFF")  # conversations come last, when their heads are known
        connection.execute("BEGIN")
        folders = {name: new_id() for name in (RARE_FOLDER, LARGE_FOLDER)}
        connection.executemany(
            "INSERT INTO folders (id, name, position, created, changed) VALUES (?, ?, 0, 0, 0)",
            [(folder_id, name) for name, folder_id in folders.items()],
        )
        first = 1 + (connection.execute("SELECT MAX(key) FROM conversations").fetchone()[0] or 0)
        count = max(AT_ONCE, messages // (2 * EXCHANGES))
        ids = {key: new_id() for key in range(first, first + count)}
        for rows in _in_groups(_exchanges(connection, ids, messages // 2, author, dice)):
            _insert_messages(connection, rows)
            connection.execute("COMMIT")  # or the log would become as long as the database
            connection.execute("BEGIN")
        for key, conversation_id in ids.items():
            _insert_conversation(connection, _Conversation(key, conversation_id, author.title()), folders, dice)
        connection.execute("COMMIT")
        connection.execute("INSERT INTO message_words (message_words, rank) VALUES ('hashsize', ?)", _HASH_SIZE[:1])


@dataclass(frozen=True, slots=True)
class _Message:
    key: int
    id: str
    conversation: int
    parent: int | None
    created: int
    model: str | None
    texts: tuple[tuple[str, str, str], ...]  # kind, text, words


def _exchanges(
    connection: sqlite3.Connection, ids: dict[int, str], count: int, author: _Author, dice: random.Random
) -> Iterator[_Message]:
    key = connection.execute("SELECT MAX(key) FROM messages").fetchone()[0] or 0
    fresh = iter(ids)
    going_on = [next(fresh) for _ in range(AT_ONCE)]
    tips: dict[int, int] = {}
    for number in range(count):
        place = dice.randrange(AT_ONCE)
        if dice.random() < 1 / EXCHANGES:
            going_on[place] = next(fresh, going_on[place])
        conversation = going_on[place]
        at = milliseconds(START + SPAN * (number / count))
        model = RARE_MODEL if number % RARE_EVERY == 0 else dice.choice(MODELS)
        asked, thought, said = author.passage(2), author.passage(5), author.passage(10)
        yield _Message(key + 1, new_id(), conversation, tips.get(conversation), at, None, (("text", *asked),))
        texts = (("reasoning", *thought), ("text", *said))
        yield _Message(key + 2, new_id(), conversation, key + 1, at + 9000, model, texts)
        key += 2
        tips[conversation] = key


def _insert_messages(connection: sqlite3.Connection, messages: list[_Message]) -> None:
    connection.executemany(
        "INSERT INTO messages (key, id, conversation, parent, role, state, length, created, account, account_name,"
        " model, prompt_tokens, completion_tokens, tokens_estimated, seconds)"
        " VALUES (?, ?, ?, ?, ?, 'complete', ?, ?, ?, ?, ?, ?, ?, ?, ?)",
        [
            (each.key, each.id, each.conversation, each.parent, _role(each), len(each.texts[-1][1]), each.created)
            + (("account", "Home", each.model, 300, 700, 0, 9.0) if each.model else (None,) * 7)
            for each in messages
        ],
    )
    connection.executemany(
        "INSERT INTO parts (message, position, kind, text) VALUES (?, ?, ?, ?)",
        [(each.key, position, *part[:2]) for each in messages for position, part in enumerate(each.texts)],
    )
    connection.executemany(
        "INSERT INTO message_words (rowid, text, reasoning, facts) VALUES (?, ?, ?, ?)", map(_indexed, messages)
    )


def _indexed(message: _Message) -> tuple[int, str, str, str]:
    cut = {kind: words for kind, _, words in message.texts}
    facts = [role_fact(_role(message)), conversation_fact(message.conversation)]
    if message.model is not None:
        facts += [account_fact("account"), model_fact(message.model)]
    return first_place(message.created) | message.key, cut["text"], cut.get("reasoning", ""), " ".join(facts)


@dataclass(frozen=True, slots=True)
class _Conversation:
    key: int
    id: str
    title: str


def _insert_conversation(
    connection: sqlite3.Connection, made: _Conversation, folders: dict[str, str], dice: random.Random
) -> None:
    key = made.key
    newest = "SELECT id, created FROM messages WHERE conversation = ? ORDER BY key DESC LIMIT 1"
    head_id, updated = connection.execute(newest, (key,)).fetchone() or (None, milliseconds(START))
    folder = folders[RARE_FOLDER] if key % 10_000 == 7 else folders[LARGE_FOLDER] if key % 20 == 3 else None
    archived, deleted = (updated if dice.random() < share else None for share in (0.05, 0.02))
    connection.execute(
        "INSERT INTO conversations (key, id, title, title_source, created, updated, head, account, model, folder,"
        " archived, deleted) VALUES (?, ?, ?, 'model', ?, ?, ?, 'account', ?, ?, ?, ?)",
        (key, made.id, made.title, updated, updated, head_id, MODELS[0], folder, archived, deleted),
    )
    connection.execute("INSERT INTO title_words (rowid, title) VALUES (?, ?)", (key, joined(made.title)))
    if key % 10_000 == 9:
        connection.execute("INSERT INTO tags (conversation, folded, name) VALUES (?, ?, ?)", (key, RARE_TAG, RARE_TAG))


def _role(message: _Message) -> str:
    return "user" if message.model is None else "assistant"


def _in_groups(messages: Iterable[_Message]) -> Iterator[list[_Message]]:
    group: list[_Message] = []
    for message in messages:
        group.append(message)
        if len(group) == _ROWS_AT_ONCE:
            yield group
            group = []
    yield group
