"""The demo server's process: how it starts, and that it never stays behind."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
from pathlib import Path

import pytest

from desktop.demo import process
from desktop.demo.process import DemoServer
from desktop.errors import ConnectionFailed
from tests.demo import raw
from tests.fixtures.demo import Demo

PARENT = """
import sys
from desktop.demo.process import DemoServer
demo = DemoServer().start()
print(demo.base_url, flush=True)
sys.stdin.read()
"""


def port_of(base_url: str) -> int:
    return int(base_url.removesuffix("/v1").rpartition(":")[2])


def closed(connection: socket.socket) -> bool:
    """Wait until the other end is gone."""
    connection.settimeout(raw.PATIENCE)
    try:
        return connection.recv(1) == b""
    except ConnectionResetError:
        return True


def test_a_server_answers_until_it_is_stopped() -> None:
    with DemoServer().start(["--speed", "0"]) as demo:
        assert demo.base_url.startswith("http://127.0.0.1:")
        port = port_of(demo.base_url)
        with socket.create_connection(("127.0.0.1", port)) as connection:
            assert demo.stop() == 0
            assert closed(connection)
    assert demo.base_url == ""
    assert demo.stop() is None
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection(("127.0.0.1", port))


def test_it_stops_at_once_though_a_client_neither_reads_nor_leaves(tmp_path: Path) -> None:
    demo = Demo(DemoServer().start(["--speed", "0"]), tmp_path / "log")
    with raw.connected(demo) as deaf, raw.connected(demo) as silent:
        deaf.setsockopt(socket.SOL_SOCKET, socket.SO_RCVBUF, 4096)
        deaf.sendall(raw.request("/v1/chat/completions", raw.question("demo-endless-line")))
        silent.sendall(raw.request("/v1/chat/completions", raw.question("demo-silent")))
        assert silent.recv(1)
        assert demo.server.stop() == 0


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="no signals here")
def test_it_ends_when_its_parent_is_killed() -> None:
    parent = subprocess.Popen(
        [sys.executable, "-c", PARENT],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        env={**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)},
    )
    with parent:
        assert parent.stdin is not None
        assert parent.stdout is not None
        port = port_of(parent.stdout.readline().decode().strip())
        with socket.create_connection(("127.0.0.1", port)) as connection:
            parent.send_signal(signal.SIGKILL)
            assert closed(connection)
    with pytest.raises(ConnectionRefusedError):
        socket.create_connection(("127.0.0.1", port))


@pytest.mark.skipif(not hasattr(signal, "SIGKILL"), reason="no signals here")
def test_it_ends_in_peace_on_sigterm() -> None:
    server = DemoServer().start()
    running = server._process
    assert running is not None
    running.terminate()
    assert running.wait(raw.PATIENCE) == 0
    assert server.stop() == 0


def test_a_port_that_is_taken_is_a_failed_connection(capfd: pytest.CaptureFixture[str]) -> None:
    with socket.create_server(("127.0.0.1", 0)) as taken, pytest.raises(ConnectionFailed) as caught:
        DemoServer().start(["--port", str(taken.getsockname()[1])])
    assert caught.value.facts == {"host": "127.0.0.1", "message": "exit status 1"}
    assert "Traceback" not in capfd.readouterr().err


def test_wrong_arguments_are_a_failed_connection(capfd: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(ConnectionFailed, match="exit status 2"):
        DemoServer().start(["--speed", "-1"])
    assert "not a speed" in capfd.readouterr().err


def test_a_program_that_cannot_be_run_is_a_failed_connection(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(sys, "executable", str(tmp_path / "nothing"))
    with pytest.raises(ConnectionFailed, match="nothing"):
        DemoServer().start()


def test_a_server_that_says_nothing_is_given_up(monkeypatch: pytest.MonkeyPatch) -> None:
    mute = [sys.executable, "-c", "import time; time.sleep(60)"]
    monkeypatch.setattr(process, "_command", lambda: (mute, dict(os.environ)))
    monkeypatch.setattr(process, "START_LIMIT", 0.3)
    with pytest.raises(ConnectionFailed, match="exit status"):
        DemoServer().start()


def test_it_starts_from_any_folder(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    (tmp_path / "desktop").mkdir()
    (tmp_path / "desktop" / "__init__.py").write_text("raise ImportError('not this one')")
    monkeypatch.chdir(tmp_path)
    monkeypatch.delenv("PYTHONPATH", raising=False)
    with DemoServer().start() as demo:
        assert demo.base_url


def test_a_frozen_program_starts_itself(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    command, _ = process._command()
    assert command == [sys.executable, "demo-server"]


def test_the_process_is_cheap_to_import() -> None:
    code = "import sys, json, desktop.demo.process; print(json.dumps(sorted(sys.modules)))"
    path = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, check=True, env=path)
    assert not {"asyncio", "http", "email"} & set(json.loads(done.stdout))


def test_help_lists_every_model() -> None:
    path = {**os.environ, "PYTHONPATH": os.pathsep.join(sys.path)}
    done = subprocess.run(
        [sys.executable, "-m", "desktop.demo", "--help"], capture_output=True, check=True, env=path, text=True
    )
    assert "demo-rate-limit" in done.stdout
