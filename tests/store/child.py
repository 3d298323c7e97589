"""What another process does to a database while a test looks on: `python -m tests.store.child WHAT PATH …`.

It says on stdout what is done, a line at a time, and ends when its stdin is closed, unless it is killed first.
"""

from __future__ import annotations

import os
import random
import sqlite3
import sys
from pathlib import Path
from typing import Any

from msgspec.structs import replace

from desktop.model.message import ReasoningPart, State, TextPart
from desktop.store import migrations, opening, salvage
from desktop.store import restore as restoring
from desktop.store.backup import Backups, Kind
from desktop.store.control import Phase, Progress, Unattended
from desktop.store.conversations import Conversations
from desktop.store.database import Database
from desktop.store.journal import Journal
from desktop.store.messages import Messages
from tests.store import make


def say(*words: object) -> None:
    sys.stdout.write(" ".join(map(str, words)) + "\n")
    sys.stdout.flush()


def hold(path: Path) -> None:
    """Keep a write transaction open."""
    with Database.open(path) as database, database.transaction():
        say("held")
        sys.stdin.read()


def create(path: Path) -> None:
    """Wait for a line, then open a database that may not be there yet, and add a conversation."""
    say("ready")
    sys.stdin.readline()
    with Database.open(path) as database:
        Conversations(database).add(make.conversation())
    say("added")


def reply(path: Path) -> None:
    """Write one reply and stay alive with it."""
    database = Database.open(path)
    (conversation,) = Conversations(database).all_shown()
    journal, message = Journal(database), make.reply(conversation)
    journal.begin(message)
    journal.append(message.id, [("text", "Oolong")])
    say(message.id)
    sys.stdin.read()


def write(path: Path, seed: str) -> None:
    """Write replies without end; say `sent`, `begun`, `kept`, `finished` as soon as the store has promised it."""
    dice = random.Random(seed)
    database = Database.open(path)
    journal, messages = Journal(database), Messages(database)
    (conversation,) = Conversations(database).all_shown()
    while True:
        question = make.message(conversation, f"question {dice.random()}")
        messages.add(question)
        say("sent", question.id, question.text)
        answer = make.reply(conversation, question)
        journal.begin(answer)
        say("begun", answer.id)
        text = reasoning = ""
        for count in range(dice.randrange(40)):
            kind = "reasoning" if count < 5 else "text"
            piece = f"<{count}{'茶' * dice.randrange(200)}>"
            journal.append(answer.id, [(kind, piece)])
            say("kept", answer.id, kind, piece)
            reasoning, text = (reasoning + piece, text) if kind == "reasoning" else (reasoning, text + piece)
        parts = (ReasoningPart(reasoning), TextPart(text))
        journal.finish(replace(answer, state=State.COMPLETE, parts=parts))
        say("finished", answer.id)


def migrate(path: Path, statements: str) -> None:
    """Open with two steps more than are known, and die, without any clearing up, at a statement.

    `statements` is its number, counted from the beginning of the first transaction.
    """
    install_later_steps()
    executed: list[str] = []

    def count(statement: str) -> None:
        if executed or statement.startswith("BEGIN"):
            executed.append(statement)
        if len(executed) == int(statements):
            os._exit(9)

    connect = sqlite3.connect

    def watched(*arguments: Any, **options: Any) -> sqlite3.Connection:
        connection = connect(*arguments, **options)
        connection.set_trace_callback(count)
        return connection

    sqlite3.connect = watched  # type: ignore[assignment]
    Database.open(path).close()


def backup(path: Path) -> None:
    """Begin a backup, and stay in the middle of it."""
    Backups(path).make(Kind.DAILY, _Standing(Phase.COPYING))


def restore(path: Path, source: str, events: str) -> None:
    """Restore a backup; die, without any clearing up, at the event with this number."""
    restoring.restore(path, Path(source), _Dying(int(events)))
    say("restored")


def recover(path: Path, statements: str) -> None:
    """Recover a damaged database; die, without any clearing up, at the call to the system with this number."""
    count = 0

    def watch(event: str, _: tuple[object, ...]) -> None:
        nonlocal count
        if event in {"open", "os.rename", "os.link", "os.remove", "sqlite3.connect"}:
            count += 1
            if count == int(statements):
                os._exit(9)

    sys.addaudithook(watch)
    salvage.recover(path)


class _Standing(Unattended):
    """Says what is done, and waits for ever."""

    def __init__(self, phase: Phase) -> None:
        self._phase = phase

    def emit(self, event: object) -> None:
        assert isinstance(event, Progress)
        if event.phase is self._phase:
            say(self._phase)
            sys.stdin.read()


class _Dying(Unattended):
    def __init__(self, events: int) -> None:
        self._left = events

    def emit(self, _: object) -> None:
        self._left -= 1
        if self._left == 0:
            os._exit(9)


def install_later_steps() -> None:
    """Pretend to be a version of the program that knows two schemas more."""
    migrations.STEPS = (*migrations.STEPS, add_cups, add_mood)
    migrations.LATEST = opening.LATEST = len(migrations.STEPS)


def add_cups(connection: sqlite3.Connection) -> None:
    connection.execute("CREATE TABLE cups (key INTEGER PRIMARY KEY, name TEXT NOT NULL) STRICT")
    connection.execute("INSERT INTO cups (name) SELECT title FROM conversations")


def add_mood(connection: sqlite3.Connection) -> None:
    connection.execute("ALTER TABLE conversations ADD COLUMN mood TEXT")
    connection.execute("UPDATE conversations SET mood = 'calm'")


if __name__ == "__main__":
    commands = {
        "hold": hold,
        "create": create,
        "reply": reply,
        "write": write,
        "migrate": migrate,
        "backup": backup,
        "restore": restore,
        "recover": recover,
    }
    what, where, *more = sys.argv[1:]
    commands[what](Path(where), *more)  # type: ignore[operator]
