"""The commands as a person or a script runs them: processes of their own, against the real demo server."""

from __future__ import annotations

import ast
import json
import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from desktop import __version__
from desktop.exchange import json_format
from desktop.exchange.document import Document
from desktop.model.account import Account
from desktop.store.accounts import Accounts
from desktop.store.conversations import Conversations
from desktop.store.database import Database
from desktop.store.messages import Messages
from tests.fixtures.demo import Demo
from tests.fixtures.secret_service import SecretService

PROJECT = Path(__file__).resolve().parent.parent
KEY = "sk-0123456789abcdefTEA"
ECHO = "demo-echo"  # says what it was told


class Teahouse:
    """The program on a profile of its own."""

    def __init__(self, profile: Path) -> None:
        self.profile = profile
        self.environment: dict[str, str] = {}

    def start(self, *arguments: str, **options: Any) -> subprocess.Popen[str]:
        return subprocess.Popen(
            [sys.executable, "-m", "desktop", "--profile", str(self.profile), *arguments],
            cwd=PROJECT,
            env={**os.environ, **self.environment},
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            encoding="utf-8",
            **options,
        )

    def run(self, *arguments: str, stdin: str = "", code: int = 0) -> subprocess.CompletedProcess[str]:
        with self.start(*arguments, stdin=subprocess.PIPE) as process:
            output, errors = process.communicate(stdin, timeout=60)
        assert process.returncode == code, f"exit {process.returncode}: {output}{errors}"
        assert "Traceback" not in errors
        return subprocess.CompletedProcess(arguments, process.returncode, output, errors)

    def json(self, *arguments: str) -> Any:
        return json.loads(self.run(*arguments, "--json").stdout)

    def add_account(self, base_url: str, **facts: Any) -> Account:
        self.profile.mkdir(parents=True, exist_ok=True)
        account = Account("a1", "Gateway", base_url, model=ECHO, **facts)
        with Database.open(self.profile / "conversations.db") as database:
            Accounts(database).save(account)
        return account

    def stored(self) -> list[dict[str, Any]]:
        """Every conversation as it is in the store now, in the form of its export."""
        with Database.open(self.profile / "conversations.db") as database:
            messages = Messages(database)
            known = Conversations(database).all_shown()
            documents = [Document(conversation, messages.of(conversation.id)) for conversation in known]
        return [json.loads("".join(json_format.write(document))) for document in documents]

    def exported(self) -> list[dict[str, Any]]:
        """The same by the command."""
        folder = self.profile.parent / "exported"
        self.run("export", "--all", "--to", str(folder), "--format", "json")
        return [json.loads(path.read_text("utf-8")) for path in sorted(folder.glob("*.json"))]

    def files_with(self, secret: str) -> list[Path]:
        files = [path for path in self.profile.rglob("*") if path.is_file()]
        assert files
        return [path for path in files if secret.encode() in path.read_bytes()]


@pytest.fixture
def teahouse(tmp_path: Path) -> Teahouse:
    return Teahouse(tmp_path / "profile")


@pytest.fixture
def with_account(teahouse: Teahouse, demo: Demo) -> Teahouse:
    teahouse.add_account(demo.base_url)
    return teahouse


def one_line(text: str) -> str:
    assert text.count("\n") == 1, text
    return text.strip()


# Arguments


def test_the_version(teahouse: Teahouse) -> None:
    assert teahouse.run("--version").stdout == f"Teahouse {__version__}\n"


@pytest.mark.parametrize(
    "arguments",
    [
        ["frobnicate"],
        ["ask"],
        ["ask", " "],
        ["export", "--to", "x"],
        ["export", "--all", "some-id", "--to", "x"],
        ["export", "--all", "--to", "x", "--format", "pdf"],
        ["accounts"],
        ["accounts", "add", "x", "--base-url", "not an address"],
        ["accounts", "add", "x"],
        ["search"],
    ],
)
def test_bad_usage_is_one_line_and_2(teahouse: Teahouse, arguments: list[str]) -> None:
    assert one_line(teahouse.run(*arguments, code=2).stderr).startswith("teahouse")
    assert not teahouse.profile.exists()


def test_the_program_is_its_own_demo_server() -> None:
    command = [sys.executable, "-m", "desktop", "demo-server"]
    with subprocess.Popen(command, cwd=PROJECT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True) as server:
        assert server.stdout is not None
        assert server.stdout.readline().startswith("READY http://127.0.0.1:")
        server.communicate(timeout=20)
    assert server.returncode == 0


def test_the_profile_may_follow_the_command(tmp_path: Path) -> None:
    early, late = Teahouse(tmp_path / "early"), tmp_path / "late"
    early.run("list", "--profile", str(late))
    assert (late / "conversations.db").exists()
    assert not early.profile.exists()


@pytest.mark.parametrize(
    ("code", "allowed"),
    [
        ("import desktop.ui.explain", set()),
        ("from desktop.__main__ import main; main(sys.argv[1:])", set()),
        ("import desktop.commands.ask, desktop.commands.doctor, desktop.api.chat", {"PySide6.QtCore"}),
    ],
)
def test_commands_know_no_widgets_and_explaining_no_qt(teahouse: Teahouse, code: str, allowed: set[str]) -> None:
    tell = "; print([name for name in sys.modules if name.startswith('PySide6.Qt')])"
    command = [sys.executable, "-c", f"import sys; {code}{tell}", "--profile", str(teahouse.profile), "list"]
    done = subprocess.run(command, cwd=PROJECT, capture_output=True, text=True, check=True)
    assert set(ast.literal_eval(done.stdout)) == allowed


def test_a_profile_that_cannot_be_made_is_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    assert one_line(Teahouse(tmp_path / "file").run("list", code=1).stderr)


def test_a_damaged_settings_file_is_told_and_put_aside(teahouse: Teahouse) -> None:
    teahouse.profile.mkdir()
    (teahouse.profile / "settings.json").write_text("{ not json")
    assert "settings.damaged-1.json" in one_line(teahouse.run("list").stderr)
    assert teahouse.run("list").stderr == ""


# Asking


def test_an_answer_is_printed_and_kept(with_account: Teahouse, demo: Demo) -> None:
    done = with_account.run("ask", "Does 茶 need\nwater?", "--system", "Be brief")
    assert done.stdout == "Does 茶 need\nwater?\n"
    assert done.stderr == ""
    [conversation] = with_account.stored()
    assert conversation["title"] == "Does 茶 need water?"
    assert conversation["parameters"] == {"system_prompt": "Be brief"}
    user, assistant = conversation["messages"]
    assert (user["role"], user["state"], user["parts"][0]["text"]) == ("user", "complete", "Does 茶 need\nwater?")
    assert (assistant["role"], assistant["state"]) == ("assistant", "complete")
    assert assistant["parent"] == user["id"]
    assert assistant["origin"] == {"account_id": "a1", "account_name": "Gateway", "model": ECHO}
    assert assistant["usage"]["completion"] > 0
    assert assistant["usage"]["estimated"] is False
    assert assistant["timing"]["first_token"] <= assistant["timing"]["total"]
    [sent] = demo.questions()
    assert [message["role"] for message in sent.json["messages"]] == ["system", "user"]


def test_going_on_sends_what_was_said(with_account: Teahouse, demo: Demo) -> None:
    with_account.run("ask", "One")
    [conversation] = with_account.stored()
    assert with_account.run("ask", "--conversation", conversation["id"], "Two").stdout == "Two\n"
    assert [message["content"] for message in demo.questions()[-1].json["messages"]] == ["One", "One", "Two"]
    assert len(with_account.stored()) == 1
    error = one_line(with_account.run("ask", "--conversation", "nonsense", "Three", code=1).stderr)
    assert "conversation" in error.lower()


def test_a_question_may_come_from_standard_input(with_account: Teahouse) -> None:
    assert with_account.run("ask", "-", stdin="piped 茶").stdout == "piped 茶\n"
    assert one_line(with_account.run("ask", "-", stdin=" \n", code=1).stderr)


def test_reasoning_goes_to_standard_error_and_only_when_asked_for(with_account: Teahouse) -> None:
    loud = with_account.run("ask", "--model", "deepseek-reasoner", "--reasoning", "Why?")
    assistant = with_account.stored()[0]["messages"][1]
    kinds = [part["type"] for part in assistant["parts"]]
    assert kinds == ["reasoning", "text"]
    assert loud.stderr.strip()
    assert loud.stderr.strip() not in loud.stdout
    assert with_account.run("ask", "--model", "deepseek-reasoner", "Why?").stderr == ""


@pytest.mark.parametrize(
    ("model", "code", "state", "kind"),
    [
        ("demo-length", 0, "length", None),
        ("demo-no-usage", 0, "complete", None),
        ("demo-empty", 1, "failed", "ReplyEmpty"),
        ("demo-only-reasoning", 1, "interrupted", "OnlyReasoning"),
        ("demo-content-filter", 1, "interrupted", "FilteredReply"),
        ("demo-error-event", 1, "interrupted", None),
        ("demo-html", 1, "failed", "ServerFailed"),
        ("demo-model-not-found", 1, "failed", "ModelNotFound"),
        ("demo-error-402", 1, "failed", "QuotaExhausted"),
    ],
)
def test_how_an_answer_ends(with_account: Teahouse, model: str, code: int, state: str, kind: str | None) -> None:
    done = with_account.run("ask", "--model", model, "Hello", code=code)
    [conversation] = with_account.stored()
    user, assistant = conversation["messages"]
    assert user["parts"] == [{"type": "text", "text": "Hello"}]
    assert assistant["state"] == state
    said = "".join(part["text"] for part in assistant["parts"] if part["type"] == "text")
    assert done.stdout.removesuffix("\n") == said.removesuffix("\n")
    if code:
        assert one_line(done.stderr)
        assert kind in (None, assistant["failure"]["kind"])
    else:
        assert done.stderr == ""
    if model == "demo-no-usage":
        assert assistant["usage"]["estimated"] is True


def test_the_server_s_own_words_are_told(with_account: Teahouse) -> None:
    done = with_account.run("ask", "--model", "demo-model-not-found", "Hello", code=1)
    assert "No available channel for model" in one_line(done.stderr)


def test_no_server_is_a_sentence_and_the_question_is_kept(teahouse: Teahouse) -> None:
    teahouse.add_account("http://127.0.0.1:9/v1")
    assert one_line(teahouse.run("ask", "Is anybody there?", code=1).stderr)
    [conversation] = teahouse.stored()
    assert [message["state"] for message in conversation["messages"]] == ["complete", "failed"]


def test_without_an_account_or_with_an_unknown_one(teahouse: Teahouse, demo: Demo) -> None:
    assert "accounts add" in one_line(teahouse.run("ask", "Hello", code=1).stderr)
    teahouse.add_account(demo.base_url)
    assert "Nobody" in one_line(teahouse.run("ask", "--account", "Nobody", "Hello", code=1).stderr)
    assert teahouse.run("ask", "--account", "gateway", "Hello").stdout == "Hello\n"
    assert len(teahouse.stored()) == 1


def test_the_demo_needs_no_account_no_key_and_no_network(teahouse: Teahouse) -> None:
    assert teahouse.run("ask", "--demo", "demo-length").stdout
    assert teahouse.run("ask", "demo-length").stdout, "its server is started when it is asked again"


def output_of(process: subprocess.Popen[str], length: int) -> str:
    """Read until `length` characters have come."""
    assert process.stdout is not None
    read = ""
    while len(read) < length:
        piece = process.stdout.read(1)
        assert piece, process.stderr and process.stderr.read()
        read += piece
    return read


@pytest.fixture
def long_answer(teahouse: Teahouse, start_demo: Callable[..., Demo]) -> Iterator[subprocess.Popen[str]]:
    """An answer of which some has come, and most has not."""
    teahouse.add_account(start_demo("--speed", "200", "--all-models").base_url)
    with teahouse.start("ask", "--model", "demo-long", "Tell me", start_new_session=True) as process:
        yield process
        process.kill()


@pytest.mark.skipif(os.name != "posix", reason="signals are POSIX")
def test_after_kill_9_every_word_that_was_seen_is_there(
    teahouse: Teahouse, long_answer: subprocess.Popen[str]
) -> None:
    read = output_of(long_answer, 400)
    long_answer.kill()
    assert long_answer.stdout is not None
    read += long_answer.stdout.read()
    assert len(teahouse.json("list")) == 1
    [conversation] = teahouse.exported()
    user, assistant = conversation["messages"]
    assert user["parts"][0]["text"] == "Tell me"
    assert (assistant["state"], assistant["failure"]["kind"]) == ("interrupted", "ProgramEnded")
    assert assistant["parts"][0]["text"].startswith(read)


@pytest.mark.skipif(os.name != "posix", reason="signals are POSIX")
def test_ctrl_c_stops_and_keeps(teahouse: Teahouse, long_answer: subprocess.Popen[str]) -> None:
    read = output_of(long_answer, 100)
    long_answer.send_signal(signal.SIGINT)
    rest, errors = long_answer.communicate(timeout=20)
    assert long_answer.returncode == 1
    assert errors == ""
    [conversation] = teahouse.stored()
    assistant = conversation["messages"][1]
    assert assistant["state"] == "stopped"
    assert assistant["parts"][0]["text"].startswith(read + rest)
    assert assistant["usage"]["estimated"] is True


@pytest.mark.skipif(os.name != "posix", reason="pipes are POSIX")
def test_a_reader_that_leaves_stops_the_answer(teahouse: Teahouse, long_answer: subprocess.Popen[str]) -> None:
    read = output_of(long_answer, 100)
    assert long_answer.stdout is not None
    assert long_answer.stderr is not None
    long_answer.stdout.close()
    assert long_answer.stderr.read() == ""
    assert long_answer.wait(20) == 1
    [conversation] = teahouse.stored()
    assert conversation["messages"][1]["state"] == "stopped"
    assert conversation["messages"][1]["parts"][0]["text"].startswith(read)


def test_an_answer_comes_as_it_is_written(teahouse: Teahouse, long_answer: subprocess.Popen[str]) -> None:
    output_of(long_answer, 50)
    assert long_answer.poll() is None
    [conversation] = teahouse.stored()
    assert [message["state"] for message in conversation["messages"]] == ["complete", "writing"]


# Keys


def test_the_environment_s_key_is_sent_and_never_written(
    teahouse: Teahouse, start_demo: Callable[..., Demo]
) -> None:
    demo = start_demo("--key", KEY, "--all-models")
    teahouse.add_account(demo.base_url)
    refused = teahouse.run("ask", "No key", code=1)
    teahouse.environment["TEAHOUSE_API_KEY"] = KEY
    outputs = [refused, teahouse.run("ask", "With the key"), teahouse.run("doctor")]
    teahouse.environment["TEAHOUSE_API_KEY"] = KEY + "-wrong"
    outputs += [teahouse.run("ask", "A wrong key", code=1), teahouse.run("accounts", "list", "--json")]
    teahouse.exported()
    assert outputs[1].stdout == "With the key\n"
    assert all(KEY[3:] not in done.stdout + done.stderr for done in outputs)
    assert teahouse.files_with(KEY[3:]) == []


def test_without_a_keyring_an_account_with_a_key_is_not_added(teahouse: Teahouse) -> None:
    add = ["accounts", "add", "Mine", "--base-url", "https://gateway.example/v1/"]
    error = one_line(teahouse.run(*add, "--key-stdin", stdin=KEY, code=1).stderr)
    assert "TEAHOUSE_API_KEY" in error
    assert teahouse.json("accounts", "list") == []
    teahouse.run(*add, "--model", "deepseek-chat")
    [account] = teahouse.json("accounts", "list")
    assert account["name"] == "Mine"
    assert account["base_url"] == "https://gateway.example/v1"
    assert account["model"] == "deepseek-chat"
    assert "Mine" in one_line(teahouse.run(*add, code=1).stderr)
    assert teahouse.files_with(KEY[3:]) == []


@pytest.mark.parametrize("key", ["", "钥匙", "two words"])
def test_what_cannot_be_a_key_is_refused(teahouse: Teahouse, key: str) -> None:
    add = ["accounts", "add", "Mine", "--base-url", "https://gateway.example/v1", "--key-stdin"]
    assert one_line(teahouse.run(*add, stdin=key, code=1).stderr)
    assert teahouse.json("accounts", "list") == []


def test_known_prices_come_with_the_account(teahouse: Teahouse) -> None:
    teahouse.run("accounts", "add", "Gateway", "--base-url", "https://cnaitoken.store/v1")
    with Database.open(teahouse.profile / "conversations.db") as database:
        [account] = Accounts(database).all()
    assert {price.model for price in account.prices} >= {"deepseek-chat", "deepseek-reasoner"}


def test_the_clear_is_not_used_unasked(teahouse: Teahouse) -> None:
    add = ["accounts", "add", "Mine", "--base-url", "http://gateway.example/v1"]
    assert "--allow-plain-http" in one_line(teahouse.run(*add, code=1).stderr)
    teahouse.run(*add, "--allow-plain-http")


def test_a_key_goes_into_the_real_keyring_and_from_there_to_the_server(
    teahouse: Teahouse, secret_service: SecretService, start_demo: Callable[..., Demo]
) -> None:
    teahouse.environment = secret_service.environment
    demo = start_demo("--key", KEY, "--all-models")
    add = ["accounts", "add", "Mine", "--base-url", demo.base_url, "--key-stdin", "--model", ECHO]
    teahouse.run(*add, stdin=f" Bearer {KEY}\n")
    [account] = teahouse.json("accounts", "list")
    assert secret_service.stored(account["id"]) == KEY
    assert teahouse.run("ask", "Hello").stdout == "Hello\n"
    steps = {step["name"]: step for step in teahouse.json("doctor")}
    assert all(step["ok"] for step in steps.values())
    assert steps["key"]["facts"]["present"] == 1
    assert secret_service.stored("doctor") == ""
    secret_service.lock()
    assert teahouse.run("ask", "Locked", code=1).stderr
    assert teahouse.files_with(KEY[3:]) == []


# What was said


def test_list_search_and_export(with_account: Teahouse, tmp_path: Path) -> None:
    with_account.run("ask", "First question about oolong")
    with_account.run("ask", "关于绿茶的问题")
    listed = with_account.json("list")
    assert [conversation["title"] for conversation in listed] == ["关于绿茶的问题", "First question about oolong"]
    lines = with_account.run("list").stdout.splitlines()
    assert [line.split()[0] for line in lines] == [conversation["id"] for conversation in listed]
    hits = with_account.json("search", "绿茶")
    assert {hit["conversation"] for hit in hits} == {listed[0]["id"]}
    assert {hit["role"] for hit in hits} == {None, "user", "assistant"}
    assert "oolong" in with_account.run("search", "OOLONG").stdout
    assert with_account.json("search", "coffee") == []

    done = with_account.run("export", listed[1]["id"], "--to", str(tmp_path / "out"))
    path = tmp_path / "out" / "First question about oolong.md"
    assert done.stdout == f"{path}\n"
    text = path.read_text("utf-8")
    assert text.startswith(f'---\nid: "{listed[1]["id"]}"\n')
    assert "\n## You" in text
    assert "\n## demo-echo" in text
    with_account.run("export", "--all", "--format", "html", "--to", str(tmp_path / "out"))
    assert sorted(path.suffix for path in (tmp_path / "out").iterdir()) == [".html", ".html", ".md"]


def test_what_is_not_known_is_not_exported_in_part(with_account: Teahouse, tmp_path: Path) -> None:
    with_account.run("ask", "Hello")
    [listed] = with_account.stored()
    out = tmp_path / "out"
    assert one_line(with_account.run("export", listed["id"], "nonsense", "--to", str(out), code=1).stderr)
    assert not out.exists()
    (tmp_path / "file").write_text("")
    assert one_line(with_account.run("export", "--all", "--to", str(tmp_path / "file"), code=1).stderr)


def test_an_export_of_nothing_is_fine(teahouse: Teahouse, tmp_path: Path) -> None:
    teahouse.run("export", "--all", "--to", str(tmp_path / "out"))
    assert teahouse.json("list") == []


# The doctor


def test_the_doctor_tells_each_step(with_account: Teahouse) -> None:
    with_account.environment["TEAHOUSE_API_KEY"] = KEY
    steps = with_account.json("doctor")
    assert [step["name"] for step in steps] == [
        "database", "keyring", "account", "dns", "tcp", "address", "key", "models", "stream",
    ]  # fmt: skip
    assert all(step["ok"] and step["sentence"] and step["seconds"] >= 0 for step in steps)
    lines = with_account.run("doctor").stdout.splitlines()
    assert len(lines) == len(steps)
    assert all(line.startswith("✓ ") for line in lines)


def test_the_doctor_tells_what_is_wrong(teahouse: Teahouse) -> None:
    lines = teahouse.run("doctor", code=1).stdout.splitlines()
    assert [line[0] for line in lines] == ["✓", "✗", "✗"], "a database, no keyring, no account"
    teahouse.add_account("http://127.0.0.1:9/v1")
    assert teahouse.run("doctor", code=1).stdout.splitlines()[-1].startswith("✗ tcp")
    (teahouse.profile / "conversations.db").write_bytes(b"not a database" * 100)
    assert teahouse.run("doctor", code=1).stdout.startswith("✗ database")
