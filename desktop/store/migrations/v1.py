"""The first schema.

- Rows refer to each other by integer keys, small and quick to join; `id` is what the rest of the program knows.
- A message's words are in `parts`, apart from `messages`: an outline of a conversation reads only short rows, and the
  words stay plain text that any SQLite tool can read.
- `conversations.head` is an id without a reference, so that listing the conversations never touches a message.
- Times are milliseconds since 1970 in UTC. Money is exact decimal text.
- The two indices of words hold no text, only where each word stands; `desktop.store.words` says how text is cut.
"""

from __future__ import annotations

import sqlite3

_STATEMENTS = (
    """
    CREATE TABLE conversations (
        key          INTEGER PRIMARY KEY AUTOINCREMENT,
        id           TEXT NOT NULL UNIQUE,
        title        TEXT NOT NULL,
        title_source TEXT NOT NULL,
        created      INTEGER NOT NULL,
        updated      INTEGER NOT NULL,
        head         TEXT,
        pinned       INTEGER NOT NULL DEFAULT 0,
        account      TEXT,
        model        TEXT,
        parameters   TEXT NOT NULL DEFAULT '{}',
        draft        TEXT NOT NULL DEFAULT '',
        deleted      INTEGER
    ) STRICT
    """,
    "CREATE INDEX conversations_shown ON conversations (updated) WHERE deleted IS NULL",
    "CREATE INDEX conversations_in_trash ON conversations (deleted) WHERE deleted IS NOT NULL",
    """
    CREATE TABLE messages (
        key                 INTEGER PRIMARY KEY AUTOINCREMENT,
        id                  TEXT NOT NULL UNIQUE,
        conversation        INTEGER NOT NULL REFERENCES conversations (key) ON DELETE CASCADE,
        parent              INTEGER REFERENCES messages (key),
        role                TEXT NOT NULL,
        state               TEXT NOT NULL,
        length              INTEGER NOT NULL,
        created             INTEGER NOT NULL,
        deleted             INTEGER,
        writer              TEXT,
        account             TEXT,
        account_name        TEXT,
        model               TEXT,
        served_model        TEXT,
        prompt_tokens       INTEGER,
        completion_tokens   INTEGER,
        cached_tokens       INTEGER,
        reasoning_tokens    INTEGER,
        tokens_estimated    INTEGER,
        cost                TEXT,
        currency            TEXT,
        cost_estimated      INTEGER,
        seconds             REAL,
        first_token_seconds REAL,
        failure             TEXT,
        request_id          TEXT
    ) STRICT
    """,
    "CREATE INDEX messages_of_conversation ON messages (conversation)",
    "CREATE INDEX messages_below ON messages (parent)",
    "CREATE INDEX messages_being_written ON messages (writer) WHERE state = 'writing'",
    """
    CREATE TABLE parts (
        message  INTEGER NOT NULL REFERENCES messages (key) ON DELETE CASCADE,
        position INTEGER NOT NULL,
        kind     TEXT NOT NULL,
        text     TEXT NOT NULL,
        seconds  REAL
    ) STRICT
    """,
    "CREATE UNIQUE INDEX parts_of_message ON parts (message, position)",
    """
    CREATE TABLE journal (
        message  INTEGER NOT NULL REFERENCES messages (key) ON DELETE CASCADE,
        sequence INTEGER NOT NULL,
        kind     TEXT NOT NULL,
        text     BLOB NOT NULL,
        PRIMARY KEY (message, sequence)
    ) STRICT, WITHOUT ROWID
    """,
    """
    CREATE TABLE positions (
        conversation INTEGER PRIMARY KEY REFERENCES conversations (key) ON DELETE CASCADE,
        message      TEXT NOT NULL,
        block        INTEGER NOT NULL,
        offset       REAL NOT NULL
    ) STRICT
    """,
    """
    CREATE TABLE accounts (
        id       TEXT PRIMARY KEY NOT NULL,
        name     TEXT NOT NULL,
        position INTEGER NOT NULL,
        body     TEXT NOT NULL
    ) STRICT
    """,
    """
    CREATE VIRTUAL TABLE title_words
    USING fts5 (title, content = '', columnsize = 0, tokenize = 'ascii', prefix = '1 3')
    """,
    """
    CREATE VIRTUAL TABLE message_words
    USING fts5 (text, reasoning, content = '', columnsize = 0, tokenize = 'ascii', prefix = '1 3')
    """,
)


def apply(connection: sqlite3.Connection) -> None:
    for statement in _STATEMENTS:
        connection.execute(statement)
