from __future__ import annotations

import json
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from desktop.errors import ExportFailed
from desktop.exchange.document import Document
from desktop.exchange.export import Format, export, export_to, safe_stem
from tests.exchange.samples import document


def named(*titles: str) -> list[Document]:
    return [document(title, conversation_id=f"conversation-{number}") for number, title in enumerate(titles)]


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


@pytest.mark.parametrize(
    ("title", "stem"),
    [
        ("Tea: hot/cold?", "Tea hot cold"),
        ("  …  ", "…"),
        ("con", "_con"),
        ("Aux.txt", "_Aux.txt"),
        ("COM¹", "_COM¹"),
        ("console", "console"),
        ("..", ""),
        ("../../etc/passwd", "etc passwd"),
        (".hidden", "hidden"),
        ("-rf", "rf"),
        ("ends with dots. . .", "ends with dots"),
        ("a\x00b\nc\u202ed", "a b c d"),
        ("茶" * 100, "茶" * 40),
        ("👩‍🍳 cooks", "👩‍🍳 cooks"),
        ("e\u0301", "é"),
    ],
)
def test_titles_become_names_of_files(title: str, stem: str) -> None:
    assert safe_stem(title) == stem


@given(st.text())
def test_any_title_gives_a_name_that_can_be_written(title: str) -> None:
    stem = safe_stem(title)
    assert len(stem.encode()) <= 121
    assert not set(stem) & set('<>:"/\\|?*\x00\n')
    assert stem == stem.strip(". ")


@pytest.mark.parametrize("format_", list(Format))
def test_each_conversation_is_a_file_of_its_own(tmp_path: Path, format_: Format) -> None:
    folder = tmp_path / "new" / "folder"
    written = list(export(named("Tea", "tea", "Tea", "", "🍵"), folder, format_))
    suffix = format_.suffix
    assert [path.name.removesuffix(suffix) for path in written] == ["Tea", "tea (2)", "Tea (3)", "Untitled", "🍵"]
    assert names(folder) == sorted(path.name for path in written)


def test_again_replaces_its_own_files_and_no_others(tmp_path: Path) -> None:
    (tmp_path / "Tea.md").write_text("my own notes")
    list(export(named("Tea"), tmp_path, Format.MARKDOWN))
    list(export(named("Tea"), tmp_path, Format.MARKDOWN))
    assert (tmp_path / "Tea.md").read_text() == "my own notes"
    assert names(tmp_path) == sorted(["Tea (2).md", "Tea.md", "home"])


def test_one_step_at_a_time(tmp_path: Path) -> None:
    steps = export(named("One", "Two"), tmp_path / "out", Format.JSON)
    assert next(steps).name == "One.json"
    assert names(tmp_path / "out") == ["One.json"]
    assert next(steps).name == "Two.json"
    assert json.loads((tmp_path / "out" / "Two.json").read_text("utf-8"))["id"] == "conversation-1"


def test_a_place_that_cannot_be_written_is_named(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(ExportFailed) as caught:
        list(export(named("Tea"), tmp_path / "file", Format.MARKDOWN))
    assert caught.value.path == str(tmp_path / "file" / "Tea.md") or str(tmp_path / "file") in str(caught.value.path)
    assert caught.value.detail


def test_a_failed_export_leaves_the_old_file(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "Tea.md"
    export_to(path, named("Tea")[0], Format.MARKDOWN)
    before = path.read_bytes()

    def full(descriptor: int) -> None:
        raise OSError(28, "No space left on device")

    monkeypatch.setattr("os.fsync", full)
    with pytest.raises(ExportFailed, match="No space left"):
        export_to(path, named("Other words")[0], Format.MARKDOWN)
    assert path.read_bytes() == before
    assert names(tmp_path) == ["Tea.md", "home"]
