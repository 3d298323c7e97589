"""The second schema: order among the conversations, and the moment of each row's last change.

- A conversation names its folder by id, without a reference, as it names its account: it can arrive, from a backup,
  before its folder does, and a folder that is gone leaves it where it was.
- A tag is shown as it was typed (`name`) and told apart by `folded` (`desktop.model.tags`).
- `changed` is when anything in the row changed last, so that of two copies of a row the newer one can be told; it is 0
  in rows that have not changed since before this schema, and older than any other then.
- What the list shows is read a page at a time from one index, newest first, so that its cost is that of the page:
  `conversations_listed` for the pinned, a folder and the rest, `conversations_archived` for the archive.
- The index of words also holds, of each message, its place in time and who said it (`desktop.store.indexed`); it is
  made anew. The indices of messages are for what is offered to choose by: accounts and models.
"""

from __future__ import annotations

import sqlite3

from desktop.store.indexed import SELECT, entry_of

_STATEMENTS = (
    """
    CREATE TABLE folders (
        key        INTEGER PRIMARY KEY AUTOINCREMENT,
        id         TEXT NOT NULL UNIQUE,
        name       TEXT NOT NULL,
        position   INTEGER NOT NULL,
        account    TEXT,
        model      TEXT,
        parameters TEXT NOT NULL DEFAULT '{}',
        created    INTEGER NOT NULL,
        changed    INTEGER NOT NULL,
        deleted    INTEGER
    ) STRICT
    """,
    """
    CREATE TABLE tags (
        conversation INTEGER NOT NULL REFERENCES conversations (key) ON DELETE CASCADE,
        folded       TEXT NOT NULL,
        name         TEXT NOT NULL,
        PRIMARY KEY (conversation, folded)
    ) STRICT, WITHOUT ROWID
    """,
    "CREATE INDEX tags_folded ON tags (folded)",
    "ALTER TABLE conversations ADD COLUMN folder TEXT",
    "ALTER TABLE conversations ADD COLUMN archived INTEGER",
    "ALTER TABLE conversations ADD COLUMN changed INTEGER NOT NULL DEFAULT 0",
    "ALTER TABLE messages ADD COLUMN changed INTEGER NOT NULL DEFAULT 0",
    "ALTER TABLE accounts ADD COLUMN changed INTEGER NOT NULL DEFAULT 0",
    """
    CREATE INDEX conversations_listed ON conversations (pinned, folder, updated)
    WHERE deleted IS NULL AND archived IS NULL AND head IS NOT NULL
    """,
    """
    CREATE INDEX conversations_archived ON conversations (updated)
    WHERE deleted IS NULL AND archived IS NOT NULL AND head IS NOT NULL
    """,
    """
    CREATE INDEX conversations_unwritten ON conversations (key)
    WHERE deleted IS NULL AND head IS NULL
    """,
    "CREATE INDEX conversations_of_folder ON conversations (folder) WHERE folder IS NOT NULL",
    "CREATE INDEX messages_by_account ON messages (account, created) WHERE account IS NOT NULL",
    "CREATE INDEX messages_by_model ON messages (model, created) WHERE model IS NOT NULL",
    "CREATE INDEX messages_in_trash ON messages (deleted) WHERE deleted IS NOT NULL",
    "DROP TABLE message_words",
    """
    CREATE VIRTUAL TABLE message_words
    USING fts5 (text, reasoning, facts, content = '', columnsize = 0, tokenize = 'ascii', prefix = '1 3')
    """,
)


def apply(connection: sqlite3.Connection) -> None:
    for statement in _STATEMENTS:
        connection.execute(statement)
    _fill_index(connection)


def _fill_index(connection: sqlite3.Connection) -> None:
    """Cut every message into its words again; a reply that is being written comes into the index with its end."""
    rows = connection.cursor()
    rows.row_factory = sqlite3.Row
    for message in rows.execute(f"{SELECT} WHERE state <> 'writing' ORDER BY key").fetchall():
        parts = rows.execute("SELECT kind, text FROM parts WHERE message = ? ORDER BY position", (message["key"],))
        connection.execute(
            "INSERT INTO message_words (rowid, text, reasoning, facts) VALUES (?, ?, ?, ?)", entry_of(message, parts)
        )
