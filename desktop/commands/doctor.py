"""`doctor`: database, keyring, and one real request, each with its time and a sentence."""

from __future__ import annotations

from argparse import Namespace
from contextlib import ExitStack
from functools import partial

from desktop import api
from desktop.commands.program import Program, say, say_json
from desktop.controllers.accounts import AccountsController
from desktop.controllers.checkup import Checkup, first_account
from desktop.controllers.composition import DEMO_ID
from desktop.controllers.demo import DemoController
from desktop.i18n import tr
from desktop.jobs import JobRunner
from desktop.model.account import Account
from desktop.store.accounts import Accounts
from desktop.system.terminal import visible
from desktop.ui import findings


def doctor(program: Program, options: Namespace) -> int:
    """Fails where a step does."""
    checkup = Checkup(program.profile, program.vault, program.keys)
    steps = []
    with ExitStack() as stack:
        for step in checkup.steps(partial(_account, program, options, stack), options.model):
            steps.append(step)
            if not options.json:
                say(visible(findings.line(step, _sentence(step))))
    if options.json:
        say_json([_facts(step) for step in steps])
    return 0 if all(step.ok for step in steps) else 1


def _account(program: Program, options: Namespace, stack: ExitStack, accounts: Accounts) -> Account:
    """Return the account to try out; the demo's with its server, which ends with `stack`."""
    demo = DemoController(AccountsController(accounts, program.keys, JobRunner()), program.prices)
    stack.callback(demo.stop)
    if options.demo:
        return demo.start()
    account = first_account(accounts, options.account, program.settings.text("account_id"))
    return demo.start() if account.id == DEMO_ID else account


def _sentence(step: api.Step) -> str:
    if step.name == "account" and step.error is not None and not step.error.facts.get("name"):
        return tr("There is no account yet. Add one with “teahouse accounts add”.")
    return findings.whole_sentence(step)


def _facts(step: api.Step) -> dict[str, object]:
    return {
        "name": step.name,
        "ok": step.ok,
        "seconds": round(step.seconds, 3),
        "sentence": _sentence(step),
        "error": None if step.error is None else type(step.error).__name__,
        "facts": dict(step.facts),
    }
