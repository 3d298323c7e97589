"""From the first byte of a token on the socket to its pixels, in frames of a 60 Hz screen.

A server on loopback writes one token at a time and notes when; the real window shows it, and the moment is taken in the
turn of the event loop after the paint. Run from the project's folder; needs a display, or takes the offscreen platform.
"""

from __future__ import annotations

import json
import os
import socket
import statistics
import sys
import tempfile
import threading
import time
from pathlib import Path

PROJECT = Path(__file__).resolve().parents[2]
sys.path.insert(0, str(PROJECT))
if not os.environ.get("DISPLAY") and not os.environ.get("WAYLAND_DISPLAY"):
    os.environ["QT_QPA_PLATFORM"] = "offscreen"

from PySide6.QtCore import QEvent, QEventLoop, QObject, QTimer  # noqa: E402 - reads the platform once

from desktop.app import build  # noqa: E402 - the path to it is known from here on
from desktop.application import Application  # noqa: E402 - the path to it is known from here on
from desktop.model.account import Account  # noqa: E402

TOKENS = 150
PAUSE = 0.05  # seconds between tokens: each is a pixel of its own
FRAME = 1000 / 60  # milliseconds
LONGEST = 2.0  # frames

_HEADERS = b"HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nConnection: close\r\n\r\n"


class Server:
    """Answers one request with a stream, and notes when each token left."""

    def __init__(self) -> None:
        self.sent: list[float] = []
        self._listener = socket.create_server(("127.0.0.1", 0))
        self.base_url = f"http://127.0.0.1:{self._listener.getsockname()[1]}/v1"
        threading.Thread(target=self._answer, daemon=True).start()

    def _answer(self) -> None:
        connection, _ = self._listener.accept()
        connection.setsockopt(socket.IPPROTO_TCP, socket.TCP_NODELAY, 1)
        connection.recv(65536)
        connection.sendall(_HEADERS)
        time.sleep(0.5)
        for number in range(TOKENS):
            self.sent.append(time.perf_counter())
            connection.sendall(_event({"content": f"word{number} "}, None))
            time.sleep(PAUSE)
        connection.sendall(_event({}, "stop") + b"data: [DONE]\n\n")
        connection.close()


def _event(delta: dict[str, str], finish_reason: str | None) -> bytes:
    choice = {"index": 0, "delta": delta, "finish_reason": finish_reason}
    return b"data: " + json.dumps({"choices": [choice]}).encode() + b"\n\n"


class Eye(QObject):
    """Notes when what was told last has been painted."""

    def __init__(self, application: Application) -> None:
        super().__init__(application)
        self.seen: list[float] = []
        self._waiting = False
        application.replies.grew.connect(self._on_grew)
        application.pane.transcript.viewport().installEventFilter(self)

    def _on_grew(self) -> None:
        self._waiting = True

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Paint and self._waiting:
            self._waiting = False
            QTimer.singleShot(0, self, lambda: self.seen.append(time.perf_counter()))
        return super().eventFilter(watched, event)


def main() -> int:
    server = Server()
    with tempfile.TemporaryDirectory() as profile:
        application = build(["--profile", profile])
        application.settings.set("title_by_model", False)
        application.accounts.update(Account("bench", "Bench", server.base_url, model="model"))
        application.window.show()
        application.settle()
        eye = Eye(application)
        loop = QEventLoop()
        application.replies.ended.connect(loop.quit)
        QTimer.singleShot(500, lambda: application.pane.composer.submitted.emit("go"))
        QTimer.singleShot(60_000, loop.quit)
        loop.exec()
        application.quit()
    return report(server.sent, eye.seen)


def report(sent: list[float], seen: list[float]) -> int:
    if len(seen) < len(sent) * 0.9:
        print(f"only {len(seen)} of {len(sent)} tokens were painted one by one")
        return 1
    # Each token is seen in the first paint after it was sent.
    waits = sorted(1000 * (next(moment for moment in seen if moment > start) - start) for start in sent[: len(seen)])
    median, late = statistics.median(waits), waits[int(len(waits) * 0.95)]
    for name, wait in (("median", median), ("95 %", late)):
        print(f"socket to pixels, {name}: {wait:.1f} ms = {wait / FRAME:.2f} frames")
    return 0 if median <= LONGEST * FRAME else 1


if __name__ == "__main__":
    sys.exit(main())
