from __future__ import annotations

import enum
import pickle
import re
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest

from desktop.ui import quick_enumerations

PROJECT = Path(__file__).resolve().parents[2]

# Every enumeration of every class of PySide that the program imports from, with all that it consists of.
LIST = r"""
import enum, importlib, inspect, re
from desktop.ui.quick_enumerations import facts
def enumerations(owner, seen):
    for name in sorted(dir(owner)):
        each = inspect.getattr_static(owner, name) if name.startswith("_") else getattr(owner, name, None)
        if isinstance(each, enum.EnumType):
            yield each
        elif inspect.isclass(each) and each not in seen and each.__module__.startswith("PySide6"):
            seen.add(each)
            yield from enumerations(each, seen)
for part in ("QtCore", "QtGui", "QtWidgets", "QtNetwork", "QtSvg"):
    for each in enumerations(importlib.import_module("PySide6." + part), set()):
        first = next(iter(each.__members__.values()), None)
        parts, *others = facts(each)
        told = (each.__mro__, sorted(parts.items()), others, each.__doc__, first and first.__reduce_ex__(4))
        print(re.sub(" at 0x[0-9a-f]+", "", repr(told)))
"""

COUNT = """
import enum
from desktop.ui import quick_enumerations
made = []
def note(*arguments, **options):
    made.append(arguments[1])
    return enum.EnumType.__dict__["_usual"](*arguments, **options)
enum.EnumType._usual = enum.EnumType._create_
quick_enumerations._create = note
import desktop.app
from PySide6.QtCore import Qt
assert Qt.Key.Key_A == 65 and not made, made
"""


def without_addresses(made: Any) -> str:
    return re.sub(" at 0x[0-9a-f]+", "", repr(quick_enumerations.facts(made)))


@pytest.fixture
def quick(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(enum.EnumType, "_create_", quick_enumerations.create)


def test_all_enumerations_of_pyside_are_the_same_to_the_last_attribute() -> None:
    usual, quick = (
        subprocess.run([sys.executable, "-c", code], cwd=PROJECT, check=True, capture_output=True, text=True).stdout
        for code in (LIST, f"import desktop.ui.quick_imports\n{LIST}")
    )
    assert usual.count("\n") > 500
    assert quick.splitlines() == usual.splitlines()


@pytest.mark.skipif(len(quick_enumerations._makers) < 4, reason="this Python makes them in another way")
def test_none_of_pyside_is_made_member_by_member() -> None:
    subprocess.run([sys.executable, "-c", COUNT], cwd=PROJECT, check=True)


@pytest.mark.parametrize("kind", quick_enumerations._makers)
def test_members_behave_the_same(kind: Any) -> None:
    members = [("none", 0), ("two", 2), ("one", 1), ("again", 2), ("all", 7), ("four", 4)]
    usual = quick_enumerations._create(kind, "Made", members, module=__name__, boundary=enum.KEEP)
    quick = quick_enumerations._makers[kind].make("Made", members, __name__)

    def behaviour(made: Any) -> str:
        told = [made(2) is made.two is made["again"], made.one in made, list(made), len(made), made.two.name]
        told += [str(made.one), f"{made.all}", made.two == 2, bool(made.none), {made.one: 1}[made["one"]], dir(made)]
        for wrong in (lambda: made(99), lambda: made["nine"], lambda: setattr(made, "one", 3)):
            try:
                told.append(wrong())
            except Exception as error:  # noqa: BLE001 - each says something, and both must say the same
                told.append(f"{type(error)} {error}")
        if issubclass(kind, enum.Flag):
            told += [made.one | made.two, made.all & ~made.two, made.one ^ made.all, list(made.all)]
            told += [made.two in made.all, made(8), made(2) | made(16)]
        return repr(told)

    assert behaviour(quick) == behaviour(usual)


@pytest.mark.parametrize(
    ("members", "options"),
    [
        ("one two", {}),
        ([("one", 1), ("two", (2, 3))], {"boundary": enum.KEEP}),
        ([("one", 1), ("name", 2), ("value", 3)], {"boundary": enum.KEEP}),
        ([("one", "first"), ("two", "second")], {"type": str}),
        ([("one", 1)], {"qualname": "Outer.Made"}),
        ({"one": 1, "two": True}, {}),
    ],
)
def test_other_enumerations_are_made_as_always(quick: None, members: Any, options: Any) -> None:
    made = enum.Enum("Made", members, **options)
    usual = quick_enumerations._create(enum.Enum, "Made", members, module=__name__, **options)
    assert without_addresses(made) == without_addresses(usual)
    assert made.__module__ == __name__


def test_a_member_can_be_pickled(quick: None, monkeypatch: pytest.MonkeyPatch) -> None:
    made = enum.IntFlag("Made", [("one", 1)], boundary=enum.KEEP)
    monkeypatch.setattr(sys.modules[__name__], "Made", made, raising=False)
    assert pickle.loads(pickle.dumps(made["one"])) is made["one"]


def test_a_name_that_enum_refuses_is_refused(quick: None) -> None:
    with pytest.raises(ValueError, match="mro"):
        enum.Enum("Made", [("mro", 1)], boundary=enum.KEEP)


def test_a_kind_that_enum_makes_in_another_way_is_left_to_it(monkeypatch: pytest.MonkeyPatch) -> None:
    create = quick_enumerations._create

    def with_something_new(kind: Any, name: str, *arguments: Any, **options: Any) -> Any:
        made = create(kind, name, *arguments, **options)
        if kind is enum.IntEnum and made.__members__:
            made._something_new_ = 1
        return made

    monkeypatch.setattr(quick_enumerations, "_create", with_something_new)
    assert set(quick_enumerations._makers_that_agree()) == set(quick_enumerations._makers) - {enum.IntEnum}
