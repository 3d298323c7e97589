"""The system packages that Qt and the tests need on Linux: looked for, installed where that is possible, else named.

The wheels of Qt bring Qt itself, not the libraries of the desktop below it, and a server, container or fresh
machine lacks some of them.
"""

import ctypes
import importlib.util
import os
import shutil
import subprocess
import sys
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

FONTS = (Path("/usr/share/fonts"), Path("/usr/local/share/fonts"), Path.home() / ".local/share/fonts")


@dataclass(frozen=True)
class Need:
    """Something the system must have, the Debian package that brings it, and the look that finds it."""

    name: str
    package: str
    found: Callable[[str], bool]


def has_library(soname: str) -> bool:
    """Whether this process can load the shared library, which is what Qt will try."""
    try:
        ctypes.CDLL(soname)
    except OSError:
        return False
    return True


def has_command(name: str) -> bool:
    return shutil.which(name) is not None


def has_font(pattern: str) -> bool:
    return any(next(folder.rglob(pattern), None) for folder in FONTS if folder.is_dir())


def has_path(path: str) -> bool:
    return Path(path).exists()


def has_module(name: str) -> bool:
    return importlib.util.find_spec(name) is not None


_PYTHON = f"python{sys.version_info.major}.{sys.version_info.minor}"
# Without this no virtual environment can be made: Debian has taken it out of its Python.
ENVIRONMENT = (Need("ensurepip", f"{_PYTHON}-venv", has_module),)
# Without these the window cannot open.
WINDOW = tuple(
    Need(soname, package, has_library)
    for soname, package in (
        ("libGL.so.1", "libgl1"),
        ("libEGL.so.1", "libegl1"),
        ("libxkbcommon.so.0", "libxkbcommon0"),
        ("libdbus-1.so.3", "libdbus-1-3"),
        ("libfontconfig.so.1", "libfontconfig1"),
        ("libglib-2.0.so.0", "libglib2.0-0"),
        ("libgssapi_krb5.so.2", "libgssapi-krb5-2"),
        ("libxcb-cursor.so.0", "libxcb-cursor0"),
        ("libxcb-icccm.so.4", "libxcb-icccm4"),
        ("libxcb-keysyms.so.1", "libxcb-keysyms1"),
        ("libxcb-shape.so.0", "libxcb-shape0"),
        ("libxcb-xkb.so.1", "libxcb-xkb1"),
        ("libxcb-image.so.0", "libxcb-image0"),
        ("libxcb-render-util.so.0", "libxcb-render-util0"),
        ("libxkbcommon-x11.so.0", "libxkbcommon-x11-0"),
    )
)
# Without these it opens, but not on Wayland, or with boxes in the place of Chinese.
COMFORT = (
    Need("libwayland-cursor.so.0", "libwayland-cursor0", has_library),
    Need("libwayland-egl.so.1", "libwayland-egl1", has_library),
    Need("NotoSansCJK*", "fonts-noto-cjk", has_font),
)
# PyInstaller takes libraries apart, and needs Python as one, which Debian's is not by itself.
BUNDLE = (
    Need("objdump", "binutils", has_command),
    *([Need(f"lib{_PYTHON}.so.1.0", f"lib{_PYTHON}", has_library)] if sys.base_prefix == "/usr" else []),
)
# The tests open real windows on a virtual screen, use a real keyring, read the window as a screen reader does, run a
# real language model, and build the bundle.
TESTS = (
    Need("Xvfb", "xvfb", has_command),
    Need("openbox", "openbox", has_command),
    Need("xdotool", "xdotool", has_command),
    Need("dbus-run-session", "dbus", has_command),
    Need("gnome-keyring-daemon", "gnome-keyring", has_command),
    Need("secret-tool", "libsecret-tools", has_command),
    Need("/usr/libexec/at-spi-bus-launcher", "at-spi2-core", has_path),
    Need("/usr/lib/python3/dist-packages/pyatspi", "python3-pyatspi", has_path),
    Need("libgomp.so.1", "libgomp1", has_library),
    Need("curl", "curl", has_command),
    Need("desktop-file-validate", "desktop-file-utils", has_command),
    *BUNDLE,
)


def missing(needs: tuple[Need, ...]) -> list[Need]:
    """Those of `needs` that this system lacks; on macOS and Windows nothing is needed."""
    return [need for need in needs if not need.found(need.name)] if sys.platform == "linux" else []


def provide(packages: list[str]) -> str:
    """Install Debian packages where that is possible without asking anyone.

    Returns an empty string when they are there now, else a sentence that ends in what the person has to run.
    """
    if not packages:
        return ""
    if not _is_debian():
        return f"Install what your system calls {', '.join(packages)} (these are Debian's names)."
    if os.geteuid() == 0 and _install(packages):
        return ""
    sudo = "" if os.geteuid() == 0 else "sudo "
    return f"Run this, then try again:\n    {sudo}apt-get install {' '.join(packages)}"


def _is_debian() -> bool:
    return sys.platform == "linux" and has_command("apt-get") and Path("/etc/debian_version").exists()


def _install(packages: list[str]) -> bool:
    print(f"Installing {', '.join(packages)} …", file=sys.stderr, flush=True)
    install = ["install", "--yes", "--no-install-recommends", *packages]
    return _apt(install) or (_apt(["update"]) and _apt(install))


def _apt(arguments: list[str]) -> bool:
    quiet = ["-q", "-o", "DPkg::Lock::Timeout=300", "-o", "Dpkg::Use-Pty=0"]
    environment = os.environ | {"DEBIAN_FRONTEND": "noninteractive"}
    command = ["apt-get", *quiet, *arguments]
    return subprocess.run(command, env=environment, stdout=sys.stderr, check=False).returncode == 0
