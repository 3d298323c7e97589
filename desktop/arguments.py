"""What can be written after `teahouse`: the commands, their options, and what is said of them."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path
from typing import NoReturn
from urllib.parse import urlsplit

from desktop import APP_ID, APP_NAME, __version__


class _Parser(argparse.ArgumentParser):
    """Says what is wrong in one line."""

    def error(self, message: str) -> NoReturn:
        self.exit(2, f"{self.prog}: {message} (see {self.prog} --help)\n")


def parse(words: Sequence[str]) -> argparse.Namespace:
    """Return what `words` ask for; `command` is None for the window. Ends the process with 2 where they are wrong."""
    return _parser().parse_args(words)


def _parser() -> argparse.ArgumentParser:
    parser = _Parser(
        prog=APP_ID,
        description="A desktop chat client for OpenAI-compatible APIs. Without a command, it opens the window.",
    )
    parser.add_argument("--version", action="version", version=f"{APP_NAME} {__version__}")
    _add_common(parser, profile=None, demo=False)
    commands = parser.add_subparsers(dest="command", metavar="COMMAND")

    ask = _command(commands, "ask", "ask a model; the answer comes on standard output and is kept like the window's")
    ask.add_argument("text", metavar="TEXT", type=_some_text, help="the question; - reads it from standard input")
    ask.add_argument("--account", metavar="NAME")
    ask.add_argument("--model", metavar="M", type=_some_text)
    ask.add_argument("--conversation", metavar="ID", help="go on with this one; otherwise a new one begins")
    ask.add_argument("--system", metavar="TEXT", help="the conversation's system prompt")
    ask.add_argument("--reasoning", action="store_true", help="show the model's reasoning, on standard error")

    export = _command(commands, "export", "write conversations into files")
    which = export.add_mutually_exclusive_group(required=True)
    which.add_argument("--all", action="store_true", help="every conversation that is not in the trash")
    which.add_argument("ids", metavar="ID", nargs="*", default=[])
    export.add_argument("--to", metavar="DIR", type=_path, required=True)
    export.add_argument("--format", choices=["markdown", "json", "html"], default="markdown")
    export.add_argument("--without-reasoning", action="store_true", help="leave it out of markdown and html")

    import_ = _command(commands, "import", "take in conversations from exports of this program and of others")
    import_.add_argument("files", metavar="FILE", nargs="+", type=_path, help="JSON, Markdown, or a zip file of those")
    import_.add_argument("--preview", action="store_true", help="say what would be added, and change nothing")
    _add_json(import_)

    _add_json(_command(commands, "list", "list the conversations, the newest first"))
    search = _command(commands, "search", "find conversations and messages by their words")
    search.add_argument(
        "text",
        metavar="TEXT",
        help='words, a "phrase", and filters: model:NAME account:NAME role:user from:2026-03 to:2026-03-15 folder:NAME'
        " tag:NAME archived:yes",
    )
    search.add_argument("--limit", metavar="N", type=_count, default=1000, help="the most to show (%(default)s)")
    _add_json(search)

    backup = _command(commands, "backup", "write a verified copy of everything but the keys; the window may be open")
    backup.add_argument("file", metavar="FILE", type=_path, help="a file, or a folder to make one in")
    restore = _command(commands, "restore", "merge a backup into what is here; nothing that is in either is lost")
    restore.add_argument("file", metavar="FILE", type=_path)
    restore.add_argument("--preview", action="store_true", help="only say what would be added and changed")
    recover = _command(commands, "recover", "save all that can be read of a damaged database, which is kept")
    recover.add_argument("file", metavar="FILE", type=_path, nargs="?", help="save what is in this file instead")

    accounts = _command(commands, "accounts", "list or add accounts").add_subparsers(
        dest="action", metavar="list|add", required=True
    )
    _add_json(_command(accounts, "list", "list the accounts; never their keys"))
    add = _command(accounts, "add", "add an account")
    add.add_argument("name", metavar="NAME", type=_some_text)
    add.add_argument("--base-url", metavar="URL", type=_address, required=True, help="such as https://host/v1")
    add.add_argument("--key-stdin", action="store_true", help="read its API key from standard input, for the keyring")
    add.add_argument("--model", metavar="M", default="", help="the model that new conversations start with")
    add.add_argument("--allow-plain-http", action="store_true", help="send in the clear to another machine by http://")

    doctor = _command(commands, "doctor", "check the database, the keyring, and one request, step by step")
    doctor.add_argument("--account", metavar="NAME")
    doctor.add_argument("--model", metavar="M")
    _add_json(doctor)
    return parser


def _command(
    commands: argparse._SubParsersAction[_Parser], name: str, summary: str
) -> _Parser:
    """Add a command that takes the common options too; where they are not given there, those before it hold."""
    command = commands.add_parser(name, help=summary, description=summary[0].upper() + summary[1:] + ".")
    _add_common(command, profile=argparse.SUPPRESS, demo=argparse.SUPPRESS)
    return command


def _add_common(parser: argparse.ArgumentParser, *, profile: str | None, demo: str | bool) -> None:
    parser.add_argument(
        "--profile", metavar="DIR", type=_path, default=profile, help="keep everything below this directory"
    )
    parser.add_argument(
        "--demo", action="store_true", default=demo, help="talk to a demo server on this machine: no key, no network"
    )


def _add_json(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("--json", action="store_true", help="as JSON")


def _some_text(text: str) -> str:
    if not text.strip():
        raise argparse.ArgumentTypeError("it is empty")
    return text


def _path(text: str) -> Path:
    return Path(_some_text(text))


def _count(text: str) -> int:
    if not text.isdecimal() or int(text) == 0:
        raise argparse.ArgumentTypeError(f"{text!r} is not a number from 1 on")
    return int(text)


def _address(text: str) -> str:
    """Return a base address without a trailing slash."""
    try:
        parts = urlsplit(text.strip())
        is_usable = parts.scheme in {"http", "https"} and bool(parts.hostname) and parts.port != 0
    except ValueError:  # half a pair of brackets, a port that no machine has
        is_usable = False
    if not is_usable:
        raise argparse.ArgumentTypeError(f"{text!r} is not an address such as https://host/v1")
    return text.strip().rstrip("/")
