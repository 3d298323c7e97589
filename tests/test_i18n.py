from __future__ import annotations

import locale
import re
import sys
from collections import Counter
from pathlib import Path
from string import Formatter

import pytest

from desktop.i18n import LANGUAGES, choose_language, language, mark, read_catalogue, tr
from desktop.settings import TABLE as SETTINGS
from desktop.settings import Page
from desktop.ui.actions import TABLE as ACTIONS
from desktop.ui.transcript.strip import ACTIONS as MESSAGE_ACTIONS
from tests.conftest import PROJECT

sys.path.append(str(PROJECT / "packaging"))  # the scripts are no package; the library of that name comes before them

import translations
from translations import NotLiteral, Sentence, collect, differences

RESOURCES = PROJECT / "resources"
CATALOGUES = RESOURCES / "i18n"
SENTENCES = collect(PROJECT / "desktop")
CHINESE = read_catalogue(CATALOGUES / "zh_CN.ts")
HAN = "[\u3005-\u3007\u3400-\u9fff\uf900-\ufaff]"
ENDS = {".": "。", "?": "？", "!": "！", ":": "：", "…": "…"}


def places(sentence: str) -> Counter[str]:
    return Counter(name for _, name, _, _ in Formatter().parse(sentence) if name is not None)


def margins(sentence: str) -> tuple[str, str, str]:
    """The spaces around it, and the punctuation at its end, as it is in Chinese."""
    words = sentence.strip()
    end = words[-1] if words[-1] in ENDS.values() else ENDS.get(words[-1], "")
    return sentence.partition(words)[0], end, sentence.partition(words)[2]


def a_catalogue(folder: Path, name: str, messages: str) -> Path:
    path = folder / "i18n" / f"{name}.ts"
    path.parent.mkdir(exist_ok=True)
    path.write_text(f'<!DOCTYPE TS><TS version="2.1"><context>{messages}</context></TS>', "utf-8")
    return path


def a_message(source: str, translation: str, kind: str = "") -> str:
    return f"<message><source>{source}</source><translation{kind}>{translation}</translation></message>"


@pytest.mark.parametrize("name", [name for name in LANGUAGES if name != "en"])
def test_each_catalogue_is_complete(name: str) -> None:
    assert list(differences(CATALOGUES / f"{name}.ts", SENTENCES)) == []


def test_the_labels_in_tables_are_translated() -> None:
    said = {page.value for page in Page} | {spec.label for spec in ACTIONS}
    said |= {label for label, _ in MESSAGE_ACTIONS.values()}
    for setting in SETTINGS:
        said |= {setting.label, setting.help, *setting.choices.values()}
    assert said - {"", *LANGUAGES.values()} <= CHINESE.keys()


def test_translations_have_the_places_of_their_sources() -> None:
    known = [each for each in SENTENCES if each.source in CHINESE]
    wrong = [each for each in known if places(CHINESE[each.source]) != places(each.plural or each.source)]
    assert wrong == []


def test_translations_begin_and_end_as_their_sources() -> None:
    wrong = {source: text for source, text in CHINESE.items() if margins(text) != margins(source)}
    assert wrong == {}


@pytest.mark.parametrize(
    ("what", "mistake"),
    [
        ("ASCII punctuation beside Chinese", rf"{HAN}[,.;:!?()\"']|[,;:!?()\"']{HAN}"),
        ("no gap between Chinese and Latin", rf"{HAN}[A-Za-z0-9]|[A-Za-z0-9]{HAN}"),
        ("a gap beside punctuation that brings its own", r"[，。；：！？、（）“”] |\S [，。；：！？、（）”…]"),
        ("a gap between Chinese characters", rf"{HAN} {HAN}"),
        ("an ellipsis of several characters", r"\.\.|。。|……"),
        ("two ways to address a person", r"您"),
    ],
)
def test_chinese_is_set_as_chinese(what: str, mistake: str) -> None:
    assert [text for text in CHINESE.values() if re.search(mistake, text.rstrip())] == [], what


def test_one_and_many_are_said_in_their_own_way() -> None:
    assert tr("{n} token", "{n} tokens", n=1) == "1 token"
    assert tr("{n} token", "{n} tokens", n=0) == "0 tokens"
    assert tr("{n} token", "{n} tokens", n=2) == "2 tokens"


def test_chinese_has_one_form_for_all_numbers() -> None:
    choose_language("zh_CN", RESOURCES)
    assert {tr("✓ It works: {n} model.", "✓ It works: {n} models.", n=n)[-5:] for n in (1, 2)} == {" 个模型。"}


def test_places_are_filled_in_every_language() -> None:
    assert tr("{minutes} min {seconds} s", minutes=2, seconds=5) == "2 min 5 s"
    choose_language("zh_CN", RESOURCES)
    assert tr("{minutes} min {seconds} s", minutes=2, seconds=5) == "2 分 5 秒"


def test_what_nobody_has_translated_stays_english() -> None:
    choose_language("zh_CN", RESOURCES)
    assert tr("A sentence of tomorrow") == "A sentence of tomorrow"
    assert mark("Send") == "Send"


@pytest.mark.parametrize(
    ("variables", "platform", "spoken"),
    [
        ({"LANG": "zh_CN.UTF-8"}, "", "zh_CN"),
        ({"LANG": "en_US.UTF-8"}, "zh-Hans-CN", "en"),
        ({"LANG": "en_US.UTF-8", "LC_MESSAGES": "zh_CN.UTF-8"}, "", "zh_CN"),
        ({"LANG": "zh_CN.UTF-8", "LC_ALL": "C.UTF-8"}, "", "en"),
        ({"LANG": "de_DE.UTF-8", "LC_ALL": "zh_CN.UTF-8"}, "", "zh_CN"),
        ({"LANG": "en_US.UTF-8", "LANGUAGE": "zh_CN:en"}, "", "zh_CN"),
        ({"LANG": "fr_FR.UTF-8"}, "", "en"),
        ({}, "zh-Hans-CN", "zh_CN"),
        ({}, "de-DE", "en"),
    ],
)
def test_the_system_says_which_language(
    monkeypatch: pytest.MonkeyPatch, variables: dict[str, str], platform: str, spoken: str
) -> None:
    for name in ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    for name, value in variables.items():
        monkeypatch.setenv(name, value)
    assert choose_language("system", RESOURCES, platform) == spoken
    assert language() == spoken
    assert tr("Send") == {"en": "Send", "zh_CN": "发送"}[spoken]


def test_without_any_word_from_the_environment_the_locale_counts(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("LANGUAGE", "LC_ALL", "LC_MESSAGES", "LANG"):
        monkeypatch.delenv(name, raising=False)
    monkeypatch.setattr(locale, "getlocale", lambda: ("Chinese (Simplified)_China", "936"))
    assert choose_language("system", RESOURCES) == "zh_CN"
    monkeypatch.setattr(locale, "getlocale", lambda: (None, None))
    assert choose_language("system", RESOURCES) == "en"


def test_an_unknown_language_is_english() -> None:
    choose_language("zh_CN", RESOURCES)
    assert choose_language("tlh", RESOURCES) == "en"
    assert choose_language("../../zh_CN", RESOURCES) == "en"
    assert tr("Send") == "Send"


@pytest.mark.parametrize("content", [b"", b"<TS><context><message>", b"\xff\xfe\x00"])
def test_a_broken_catalogue_leaves_english(tmp_path: Path, content: bytes, caplog: pytest.LogCaptureFixture) -> None:
    choose_language("zh_CN", RESOURCES)
    a_catalogue(tmp_path, "zh_CN", "").write_bytes(content)
    assert choose_language("zh_CN", tmp_path) == "en"
    assert tr("Send") == "Send"
    assert "cannot be read" in caplog.text


def test_a_missing_catalogue_leaves_english(tmp_path: Path) -> None:
    assert choose_language("zh_CN", tmp_path) == "en"
    assert read_catalogue(tmp_path / "zh_CN.ts") == {}


def test_what_is_unfinished_or_empty_is_not_said(tmp_path: Path) -> None:
    messages = a_message("Send", "发送") + a_message("Stop", "停", ' type="unfinished"') + a_message("Copy", "")
    assert read_catalogue(a_catalogue(tmp_path, "zh_CN", messages)) == {"Send": "发送"}


def code(folder: Path, text: str) -> Path:
    (folder / "said.py").write_text(text, "utf-8")
    return folder


def test_the_collector_finds_what_is_said(tmp_path: Path) -> None:
    said = code(
        tmp_path, 'tr("b " "c")\nX = mark("A")\ntr(X)\ntr(x.label)\ntr(T[name], n=2)\ntr("{n} a", "{n} as", n=1)'
    )
    assert collect(said) == [Sentence("A"), Sentence("b c"), Sentence("{n} a", "{n} as")]


@pytest.mark.parametrize(
    "said",
    ['tr(f"a {b}")', 'tr("a" + b)', "mark(label)", "tr(label())", 'tr("a {}".format(b))', "tr(1)", 'tr("a", b, n=1)'],
)
def test_the_collector_refuses_what_no_catalogue_can_have(tmp_path: Path, said: str) -> None:
    with pytest.raises(NotLiteral, match=re.escape(f"said.py:2: {said.replace(chr(34), chr(39))}")):
        collect(code(tmp_path, "\n" + said))


def test_the_tool_adds_keeps_and_drops(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "desktop").mkdir()
    code(tmp_path / "desktop", 'tr("Send <&> “stay”")\ntr("Stop")\ntr("{n} a", "{n} as", n=1)')
    catalogue = a_catalogue(tmp_path, "zh_CN", a_message("Send &lt;&amp;&gt; “stay”", "发送") + a_message("Old", "旧"))
    monkeypatch.setattr(translations, "ROOT", tmp_path)
    monkeypatch.setattr(translations, "CATALOGUES", catalogue.parent)
    before = catalogue.read_bytes()
    assert translations.main(["--check"]) == 1
    assert catalogue.read_bytes() == before
    said = capsys.readouterr().out
    assert all(problem in said for problem in ("nobody says any more: Old", "missing: Stop", "missing: {n} a"))
    assert translations.main([]) == 0
    updated = catalogue.read_text("utf-8")
    assert "Old" not in updated
    assert updated.count('type="unfinished"') == 2
    assert read_catalogue(catalogue) == {"Send <&> “stay”": "发送"}
    assert translations.main(["--check"]) == 1
    assert "unfinished: Stop" in capsys.readouterr().out
    translations.main([])
    assert catalogue.read_text("utf-8") == updated
    catalogue.write_text(updated.replace(' type="unfinished"></translation>', ">停</translation>"), "utf-8")
    assert translations.main(["--check"]) == 0


def test_the_tool_says_where_a_literal_lacks(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    (tmp_path / "desktop").mkdir()
    code(tmp_path / "desktop", "tr(f'{x}')")
    monkeypatch.setattr(translations, "ROOT", tmp_path)
    assert translations.main([]) == 1
    assert "said.py:1: tr(f'{x}')" in capsys.readouterr().err


def test_the_catalogue_is_as_the_tool_writes_it(tmp_path: Path) -> None:
    copy = tmp_path / "zh_CN.ts"
    copy.write_bytes((CATALOGUES / "zh_CN.ts").read_bytes())
    translations.write(copy, SENTENCES)
    assert copy.read_bytes() == (CATALOGUES / "zh_CN.ts").read_bytes()
