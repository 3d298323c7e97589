from __future__ import annotations

import ast
import inspect
from string import Formatter

import pytest

from desktop import errors, i18n
from desktop.errors import TeahouseError
from desktop.model.failure import Failure
from desktop.ui.explain import explain
from desktop.ui.sentences import ACTIONS, CASES
from desktop.ui.server_words import LONGEST, presentable
from tests.conftest import PROJECT

CATALOGUES = PROJECT / "resources" / "i18n"
KINDS = sorted(
    (cls for _, cls in inspect.getmembers(errors, inspect.isclass) if issubclass(cls, TeahouseError)),
    key=lambda cls: cls.__name__,
)
FACTS: dict[str, errors.Fact] = {
    "status": 429, "code": "some_code", "message": "the server's words", "request_id": "2026-17", "host": "example.org",
    "retry_after": 12.0, "limit": 65536, "model": "deepseek-chat", "url": "https://example.org/v1/models",
    "location": "https://elsewhere.org", "seconds": 310.0, "name": "Something", "reason": "stop", "path": "/tmp/x.db",
    "detail": "the details", "kept_as": "/tmp/settings.damaged-1.json", "what": "account", "found": 9, "known": 1,
    "suggestion": "https://example.org/v1", "program": "Cherry Studio",
}  # fmt: skip


@pytest.mark.parametrize("kind", KINDS, ids=lambda kind: kind.__name__)
@pytest.mark.parametrize("facts", [{}, FACTS, dict.fromkeys(FACTS)], ids=["no facts", "all facts", "facts of None"])
def test_every_error_has_a_sentence_of_its_own(kind: type[TeahouseError], facts: dict[str, errors.Fact]) -> None:
    explained = explain(kind(**facts))
    assert kind.__name__ in CASES
    assert explained.sentence.endswith(".")
    assert explained.sentence[0].isupper() or explained.sentence.startswith(("/", "example.org", "the server"))
    assert not set("{}<>") & set(explained.sentence)
    assert "None" not in explained.sentence + explained.detail
    assert len(explained.actions) <= 2
    assert all(name in ACTIONS and label for name, label in explained.actions)


@pytest.mark.parametrize("language", [name for name in i18n.LANGUAGES if (CATALOGUES / f"{name}.ts").exists()])
def test_every_sentence_and_button_is_translated(language: str) -> None:
    known = i18n.read_catalogue(CATALOGUES / f"{language}.ts")
    said = {sentence for case in CASES.values() for sentence in case.sentences} | set(ACTIONS.values())
    assert said <= known.keys()
    for source in said:
        assert _places(known[source]) == _places(source), source


def _places(sentence: str) -> set[str]:
    return {place for _, place, _, _ in Formatter().parse(sentence) if place}


def test_no_two_errors_say_the_same() -> None:
    sentences = [sentence for case in CASES.values() for sentence in case.sentences]
    assert len(sentences) == len(set(sentences))


def test_each_sentence_can_be_said_and_the_last_of_each_needs_nothing() -> None:
    known = {*FACTS, "host"}
    for name, case in CASES.items():
        for sentence in case.sentences:
            assert _places(sentence) <= known, name
    needing = {
        "AddressWrong without /v1",
        "AddressWrong with a suggestion",
        "MaxTokensTooLarge with a limit",
    }  # chosen only where the facts are there
    for name, case in CASES.items():
        if name not in needing:
            assert _places(case.sentences[-1]) <= {"host"}, name


def test_the_table_names_no_class_that_is_gone() -> None:
    kinds = {kind.__name__ for kind in KINDS}
    assert {name.split()[0] for name in CASES} <= kinds


def test_the_reason_kept_with_a_message_reads_like_the_error_itself() -> None:
    error = errors.RateLimited(status=429, retry_after=2, message="slow down", request_id="r-1")
    kept = Failure("RateLimited", {"status": 429, "retry_after": 2, "message": "slow down", "request_id": "r-1"})
    assert explain(error.failure) == explain(kept) == explain(error)
    assert explain(error).detail == "Status 429\nslow down\nRequest r-1"


def test_a_reason_of_a_later_version_is_still_a_sentence() -> None:
    assert "Teahouse itself" in explain(Failure("OfTomorrow", {"status": 1})).sentence


def test_facts_choose_the_next_step() -> None:
    def names(error: TeahouseError) -> tuple[str, ...]:
        return tuple(name for name, _ in explain(error).actions)

    wrong, right = "https://cnaitoken.store/chat/completions", "https://cnaitoken.store/v1"
    assert names(errors.AddressWrong(url=wrong)) == ("open_settings",)
    assert names(errors.AddressWrong(url=wrong, suggestion=right))[0] == "use_v1_address"
    assert names(errors.PlainHttpRefused(url="http://example.org/v1", host="example.org"))[0] == "allow_plain_http"
    assert names(errors.AddressWrong(url="https://cnaitoken.store/v1/models")) == ("open_settings",)
    assert names(errors.Redirected(url="https://cnaitoken.store", location="https://x.org")) == ("open_settings",)
    assert "change_max_tokens" in names(errors.QuotaExhausted(code="pre_consume_token_quota_failed"))
    assert names(errors.QuotaExhausted(code="insufficient_user_quota"))[0] == "top_up"
    assert names(errors.MaxTokensTooLarge(limit=65536))[0] == "lower_max_tokens"
    assert names(errors.MaxTokensTooLarge())[0] == "change_max_tokens"
    assert "65,536" in explain(errors.MaxTokensTooLarge(limit=65536)).sentence


def test_what_a_server_says_is_shown_without_markup_and_without_keys() -> None:
    page = "<!DOCTYPE html><html><head><title>x</title></head><body><h1>502 Bad&nbsp;Gateway</h1><script>a()</script>"
    error = errors.ServerFailed(status=502, message=page)
    assert explain(error).detail == "Status 502\n502 Bad Gateway"
    echoed = errors.KeyRejected(message="Incorrect API key provided: sk-abcdef1234567890. Bearer hunter2")
    assert "abcdef" not in explain(echoed).detail
    assert "hunter2" not in explain(echoed).detail
    assert "geheim" not in explain(errors.ProxyFailed(detail="http://me:geheim@proxy:3128")).detail


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("if a < b and c > d", "if a < b and c > d"),
        ("用户额度不足, 剩余额度: ¥0", "用户额度不足, 剩余额度: ¥0"),
        ("evil\u202egnp.exe\x1b[31m", "evilgnp.exe[31m"),
        ("<html><!-- only markup --></html>", ""),
        ("x" * 5000, "x" * (LONGEST - 1) + "…"),
        ("the model gpt-4o-mini has no key-value store", "the model gpt-4o-mini has no key-value store"),
    ],
)
def test_words_are_made_presentable(said: str, shown: str) -> None:
    assert presentable(said) == shown


def test_words_of_a_server_that_look_like_places_are_left_alone() -> None:
    assert "{limit}" in explain(errors.ModelNotFound(model="{limit}")).sentence


def test_it_knows_no_qt() -> None:
    room = PROJECT / "desktop" / "ui"
    alone = (room / f"{name}.py" for name in ("explain", "findings", "server_words"))
    for path in (*alone, *room.glob("sentences/*.py")):
        tree = ast.parse(path.read_text(encoding="utf-8"))
        modules = {node.module or "" for node in ast.walk(tree) if isinstance(node, ast.ImportFrom)}
        assert not any(module.startswith("PySide6") for module in modules)


def test_it_speaks_the_language_of_the_moment(monkeypatch: pytest.MonkeyPatch) -> None:
    source = "The server is busy. Try again in a moment."
    monkeypatch.setitem(i18n._catalogue, source, "服务器繁忙，请稍后再试。")
    monkeypatch.setitem(i18n._catalogue, "Try again", "重试")
    explained = explain(errors.ServerOverloaded())
    assert explained.sentence == "服务器繁忙，请稍后再试。"
    assert explained.actions == (("retry", "重试"),)
