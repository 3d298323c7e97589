"""Databases damaged on purpose, and what holds for every recovery of one."""

from __future__ import annotations

import sqlite3
from collections.abc import Callable
from contextlib import closing
from pathlib import Path

from desktop.store.checking import quick_check
from desktop.store.conversations import Conversations
from desktop.store.database import Database
from desktop.store.messages import Messages
from desktop.store.restore import restore
from desktop.store.salvage import Recovery
from tests.store.contents import Contents, check_index, contents

PAGE = 4096


def change(path: Path, how: Callable[[bytearray], object]) -> bytes:
    content = bytearray(path.read_bytes())
    how(content)
    path.write_bytes(content)
    return bytes(content)


def check_recovered(path: Path, damaged: bytes, recovery: Recovery) -> None:
    """The database is sound, and the damaged file stands beside it, byte for byte."""
    assert recovery.kept_as is not None
    assert recovery.kept_as.parent == path.parent
    assert recovery.kept_as.read_bytes() == damaged
    quick_check(path)
    with Database.open(path) as database:
        assert database.rows("PRAGMA foreign_key_check") == []
        for conversation in Conversations(database).all_shown() + Conversations(database).trash():
            assert conversation.head_id is None or conversation.head_id in Messages(database).of(conversation.id)
        check_index(database)
    assert [file.name for file in path.parent.iterdir() if file.name.startswith(".")] == []


def whole(path: Path) -> Contents:
    """What a recovery of a database keeps where nothing in it is lost: replies cut off have ended."""
    with Database.open(path):
        pass
    copy = path.with_name("whole.db")
    restore(copy, path)
    found = contents(copy)
    for leftover in path.parent.glob("whole.db*"):
        leftover.unlink()
    return found


def wipe(start: int, end: int, value: int = 0) -> Callable[[bytearray], None]:
    def happen(content: bytearray) -> None:
        content[start:end] = bytes([value]) * len(content[start:end])

    return happen


def damage(path: Path) -> None:
    """Let one index stand where another belongs: SQLite opens the file, and only a check finds it."""
    with closing(sqlite3.connect(path)) as vandal:
        vandal.execute("PRAGMA writable_schema = ON")
        vandal.execute(
            "UPDATE sqlite_schema SET rootpage = (SELECT rootpage FROM sqlite_schema WHERE name = 'parts')"
            " WHERE name = 'conversations_shown'"
        )
        vandal.commit()
