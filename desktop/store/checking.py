"""Is a database whole? Asked of SQLite, on a connection of its own that changes nothing."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing, contextmanager
from pathlib import Path

from desktop.errors import DatabaseDamaged
from desktop.store.control import Cancelled, Control, Phase, Progress, Unattended, go_on
from desktop.store.faults import translated

_STEPS = 20_000  # of SQLite's machine between two looks at whether to go on; a millisecond or two


def quick_check(path: Path, control: Control | None = None) -> None:
    """Read the whole database at `path`, as last committed, and return where it is sound.

    Waits for nobody and lets nobody wait. Raises `DatabaseDamaged` with what is wrong in `detail`, `StoreError` where
    it cannot be read, `Cancelled`.
    """
    control = control or Unattended()
    control.emit(Progress(Phase.CHECKING))
    with translated(path), closing(reading(path)) as connection, stoppable(connection, control):
        refuse_damage(connection, path, "quick_check")


def is_unwritten(path: Path) -> bool:
    """Whether the database at `path` holds no message, draft or account yet. Raises `StoreError`."""
    with translated(path), closing(reading(path)) as connection:
        (found,) = connection.execute(
            "SELECT EXISTS (SELECT 1 FROM messages) OR EXISTS (SELECT 1 FROM accounts)"
            " OR EXISTS (SELECT 1 FROM conversations WHERE draft <> '')"
        ).fetchone()
    return not found


def refuse_damage(connection: sqlite3.Connection, path: Path, pragma: str = "integrity_check") -> None:
    """Raises `DatabaseDamaged` where SQLite finds anything wrong, `sqlite3.Error` where it cannot even look."""
    connection.text_factory = lambda words: words.decode("utf-8", "replace")  # it may quote from the damage
    verdict = "; ".join(str(row[0]) for row in connection.execute(f"PRAGMA {pragma}(20)"))
    connection.text_factory = str
    if verdict != "ok":
        raise DatabaseDamaged(path=str(path), detail=verdict)


def refuse_undecodable(connection: sqlite3.Connection, path: Path) -> None:
    """Read every row of every table of ours, which SQLite's own checks do not: words may be no words any more.

    Raises `DatabaseDamaged`, `sqlite3.Error`.
    """
    tables = connection.execute("SELECT name FROM pragma_table_list WHERE schema = 'main' AND strict").fetchall()
    for (table,) in tables:
        try:
            for _ in connection.execute(f"SELECT * FROM {table}"):  # noqa: S608 - the name is our own
                pass
        except sqlite3.OperationalError as error:
            if getattr(error, "sqlite_errorcode", None) is None:  # not SQLite's, but of the module that decodes
                raise DatabaseDamaged(path=str(path), detail=str(error)) from error
            raise


def reading(path: Path, *, untouched: bool = False, immutable: bool = False) -> sqlite3.Connection:
    """Return a connection that changes no row.

    The last one to be closed tidies the log away, unless the file is to stay `untouched`; then the log stays. An
    `immutable` file is one that nobody writes and that has no log.
    """
    mode = "immutable=1" if immutable else f"mode={'ro' if untouched else 'rw'}"
    connection = sqlite3.connect(f"{path.absolute().as_uri()}?{mode}", uri=True)
    connection.row_factory = sqlite3.Row
    connection.execute("PRAGMA query_only = ON")
    return connection


@contextmanager
def stoppable(connection: sqlite3.Connection, control: Control) -> Iterator[None]:
    """Let whatever the connection does inside end with `Cancelled` soon after the control is cancelled."""
    connection.set_progress_handler(lambda: int(control.cancelled), _STEPS)
    try:
        yield
        go_on(control)
    except sqlite3.OperationalError:
        if control.cancelled:
            raise Cancelled from None
        raise
    finally:
        connection.set_progress_handler(None, 0)
