"""Where the program's files are: a profile's own, and the resources that come with the program."""

from __future__ import annotations

import errno
import sys
from contextlib import suppress
from pathlib import Path

from msgspec import Struct

from desktop import APP_ID
from desktop.errors import BugFound, DiskFull, PlaceReadOnly, StoreError

_BY_ERRNO: dict[int, type[StoreError]] = {
    errno.ENOSPC: DiskFull,
    errno.EDQUOT: DiskFull,
    errno.EROFS: PlaceReadOnly,
    errno.EACCES: PlaceReadOnly,
    errno.EPERM: PlaceReadOnly,
}


class Profile(Struct, frozen=True):
    """The directories below which the program writes; it writes nowhere else."""

    data: Path
    config: Path
    cache: Path
    logs: Path

    @classmethod
    def at(cls, root: Path) -> Profile:
        """Everything below one directory, as `--profile` asks for."""
        with suppress(RuntimeError):  # the home of nobody is a name like any other
            root = root.expanduser()
        root = root.absolute()
        return cls(data=root, config=root, cache=root / "cache", logs=root / "logs")

    @classmethod
    def of_platform(cls) -> Profile:
        """Where the operating system wants such files: XDG base directories, Application Support, AppData."""
        import platformdirs  # noqa: PLC0415 - who says where the profile is needs none

        return cls(
            data=platformdirs.user_data_path(APP_ID, appauthor=False),
            config=platformdirs.user_config_path(APP_ID, appauthor=False),
            cache=platformdirs.user_cache_path(APP_ID, appauthor=False),
            logs=platformdirs.user_log_path(APP_ID, appauthor=False),
        )

    @classmethod
    def of_demo(cls) -> Profile:
        """The demonstration's own, apart from what the person has written."""
        return cls.at(cls.of_platform().data / "demo")

    @property
    def database(self) -> Path:
        return self.data / "conversations.db"

    @property
    def settings(self) -> Path:
        return self.config / "settings.json"

    def prepare(self) -> None:
        """Make the directories that are missing, for their owner alone.

        Raises PlaceReadOnly, DiskFull or another StoreError with `path` and `detail`.
        """
        for directory in (self.data, self.config, self.cache, self.logs):
            try:
                _make(directory)
            except OSError as error:
                kind = _BY_ERRNO.get(error.errno or 0, StoreError)
                raise kind(path=str(directory), detail=error.strerror or str(error)) from error


def _make(directory: Path) -> None:
    """Like `mkdir(parents=True)`, which would leave the parents open to everyone."""
    missing = [place for place in (directory, *directory.parents) if not place.exists()]
    for place in reversed(missing):
        place.mkdir(mode=0o700, exist_ok=True)
    if not directory.is_dir():
        raise NotADirectoryError(errno.ENOTDIR, "Not a directory", str(directory))


def resources_folder() -> Path:
    """Return the folder of icons, themes and catalogues: in a bundle, an installed package or a checkout."""
    package = Path(__file__).resolve().parents[1]
    bundle = getattr(sys, "_MEIPASS", None)  # set by PyInstaller
    places = [Path(bundle) / "resources"] if bundle else [package / "resources", package.parent / "resources"]
    for place in places:
        if place.is_dir():
            return place
    raise BugFound(detail=f"the program's resources are missing: {places[-1]}")
