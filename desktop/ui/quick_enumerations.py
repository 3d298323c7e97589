"""Makes PySide's enumerations as `enum` would, in a fifth of the time: the start needs 220, of 3,100 members.

As soon as a class is first named, PySide hands `enum` a list of names and numbers for each enumeration in it. `enum`
takes 20 µs for every member, because one may also be a tuple, a descriptor, or have a `__new__` of its own.

What is filled in here is not documented. So one enumeration of each kind (`Enum`, `IntFlag`, …) is made in both ways
first, and a kind whose two differ in anything is left to `enum`. Python 3.11, 3.12 and 3.13 make all four alike.
"""

from __future__ import annotations

import enum
import sys
from typing import Any

_KINDS = (enum.Enum, enum.IntEnum, enum.Flag, enum.IntFlag)
_AS_PYSIDE = {"qualname": None, "type": None, "start": 1, "boundary": enum.KEEP}  # the last is what tells it
_PROBE = [("zero", 0), ("four", 4), ("one", 1), ("also_four", 4), ("five", 5), ("negative", -8), ("high", 1 << 31)]
_SPECIAL = frozenset({"name", "value", "mro", ""})  # and what begins with "_": other rules of `enum` hold for these
_OF_THE_CLASS = frozenset({"__dict__", "__weakref__", "__module__", "__new__"})  # not to be had from another class

_create = enum.EnumType._create_  # type: ignore[attr-defined]


def create(kind: Any, class_name: str, names: Any, *, module: str | None = None, **options: Any) -> Any:
    """Stand in for `EnumType._create_`, which `Enum("Name", …)` calls."""
    if module is None:
        caller = sys._getframe(2)  # noqa: SLF001 - `enum` looks there itself, and would find this function
        module = caller.f_globals.get("__name__")
    if options == _AS_PYSIDE and kind in _makers and type(names) is list and all(_is_plain(*each) for each in names):
        return _makers[kind].make(class_name, names, module)
    return _create(kind, class_name, names, module=module, **options)


def _is_plain(name: object, value: object = None) -> bool:
    return type(name) is str and type(value) is int and name[:1] != "_" and name not in _SPECIAL


class _Maker:
    """Makes enumerations of one kind after the model of an empty one."""

    def __init__(self, kind: Any) -> None:
        self._kind = kind
        empty = _create(kind, "Empty", (), module=__name__, boundary=enum.KEEP)
        self._body = {name: value for name, value in vars(empty).items() if name not in _OF_THE_CLASS}
        self._is_flag = issubclass(kind, enum.Flag)

    def make(self, name: str, members: list[tuple[str, int]], module: str | None) -> Any:
        made = self._empty(name, module)
        self._fill(made, members)
        if self._is_flag:
            _complete_flag(made)
        return made

    def _empty(self, name: str, module: str | None) -> Any:
        body: Any = {name: value.copy() if type(value) in (list, dict) else value for name, value in self._body.items()}
        body["__module__"] = module
        made = enum.EnumType.__new__(enum.EnumType, name, (self._kind,), body, _simple=True)
        type.__setattr__(made, "__new__", enum.Enum.__new__)
        return made

    def _fill(self, made: Any, members: list[tuple[str, int]]) -> None:
        new, takes_value = made._new_member_, made._use_args_
        names, by_name, by_value = made._member_names_, made._member_map_, made._value2member_map_
        for name, value in members:
            member = by_value.get(value)
            if member is None:
                member = new(made, value) if takes_value else new(made)
                member._value_, member._name_, member.__objclass__, member._sort_order_ = value, name, made, len(names)
                by_value[value] = member
                if not self._is_flag or _is_single_bit(value):
                    names.append(name)
            by_name[name] = member
            type.__setattr__(made, name, member)  # past `enum`'s own, which guards the members


def _complete_flag(made: Any) -> None:
    mask = singles = 0
    for value in made._value2member_map_:
        mask |= value
        singles |= value if _is_single_bit(value) else 0
    made._all_bits_ = 2 ** mask.bit_length() - 1
    if hasattr(made, "_singles_mask_"):
        made._flag_mask_, made._singles_mask_ = mask, singles
    else:  # as Python 3.11.2 has it
        made._flag_mask_ = singles
    values = [made._member_map_[name]._value_ for name in made._member_names_]
    if values != sorted(values):
        made._iter_member_ = made._iter_member_by_def_


def _is_single_bit(value: int) -> bool:
    return value > 0 and value & (value - 1) == 0


def facts(made: Any) -> list[object]:
    """Return all that an enumeration consists of, to compare it with another of the same name."""
    members = [(name, repr(vars(member))) for name, member in made.__members__.items()]
    return [{name: repr(value) for name, value in vars(made).items()}, members, repr(list(made))]


def _makers_that_agree() -> dict[Any, _Maker]:
    """Return a maker for each kind of which `enum` makes the very same."""
    makers = {}
    for kind in _KINDS:
        try:
            maker = _Maker(kind)
            usual = _create(kind, "Probe", _PROBE, module=__name__, boundary=enum.KEEP)
            if facts(maker.make("Probe", _PROBE, __name__)) == facts(usual):
                makers[kind] = maker
        except Exception:  # noqa: BLE001, S112 - an `enum` that is not known here does as it always did
            continue
    return makers


_makers = _makers_that_agree()
