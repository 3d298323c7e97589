"""`python -m desktop.demo`: the demo server as a process, which ends when its standard input closes."""

from __future__ import annotations

import argparse
import asyncio
import os
import signal
import sys
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from threading import Thread

from desktop.demo.gateway import Gateway
from desktop.demo.scripts import SCRIPTS
from desktop.demo.server import Server


def main(arguments: Sequence[str] | None = None) -> int:
    """Serve until the input ends, and return 0. Exits with 1 where it cannot serve, with 2 on wrong arguments."""
    parser = _parser()
    options = parser.parse_args(arguments)
    try:
        asyncio.run(_run(options))
    except OSError as error:  # the port is taken
        parser.exit(1, f"{error}\n")
    except KeyboardInterrupt:
        pass
    return 0


async def _run(options: argparse.Namespace) -> None:
    ended = asyncio.Event()
    loop = asyncio.get_running_loop()
    with suppress(NotImplementedError):  # on Windows, where a terminated process is gone at once
        loop.add_signal_handler(signal.SIGTERM, ended.set)
    # A thread, because no event loop waits for sockets and for a plain pipe on Windows.
    Thread(target=_wait_for_end_of_input, args=(loop, ended), daemon=True).start()
    server = Server(Gateway(speed=options.speed, key=options.key, all_models=options.all_models), options.log)
    port = await server.start(options.port)
    os.write(1, f"READY http://127.0.0.1:{port}/v1\n".encode())
    await ended.wait()
    server.close()


def _wait_for_end_of_input(loop: asyncio.AbstractEventLoop, ended: asyncio.Event) -> None:
    """Reads the descriptor: a thread blocked inside `sys.stdin` aborts the end, and a windowed bundle may have none."""
    with suppress(OSError):
        while os.read(0, 4096):
            pass
    with suppress(RuntimeError):  # the loop has ended first
        loop.call_soon_threadsafe(ended.set)


def _parser() -> argparse.ArgumentParser:
    width = max(len(script.name) for script in SCRIPTS)
    parser = argparse.ArgumentParser(
        prog="python -m desktop.demo",
        description="An OpenAI-compatible server on this machine, without a model. Ends when its input closes.",
        epilog="models:\n" + "\n".join(f"  {script.name:{width}}  {script.description}" for script in SCRIPTS),
        formatter_class=argparse.RawDescriptionHelpFormatter,
    )
    parser.add_argument("--port", type=int, default=0, help="0 (the default): any free port")
    parser.add_argument("--speed", type=_speed, default=60.0, metavar="N", help="tokens per second (60); 0: no waiting")
    parser.add_argument("--key", help="the only API key that is let in; without it, any is")
    parser.add_argument("--all-models", action="store_true", help="list the models that misbehave as well")
    parser.add_argument("--log", type=Path, metavar="FILE", help="append each request as JSON, without its key")
    return parser


def _speed(text: str) -> float:
    speed = float(text)
    if not 0 <= speed < float("inf"):
        raise argparse.ArgumentTypeError("not a speed")
    return speed


if __name__ == "__main__":
    sys.exit(main())
