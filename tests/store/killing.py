"""A process that is killed after one step more each time, until it ends by itself."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path

from tests.store.conftest import Start


def killed_ever_later(
    start: Start, command: str, folder: Path, *, of: Path | None = None, every: int = 1, more_than: int
) -> Iterator[tuple[Path, int, int]]:
    """Yield a database, after how many steps `command` of `child.py` was killed at it, and the exit code (0 the last).

    Each time it is another one below `folder`: a copy of `of`, or none yet. From one time to the next there are `every`
    steps; it has to come to `more_than` of them, or nothing was killed to speak of.
    """
    steps, ended = 0, None
    while ended != 0:
        steps += every
        place = folder / f"killed-{steps}" / "teahouse.db"
        place.parent.mkdir()
        if of is not None:
            shutil.copyfile(of, place)
        process = start(command, place, steps)
        process.communicate()
        ended = process.returncode
        assert ended in {0, 9}
        yield place, steps, ended
    assert steps > more_than
