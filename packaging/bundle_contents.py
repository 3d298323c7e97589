"""What goes into the bundle, and what PyInstaller's rules for Qt would bring along that nothing here uses."""

import fnmatch
from collections.abc import Iterable
from pathlib import Path, PurePath

from PyInstaller.depend import bindepend  # type: ignore[import-untyped]

Entry = tuple[str, str, str]  # as PyInstaller has it: name in the bundle, file on this machine, kind

UNUSED_MODULES = [
    *("PySide6.QtQml", "PySide6.QtQuick", "PySide6.QtOpenGL", "PySide6.QtSql"),
    *("tkinter", "unittest", "pydoc", "doctest", "lib2to3", "test", "setuptools", "pip", "rich"),
]
_UNUSED_FILES = (
    # Platforms without a desktop, and a desktop theme that draws file dialogs with another toolkit.
    *("*/plugins/platformthemes/*gtk3*", "*/plugins/platforminputcontexts/*virtualkeyboard*", "*/plugins/generic/*"),
    *("*/plugins/platforms/*qeglfs*", "*/plugins/platforms/*qlinuxfb*", "*/plugins/platforms/*qvnc*"),
    *("*/plugins/platforms/*qminimal*", "*/plugins/platforms/*qvkkhrdisplay*", "*/plugins/platforms/*qdirect2d*"),
    *("*/plugins/egldeviceintegrations/*", "*/plugins/wayland-graphics-integration-server/*"),
    # Picture formats that nobody attaches.
    *("*/plugins/imageformats/*qpdf*", "*/plugins/imageformats/*qtiff*", "*/plugins/imageformats/*qtga*"),
    *("*/plugins/imageformats/*qwbmp*", "*/plugins/imageformats/*qicns*", "*/plugins/vectorimageformats/*"),
    *("*/plugins/qmltooling/*", "*/plugins/sqldrivers/*", "*/plugins/networkinformation/*"),
    *("*Qt6Qml*", "*Qt6Quick*", "*Qt6VirtualKeyboard*", "*Qt6Pdf*", "*Qt6EglF[sS]*"),
    # What every Linux desktop has, in the version that fits its fonts, its bus and its graphics drivers.
    *("/libstdc++.so*", "/libgcc_s.so*", "/libfontconfig.so*", "/libfreetype.so*", "/libexpat.so*", "/libdbus-1.so*"),
    *("/libX11.so*", "/libX11-xcb.so*", "/libXau.so*", "/libXdmcp.so*"),
)
# Qt's own sentences (OK, Cancel, the file dialog) are wanted in the languages of the program only.
_LANGUAGES = ("*/qtbase_en.qm", "*/qtbase_zh_CN.qm")


def files_below(folder: Path, target: str) -> list[tuple[str, str]]:
    """Every file below `folder` that is not code, each with the folder of the bundle that it goes to."""
    files = (path for path in sorted(folder.rglob("*")) if path.is_file() and path.suffix not in {".py", ".pyc"})
    return [(str(path), str(target / path.relative_to(folder).parent)) for path in files]


def used(entries: Iterable[Entry]) -> list[Entry]:
    """The entries that the program uses, without the libraries that only unused ones asked for."""
    kept: list[Entry] = []
    dropped: list[Entry] = []
    for entry in entries:
        (kept if _is_used(entry[0]) else dropped).append(entry)
    orphans = _libraries(dropped) - _libraries(entry for entry in kept if not _is_system_library(entry))
    return [entry for entry in kept if PurePath(entry[0]).name not in orphans]


def _is_used(name: str) -> bool:
    path = "/" + name.replace("\\", "/")
    if "PySide6" in path and "/translations/" in path:
        return any(fnmatch.fnmatch(path, pattern) for pattern in _LANGUAGES)
    return not any(fnmatch.fnmatch(path, pattern) for pattern in _UNUSED_FILES)


def _is_system_library(entry: Entry) -> bool:
    """Whether PyInstaller took this from the system: such stand at the top, and count only where asked for."""
    name, _, kind = entry
    return kind == "BINARY" and len(PurePath(name).parts) == 1


def _libraries(entries: Iterable[Entry]) -> set[str]:
    """The names of all libraries that these entries ask for, directly or through others."""
    sources = [source for _, source, kind in entries if kind in {"BINARY", "EXTENSION"}]
    return {PurePath(name).name for source in sources for name, _ in bindepend.get_imports(source)}
