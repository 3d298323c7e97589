from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from pathlib import Path

import pytest

from desktop.store.database import Database
from tests.store.make import fill
from tests.store.schemas import make as schemas

PROJECT = Path(__file__).resolve().parents[2]


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "profile" / "teahouse.db"


@pytest.fixture
def database(path: Path) -> Iterator[Database]:
    with Database.open(path) as opened:
        yield opened


@pytest.fixture
def statements(database: Database) -> Iterator[list[str]]:
    """Every statement that the database executes from here on, with its values filled in."""
    executed: list[str] = []
    database._connection.set_trace_callback(executed.append)
    yield executed
    database._connection.set_trace_callback(None)


Start = Callable[..., "subprocess.Popen[str]"]


@pytest.fixture
def start() -> Iterator[Start]:
    """Start a subcommand of `child.py` as another process; it is killed, where it still lives, when the test ends."""
    started: list[subprocess.Popen[str]] = []

    def start_one(*arguments: object) -> subprocess.Popen[str]:
        command = [sys.executable, "-m", "tests.store.child", *map(str, arguments)]
        process = subprocess.Popen(
            command, cwd=PROJECT, stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True, encoding="utf-8"
        )
        started.append(process)
        return process

    yield start_one
    for process in started:
        process.kill()
        process.communicate()


@pytest.fixture
def read_only() -> Iterator[Callable[[Path], None]]:
    """Make a directory one that nothing can be written to; root needs a mount for that, permissions do not stop it."""
    with ExitStack() as undo:

        def close_off(directory: Path) -> None:
            if os.geteuid() == 0:
                subprocess.run(["mount", "--bind", directory, directory], check=True)
                undo.callback(subprocess.run, ["umount", directory], check=True)
                subprocess.run(["mount", "-o", "remount,ro,bind", directory], check=True)
            else:
                for place in (directory, *directory.rglob("*")):
                    undo.callback(place.chmod, place.stat().st_mode)
                    place.chmod(0o500 if place.is_dir() else 0o400)

        yield close_off


@pytest.fixture
def backup(tmp_path: Path) -> Path:
    return tmp_path / "backup.db"


@pytest.fixture
def filled(path: Path) -> Path:
    """A closed database with something in every column, long texts and a reply that was cut off."""
    schemas.build(path)
    fill(path, 8, 1500)
    fill(path, 100, 5)
    return path
