"""`accounts list` and `accounts add`."""

from __future__ import annotations

import getpass
import sys
from argparse import Namespace
from urllib.parse import urlsplit

from desktop import api
from desktop.commands.program import Program, Refusal, say, say_json, sentence_for
from desktop.errors import KeyInvalid, NotKnown, VaultMissing
from desktop.i18n import tr
from desktop.model.account import Account
from desktop.model.ids import new_id
from desktop.store.accounts import Accounts
from desktop.system.keys import KeyPlace
from desktop.system.terminal import on_one_line, read_input


def show_accounts(program: Program, options: Namespace) -> int:
    with program.database() as database:
        known = Accounts(database).all()
    if options.json:
        say_json([_facts(account) for account in known])
    for account in [] if options.json else known:
        say(on_one_line(f"{account.name}  {account.base_url}  {account.model}"))
    return 0


def add_account(program: Program, options: Namespace) -> int:
    """The key first: where the keyring refuses it, no account without one is left behind."""
    account = Account(
        new_id(),
        options.name,
        options.base_url,
        model=options.model,
        prices=program.prices(options.base_url),
        plain_http_allowed=options.allow_plain_http,
    )
    if urlsplit(account.base_url).scheme == "http" and not (account.is_loopback or account.plain_http_allowed):
        raise Refusal(
            tr("http:// to another machine would send the key readable for anyone on the way. "
               "Use https://, or “--allow-plain-http” if you trust that network.")
        )
    with program.database() as database:
        accounts = Accounts(database)
        _refuse_twice(accounts, account.name)
        if options.key_stdin:
            _keep_key(program, account.id)
        accounts.save(account)
    say(tr("Added the account “{name}”.", name=account.name))
    return 0


def _refuse_twice(accounts: Accounts, name: str) -> None:
    try:
        accounts.find(name)
    except NotKnown:
        return
    raise Refusal(tr("There is an account called “{name}” already.", name=name))


def _keep_key(program: Program, account_id: str) -> None:
    """A key that this process alone would remember is of no use."""
    typed = getpass.getpass(tr("API key: ")) if sys.stdin and sys.stdin.isatty() else read_input()
    key = api.Credentials(typed).key
    if key is None:
        raise KeyInvalid
    if program.keys.save(account_id, key) is not KeyPlace.KEYRING:
        problem = sentence_for(VaultMissing())
        raise Refusal(
            tr("{problem} The account was not added. Without “--key-stdin” it can be; the key then comes from the "
               "environment variable TEAHOUSE_API_KEY.", problem=problem)
        )


def _facts(account: Account) -> dict[str, object]:
    return {
        "id": account.id,
        "name": account.name,
        "base_url": account.base_url,
        "model": account.model,
        "models": account.models,
    }
