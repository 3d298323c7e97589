"""Errors as people understand them: what happened, what to do next, and the rest as details.

The only place where an error becomes a sentence; the sentences themselves are in `desktop.ui.sentences`. No Qt here:
the command line speaks with the same words.
"""

from __future__ import annotations

from collections.abc import Mapping
from math import ceil
from string import Formatter
from urllib.parse import urlsplit

from msgspec import Struct

from desktop import errors, ui
from desktop.errors import Fact, TeahouseError, error_from
from desktop.i18n import mark, tr
from desktop.model.failure import Failure
from desktop.ui import sentences

_LABELS = {
    "status": mark("Status {}"),
    "code": mark("Code {}"),
    "reason": mark("Reason: {}"),
    "request_id": mark("Request {}"),
}


class Explanation(Struct, frozen=True):
    """`actions` are (name, label) of one or two buttons, or none; `detail` is plain text in lines, or ""."""

    sentence: str
    actions: tuple[tuple[str, str], ...]
    detail: str


def explain(problem: Failure | TeahouseError) -> Explanation:
    """Return what to tell a person about `problem`, in the language that is spoken now."""
    error = error_from(problem) if isinstance(problem, Failure) else problem
    case = _case(error)
    return Explanation(
        sentence=_sentence(case, error),
        actions=tuple((name, tr(sentences.ACTIONS[name])) for name in case.actions),
        detail=_detail(error),
    )


def _case(error: TeahouseError) -> sentences.Case:
    """Return the case of the error's class, of the nearest class above it, or a narrower one that its facts tell."""
    match error:
        case errors.QuotaExhausted() if error.code == "pre_consume_token_quota_failed":
            return sentences.CASES["QuotaExhausted before the answer"]
        case errors.MaxTokensTooLarge() if error.limit:
            return sentences.CASES["MaxTokensTooLarge with a limit"]
        case errors.AddressWrong() if error.suggestion and error.url:
            return sentences.CASES["AddressWrong with a suggestion"]
        case errors.AddressWrong() if type(error) is errors.AddressWrong and _lacks_version(error.url):
            return sentences.CASES["AddressWrong without /v1"]
        case errors.NotKnown() if f"NotKnown {error.what}" in sentences.CASES:
            return sentences.CASES[f"NotKnown {error.what}"]
        case _:
            return next(sentences.CASES[cls.__name__] for cls in type(error).__mro__ if cls.__name__ in sentences.CASES)


def _lacks_version(url: Fact) -> bool:
    return bool(url) and "v1" not in urlsplit(str(url)).path.split("/")


def _sentence(case: sentences.Case, error: TeahouseError) -> str:
    known = _words(error.facts)
    for sentence in case.sentences:
        places = {name for _, name, _, _ in Formatter().parse(sentence) if name}
        if places <= known.keys():
            return tr(sentence).format(**known)
    raise LookupError(f"no sentence of {type(error).__name__} does without facts")


def _words(facts: Mapping[str, Fact]) -> dict[str, str]:
    """Return the facts that are known, as they read in a sentence."""
    words = {"host": tr("the server")}
    for name, value in facts.items():
        text = f"{ceil(value):,}" if isinstance(value, int | float) else ui.presentable(value or "")
        if text:
            words[name] = text
    return words


def _detail(error: TeahouseError) -> str:
    known = {name: ui.presentable(str(value)) for name, value in error.facts.items() if value is not None}
    labelled = {name: tr(label).format(known[name]) for name, label in _LABELS.items() if known.get(name)}
    request = labelled.pop("request_id", "")
    lines = [" · ".join(labelled.values()), known.get("message", ""), known.get("detail", ""), request]
    return "\n".join(line for line in lines if line)
