from __future__ import annotations

import json
import stat
from pathlib import Path

import pytest

from desktop.model.parameters import Parameters
from desktop.settings import TABLE, Setting, Settings


@pytest.fixture
def path(tmp_path: Path) -> Path:
    return tmp_path / "config" / "settings.json"


def test_a_new_profile_has_the_defaults_and_no_file(path: Path) -> None:
    settings = Settings(path)
    assert all(settings.get(setting.name) == setting.default for setting in TABLE)
    assert not path.exists()


def test_a_change_is_on_disk_at_once_and_private(path: Path) -> None:
    Settings(path).set("theme", "dark")
    assert Settings(path).get("theme") == "dark"
    assert stat.S_IMODE(path.stat().st_mode) == 0o600
    assert [entry.name for entry in path.parent.iterdir()] == ["settings.json"]


def test_listeners_hear_of_a_change_once(path: Path) -> None:
    settings = Settings(path)
    heard: list[str] = []
    settings.on_change(heard.append)
    settings.set("theme", "dark")
    settings.set("theme", "dark")
    assert heard == ["theme"]


@pytest.mark.parametrize(
    ("name", "value"),
    [("theme", "pink"), ("temperature", 2.1), ("temperature", True), ("max_tokens", 0.5), ("stream", 1)],
)
def test_a_value_outside_the_table_is_refused(path: Path, name: str, value: object) -> None:
    with pytest.raises(ValueError, match=name):
        Settings(path).set(name, value)  # type: ignore[arg-type]


@pytest.mark.parametrize("content", [b"{", b"", b"[1]", b"\xff\xfe\x00", b"null", b'{"a":' * 100_000])
def test_a_damaged_file_gives_defaults_and_is_kept(path: Path, content: bytes) -> None:
    path.parent.mkdir()
    path.write_bytes(content)
    settings = Settings(path)
    assert settings.get("theme") == "system"
    assert settings.damage is not None
    assert settings.damage.kept_as is not None
    assert settings.damage.kept_as.read_bytes() == content
    settings.set("theme", "light")
    assert settings.damage.kept_as.read_bytes() == content


def test_a_second_damaged_file_does_not_replace_the_first(path: Path) -> None:
    path.parent.mkdir()
    kept = []
    for content in (b"one", b"two"):
        path.write_bytes(content)
        damage = Settings(path).damage
        assert damage is not None
        kept.append(damage.kept_as)
    assert [each and each.read_bytes() for each in kept] == [b"one", b"two"]


def test_one_bad_value_costs_only_itself(path: Path) -> None:
    path.parent.mkdir()
    path.write_text(json.dumps({"theme": "pink", "text_size": 20}))
    settings = Settings(path)
    assert (settings.get("theme"), settings.get("text_size")) == ("system", 20)
    assert settings.damage is None


@pytest.mark.parametrize("setting", TABLE, ids=lambda setting: setting.name)
@pytest.mark.parametrize(
    "value", [None, [], {}, [[1]], True, -1, 1e308, 10**400, "", "x\0y", "half a pair \ud83d"], ids=range(11)
)
def test_whatever_stands_in_the_file_the_next_change_is_kept(path: Path, setting: Setting, value: object) -> None:
    path.parent.mkdir()
    path.write_text(json.dumps({setting.name: value, "from_the_future": value}))
    settings = Settings(path)
    settings.set("text_size", 21)
    again = Settings(path)
    assert again.get("text_size") == 21
    assert again.get(setting.name) == settings.get(setting.name)
    assert json.loads(path.read_bytes())["from_the_future"] == value
    assert path.read_bytes().decode()


def test_a_file_that_may_not_be_read_is_kept_when_another_takes_its_place(path: Path) -> None:
    path.mkdir(parents=True)  # as good as forbidden, even for an administrator
    (path / "mine").write_text("words")
    settings = Settings(path)
    settings.set("theme", "dark")
    assert settings.damage is not None
    assert settings.damage.kept_as is not None
    assert (settings.damage.kept_as / "mine").read_text() == "words"
    assert Settings(path).get("theme") == "dark"


def test_settings_of_a_later_version_are_carried_along(path: Path) -> None:
    path.parent.mkdir()
    path.write_text(json.dumps({"from_the_future": [1, 2]}))
    Settings(path).set("theme", "dark")
    assert json.loads(path.read_text())["from_the_future"] == [1, 2]


def test_where_nothing_can_be_written_the_value_holds_and_somebody_is_told(tmp_path: Path) -> None:
    blocked = tmp_path / "a file"
    blocked.write_text("in the way")
    settings = Settings(blocked / "settings.json")
    told: list[OSError] = []
    settings.on_failure(told.append)
    settings.set("theme", "dark")
    assert settings.get("theme") == "dark"
    assert len(told) == 1


def test_parameters_come_from_the_table(path: Path) -> None:
    settings = Settings(path)
    settings.set("temperature", 0.5)
    settings.set("max_tokens", 256)
    assert settings.parameters() == Parameters(temperature=0.5, max_tokens=256, stream=True)
