"""`import`: conversations from files, our own and those of other programs."""

from __future__ import annotations

from argparse import Namespace
from pathlib import Path

from desktop.commands.program import Program, complain, say, say_aside, say_json
from desktop.errors import ImportFailed
from desktop.exchange.importers.taking import Taken, take
from desktop.store.control import Unattended
from desktop.store.database import Database
from desktop.ui.import_words import broken_lines, taken_sentence


def import_files(program: Program, options: Namespace) -> int:
    """One file that cannot be used does not stop the others; the exit code tells that there was one."""
    with program.database() as database:
        codes = [_import_one(database, path, options) for path in options.files]
    return max(codes)


def _import_one(database: Database, path: Path, options: Namespace) -> int:
    try:
        taken = take([path], database, Unattended(), pretend=options.preview)
    except ImportFailed as error:
        complain(error)
        return 1
    if options.json:
        say_json(_facts(path, taken))
    else:
        say(f"{path}: {taken_sentence(taken, before=options.preview)}")
    for line in broken_lines(taken):
        say_aside(line)
    return 0 if taken.by_source else 1


def _facts(path: Path, taken: Taken) -> dict[str, object]:
    return {
        "file": str(path),
        "added": taken.added,
        "grown": taken.grown,
        "known": taken.known,
        "messages": taken.messages,
        "broken": [{"title": broken.title, "why": broken.why} for broken in taken.broken],
        "sources": taken.by_source,
    }
