"""Disks that are full, places that cannot be written, other programs that write: no word is lost, and it is said."""

from __future__ import annotations

import importlib
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest
from PySide6.QtCore import Qt

from desktop.model.message import State
from desktop.store.database import Database
from desktop.store.messages import Messages
from tests.fixtures.demo import Demo
from tests.fixtures.teahouse import Teahouse
from tests.flows.conftest import Start
from tests.flows.person import Person

PROJECT = Path(__file__).resolve().parents[2]
LONG = 60_000  # milliseconds


@contextmanager
def full_disk(person: Person) -> Iterator[None]:
    """No page more for the database: SQLite says what it says when the disk is full."""
    database = person.app.database
    pages = database.value("PRAGMA page_count")
    database.run(f"PRAGMA max_page_count = {pages}")
    yield
    database.run("PRAGMA max_page_count = 1073741823")


@contextmanager
def read_only(person: Person) -> Iterator[None]:
    person.app.database.run("PRAGMA query_only = ON")
    yield
    person.app.database.run("PRAGMA query_only = OFF")


@contextmanager
def locked(path: Path) -> Iterator[None]:
    """Another process keeps a write transaction open."""
    command = [sys.executable, "-m", "tests.store.child", "hold", str(path)]
    with subprocess.Popen(command, cwd=PROJECT, stdin=subprocess.PIPE, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == b"held\n"
        yield
        process.communicate()


def said(person: Person) -> str:
    """The last sentence at the foot of the window, which may be gone by now."""
    return person.app.window.toast.sentence.text()


def test_an_answer_goes_on_while_the_disk_is_full_and_is_kept_when_there_is_room(person: Person) -> None:
    app = person.app
    shown: list[str] = []
    app.replies.grew.connect(lambda _id, _reasoning, text: shown.append(text))
    app.conversations.choose_model(app.conversations.open, "test", "demo-fast")
    person.say("go")
    with full_disk(person):
        person.wait(lambda: not app.replies.is_running(app.conversations.open.id), LONG)
        assert len("".join(shown)) == 100_000
        assert "full" in said(person)
        answer = app.pane.messages[person.shown[-1].id]
        assert answer.text == "".join(shown)
        assert (answer.state, answer.failure and answer.failure.kind) == (State.INTERRUPTED, "DiskFull")
        assert person.shown[-1].text != answer.text
    person.wait(lambda: person.shown[-1].state is State.COMPLETE, LONG)
    assert person.shown[-1].text == "".join(shown)
    assert app.pane.messages[answer.id].failure is None  # the screen says so, too


def test_what_cannot_be_sent_stays_where_it_was_typed(person: Person, demo: Demo) -> None:
    with read_only(person):
        person.say("Which tea?")
        person.wait(lambda: bool(said(person)))
        assert person.app.pane.composer.text() == "Which tea?"
        assert demo.questions() == []
    person.press(Qt.Key.Key_Return)
    assert person.wait_for_answer().state is State.COMPLETE
    assert [message.text for message in person.shown[:1]] == ["Which tea?"]
    assert person.app.pane.composer.text() == ""


def test_a_draft_that_cannot_be_kept_waits_with_its_conversation(person: Person) -> None:
    app = person.app
    person.ask("First")
    first = app.conversations.open
    with read_only(person):
        person.type("Unsent words")
        person.wait(lambda: bool(said(person)))
        app.window.new_conversation()
        assert app.pane.composer.text() == ""
        person.type("Others")
        app.conversations.open_by_id(first.id)
        assert app.pane.composer.text() == "Unsent words"
    person.wait(lambda: app.stores.kept.conversations.get(first.id).draft == "Unsent words", LONG)
    app.window.new_conversation()
    assert app.pane.composer.text() == "Others"


def test_the_window_does_not_close_on_words_that_are_kept_nowhere(person: Person) -> None:
    person.app.database.run("PRAGMA query_only = ON")
    person.type("Unsent words")
    person.app.window.close()
    assert person.app.window.isVisible()
    assert "lost" in said(person)
    person.app.window.close()
    assert not person.app.window.isVisible()


def test_a_full_disk_does_not_keep_anybody_from_reading(start: Start, person: Person) -> None:
    person.ask("First")
    person.app.window.new_conversation()
    person.ask("Second")
    first = person.app.conversations.shown
    with read_only(person):
        for conversation in first:
            person.app.conversations.open_by_id(conversation.id)
            assert len(person.app.pane.messages) == 2
    assert said(person) == ""


def test_another_program_that_writes_for_long_holds_nobody_up(person: Person, profile: Path) -> None:
    app = person.app
    shown: list[str] = []
    unsaved: list[object] = []
    app.replies.grew.connect(lambda _id, _reasoning, text: shown.append(text))
    app.replies.unsaved.connect(unsaved.append)
    app.conversations.choose_model(app.conversations.open, "test", "demo-slow")
    person.say("go")
    person.wait(lambda: len(shown) > 1)
    with locked(profile / "conversations.db"):
        before, started = len(shown), time.monotonic()
        person.wait(lambda: len(shown) > before + 4, LONG)
        assert unsaved == [] or time.monotonic() - started > 3
    app.replies.stop(app.conversations.open.id)
    person.wait(lambda: person.shown[-1].state is State.STOPPED, LONG)
    assert person.shown[-1].text == "".join(shown)


def test_the_command_line_shows_what_it_cannot_keep_and_keeps_it_in_the_end(with_account: Teahouse) -> None:
    with_account.run("accounts", "list")
    process = with_account.start("ask", "--model", "demo-slow", "go")
    assert process.stdout is not None
    first = process.stdout.read(1)
    with locked(with_account.profile / "conversations.db"):
        first += process.stdout.read(12)
    output = process.stdout.read()
    _, errors = process.communicate(timeout=120)
    assert (process.returncode, errors) == (0, "")
    with Database.open(with_account.profile / "conversations.db") as database:
        (key,) = database.row("SELECT id FROM messages WHERE role = 'assistant'") or ("",)
        stored = Messages(database).get(key)
    assert stored.text + "\n" == first + output
    assert stored.state is State.COMPLETE


def test_the_command_line_says_that_another_program_holds_the_database(with_account: Teahouse) -> None:
    with locked(with_account.profile / "conversations.db"):
        done = with_account.run("ask", "Hello", code=1)
    assert "another program" in done.stderr.lower()
    assert done.stderr.count("\n") == 1


@pytest.mark.skipif(sys.platform == "win32", reason="resource limits")
def test_the_command_line_with_a_disk_that_is_full(with_account: Teahouse) -> None:
    """The largest size of a file stands in for the disk: every word comes out, and the end says what was not kept."""
    resource = importlib.import_module("resource")
    size = (with_account.profile / "conversations.db").stat().st_size

    def limit() -> None:
        resource.setrlimit(resource.RLIMIT_FSIZE, (size + 150_000, size + 150_000))

    process = with_account.start("ask", "--model", "demo-fast", "go", preexec_fn=limit)
    output, errors = process.communicate(timeout=120)
    assert len(output.rstrip("\n")) >= 99_990
    assert process.returncode == 1
    assert "Traceback" not in errors
    assert errors.strip()
    [conversation] = with_account.stored()
    assert conversation["messages"][0]["parts"][0]["text"] == "go"
