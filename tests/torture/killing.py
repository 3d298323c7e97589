"""A process that is killed, and what it had said by then."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import IO, Any

PROJECT = Path(__file__).resolve().parents[2]
_START_LIMIT = 60.0  # seconds; a loaded machine is slow, and slowness is not what is looked for here


@dataclass(frozen=True, slots=True)
class Heard:
    """Something that came through a pipe, and when: seconds of `time.monotonic()`, the same in every process."""

    when: float
    what: bytes


class Victim:
    """A process whose words are heard as they come. `kill` ends it as `kill -9` does, at once."""

    def __init__(self, *command: object, home: Path) -> None:
        self.out: list[Heard] = []
        self.err: list[Heard] = []
        self._heard = threading.Condition()
        self._process = subprocess.Popen(
            [sys.executable, *map(str, command)],
            cwd=PROJECT,
            env=_environment(home),
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
        )
        self._silent: set[IO[bytes]] = set()  # pipes at their end
        self._listeners = [self._listen(self._process.stdout, self.out), self._listen(self._process.stderr, self.err)]

    def wait_for(self, lines: int = 0) -> None:
        """Return when so many lines have come on standard output, or something has; or when the process has ended."""

        def said() -> bool:
            return self._process.stdout in self._silent or (
                len(self.out) > 0 and sum(heard.what.count(b"\n") for heard in self.out) >= lines
            )

        with self._heard:
            if not self._heard.wait_for(said, _START_LIMIT):
                self.kill()
                raise TimeoutError(f"nothing came within {_START_LIMIT} s; on standard error: {self.errors()}")

    def wait(self) -> int:
        """Let it end by itself; return its exit code."""
        code = self._process.wait(_START_LIMIT)
        self._hear_out()
        return code

    def kill(self) -> float:
        """End it, however far it is; return when, by `time.monotonic()`, just before the blow."""
        moment = time.monotonic()
        if self._process.poll() is None:
            self._process.send_signal(signal.SIGKILL)
        self._process.wait()
        self._hear_out()
        return moment

    @property
    def ended_by_itself(self) -> bool:
        return self._process.returncode not in (None, -signal.SIGKILL)

    def lines(self) -> list[dict[str, Any]]:
        """Standard output as JSON lines; one that was cut off is left out."""
        whole, _, _ = b"".join(heard.what for heard in self.out).rpartition(b"\n")
        return [json.loads(line) for line in whole.splitlines()]

    def errors(self) -> str:
        return b"".join(heard.what for heard in self.err).decode("utf-8", "replace")

    def _listen(self, pipe: IO[bytes] | None, into: list[Heard]) -> threading.Thread:
        assert pipe is not None

        def listen() -> None:
            while what := os.read(pipe.fileno(), 65536):
                into.append(Heard(time.monotonic(), what))
                with self._heard:
                    self._heard.notify_all()
            with self._heard:
                self._silent.add(pipe)
                self._heard.notify_all()

        thread = threading.Thread(target=listen, daemon=True)
        thread.start()
        return thread

    def _hear_out(self) -> None:
        for listener in self._listeners:
            listener.join(_START_LIMIT)
        for pipe in (self._process.stdin, self._process.stdout, self._process.stderr):
            assert pipe is not None
            pipe.close()


def _environment(home: Path) -> Mapping[str, str]:
    """No person's profile, keyring or screen is touched."""
    places = {f"XDG_{kind}_HOME": str(home / kind.lower()) for kind in ("DATA", "CONFIG", "CACHE", "STATE")}
    return {
        **os.environ,
        **places,
        "HOME": str(home),
        "DBUS_SESSION_BUS_ADDRESS": "disabled:",
        "TEAHOUSE_API_KEY": "sk-torture",
        "QT_QPA_PLATFORM": "offscreen",
        "PYTHONUNBUFFERED": "1",
    }
