"""A screen that nobody sees: Xvfb, and openbox when windows have to be raised, focused and closed."""

import contextlib
import os
import subprocess
import time
from collections.abc import Iterator

_PATIENCE = 20.0  # seconds


@contextlib.contextmanager
def virtual_display(*, windows_managed: bool = False, size: str = "1600x1000") -> Iterator[dict[str, str]]:
    """Run an X server while the block lasts; gives the environment variables that make a program draw on it.

    Raises RuntimeError when the server or the window manager does not start.
    """
    with contextlib.ExitStack() as stack:
        number = _start_server(stack, size)
        display = {"DISPLAY": f":{number}", "QT_QPA_PLATFORM": "xcb"}
        if windows_managed:
            _start_window_manager(stack, os.environ | display)
        yield display


def _start_server(stack: contextlib.ExitStack, size: str) -> str:
    """Start Xvfb on a free display and return its number, which the server writes when it takes clients."""
    reading, writing = os.pipe()
    # Without -noreset it starts anew when its last client goes, and throws out whoever is just coming.
    command = ["Xvfb", "-displayfd", str(writing), "-screen", "0", f"{size}x24", "-nolisten", "tcp", "-noreset"]
    with os.fdopen(reading) as answer:
        try:
            _start(stack, command, dict(os.environ), descriptors=(writing,))
        finally:
            os.close(writing)
        number = answer.readline().strip()
    if not number:
        raise RuntimeError("Xvfb did not start")
    return number


def _start_window_manager(stack: contextlib.ExitStack, environment: dict[str, str]) -> None:
    openbox = _start(stack, ["openbox", "--sm-disable"], environment)
    deadline = time.monotonic() + _PATIENCE
    ask = ["xdotool", "get_num_desktops"]  # only a window manager answers this
    while subprocess.run(ask, env=environment, capture_output=True, check=False).returncode != 0:
        if openbox.poll() is not None or time.monotonic() > deadline:
            raise RuntimeError("openbox did not start")
        time.sleep(0.02)


def _start(
    stack: contextlib.ExitStack, command: list[str], environment: dict[str, str], descriptors: tuple[int, ...] = ()
) -> subprocess.Popen[bytes]:
    process = subprocess.Popen(
        command, env=environment, pass_fds=descriptors, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    stack.callback(_stop, process)
    return process


def _stop(process: subprocess.Popen[bytes]) -> None:
    process.terminate()
    try:
        process.wait(_PATIENCE)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
