"""`backup`, `restore` and `recover`: what keeps conversations through the loss of a disk."""

from __future__ import annotations

from argparse import Namespace
from contextlib import suppress
from pathlib import Path

from desktop.commands.program import Program, say
from desktop.i18n import tr
from desktop.store.backup import Backups, Kind, back_up
from desktop.store.restore import preview, restore
from desktop.store.salvage import recover, salvage
from desktop.ui.recovery_words import findings_lines, merged_lines, newest_backup_line, recovered_title, recovery_lines


def make_backup(program: Program, options: Namespace) -> int:
    """Write a verified backup to a file, or under a name of its own into a folder that is there."""
    place = options.file
    with program.database() as database:
        if _is_folder(place):
            place = Backups(database.path, place).make(Kind.MANUAL).path
        else:
            back_up(database.path, place)
    say(tr("The backup is in {place}.", place=place))
    return 0


def _is_folder(place: Path) -> bool:
    with suppress(OSError):  # a name that is too long; who writes there says so
        return place.is_dir()
    return False


def restore_backup(program: Program, options: Namespace) -> int:
    """Merge a backup into what is here, or only say what that would do."""
    do = preview if options.preview else restore
    for line in merged_lines(do(program.profile.database, options.file), before=options.preview):
        say(line)
    return 0


def recover_words(program: Program, options: Namespace) -> int:
    """Save what can be read: of the damaged database itself, or of another file into the database."""
    title, database = recovered_title(), program.profile.database
    if options.file is None:
        recovery = recover(database, title=title)
        lines = recovery_lines(recovery)
        backups = Backups(database, program.backup_folder).all()
        if recovery.kept_as is not None and backups:
            lines.append(newest_backup_line(backups[0]))
    else:
        findings, merged = salvage(options.file, database, title=title)
        lines = [*findings_lines(findings), *merged_lines(merged, before=False)]
    for line in lines:
        say(line)
    return 0
