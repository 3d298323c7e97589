"""A request as a command line for a terminal, with no secret in it."""

from __future__ import annotations

import re
import shlex

from desktop.api.credentials import sounds_secret
from desktop.model.account import Account

KEY_VARIABLE = "TEAHOUSE_API_KEY"


def as_curl(account: Account, body: str) -> str:
    """Return a curl command that sends `body`. The key, and any header that sounds secret, is a shell variable."""
    lines = [
        f"curl --no-buffer {shlex.quote(account.base_url.rstrip('/') + '/chat/completions')}",
        f'-H "Authorization: Bearer ${KEY_VARIABLE}"',
        "-H 'Content-Type: application/json'",
        *(f"-H {_header(name, value)}" for name, value in account.headers),
        f"--data-raw {shlex.quote(body)}",
    ]
    return " \\\n  ".join(lines)


def _header(name: str, value: str) -> str:
    if not sounds_secret(name):
        return shlex.quote(f"{name}: {value}")
    variable = re.sub(r"\W", "_", name, flags=re.ASCII).upper()
    return shlex.quote(f"{name}: ") + f'"${{{variable}}}"'
