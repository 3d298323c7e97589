"""Starts the demo server as a child process. Cheap to import: the server itself is not."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path
from types import TracebackType
from typing import Self

from desktop.errors import ConnectionFailed
from desktop.jobs import bounded

START_LIMIT = 10.0  # seconds
STOP_LIMIT = 2.0


class DemoServer:
    """The demo server in a process of its own, which never outlives this one.

    `with DemoServer().start(["--speed", "0"]) as demo: … demo.base_url …`
    """

    def __init__(self) -> None:
        self._process: subprocess.Popen[bytes] | None = None
        self._base_url = ""

    def start(self, arguments: Sequence[str] = ()) -> Self:
        """Start it with `arguments` (see `python -m desktop.demo --help`) and return when it listens.

        Raises `ConnectionFailed` (`host`, `message`) when it ends at once, or is not ready within 10 s.
        """
        command, environment = _command()
        try:
            self._process = subprocess.Popen(
                [*command, *arguments],
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                env=environment,
                creationflags=getattr(subprocess, "CREATE_NO_WINDOW", 0),
            )
        except OSError as error:
            raise ConnectionFailed(host="127.0.0.1", message=str(error)) from error
        line = self._first_line(self._process)
        ready, _, base_url = line.partition(" ")
        if ready != "READY":
            status = self.stop()
            raise ConnectionFailed(host="127.0.0.1", message=line or f"exit status {status}")
        self._base_url = base_url
        return self

    @property
    def base_url(self) -> str:
        """`http://127.0.0.1:PORT/v1`; empty until it has been started."""
        return self._base_url

    def stop(self) -> int | None:
        """End it, at the latest after 2 s, and return its exit status; None if it was not running."""
        process, self._process, self._base_url = self._process, None, ""
        if process is None:
            return None
        assert process.stdin is not None
        assert process.stdout is not None
        process.stdin.close()
        try:
            process.wait(STOP_LIMIT)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
        process.stdout.close()
        return process.returncode

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, traceback: TracebackType | None
    ) -> None:
        self.stop()

    def _first_line(self, process: subprocess.Popen[bytes]) -> str:
        """Wait for the first line; "" where none comes in time, after the process was killed."""
        assert process.stdout is not None
        try:
            line = bounded(process.stdout.readline, START_LIMIT, lambda: ConnectionFailed(host="127.0.0.1"))
        except ConnectionFailed:
            process.kill()  # ends the wait that is still going on, too
            return ""
        return line.decode(errors="replace").strip()


def _command() -> tuple[list[str], dict[str, str]]:
    if getattr(sys, "frozen", False):
        return [sys.executable, "demo-server"], dict(os.environ)
    # -P: a folder named `desktop` in the current directory is not ours.
    root = str(Path(__file__).resolve().parents[2])
    path = os.pathsep.join(filter(None, [root, os.environ.get("PYTHONPATH")]))
    return [sys.executable, "-P", "-m", "desktop.demo"], {**os.environ, "PYTHONPATH": path}
