"""How the program looks: themes read from `resources/themes`, and what Qt is told of them.

A theme file names base colours and gives every role one of them. Nothing else in the program knows a colour: widgets
ask for a role, the style sheet `teahouse.qss` names roles, code is coloured by the roles of `CODE_ROLES`.
"""

from __future__ import annotations

import sys
import tomllib
from collections.abc import Iterable, Mapping
from pathlib import Path
from string import Template
from types import MappingProxyType

from msgspec import Struct
from PySide6.QtCore import QObject, Qt, Signal, Slot
from PySide6.QtGui import QColor, QFont, QFontDatabase, QIcon, QPalette
from PySide6.QtWidgets import QApplication

from desktop.settings import Settings
from desktop.ui.icons import icon

ROLES = (
    "window", "paper", "sidebar",  # what things stand on
    "text", "dim", "faint",  # three strengths of text, all readable
    "accent", "accent_hover", "on_accent",
    "user_tint", "code_background",
    "border",  # hairlines that only divide
    "outline",  # the edge of a control, which has to be seen
    "hover", "selected",  # rows
    "selection",  # selected text
    "focus",
    "danger", "danger_tint", "warning", "warning_tint",
)  # fmt: skip

CODE_ROLES = (
    "text", "keyword", "string", "number", "comment", "function", "class", "builtin", "operator", "punctuation",
    "decorator", "tag", "attribute", "heading", "inserted", "deleted", "error",
)  # fmt: skip

CODE_SCALE = 0.92  # the size of code in prose
LINE_HEIGHT = 1.6  # of prose; Chinese stands denser and takes 1.7
LINE_HEIGHT_CJK = 1.7
HEADING_SCALES = (1.35, 1.2, 1.08)  # levels 1, 2, 3 and deeper
MOTION = 140  # ms, the longest that anything moves
RADIUS_SMALL, RADIUS, RADIUS_LARGE = 6, 10, 14

_FALLBACKS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "darwin": ("PingFang SC", "Hiragino Sans GB", "Apple Color Emoji"),
        "win32": ("Microsoft YaHei UI", "Microsoft YaHei", "Segoe UI Emoji", "Segoe UI Symbol"),
        "linux": ("Noto Sans CJK SC", "Source Han Sans SC", "WenQuanYi Micro Hei", "Noto Color Emoji"),
    }
)
_CODE_FALLBACKS: Mapping[str, tuple[str, ...]] = MappingProxyType(
    {
        "darwin": ("SF Mono", "Menlo"),
        "win32": ("Cascadia Mono", "Consolas"),
        "linux": ("DejaVu Sans Mono", "Noto Sans Mono", "Liberation Mono"),
    }
)


class Theme(Struct, frozen=True):
    """`colours` has every name of `ROLES`, `code` every name of `CODE_ROLES`."""

    name: str
    dark: bool
    colours: Mapping[str, QColor]
    code: Mapping[str, QColor]


def load_theme(path: Path) -> Theme:
    """Return the theme in `path`. Raises OSError, and ValueError where the file is not a whole theme."""
    with path.open("rb") as file:
        content = tomllib.load(file)
    base = content.get("base", {})
    return Theme(
        name=str(content.get("name", path.stem)),
        dark=bool(content.get("dark", False)),
        colours=_colours(content.get("roles", {}), base, ROLES),
        code=_colours(content.get("code", {}), base, CODE_ROLES),
    )


def _colours(section: Mapping[str, str], base: Mapping[str, str], wanted: Iterable[str]) -> Mapping[str, QColor]:
    found: dict[str, QColor] = {}
    for role in wanted:
        if role not in section:
            raise ValueError(f"no colour for {role!r}")
        colour = QColor(base.get(section[role], section[role]))
        if not colour.isValid():
            raise ValueError(f"{section[role]!r}, for {role!r}, is no colour")
        found[role] = colour
    return MappingProxyType(found)


def palette(theme: Theme) -> QPalette:
    """Return what Qt's own painting uses, so that nothing is left in the system's colours."""
    colours, made = theme.colours, QPalette()
    roles = QPalette.ColorRole
    for role, name in {
        roles.Window: "window", roles.WindowText: "text", roles.Base: "paper", roles.AlternateBase: "window",
        roles.Text: "text", roles.Button: "paper", roles.ButtonText: "text", roles.BrightText: "danger",
        roles.Highlight: "selection", roles.HighlightedText: "text", roles.PlaceholderText: "faint",
        roles.Link: "accent", roles.LinkVisited: "accent", roles.Accent: "accent",
        roles.ToolTipBase: "text", roles.ToolTipText: "paper",
        roles.Light: "paper", roles.Midlight: "hover", roles.Mid: "border",
        roles.Dark: "outline", roles.Shadow: "border",
    }.items():  # fmt: skip
        made.setColor(role, colours[name])
    for role in (roles.WindowText, roles.Text, roles.ButtonText, roles.HighlightedText):
        made.setColor(QPalette.ColorGroup.Disabled, role, colours["faint"])
    return made


def style_sheet(theme: Theme, folder: Path) -> str:
    """Return `teahouse.qss` of `folder` with each `$role` replaced by its colour.

    Raises OSError, and KeyError where the sheet names a role that does not exist.
    """
    places = {name: colour.name() for name, colour in theme.colours.items()}
    places |= {"controls": (folder / "controls").as_posix(), "shade": "dark" if theme.dark else "light"}
    return Template((folder / "teahouse.qss").read_text(encoding="utf-8")).substitute(places)


def prose_font(size_px: float) -> QFont:
    """Return the system's font in `size_px` pixels, with families behind it for Chinese and for emoji."""
    return _font(QFontDatabase.SystemFont.GeneralFont, (), size_px)


def code_font(size_px: float) -> QFont:
    """Return the platform's monospaced font in `size_px` pixels: `CODE_SCALE` times the prose around it."""
    font = _font(QFontDatabase.SystemFont.FixedFont, _for_platform(_CODE_FALLBACKS), size_px)
    font.setStyleHint(QFont.StyleHint.Monospace)
    font.setFixedPitch(True)
    return font


def _font(system: QFontDatabase.SystemFont, families: tuple[str, ...], size_px: float) -> QFont:
    font = QFontDatabase.systemFont(system)
    behind = (*families, *_for_platform(_FALLBACKS))
    font.setFamilies([*font.families(), *(family for family in behind if family not in font.families())])
    font.setPixelSize(max(1, round(size_px)))
    return font


def _for_platform(families: Mapping[str, tuple[str, ...]]) -> tuple[str, ...]:
    # Only the platform's own: asking macOS for a family that it does not have costs a fifth of a second.
    return families.get(sys.platform, families["linux"])


class Appearance(QObject):
    """Keeps the application in the theme that the settings name, and follows the system where they say so.

    It counts on Qt's style Fusion, which `desktop.app` starts Qt with: the native ones ignore half of a palette.
    """

    changed = Signal(Theme)

    def __init__(self, settings: Settings, app: QApplication, resources: Path, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._settings = settings
        self._app = app
        self._resources = resources
        self._folder = resources / "themes"
        # For desktops that say nothing of light or dark, but hand out their colours.
        self._dark_at_start = app.palette().color(QPalette.ColorRole.Window).lightness() < 128
        app.setFont(prose_font(13 if sys.platform == "darwin" else 14))
        self._is_dressed = False
        self._choose()
        self._show()
        settings.on_change(self._on_setting)
        app.styleHints().colorSchemeChanged.connect(self._follow)

    def dress(self) -> None:
        """Put the style sheet on the widgets, those to come as well. Call it when the first ones stand together.

        Once there is one, each widget that gets a parent is dressed anew with all that is below it.
        """
        self._is_dressed = True
        self._app.setStyleSheet(style_sheet(self._theme, self._folder))

    @property
    def theme(self) -> Theme:
        return self._theme

    def icon(self, name: str, role: str = "dim") -> QIcon:
        """Return the icon `name` of `resources/icons` in the colour that `role` has now."""
        return icon(name, self._theme.colours[role], self._resources)

    def _on_setting(self, name: str) -> None:
        if name == "theme":
            self._choose()
            self._follow()

    def _choose(self) -> None:
        """Tell Qt too, which colours what is not ours to paint: title bars and native dialogs."""
        schemes = {"light": Qt.ColorScheme.Light, "dark": Qt.ColorScheme.Dark}
        chosen = schemes.get(self._settings.text("theme"), Qt.ColorScheme.Unknown)
        self._app.styleHints().setColorScheme(chosen)

    @Slot()
    def _follow(self) -> None:
        if self._wanted() != self._chosen:
            self._show()
            self.changed.emit(self._theme)

    def _wanted(self) -> str:
        chosen = self._settings.text("theme")
        if chosen in ("light", "dark"):
            return chosen
        scheme = self._app.styleHints().colorScheme()
        dark = self._dark_at_start if scheme == Qt.ColorScheme.Unknown else scheme == Qt.ColorScheme.Dark
        return "dark" if dark else "light"

    def _show(self) -> None:
        self._chosen = self._wanted()
        self._theme = load_theme(self._folder / f"{self._chosen}.toml")
        self._app.setPalette(palette(self._theme))
        if self._is_dressed:
            self.dress()
