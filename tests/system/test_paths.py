from __future__ import annotations

import errno
import os
import stat
import sys
from pathlib import Path

import pytest

from desktop.errors import BugFound, DiskFull, PlaceReadOnly, StoreError
from desktop.system import paths
from desktop.system.paths import Profile, resources_folder

PROJECT = Path(__file__).resolve().parents[2]


def test_everything_of_a_profile_is_below_its_directory(tmp_path: Path) -> None:
    root = tmp_path / "deep" / "in" / "profile"
    profile = Profile.at(root)
    for place in (profile.database, profile.settings, profile.logs, profile.cache):
        assert place.is_relative_to(root)


@pytest.mark.skipif(os.name != "posix", reason="modes are POSIX")
def test_directories_are_for_their_owner_alone_parents_included(tmp_path: Path) -> None:
    profile = Profile.at(tmp_path / "deep" / "profile")
    profile.prepare()
    profile.prepare()
    for place in (tmp_path / "deep", tmp_path / "deep" / "profile", profile.logs, profile.cache):
        assert stat.S_IMODE(place.stat().st_mode) == 0o700


@pytest.mark.skipif(sys.platform != "linux", reason="the names are XDG's")
def test_without_a_directory_the_platform_s_are_used(tmp_path: Path) -> None:
    home = tmp_path / "home"  # set up by tests/conftest.py
    profile = Profile.of_platform()
    assert profile.database == home / "data" / "teahouse" / "conversations.db"
    assert profile.settings == home / "config" / "teahouse" / "settings.json"
    assert profile.logs.is_relative_to(home / "state")
    assert profile.cache.is_relative_to(home / "cache")


def test_a_home_is_meant_by_its_sign(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    assert Profile.at(Path("~/tea")).data == tmp_path / "home" / "tea"


def test_the_home_of_nobody_is_a_name(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    assert Profile.at(Path("~nobody-is-called-this/tea")).data == tmp_path / "~nobody-is-called-this" / "tea"


@pytest.mark.parametrize(
    ("number", "kind"),
    [(errno.ENOSPC, DiskFull), (errno.EROFS, PlaceReadOnly), (errno.EACCES, PlaceReadOnly), (errno.EIO, StoreError)],
)
def test_what_the_disk_refuses_is_told_with_its_place(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path, number: int, kind: type[StoreError]
) -> None:
    def refuse(*_: object, **__: object) -> None:
        raise OSError(number, os.strerror(number))

    monkeypatch.setattr(Path, "mkdir", refuse)
    with pytest.raises(kind) as caught:
        Profile.at(tmp_path / "profile").prepare()
    assert type(caught.value) is kind
    assert caught.value.path == str(tmp_path / "profile")
    assert caught.value.detail == os.strerror(number)


def test_a_file_in_the_profile_s_place_is_no_traceback(tmp_path: Path) -> None:
    (tmp_path / "profile").write_text("a file")
    with pytest.raises(StoreError):
        Profile.at(tmp_path / "profile").prepare()


def test_resources_are_found_in_a_checkout() -> None:
    assert resources_folder() == PROJECT / "resources"


def test_resources_are_found_in_an_installed_package(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    package = tmp_path / "site-packages" / "desktop"
    (package / "resources").mkdir(parents=True)
    (package.parent / "resources").mkdir()  # another package's
    monkeypatch.setattr(paths, "__file__", str(package / "system" / "paths.py"))
    assert resources_folder() == package / "resources"


def test_resources_are_found_in_a_bundle(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(sys, "_MEIPASS", str(tmp_path), raising=False)
    with pytest.raises(BugFound):
        resources_folder()
    (tmp_path / "resources").mkdir()
    assert resources_folder() == tmp_path / "resources"
