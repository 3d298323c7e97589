"""A few kills of every kind; `dev.py torture` gives hundreds. The seed is fixed: see there for others."""

from __future__ import annotations

import random
import sys
from pathlib import Path

import pytest

from tests.torture.ordeals import ORDEALS

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="SIGKILL")

KILLS = 3


@pytest.mark.parametrize("name", ORDEALS)
def test_killed_at_random_moments_nothing_is_lost(name: str, tmp_path: Path) -> None:
    with ORDEALS[name](tmp_path / name) as ordeal:
        wrong = [ordeal.strike(random.Random(f"short {name} {number}")) for number in range(KILLS)]
    assert wrong == [[]] * KILLS
