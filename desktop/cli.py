"""The composition root of the command line: opens the profile, runs one command, makes one line of every error."""

from __future__ import annotations

import logging
import sys
from argparse import Namespace
from collections.abc import Callable
from importlib import import_module
from types import TracebackType

from desktop.commands.program import Program, Refusal, complain, say_aside
from desktop.errors import BugFound, TeahouseError
from desktop.system.terminal import prepare_streams, stop_writing

log = logging.getLogger(__name__)

Command = Callable[[Program, Namespace], int]

_COMMANDS = {
    "ask": ("ask", "ask"),
    "list": ("conversations", "show_list"),
    "search": ("conversations", "search"),
    "export": ("conversations", "export_files"),
    "import": ("imports", "import_files"),
    "backup": ("safety", "make_backup"),
    "restore": ("safety", "restore_backup"),
    "recover": ("safety", "recover_words"),
    "accounts list": ("accounts", "show_accounts"),
    "accounts add": ("accounts", "add_account"),
    "doctor": ("doctor", "doctor"),
}


def run(options: Namespace) -> int:
    """Run what `desktop.arguments` has parsed; return 0 on success and 1 where the operation failed.

    What nobody expected ends the process by the exception hook, with 1 as well.
    """
    prepare_streams()
    sys.excepthook = _on_exception
    try:
        return _command(options)(Program(options), options)
    except TeahouseError as error:
        log.info("%s failed: %s", options.command, error)
        complain(error)
    except Refusal as refusal:
        say_aside(str(refusal))
    except BrokenPipeError:
        stop_writing()
    return 1


def _command(options: Namespace) -> Command:
    """Import the one command that is wanted: only some need the network's packages and Qt's core."""
    name = f"{options.command} {options.action}" if options.command == "accounts" else options.command
    module, function = _COMMANDS[name]
    command: Command = getattr(import_module(f"desktop.commands.{module}"), function)
    return command


def _on_exception(kind: type[BaseException], error: BaseException, trace: TracebackType | None) -> None:
    log.critical("Unexpected error", exc_info=(kind, error, trace))
    complain(BugFound(detail=f"{kind.__name__}: {error}"))
