"""The checkout's virtual environment: made, brought up to date with the lock files, repaired.

`.venv/teahouse.json` says what the environment holds. It is marked unfinished before anything is installed and ready
when all is done, so an interrupted set-up is seen and made anew, and a finished one costs only a look.
"""

import contextlib
import hashlib
import json
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator
from dataclasses import asdict, dataclass
from pathlib import Path

if sys.platform == "win32":
    import msvcrt
else:
    import fcntl

ROOT = Path(__file__).resolve().parent.parent
RUNTIME = ("requirements.lock",)
DEVELOPMENT = (*RUNTIME, "requirements-dev.lock", "requirements-models.lock")
PYTHON_VERSION = f"{sys.version_info.major}.{sys.version_info.minor}"


class SetupError(Exception):
    """Setting up failed; the text tells a person why and what to do."""


@dataclass(frozen=True)
class Stamp:
    """What an environment holds: the digest of each lock file that was installed, by its name."""

    checkout: str
    python: str
    ready: bool
    locks: dict[str, str]

    @staticmethod
    def read(path: Path) -> "Stamp | None":
        try:
            return Stamp(**json.loads(path.read_text(encoding="utf-8")))
        except (OSError, ValueError, TypeError):
            return None

    def write(self, path: Path) -> None:
        fresh = path.with_suffix(".new")
        fresh.write_text(json.dumps(asdict(self), indent=1), encoding="utf-8")
        fresh.replace(path)


class Environment:
    """The virtual environment `.venv` in the checkout at `root`."""

    def __init__(self, root: Path = ROOT) -> None:
        self.root = root
        self.folder = root / ".venv"
        self.stamp = self.folder / "teahouse.json"
        self.python = self.folder / ("Scripts/python.exe" if os.name == "nt" else "bin/python")

    def holds(self, locks: tuple[str, ...]) -> bool:
        """Whether all `locks` are installed as they stand now, for this Python and in this place."""
        stamp = Stamp.read(self.stamp)
        if stamp is None or not self._finished_here(stamp) or not self.python.exists():
            return False
        return all(stamp.locks.get(name) == self._digest(name) for name in locks)

    def prepare(self, locks: tuple[str, ...]) -> None:
        """Bring the environment to `locks`; at once when it is there already.

        Raises SetupError with a sentence when that cannot be done.
        """
        if self.holds(locks):
            return
        with _one_at_a_time(self.root / "build" / "setup.lock"):
            if self.holds(locks):  # another one did it while this one waited
                return
            self._install(locks)

    def _install(self, locks: tuple[str, ...]) -> None:
        stamp = Stamp.read(self.stamp)
        installed = tuple(stamp.locks) if stamp else ()
        locks = tuple(name for name in DEVELOPMENT if name in {*locks, *installed})
        if not self._usable(stamp):
            self._make()
        self._mark(locks, ready=False)
        say("Installing the pinned requirements into .venv (about a minute the first time) …")
        # The lock files are complete, so nothing is resolved: what they name is installed and nothing else.
        install = [str(self.python), "-m", "pip", "install", "--require-hashes", "--no-deps", "--only-binary=:all:"]
        quiet = ["--no-input", "--disable-pip-version-check", "--progress-bar=off"]
        files = [word for name in locks for word in ("-r", str(self.root / "packaging" / name))]
        command = [*install, *quiet, *files]
        if subprocess.run(command, stdout=sys.stderr, close_fds=False, check=False).returncode != 0:
            raise SetupError(
                "The requirements could not be installed; pip says why above. "
                "Check the network and give the same command again."
            )
        self._make_importable()
        self._mark(locks, ready=True)

    def _usable(self, stamp: Stamp | None) -> bool:
        """Whether what is there can be added to; one without our stamp was made by hand, and kept if it works."""
        if stamp is not None and not self._finished_here(stamp):
            return False
        probe = "import sys, pip; print('%d.%d' % sys.version_info[:2])"
        try:
            found = subprocess.run([str(self.python), "-c", probe], capture_output=True, text=True, check=False)
        except OSError:
            return False
        return found.returncode == 0 and found.stdout.strip() == PYTHON_VERSION

    def _make(self) -> None:
        say(f"Making .venv with Python {PYTHON_VERSION} …")
        try:
            if self.folder.exists():
                shutil.rmtree(self.folder)
            self.folder.mkdir()
            self._mark((), ready=False)
            # The base Python, so that this works from inside of the environment that is replaced.
            base = getattr(sys, "_base_executable", sys.executable)
            subprocess.run([base, "-m", "venv", str(self.folder)], check=True, stdout=sys.stderr, close_fds=False)
        except (OSError, subprocess.CalledProcessError) as error:
            raise SetupError(
                f"The virtual environment {self.folder} could not be made ({error}). "
                "Close programs that use it, check that the disk has room, and try again."
            ) from error

    def _make_importable(self) -> None:
        """Let this environment's Python import `desktop` from the checkout, whatever folder it is started in."""
        ask = "import sysconfig; print(sysconfig.get_path('purelib'))"
        found = subprocess.run([str(self.python), "-c", ask], capture_output=True, text=True, check=True)
        (Path(found.stdout.strip()) / "teahouse.pth").write_text(f"{self.root}\n", encoding="utf-8")

    def _finished_here(self, stamp: Stamp) -> bool:
        return stamp.ready and stamp.checkout == str(self.root) and stamp.python == PYTHON_VERSION

    def _mark(self, locks: tuple[str, ...], *, ready: bool) -> None:
        digests = {name: self._digest(name) for name in locks}
        Stamp(str(self.root), PYTHON_VERSION, ready, digests).write(self.stamp)

    def _digest(self, lock: str) -> str:
        """SHA-256 of a lock file, the same whether git wrote its line ends as on Windows or not."""
        content = (self.root / "packaging" / lock).read_bytes()
        return hashlib.sha256(content.replace(b"\r\n", b"\n")).hexdigest()


def say(sentence: str) -> None:
    """Tell what goes on, on standard error: standard output belongs to the program that is started."""
    print(sentence, file=sys.stderr, flush=True)


@contextlib.contextmanager
def _one_at_a_time(path: Path) -> Iterator[None]:
    """Hold `path` as a lock between processes; the system lets go of it when the process ends, however it ends."""
    path.parent.mkdir(exist_ok=True)
    with path.open("w") as file:
        os.set_inheritable(file.fileno(), True)  # so that pip holds it as well, should only this process be killed
        if sys.platform == "win32":
            msvcrt.locking(file.fileno(), msvcrt.LK_LOCK, 1)
        else:
            try:
                fcntl.flock(file, fcntl.LOCK_EX | fcntl.LOCK_NB)
            except BlockingIOError:
                say("Another set-up of this checkout is at work; waiting for it …")
                fcntl.flock(file, fcntl.LOCK_EX)
        yield
