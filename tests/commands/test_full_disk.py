"""On a disk without any room all can still be read, and each command that would write says so in a line."""

from __future__ import annotations

import os
import subprocess
from collections.abc import Iterator
from contextlib import suppress
from pathlib import Path

import pytest

from tests.fixtures.demo import Demo
from tests.fixtures.teahouse import Teahouse, one_line

pytestmark = pytest.mark.skipif(
    os.name != "posix" or os.geteuid() != 0, reason="only root can mount; tests/flows/test_faults.py has stand-ins"
)

_SQLITES_OWN = 48 * 1024  # bytes that it takes to open a database at all: its shared memory, and a page or two


@pytest.fixture
def on_full_disk(tmp_path: Path, demo: Demo) -> Iterator[Teahouse]:
    """One answer is kept; then the disk is full."""
    disk = tmp_path / "disk"
    disk.mkdir()
    subprocess.run(["mount", "-t", "tmpfs", "-o", "size=1m", "tmpfs", disk], check=True)
    teahouse = Teahouse(disk / "profile")
    teahouse.add_account(demo.base_url)
    teahouse.run("ask", "Which tea?")
    with suppress(OSError), (disk / "filler").open("wb", buffering=0) as filler:
        while True:
            filler.write(b"\0" * 512)
    with (disk / "filler").open("r+b") as filler:
        filler.truncate((disk / "filler").stat().st_size - _SQLITES_OWN)
    yield teahouse
    subprocess.run(["umount", disk], check=True)


def test_everything_can_be_read_and_nothing_is_lost(on_full_disk: Teahouse, tmp_path: Path) -> None:
    [listed] = on_full_disk.json("list")
    assert on_full_disk.json("search", "tea")
    on_full_disk.run("export", listed["id"], "--to", str(tmp_path / "out"))
    assert "disk is full" in one_line(on_full_disk.run("ask", "More? " * 10_000, code=1).stderr)
    (on_full_disk.profile.parent / "filler").unlink()
    on_full_disk.run("ask", "More?")
    stored = {conversation["title"]: conversation["messages"] for conversation in on_full_disk.stored()}
    assert stored["Which tea?"][1]["parts"][0]["text"] == "Which tea?"
    assert stored["More?"][1]["parts"][0]["text"] == "More?"
