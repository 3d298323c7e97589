"""Bad days: wrong addresses, no network, broken files, full and read-only disks, kill -9, a second start."""

from __future__ import annotations

import os
import signal
import sqlite3
import subprocess
import sys
from pathlib import Path

import pytest

from desktop.errors import DatabaseDamaged, DatabaseNewer
from desktop.model.account import Account
from desktop.model.message import State
from tests.fixtures.demo import Demo
from tests.flows.conftest import Start
from tests.flows.person import Person

PROJECT = Path(__file__).resolve().parents[2]


@pytest.mark.parametrize(
    ("address", "kinds"),
    [
        ("http://127.0.0.1:9/v1", {"ConnectionFailed"}),
        ("http://no-such-host.invalid/v1", {"HostNotFound", "PlainHttpRefused"}),
        ("https://no-such-host.invalid/v1", {"HostNotFound"}),
    ],
)
def test_no_network_is_a_sentence_in_the_message_and_all_else_works(
    person: Person, demo_account: Account, address: str, kinds: set[str]
) -> None:
    person.app.accounts.update(Account("test", "Test", address, model="deepseek-chat"))
    answer = person.ask("are you there?")
    assert answer.state is State.FAILED
    assert answer.failure is not None
    assert answer.failure.kind in kinds
    person.app.accounts.update(demo_account)
    assert person.ask("and now?").state is State.COMPLETE


@pytest.mark.parametrize(
    ("model", "state", "words"),
    [
        ("demo-html-200", State.FAILED, "address"),
        ("demo-error-401", State.FAILED, "key"),
        ("demo-error-402", State.FAILED, "top up"),
        ("demo-cut", State.INTERRUPTED, "connection"),
        ("demo-html", State.FAILED, "server"),
    ],
)
def test_every_trouble_has_a_sentence_on_the_screen(
    person: Person, *, model: str, state: State, words: str
) -> None:
    person.app.conversations.choose_model(person.app.conversations.open, "test", model)
    answer = person.ask("hello")
    assert answer.state is state
    assert words in person.screen().lower()
    assert "<html" not in person.screen()
    assert "hello" in person.screen()


def test_retry_gives_another_answer_in_its_place(person: Person) -> None:
    person.app.conversations.choose_model(person.app.conversations.open, "test", "demo-error-500")
    failed = person.ask("hello")
    assert failed.state is State.FAILED
    person.app.conversations.choose_model(person.app.conversations.open, "test", "deepseek-chat")
    person.app.window.messages.perform("retry", failed)
    assert person.wait_for_answer().state is State.COMPLETE
    assert len(person.shown) == 2


def test_a_rate_limit_counts_down_then_answers(person: Person) -> None:
    person.app.conversations.choose_model(person.app.conversations.open, "test", "demo-rate-limit")
    person.say("hello")
    person.wait(lambda: "Trying again in" in person.screen())
    assert person.wait_for_answer().state is State.COMPLETE


def test_a_damaged_settings_file_costs_the_settings_and_says_so(start: Start, profile: Path) -> None:
    profile.mkdir()
    (profile / "settings.json").write_text("{ this is not JSON")
    person = start()
    assert person.app.window.toast.isVisible()
    assert "settings" in person.app.window.toast.sentence.text().lower()
    kept = list(profile.glob("settings.damaged-*.json"))
    assert [file.read_text() for file in kept] == ["{ this is not JSON"]


def test_a_database_of_a_newer_version_is_not_touched(start: Start, person: Person, profile: Path) -> None:
    person.ask("hello")
    person.app.window.close()
    file = profile / "conversations.db"
    with sqlite3.connect(file) as database:
        database.execute("PRAGMA journal_mode = DELETE")
        database.execute("PRAGMA user_version = 9999")
    database.close()
    before = file.read_bytes()
    with pytest.raises(DatabaseNewer):
        start()
    assert file.read_bytes() == before
    with pytest.raises(DatabaseNewer):  # nor is anything left that would keep a later start away
        start()


def test_what_is_no_database_is_not_touched(start: Start, profile: Path) -> None:
    profile.mkdir()
    (profile / "conversations.db").write_bytes(b"these are somebody's words, not a database" * 100)
    with pytest.raises(DatabaseDamaged):
        start()
    assert (profile / "conversations.db").read_bytes().startswith(b"these are somebody's words")


@pytest.mark.parametrize("kind", ["newer", "read-only"])
def test_a_profile_that_cannot_be_used_is_a_sentence_without_traceback(
    tmp_path: Path, profile: Path, kind: str
) -> None:
    if kind == "newer":
        profile.mkdir()
        with sqlite3.connect(profile / "conversations.db") as database:
            database.execute("PRAGMA user_version = 9999")
            database.execute("PRAGMA application_id = 1413826888")
            database.execute("CREATE TABLE t (x)")
        database.close()
        where = profile
    else:
        where = Path("/proc/teahouse")  # a place where nobody can write, not even root
    with subprocess.Popen(
        [sys.executable, "-m", "desktop", "--profile", str(where)],
        cwd=PROJECT,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
        stderr=subprocess.PIPE,
        text=True,
    ) as process:
        assert process.stderr is not None
        first_line = process.stderr.readline()  # then a box waits for somebody to read it
        process.kill()
        rest = process.stderr.read()
    assert first_line.strip()
    assert "Traceback" not in first_line + rest


def test_a_second_start_shows_the_first_window_and_goes(person: Person, profile: Path) -> None:
    raised: list[bool] = []
    person.app._single.asked_to_show.connect(lambda _: raised.append(True))
    second = subprocess.Popen(
        [sys.executable, "-m", "desktop", "--profile", str(profile)],
        cwd=PROJECT,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
    )
    person.wait(lambda: bool(raised) and second.poll() is not None)
    assert second.returncode == 0


def test_kill_9_in_mid_stream_keeps_what_was_seen(start: Start, profile: Path, demo: Demo) -> None:
    process = subprocess.Popen(
        [sys.executable, "-m", "desktop", "ask", "--profile", str(profile), "--account", "none", "x"],
        cwd=PROJECT, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    process.wait()
    person = start()
    person.app.accounts.update(Account("test", "Test", demo.base_url, model="demo-slow"))
    person.app.window.close()
    code = (
        "import sys\n"
        "from PySide6.QtCore import QTimer\n"
        "from desktop.app import build\n"
        "app = build(['--profile', sys.argv[1]])\n"
        "app.replies.grew.connect(lambda _, reasoning, text: print(repr(text), flush=True))\n"
        "app.window.show()\n"
        "app.window._send('go')\n"
        "app._qt.exec()\n"
    )
    window = subprocess.Popen(
        [sys.executable, "-c", code, str(profile)],
        cwd=PROJECT,
        env={**os.environ, "QT_QPA_PLATFORM": "offscreen"},
        stdout=subprocess.PIPE,
        text=True,
    )
    assert window.stdout is not None
    seen = "".join(eval(window.stdout.readline()) for _ in range(4))
    window.send_signal(signal.SIGKILL)
    window.communicate()
    again = start()
    answer = again.answer
    assert answer is not None
    assert answer.state is State.INTERRUPTED
    assert answer.text
    # At four tokens a second, all but the last quarter of a second is at least all but the last two tokens.
    assert len(answer.text) >= len(seen) - 24
    assert seen.startswith(answer.text) or answer.text.startswith(seen)
    assert answer.failure is not None
    assert answer.failure.kind == "ProgramEnded"


def test_a_mistake_at_the_end_does_not_keep_the_program_from_ending(
    person: Person, monkeypatch: pytest.MonkeyPatch
) -> None:
    def mistake() -> None:
        raise RuntimeError("nobody thought of this")

    monkeypatch.setattr(person.app.pane, "leave", mistake)
    with pytest.raises(RuntimeError, match="nobody thought of this"):
        person.app.quit()
    assert person.app.all_threads_ended
    with pytest.raises(sqlite3.ProgrammingError):
        person.app.database._connection.execute("SELECT 1")
