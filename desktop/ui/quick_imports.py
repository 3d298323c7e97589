"""Import this before anything of PySide, and it comes quickly: without what only its own tools and errors need.

Three habits of PySide 6.11 and 6.12 would take a third of a start. With another version only the time is different.

It puts a function of its own in the place of `__import__`, which reads the source of each module in search of
`from __feature__ import …`: at the start 30,000 lines, which Python's `linecache` then keeps.

And it carries 3,000 lines of Python (`shibokensupport`) that it compiles at each start anew, about a quarter of its
import: they word the error of a wrong call, answer `help()` and write type stubs. Here they wait until they are asked.

And it makes enumerations, thousands of members, one by one: `quick_enumerations` makes them all at once.
"""

from __future__ import annotations

import builtins
import enum
import gc
from binascii import crc32
from collections.abc import Callable
from typing import Any

from desktop.ui import quick_enumerations

# With their CRC-32, those of PySide 6.11.3 and 6.12.0: how the C++ asks for what is in them is known for these alone.
_LATE = {
    "shibokensupport/signature/errorhandler.py": (0x097485F4,),
    "shibokensupport/signature/layout.py": (0x5A9065C3,),
    "shibokensupport/signature/lib/enum_sig.py": (0x2DAA4418,),
    "shibokensupport/signature/lib/pyi_generator.py": (0x66004E69, 0x8032D059),
    "shibokensupport/signature/lib/tool.py": (0x35E890F1,),
    "shibokensupport/signature/mapping.py": (0x4DB0F7BA, 0x71461F42),
    "shibokensupport/signature/parser.py": (0x105CFC9F, 0x8478C7EB),
}
_BY_CPP = "update_mapping"  # looked up in the dictionary of `mapping`, past `__getattr__`, and kept without a reference

_import, _compile = builtins.__import__, builtins.compile


def made_at_first_use(namespace: dict[str, Any], source: bytes, filename: str) -> Callable[[str], Any]:
    """Return the `__getattr__` (PEP 562) of a module that runs `source` when something of it is asked for."""

    def load(name: str) -> Any:
        if "__getattr__" in namespace and not name.startswith("__"):
            exec(_compile(source, filename, "exec"), namespace)  # noqa: S102 - what PySide itself would have run
            namespace.pop("__getattr__", None)
        if name not in namespace:
            raise AttributeError(name)
        return namespace[name]

    def called_by_cpp() -> object:
        return load(_BY_CPP)()

    if filename.endswith("/mapping.py"):
        namespace[_BY_CPP] = namespace["__called_by_cpp__"] = called_by_cpp
    return load


def _compile_late(source: Any, filename: Any, *arguments: Any, **options: Any) -> Any:
    if filename not in _LATE or crc32(source) not in _LATE[filename]:
        return _compile(source, filename, *arguments, **options)
    later = f"__getattr__ = made_at_first_use(globals(), {source!r}, {filename!r})"
    return _compile(f"from {__name__} import made_at_first_use; {later}", filename, "exec")


_collects = gc.isenabled()
gc.disable()  # nothing that is made here is garbage
builtins.compile = _compile_late
enum.EnumType._create_ = quick_enumerations.create  # type: ignore[attr-defined] # stays: PySide makes some later
try:
    import PySide6.QtWidgets  # noqa: F401 - between the lines that it is to leave no trace in
finally:
    builtins.__import__, builtins.compile = _import, _compile
    if _collects:
        gc.enable()
