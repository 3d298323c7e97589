"""`python -m desktop` = `teahouse`: reads the arguments, then runs the window or a command without one."""

from __future__ import annotations

import gc
import sys
from collections.abc import Sequence


def main(arguments: Sequence[str] | None = None) -> int:
    """Return the exit code: 0 success, 1 a failed operation, 2 bad usage.

    Only what is asked for is imported: a command knows no widgets, and the window that a double click opens no command.
    """
    words = list(sys.argv[1:] if arguments is None else arguments)
    if words[:1] == ["demo-server"]:  # how a bundle, which has no other Python, starts its own demo server
        from desktop.demo.__main__ import main as serve  # noqa: PLC0415

        return serve(words[1:])
    if not words:
        return _show_window([])
    from desktop.arguments import parse  # noqa: PLC0415

    options = parse(words)
    if options.command is None:
        profile = [] if options.profile is None else ["--profile", str(options.profile)]
        return _show_window([*profile, *(["--demo"] if options.demo else [])])
    try:
        from desktop.cli import run  # noqa: PLC0415

        return run(options)
    except KeyboardInterrupt:
        return 1


def _show_window(arguments: list[str]) -> int:
    gc.disable()  # as `build` does, which the imports come before
    from desktop.start import main as run_window  # noqa: PLC0415

    return run_window(arguments)


if __name__ == "__main__":
    sys.exit(main())
