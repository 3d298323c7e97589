"""The whole torture: `python -m tests.torture [NAME…] [--kills N] [--seed S]`; exit code 1 where anything was lost."""

from __future__ import annotations

import argparse
import random
import sys
import tempfile
import time
from pathlib import Path

from tests.torture.ordeals import ORDEALS

KILLS = 520


def main() -> int:
    parser = argparse.ArgumentParser(prog="torture", description="Kill the program at random moments.")
    parser.add_argument("names", metavar="NAME", nargs="*", help=f"one or more of: {', '.join(ORDEALS)}")
    parser.add_argument("--kills", metavar="N", type=int, default=KILLS, help="altogether")
    parser.add_argument("--seed", metavar="S", default=str(time.time_ns()), help="repeats the same choices")
    options = parser.parse_args()
    if unknown := [name for name in options.names if name not in ORDEALS]:
        parser.error(f"there is no {', '.join(unknown)}; there are: {', '.join(ORDEALS)}")
    names = options.names or [*ORDEALS]
    print(f"Seed: {options.seed}", flush=True)
    share, rest = divmod(options.kills, len(names))
    with tempfile.TemporaryDirectory(prefix="teahouse-torture-") as folder:
        lost = [_run(name, share + (turn < rest), options.seed, Path(folder)) for turn, name in enumerate(names)]
    print(f"{options.kills} kills, {sum(lost)} lost")
    return 1 if any(lost) else 0


def _run(name: str, kills: int, seed: str, folder: Path) -> int:
    """Return how many of the kills cost anything."""
    lost = 0
    started = time.monotonic()
    with ORDEALS[name](folder / name) as ordeal:
        for number in range(kills):
            wrong = ordeal.strike(random.Random(f"{seed} {name} {number}"))
            for sentence in wrong:
                print(f"{name}, kill {number}: {sentence}", flush=True)
            lost += bool(wrong)
    late = f", {ordeal.late} late" if ordeal.late else ""
    print(f"{name}: {kills} kills, {lost} lost{late}, {time.monotonic() - started:.0f} s", flush=True)
    return lost


if __name__ == "__main__":
    sys.exit(main())
