"""Addresses that stand in the text by themselves: https://…, www.… and mailboxes.

Names such as `README.md` and `main.rs` end like a domain, so nothing becomes a link without one of those signs.
"""

from __future__ import annotations

import re

from linkify_it import LinkifyIt
from markdown_it import MarkdownIt
from markdown_it.rules_inline import StateInline

from desktop.render.emphasis import is_cjk

_LONGEST = 2_000
_SCHEME = re.compile(r"(?<![a-z0-9])https?$", re.IGNORECASE)
_WWW = re.compile(r"(?<![A-Za-z0-9.@/-])www$", re.IGNORECASE)
_LOCAL_PART = re.compile(r"(?<![\w.+/-])[A-Za-z0-9](?:[A-Za-z0-9._%+-]{0,62}[A-Za-z0-9_+-])?$")
_DOMAIN = re.compile(r"@(?:[A-Za-z0-9](?:[A-Za-z0-9-]{0,61}[A-Za-z0-9])?\.){1,8}[A-Za-z]{2,24}(?![\w@:/-])")
_URL_END = re.compile(r"[\s<>`，。；：！？、（）《》〈〉「」『』【】“”‘’…]|\*\*|~~")
_ASCII_HOST = re.compile(r"https?://[A-Za-z0-9.:-]+", re.IGNORECASE)


def autolinks_plugin(md: MarkdownIt) -> None:
    """Make links of the addresses that stand in running text."""
    addresses = LinkifyIt(options={"fuzzy_link": False, "fuzzy_email": False})

    def bare_link(state: StateInline, silent: bool) -> bool:
        sign = state.src[state.pos]
        if sign not in ":.@" or silent or state.linkLevel > 0:
            return False
        found = _mailbox(state) if sign == "@" else _url(state, addresses)
        if found is None:
            return False
        already, text, address = found
        address = md.normalizeLink(address)
        if not md.validateLink(address):
            return False
        _push_link(state, already, text, address)
        return True

    md.inline.add_terminator_char(".")
    md.inline.ruler.push("bare_link", bare_link)


def _mailbox(state: StateInline) -> tuple[int, str, str] | None:
    local, domain = _LOCAL_PART.search(state.pending[-66:]), _DOMAIN.match(state.src, state.pos, state.posMax)
    if local is None or domain is None:
        return None
    mailbox = local[0] + domain[0]
    return len(local[0]), mailbox, f"mailto:{mailbox}"


def _url(state: StateInline, addresses: LinkifyIt) -> tuple[int, str, str] | None:
    """Return how much of the address has been read already, the text it takes, and the address."""
    is_www = state.src[state.pos] == "."
    if not is_www and not state.src.startswith("://", state.pos):
        return None
    before = (_WWW if is_www else _SCHEME).search(state.pending[-6:])
    if before is None:
        return None
    start = state.pos - len(before[0])
    candidate = state.src[start : min(state.posMax, start + _LONGEST)]
    if end := _URL_END.search(candidate):
        candidate = candidate[: end.start()]
    added = "http://" if is_www else ""
    found = addresses.match_at_start(added + candidate)
    if found is None:
        return None
    address = _without_cjk_tail(found.text)
    text = address[len(added) :]
    return (len(before[0]), text, address) if len(text) > len(before[0]) else None  # "www." is none yet


def _without_cjk_tail(address: str) -> str:
    """Cut `https://example.com的文档` behind the host: no domain goes on from ASCII to Chinese within a label."""
    host = _ASCII_HOST.match(address)
    if host and host.end() < len(address) and is_cjk(address[host.end()]) and not host[0].endswith((".", "/")):
        return host[0]
    return address.rstrip("*_~")


def _push_link(state: StateInline, already: int, text: str, address: str) -> None:
    if already:
        state.pending = state.pending[:-already]
    token = state.push("link_open", "a", 1)
    token.attrs = {"href": address}
    state.push("text", "", 0).content = text
    state.push("link_close", "a", -1)
    state.pos += len(text) - already
