from __future__ import annotations

import gc
import itertools
from pathlib import Path

import pytest
from PySide6.QtCore import QObject, QSize, Qt, Signal
from PySide6.QtGui import QColor, QIcon, QPalette
from PySide6.QtWidgets import QApplication, QListWidget
from pytestqt.qtbot import QtBot

from desktop.settings import Settings
from desktop.ui.icons import app_icon, icon
from desktop.ui.theme import (
    CODE_ROLES,
    ROLES,
    Appearance,
    Theme,
    code_font,
    load_theme,
    palette,
    prose_font,
    style_sheet,
)
from tests.conftest import PROJECT

RESOURCES = PROJECT / "resources"
THEMES = [load_theme(path) for path in sorted((RESOURCES / "themes").glob("*.toml"))]
ICONS = sorted(path.stem for path in (RESOURCES / "icons").glob("*.svg"))

# What stands on what, and the contrast that it needs: WCAG 2.2, 1.4.3 (text) and 1.4.11 (controls).
TEXT, CONTROL = 4.5, 3.0
GROUNDS = ("window", "paper", "sidebar")
PAIRS = (
    *((role, ground, TEXT) for role in ("text", "dim", "faint") for ground in GROUNDS),
    *((role, ground, TEXT) for role in ("text", "dim") for ground in ("hover", "code_background", "user_tint")),
    *(("text", ground, TEXT) for ground in ("selected", "selection", "danger_tint", "warning_tint")),
    *((role, ground, TEXT) for role in ("accent", "danger", "warning") for ground in GROUNDS),
    ("faint", "code_background", TEXT),
    ("danger", "danger_tint", TEXT),
    ("warning", "warning_tint", TEXT),
    ("on_accent", "accent", TEXT),
    ("on_accent", "accent_hover", TEXT),
    ("paper", "text", TEXT),
    *((role, ground, CONTROL) for role in ("outline", "focus") for ground in GROUNDS),
    ("focus", "selected", CONTROL),
)


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(tmp_path / "settings.json")


def contrast(one: QColor, other: QColor) -> float:
    """The ratio of WCAG 2.2: 1 to 21."""
    lighter, darker = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (lighter + 0.05) / (darker + 0.05)


def _luminance(colour: QColor) -> float:
    parts = (colour.redF(), colour.greenF(), colour.blueF())
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def test_contrast_is_computed_as_the_standard_says() -> None:
    assert contrast(QColor("#000000"), QColor("#FFFFFF")) == pytest.approx(21)
    assert contrast(QColor("#777777"), QColor("#FFFFFF")) == pytest.approx(4.48, abs=0.01)


def test_there_is_a_light_and_a_dark_theme() -> None:
    assert {("light", False), ("dark", True)} <= {(theme.name, theme.dark) for theme in THEMES}


@pytest.mark.parametrize("theme", THEMES, ids=lambda theme: theme.name)
@pytest.mark.parametrize(("role", "ground", "least"), PAIRS, ids=str)
def test_everything_can_be_read(theme: Theme, role: str, ground: str, least: float) -> None:
    assert contrast(theme.colours[role], theme.colours[ground]) >= least


@pytest.mark.parametrize("theme", THEMES, ids=lambda theme: theme.name)
@pytest.mark.parametrize("role", CODE_ROLES)
def test_code_can_be_read(theme: Theme, role: str) -> None:
    assert contrast(theme.code[role], theme.colours["code_background"]) >= TEXT


@pytest.mark.parametrize("theme", THEMES, ids=lambda theme: theme.name)
def test_a_disabled_control_keeps_readable_words(theme: Theme) -> None:
    made = palette(theme)
    disabled = made.color(QPalette.ColorGroup.Disabled, QPalette.ColorRole.Text)
    assert contrast(disabled, made.color(QPalette.ColorRole.Base)) >= TEXT


@pytest.mark.parametrize("theme", THEMES, ids=lambda theme: theme.name)
def test_every_place_of_the_style_sheet_is_filled(theme: Theme) -> None:
    sheet = style_sheet(theme, RESOURCES / "themes")
    assert "$" not in sheet.split("*/", 1)[1]
    for line in sheet.splitlines():
        if 'url("' in line:
            assert Path(line.split('url("')[1].split('"')[0]).is_file()


@pytest.mark.parametrize("theme", THEMES, ids=lambda theme: theme.name)
def test_the_chosen_line_of_a_list_has_a_ring_while_the_keys_go_there(theme: Theme, qtbot: QtBot) -> None:
    lines = QListWidget()
    qtbot.addWidget(lines)
    lines.setStyleSheet(style_sheet(theme, RESOURCES / "themes"))
    lines.addItems(["one", "two"])
    lines.setCurrentRow(0)
    with qtbot.waitActive(lines):
        lines.show()
        lines.activateWindow()
    edge = lines.visualItemRect(lines.item(0)).adjusted(0, 0, 0, -1)

    def colour() -> QColor:
        return lines.viewport().grab().toImage().pixelColor(edge.center().x(), edge.top())

    lines.setFocus()
    assert colour() == theme.colours["focus"]
    lines.clearFocus()
    assert colour() != theme.colours["focus"]


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("name = 'x'", "no colour for 'window'"),
        ("[roles]\n" + "\n".join(f"{role} = 'nothing'" for role in ROLES), "is no colour"),
        ("name = ", "Invalid"),
    ],
)
def test_half_a_theme_is_refused(tmp_path: Path, text: str, wrong: str) -> None:
    path = tmp_path / "half.toml"
    path.write_text(text)
    with pytest.raises(ValueError, match=wrong):
        load_theme(path)


def test_fonts_have_families_for_chinese_behind_them(qapp: QApplication) -> None:
    for font in (prose_font(15), code_font(13.8)):
        assert len(font.families()) >= 3
    assert prose_font(15).pixelSize() == 15
    assert code_font(13.8).pixelSize() == 14
    assert code_font(14).fixedPitch()


def test_the_theme_follows_the_setting(qtbot: QtBot, qapp: QApplication, settings: Settings) -> None:
    settings.set("theme", "light")
    appearance = Appearance(settings, qapp, RESOURCES)
    appearance.dress()
    assert not appearance.theme.dark
    with qtbot.waitSignal(appearance.changed) as told:
        settings.set("theme", "dark")
    assert told.args == [appearance.theme]
    assert appearance.theme.dark
    assert qapp.palette().color(QPalette.ColorRole.Window) == appearance.theme.colours["window"]
    assert appearance.theme.colours["accent"].name() in qapp.styleSheet()
    settings.set("theme", "light")
    assert not appearance.theme.dark
    assert qapp.palette().color(QPalette.ColorRole.Window) == appearance.theme.colours["window"]


class SystemColours(QObject):
    """The part of QStyleHints that a desktop drives; the offscreen platform has none."""

    colorSchemeChanged = Signal()  # noqa: N815 - Qt's own name

    def __init__(self) -> None:
        super().__init__()
        self.scheme = Qt.ColorScheme.Light
        self.asked: Qt.ColorScheme | None = None

    def colorScheme(self) -> Qt.ColorScheme:  # noqa: N802 - Qt's own name
        return self.scheme

    def setColorScheme(self, scheme: Qt.ColorScheme) -> None:  # noqa: N802 - Qt's own name
        self.asked = scheme

    def turn(self, scheme: Qt.ColorScheme) -> None:
        self.scheme = scheme
        self.colorSchemeChanged.emit()


@pytest.fixture
def system(qapp: QApplication, monkeypatch: pytest.MonkeyPatch) -> SystemColours:
    system = SystemColours()
    monkeypatch.setattr(qapp, "styleHints", lambda: system)
    return system


def test_the_theme_follows_the_system_while_it_runs(
    qtbot: QtBot, qapp: QApplication, settings: Settings, system: SystemColours
) -> None:
    appearance = Appearance(settings, qapp, RESOURCES)
    assert (appearance.theme.dark, system.asked) == (False, Qt.ColorScheme.Unknown)
    with qtbot.waitSignal(appearance.changed):
        system.turn(Qt.ColorScheme.Dark)
    assert appearance.theme.dark
    with qtbot.waitSignal(appearance.changed):
        system.turn(Qt.ColorScheme.Light)
    assert not appearance.theme.dark


def test_a_chosen_theme_does_not_follow_the_system(
    qapp: QApplication, settings: Settings, system: SystemColours
) -> None:
    settings.set("theme", "light")
    appearance = Appearance(settings, qapp, RESOURCES)
    system.turn(Qt.ColorScheme.Dark)
    assert (appearance.theme.dark, system.asked) == (False, Qt.ColorScheme.Light)


@pytest.mark.parametrize("name", ICONS)
@pytest.mark.parametrize("scale", [1.0, 2.0])
def test_every_icon_is_drawn_sharp_and_in_its_colour(qapp: QApplication, name: str, scale: float) -> None:
    colour = QColor("#2F7566")
    drawn = app_icon(RESOURCES) if name == "teahouse" else icon(name, colour, RESOURCES)
    pixmap = drawn.pixmap(QSize(20, 20), scale)
    assert pixmap.size() == QSize(20, 20) * scale
    assert pixmap.devicePixelRatio() == scale
    picture = pixmap.toImage()
    points = itertools.product(range(picture.width()), range(picture.height()))
    pixels = [picture.pixelColor(x, y) for x, y in points]
    inside = [pixel for pixel in pixels if pixel.alpha() > 160]
    assert inside
    if name != "teahouse":
        assert all(abs(pixel.lightness() - colour.lightness()) <= 3 for pixel in inside)


def test_a_disabled_icon_is_fainter(qapp: QApplication) -> None:
    drawn = icon("send", QColor("black"), RESOURCES)

    def strongest(mode: QIcon.Mode) -> int:
        picture = drawn.pixmap(QSize(20, 20), 1.0, mode).toImage()
        return max(picture.pixelColor(10, y).alpha() for y in range(20))

    assert strongest(QIcon.Mode.Disabled) < strongest(QIcon.Mode.Normal) * 0.7


def test_icons_outlive_everything_that_made_them(qapp: QApplication) -> None:
    kept = [QIcon(icon(name, QColor("red"), RESOURCES)) for name in ICONS for _ in range(5)]
    gc.collect()
    assert all(not each.pixmap(16, 16).isNull() for each in kept)
    kept[0].addPixmap(kept[1].pixmap(16, 16))  # makes Qt clone the engine
    del kept
    gc.collect()


def test_an_icon_that_does_not_exist_is_an_error(qapp: QApplication) -> None:
    with pytest.raises(OSError, match="no-such"):
        icon("no-such", QColor("red"), RESOURCES)


def test_every_icon_is_an_outline_of_one_set() -> None:
    for name in ICONS:
        if name == "teahouse":
            continue
        source = (RESOURCES / "icons" / f"{name}.svg").read_text()
        for part in ('viewBox="0 0 20 20"', 'stroke-width="1.6"', 'stroke-linecap="round"', 'stroke="currentColor"'):
            assert part in source, name
        assert "#" not in source, name
