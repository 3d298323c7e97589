"""What the doctor finds, in sentences: for the window and the command line alike. No Qt here."""

from __future__ import annotations

import platform
from collections.abc import Sequence
from urllib.parse import urlsplit

from desktop import APP_NAME, __version__, api
from desktop.i18n import mark, tr
from desktop.model.account import Account, ProxyMode
from desktop.system.keys import KeyPlace
from desktop.ui import figures
from desktop.ui.explain import explain
from desktop.ui.server_words import presentable

_TITLES = {
    "dns": mark("Name of the server"),
    "tcp": mark("Connection"),
    "proxy": mark("Proxy"),
    "tls": mark("Encryption"),
    "address": mark("Address"),
    "key": mark("API key"),
    "models": mark("Models"),
    "stream": mark("A short answer"),
}
_GOOD_NEWS = {
    "database": mark("The database is sound and can be written: {path}"),
    "keyring": mark("The keyring keeps keys and gives them back."),
    "account": mark("“{name}” at {address}"),
    "dns": mark("The server's name is known."),
    "tcp": mark("The server can be reached."),
    "proxy": mark("The proxy lets the request through."),
    "tls": mark("The connection is encrypted, and the server has proved who it is."),
    "address": mark("What answers there is an OpenAI-compatible API."),
    "key": mark("The key is accepted."),
    "models": mark("Models on offer: {count}"),
    "stream": mark("“{model}” answers."),
}


def title(step: api.Step) -> str:
    """Return what a step of the connection looks at."""
    return tr(_TITLES[step.name])


def sentence(step: api.Step) -> str:
    """Return what a step has found."""
    if step.error is not None:
        return explain(step.error).sentence
    if step.facts.get("place") == KeyPlace.ENVIRONMENT:
        return tr("The keyring is not asked: the key comes from TEAHOUSE_API_KEY.")
    if step.name == "key" and not step.facts["present"]:
        return tr("No key is sent, and none is asked for.")
    return tr(_GOOD_NEWS[step.name]).format(**step.facts)


def detail(step: api.Step) -> str:
    """Return what else is known of a step that failed, "" for one that did not."""
    return "" if step.error is None else explain(step.error).detail


def took(step: api.Step) -> str:
    """Return how long a step took: "12 ms", "3.4 s"."""
    return tr("{n} ms", n=round(step.seconds * 1000)) if step.seconds < 1 else figures.seconds(step.seconds)


def whole_sentence(step: api.Step) -> str:
    """Return both, on one line."""
    more = "; ".join(detail(step).splitlines())
    return f"{sentence(step)} ({more})" if more else sentence(step)


def line(step: api.Step, said: str) -> str:
    """Return a step with what is `said` of it, as a line of a report."""
    return f"{'✓' if step.ok else '✗'} {step.name:<9} {step.seconds:6.2f} s  {said}"


def support_text(account: Account, model: str, steps: Sequence[api.Step]) -> str:
    """Return the findings for somebody who helps: where was asked and how, but no key, password or header's value."""
    proxy = account.proxy.mode.value
    if account.proxy.mode is ProxyMode.MANUAL:
        proxy = _place(account.proxy.address)
    lines = [
        f"{APP_NAME} {__version__} · Python {platform.python_version()} · {platform.platform()}",
        f"{_place(account.base_url)} · {presentable(model)}",
        f"Proxy: {proxy} · Time limit: {account.timeout:.0f} s",
    ]
    if account.headers:
        lines.append("Headers: " + ", ".join(name for name, _ in account.headers))
    return "\n".join([*lines, "", *(line(step, whole_sentence(step)) for step in steps)]) + "\n"


def _place(address: str) -> str:
    """Return an address without whatever secret may be in it: user, password, query."""
    try:
        parts = urlsplit(address)
        port = f":{parts.port}" if parts.port else ""
    except ValueError:
        return "?"
    host = f"[{parts.hostname}]" if ":" in (parts.hostname or "") else parts.hostname
    return f"{parts.scheme}://{host}{port}{parts.path}"
