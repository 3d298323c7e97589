"""Listing, searching and exporting what was said."""

from __future__ import annotations

from pathlib import Path

from tests.fixtures.teahouse import Teahouse, one_line


def test_list_search_and_export(with_account: Teahouse, tmp_path: Path) -> None:
    with_account.run("ask", "First question about oolong")
    with_account.run("ask", "关于绿茶的问题")
    listed = with_account.json("list")
    assert [conversation["title"] for conversation in listed] == ["关于绿茶的问题", "First question about oolong"]
    lines = with_account.run("list").stdout.splitlines()
    assert [line.split()[0] for line in lines] == [conversation["id"] for conversation in listed]
    hits = with_account.json("search", "绿茶")
    assert {hit["conversation"] for hit in hits} == {listed[0]["id"]}
    assert {hit["role"] for hit in hits} == {None, "user", "assistant"}
    assert "oolong" in with_account.run("search", "OOLONG").stdout
    assert with_account.json("search", "coffee") == []
    assert [hit["role"] for hit in with_account.json("search", "oolong role:user")] == ["user"]
    title, answer = with_account.json("search", "model:echo 绿茶")
    assert (title["role"], answer["role"], answer["model"]) == (None, "assistant", "demo-echo")
    assert with_account.json("search", "oolong to:2001") == []
    assert len(with_account.json("search", "oolong", "--limit", "2")) == 2

    done = with_account.run("export", listed[1]["id"], "--to", str(tmp_path / "out"))
    path = tmp_path / "out" / "First question about oolong.md"
    assert done.stdout == f"{path}\n"
    text = path.read_text("utf-8")
    assert text.startswith(f'---\nid: "{listed[1]["id"]}"\n')
    assert "\n## You" in text
    assert "\n## demo-echo" in text
    with_account.run("export", "--all", "--format", "html", "--to", str(tmp_path / "out"))
    assert sorted(path.suffix for path in (tmp_path / "out").iterdir()) == [".html", ".html", ".md"]


def test_what_is_not_known_is_not_exported_in_part(with_account: Teahouse, tmp_path: Path) -> None:
    with_account.run("ask", "Hello")
    [listed] = with_account.stored()
    out = tmp_path / "out"
    assert one_line(with_account.run("export", listed["id"], "nonsense", "--to", str(out), code=1).stderr)
    assert not out.exists()
    (tmp_path / "file").write_text("")
    assert one_line(with_account.run("export", "--all", "--to", str(tmp_path / "file"), code=1).stderr)


def test_an_export_of_nothing_is_fine(teahouse: Teahouse, tmp_path: Path) -> None:
    teahouse.run("export", "--all", "--to", str(tmp_path / "out"))
    assert teahouse.json("list") == []
