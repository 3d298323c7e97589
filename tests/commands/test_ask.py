"""Asking, against the real demo server, with and without interruptions."""

from __future__ import annotations

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator

import pytest

from tests.fixtures.demo import Demo
from tests.fixtures.teahouse import ECHO, PROJECT, Teahouse, one_line


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


def test_what_the_window_has_noted_in_the_settings_stays(with_account: Teahouse) -> None:
    noted = '{"conversation_id": "open in the window", "theme": "dark"}'
    (with_account.profile / "settings.json").write_text(noted)
    with_account.run("ask", "One")
    assert (with_account.profile / "settings.json").read_text() == noted


def test_a_question_may_come_from_standard_input(with_account: Teahouse) -> None:
    assert with_account.run("ask", "-", stdin="piped 茶").stdout == "piped 茶\n"
    assert one_line(with_account.run("ask", "-", stdin=" \n", code=1).stderr)


@pytest.mark.parametrize("encoding", ["ascii", "latin-1", "utf-16"])
def test_words_from_standard_input_are_utf_8_whatever_the_locale_says(with_account: Teahouse, encoding: str) -> None:
    with_account.environment["PYTHONIOENCODING"] = encoding
    assert with_account.run("ask", "-", stdin="\ufeffä 茶 🍵\r\nto go").stdout == "ä 茶 🍵\nto go\n"


@pytest.mark.skipif(os.name == "nt", reason="a shell of POSIX")
def test_a_standard_input_that_is_closed_is_empty(with_account: Teahouse) -> None:
    command = [sys.executable, "-m", "desktop", "--profile", str(with_account.profile), "ask", "-"]
    shell = ["sh", "-c", '"$@" <&-', "sh", *command]
    done = subprocess.run(shell, cwd=PROJECT, capture_output=True, text=True, check=False)
    assert (done.returncode, one_line(done.stderr)) == (1, "There is nothing to ask: standard input is empty.")


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
        assert ("was cut" in done.stderr) is (state == "length")
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
    assert long_answer.stdout is not None
    assert long_answer.stderr is not None
    read += long_answer.stdout.read()
    assert long_answer.stderr.read() == ""
    assert long_answer.wait(20) == 1
    [conversation] = teahouse.stored()
    assistant = conversation["messages"][1]
    assert assistant["state"] == "stopped"
    assert assistant["parts"][0]["text"].startswith(read)
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
