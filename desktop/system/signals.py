"""Ctrl+C and termination by the system end the program in order, though Qt's event loop never returns to Python."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Iterator
from contextlib import contextmanager

from PySide6.QtCore import QSocketNotifier


@contextmanager
def ended_by_signals(end: Callable[[], None]) -> Iterator[None]:
    """Call `end` on the UI thread when SIGINT, SIGTERM or SIGHUP comes. For the main thread.

    Python's own handler only notes the signal; the byte that it writes wakes the event loop, where `end` is called.
    """
    ours, theirs, close = _channel()
    notifier = QSocketNotifier(ours, QSocketNotifier.Type.Read)
    notifier.activated.connect(lambda *_: end())
    numbers = [getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name)]
    handlers = {number: signal.signal(number, lambda *_: None) for number in numbers}
    wakeup = signal.set_wakeup_fd(theirs, warn_on_full_buffer=False)
    try:
        yield
    finally:
        signal.set_wakeup_fd(wakeup)
        for number, handler in handlers.items():
            signal.signal(number, handler)
        notifier.setEnabled(False)
        close()


def _channel() -> tuple[int, int, Callable[[], None]]:
    """Return two ends that are written to and read from without waiting, and what closes them."""
    if os.name == "posix":
        ours, theirs = os.pipe()
        os.set_blocking(ours, False)
        os.set_blocking(theirs, False)

        def close() -> None:
            os.close(ours)
            os.close(theirs)

        return ours, theirs, close
    import socket  # noqa: PLC0415 - Windows can wait for nothing else, and elsewhere it is slow to load

    reader, writer = socket.socketpair()
    reader.setblocking(False)
    writer.setblocking(False)

    def close_sockets() -> None:
        reader.close()
        writer.close()

    return reader.fileno(), writer.fileno(), close_sockets
