"""Files as nobody would wish them: each ends in an error with facts, or gives what can be read in it."""

from __future__ import annotations

import json
import zipfile
from pathlib import Path

import pytest

from desktop.errors import FileTooLarge, FormatUnknown, ImportFailed
from desktop.exchange.importers import reading
from desktop.exchange.importers.reading import decoded, sources, values
from tests.exchange.importers import samples


def archive(path: Path, **entries: str) -> Path:
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as made:
        for name, text in entries.items():
            made.writestr(name.replace("__", "/"), text)
    return path


@pytest.mark.parametrize("encoding", ["utf-8", "utf-8-sig", "utf-16", "utf-16-le", "utf-16-be", "utf-32", "gb18030"])
def test_text_in_any_of_the_usual_encodings(encoding: str) -> None:
    text = json.dumps([{"title": "龙井茶 or green?"}], ensure_ascii=False)
    assert decoded(text.encode(encoding)).lstrip("\ufeff") == text


def test_a_wrong_byte_costs_no_more_than_itself() -> None:
    assert decoded(b'{"a": "tea \xff\xff\xff cup"}').startswith('{"a": "tea ')


def test_values_come_one_at_a_time_from_arrays_and_lines() -> None:
    assert list(values('[{"a": 1}, [2], "x"]')) == [{"a": 1}, [2], "x"]
    assert list(values('{"a": 1}\n{"b": 2}\r\n\n')) == [{"a": 1}, {"b": 2}]
    assert list(values('\ufeff {"a": "line\nbreak"}\0\0')) == [{"a": "line\nbreak"}]
    assert list(values("")) == []


def test_an_array_that_is_cut_off_gives_what_came_before() -> None:
    found = values('[{"a": 1}, {"b": ')
    assert next(found) == {"a": 1}
    with pytest.raises(ValueError, match="Expecting"):
        next(found)


@pytest.mark.parametrize("text", ['[{"a": 1}', '[{"a": 1},', '[{"a": 1}, \n\0'])
def test_an_array_that_is_cut_off_between_two_values_is_known_to_be(text: str) -> None:
    found = values(text)
    assert next(found) == {"a": 1}
    with pytest.raises(ValueError, match="Expecting"):
        next(found)


@pytest.mark.parametrize("text", ["[" * 200_000, '{"a":' * 200_000, "9" * 10_000])
def test_what_is_nested_or_long_beyond_all_use_is_an_error_of_ours_to_catch(text: str) -> None:
    with pytest.raises(ValueError, match=r"Nested too deep|integer string"):
        list(values(text))


def test_what_is_nested_deep_is_read_like_the_rest() -> None:
    depth = 5_000
    text = '{"a": [1, {}, "\\"x\n", [ ], ' * depth + "null" + "]\n }" * depth + '\n{"b": 2}'
    deep, after = values(text)
    assert after == {"b": 2}
    for _ in range(depth):
        assert deep["a"][:4] == [1, {}, '"x\n', []]
        deep = deep["a"][4]
    assert deep is None


@pytest.mark.parametrize("damage", ["", "]", "}]", '"', ", ]", ": 1", '{"a" 1}', "{1: 2}", "1 2"])
def test_what_is_nested_deep_and_damaged_is_an_error(damage: str) -> None:
    with pytest.raises(ValueError, match=r"Expecting|Unterminated"):
        list(values('[{"a": ' * 2_000 + damage + "}" * 2_000))


def test_a_zip_file_gives_its_export_and_nothing_else(tmp_path: Path) -> None:
    path = archive(tmp_path / "x.zip", **{"user.json": "{}", "conversations.json": "[1]", "chat.html": "<html>"})
    assert [(source.name, source.text) for source in sources(path)] == [("conversations.json", "[1]")]


def test_a_zip_file_gives_all_parts_of_its_export_wherever_they_are(tmp_path: Path) -> None:
    entries = {
        "export__conversations-000.json": "[1]",
        "export__conversations-001.json": "[2]",
        "export__export_manifest.json": "{}",
        "__MACOSX__export__._conversations-000.json": "junk",
        "users__a__design_chats__d.json": "{}",
        "projects__p.json": "{}",
    }
    path = archive(tmp_path / "x.zip", **entries)
    assert [(source.name, source.text) for source in sources(path)] == [
        ("conversations-000.json", "[1]"),
        ("conversations-001.json", "[2]"),
        ("d.json", "{}"),
    ]


def test_a_zip_file_of_single_exports_gives_all(tmp_path: Path) -> None:
    path = archive(tmp_path / "x.zip", **{"a.json": "1", "b__c.md": "2", "d.png": "3"})
    assert [source.text for source in sources(path)] == ["1", "2"]


def test_no_name_in_an_archive_leads_anywhere(tmp_path: Path) -> None:
    folder = tmp_path / "exports"
    folder.mkdir()
    path = archive(folder / "x.zip", **{"x.json": "1"})
    with zipfile.ZipFile(path, "a") as made:
        made.writestr("../../evil/conversations.json", "[]")
        made.writestr("C:\\evil\\conversations.json", "[]")
    assert {source.name for source in sources(path)} == {"conversations.json"}
    assert [each.name for each in folder.iterdir()] == ["x.zip"]
    assert not list(tmp_path.rglob("*evil*"))


def test_a_zip_bomb_is_too_large_however_small_it_says_it_is(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "LARGEST", 3_000_000)
    path = archive(tmp_path / "bomb.zip", **{"a.json": " " * 2_000_000, "b.json": " " * 2_000_000})
    with pytest.raises(FileTooLarge) as caught:
        list(sources(path))
    assert caught.value.limit == 3_000_000
    assert caught.value.path == str(path)


def test_a_file_beyond_the_limit_is_not_read_to_its_end(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(reading, "_AT_ONCE", 1000)
    path = tmp_path / "huge.json"
    with path.open("wb") as file:
        file.truncate(50_000_000)  # sparse: it takes no room
    monkeypatch.setattr(reading, "LARGEST", 10_000)
    with pytest.raises(FileTooLarge):
        list(sources(path))


def test_damaged_and_encrypted_archives(tmp_path: Path) -> None:
    path = archive(tmp_path / "x.zip", **{"conversations.json": samples.text_of("Claude") * 50})
    whole = path.read_bytes()
    flagged = bytearray(whole)
    for at in (6, whole.index(b"PK\x01\x02") + 8):  # the flags in both headers
        flagged[at] |= 1
    middle = bytearray(whole)
    middle[80:120] = b"\0" * 40
    for number, damaged in enumerate((whole[:200], bytes(flagged), bytes(middle), b"PK\x03\x04")):
        broken = tmp_path / f"{number}.zip"
        broken.write_bytes(damaged)
        with pytest.raises(ImportFailed) as caught:
            list(sources(broken))
        assert caught.value.path == str(broken)
        assert caught.value.detail


@pytest.mark.parametrize("compression", [zipfile.ZIP_BZIP2, zipfile.ZIP_LZMA])
def test_an_archive_that_is_compressed_as_no_export_is(tmp_path: Path, compression: int) -> None:
    path = tmp_path / "x.zip"
    with zipfile.ZipFile(path, "w", compression) as made:
        made.writestr("conversations.json", "[1]")
    data = bytearray(path.read_bytes())
    data[60:66] = b"\xff" * 6
    path.write_bytes(data)
    with pytest.raises(ImportFailed) as caught:
        list(sources(path))
    assert caught.value.detail


def test_an_archive_whose_names_are_not_in_the_encoding_that_it_tells(tmp_path: Path) -> None:
    path = archive(tmp_path / "x.zip", **{"对话__conversations.json": "[1]"})
    path.write_bytes(path.read_bytes().replace("对话".encode(), "对话--".encode("gbk")))
    with pytest.raises(ImportFailed) as caught:
        list(sources(path))
    assert caught.value.detail


def test_what_cannot_be_opened(tmp_path: Path) -> None:
    for path in (tmp_path / "missing.json", tmp_path):
        with pytest.raises(ImportFailed) as caught:
            list(sources(path))
        assert caught.value.detail


def test_an_archive_without_words(tmp_path: Path) -> None:
    with pytest.raises(FormatUnknown):
        list(sources(archive(tmp_path / "x.zip", **{"a.png": "1"})))


@pytest.mark.parametrize(
    "database", ["IndexedDB/file__0.indexeddb.leveldb/000003.log", "backup/Data/cherrystudio.sqlite"]
)
def test_a_backup_that_is_a_database_is_told_from_a_file_of_another_kind(tmp_path: Path, database: str) -> None:
    path = tmp_path / "cherry-studio.zip"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr("metadata.json", '{"version": 6}')
        archive.writestr(database, b"\x00")
    with pytest.raises(FormatUnknown) as caught:
        list(sources(path))
    assert caught.value.facts["program"] == "Cherry Studio"
