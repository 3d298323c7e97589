"""`import`, as a script uses it."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

import pytest

from tests.exchange.importers import samples
from tests.fixtures.teahouse import Teahouse, one_line


def test_import_once_and_again(teahouse: Teahouse, tmp_path: Path) -> None:
    path = tmp_path / "export.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("conversations.json", samples.text_of("ChatGPT"))
    preview = teahouse.run("import", str(path), "--preview")
    assert "ChatGPT: 1 new" in preview.stdout
    assert teahouse.json("list") == []
    assert "ChatGPT: 1 new" in teahouse.run("import", str(path)).stdout
    [listed] = teahouse.json("list")
    assert listed["title"] == "Tea"
    facts = json.loads(teahouse.run("import", str(path), "--json").stdout)
    assert (facts["added"], facts["known"], facts["sources"]) == ([], 1, {"ChatGPT": 1})
    assert len(teahouse.json("list")) == 1


def test_an_export_of_everything_fills_another_profile(with_account: Teahouse, tmp_path: Path) -> None:
    with_account.run("ask", "Which tea?")
    with_account.run("ask", "关于绿茶的问题")
    with_account.run("export", "--all", "--to", str(tmp_path / "out"), "--format", "json")
    other = Teahouse(tmp_path / "other")
    other.run("import", *map(str, sorted((tmp_path / "out").iterdir())))
    assert other.stored() == with_account.stored()


@pytest.mark.parametrize(
    "data", [b"", b"{", b"[[[[", b"\0" * 1000, b"PK\x03\x04", b"\xff\xfe\0", b'{"mapping": {}}', b"[" * 100_000]
)
def test_what_cannot_be_read_is_a_sentence(teahouse: Teahouse, tmp_path: Path, data: bytes) -> None:
    path = tmp_path / "x.json"
    path.write_bytes(data)
    assert str(path) in one_line(teahouse.run("import", str(path), code=1).stderr)


def test_one_file_that_cannot_be_read_does_not_stop_the_next(teahouse: Teahouse, tmp_path: Path) -> None:
    path = tmp_path / "good.json"
    path.write_text(samples.text_of("Claude"), "utf-8")
    done = teahouse.run("import", str(tmp_path / "missing"), str(path), code=1)
    assert "missing" in one_line(done.stderr)
    assert len(teahouse.json("list")) == 1


def test_conversations_that_are_left_out_are_named(teahouse: Teahouse, tmp_path: Path) -> None:
    path = tmp_path / "x.json"
    path.write_text(json.dumps([{**samples.chatgpt()[0], "mapping": {}, "title": "Empty"}, *samples.claude()]), "utf-8")
    assert one_line(teahouse.run("import", str(path)).stderr) == "“Empty” was left out: no messages"


def test_where_no_conversation_could_be_read_that_is_what_is_said(teahouse: Teahouse, tmp_path: Path) -> None:
    path = tmp_path / "x.json"
    path.write_text(json.dumps([{**samples.chatgpt()[0], "mapping": {}, "title": "Empty"}]), "utf-8")
    done = teahouse.run("import", str(path), code=1)
    assert done.stdout.strip() == f"{path}: No conversation could be read."
    assert one_line(done.stderr) == "“Empty” was left out: no messages"
