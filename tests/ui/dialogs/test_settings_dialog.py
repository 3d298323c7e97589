from __future__ import annotations

from collections.abc import Iterator

import pytest
from msgspec.structs import replace
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import (
    QAbstractButton,
    QApplication,
    QComboBox,
    QDoubleSpinBox,
    QLabel,
    QListWidget,
    QPlainTextEdit,
    QSpinBox,
    QWidget,
)
from pytestqt.qtbot import QtBot

from desktop import i18n
from desktop.controllers.accounts import AccountsController
from desktop.model.account import Account
from desktop.settings import TABLE, Kind, Page, Settings
from desktop.ui.dialogs.settings_dialog import SettingsDialog
from desktop.ui.widgets.fields import OptionalNumber
from desktop.ui.widgets.switch import Switch
from tests.ui.dialogs.conftest import RESOURCES, Trash, assert_usable_without_eyes_and_mouse

SHOWN = [setting for setting in TABLE if setting.page is not None]


@pytest.fixture
def dialog(qtbot: QtBot, settings: Settings, accounts: AccountsController, storage: Trash) -> Iterator[SettingsDialog]:
    dialog = SettingsDialog(settings, accounts, storage, RESOURCES)
    qtbot.addWidget(dialog)
    dialog.open_page()
    yield dialog
    dialog.close()


def saved(settings: Settings, name: str) -> object:
    """What another start would read."""
    return Settings(settings.path).get(name)


def test_the_pages_are_those_of_the_table(dialog: SettingsDialog) -> None:
    assert [dialog.pages.item(row).text() for row in range(dialog.pages.count())] == [page.value for page in Page]
    assert set(dialog.rows) == {setting.name for setting in SHOWN}


@pytest.mark.parametrize("setting", SHOWN, ids=lambda setting: setting.name)
def test_every_setting_stands_on_its_page_with_its_words(dialog: SettingsDialog, setting: object) -> None:
    row = dialog.rows[setting.name]  # type: ignore[attr-defined]
    dialog.open_page(row.setting.page.value.lower())
    assert row.isVisible()
    assert row.label.text() == row.setting.label
    assert row.help.text() == row.setting.help
    assert row.help.isVisible() is bool(row.setting.help)


@pytest.mark.parametrize("setting", SHOWN, ids=lambda setting: setting.name)
def test_a_change_counts_and_is_saved_at_once(
    dialog: SettingsDialog, settings: Settings, qtbot: QtBot, setting: object
) -> None:
    name = setting.name  # type: ignore[attr-defined]
    control = dialog.rows[name].control
    wanted: object
    if isinstance(control, Switch):
        wanted = not control.isChecked()
        control.click()
    elif isinstance(control, QComboBox):
        control.setCurrentIndex(control.count() - 1)
        wanted = control.itemData(control.count() - 1)
    elif isinstance(control, OptionalNumber):
        control.switch.click()
        control.field.stepBy(1)
        wanted = control.field.value()
    elif isinstance(control, QSpinBox):
        control.setValue(21)
        wanted = 21
    elif isinstance(control, QPlainTextEdit):
        control.setPlainText("Answer in rhymes.")
        wanted = "Answer in rhymes."
    else:
        pytest.fail(f"no way to edit {name}")
    qtbot.waitUntil(lambda: settings.get(name) == wanted)
    assert saved(settings, name) == wanted


def test_every_kind_of_setting_has_a_field(qtbot: QtBot) -> None:
    from desktop.settings import Setting  # noqa: PLC0415
    from desktop.ui.dialogs.setting_fields import make_field  # noqa: PLC0415

    for kind in Kind:
        field = make_field(Setting("made_up", kind, None, None, "Made up", choices={"a": "A"}, maximum=5))
        qtbot.addWidget(field.widget)


def test_an_optional_number_that_is_off_is_none(dialog: SettingsDialog, settings: Settings) -> None:
    control = dialog.rows["temperature"].control
    assert isinstance(control, OptionalNumber)
    assert isinstance(control.field, QDoubleSpinBox)
    assert not control.field.isEnabled()
    control.switch.click()
    control.field.setValue(0.3)
    assert settings.get("temperature") == 0.3
    control.switch.click()
    assert settings.get("temperature") is None
    assert saved(settings, "temperature") is None


def test_escape_closes_and_keeps_what_was_typed_last(dialog: SettingsDialog, settings: Settings, qtbot: QtBot) -> None:
    control = dialog.rows["system_prompt"].control
    assert isinstance(control, QPlainTextEdit)
    control.setPlainText("Be brief.")
    qtbot.keyClick(dialog, Qt.Key.Key_Escape)
    assert not dialog.isVisible()
    assert saved(settings, "system_prompt") == "Be brief."


def test_the_wheel_scrolls_and_changes_nothing(dialog: SettingsDialog, settings: Settings) -> None:
    for name in ("theme", "text_size"):
        control = dialog.rows[name].control
        control.setFocus()
        place = QPointF(control.rect().center())
        turn = QWheelEvent(
            place, control.mapToGlobal(place), QPoint(0, -120), QPoint(0, -120), Qt.MouseButton.NoButton,
            Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False,
        )  # fmt: skip
        QApplication.sendEvent(control, turn)
    assert settings.get("theme") == "system"
    assert settings.get("text_size") == 15


def test_what_changed_elsewhere_is_shown_when_the_dialog_comes_back(
    dialog: SettingsDialog, settings: Settings, qtbot: QtBot
) -> None:
    control = dialog.rows["text_size"].control
    assert isinstance(control, QSpinBox)
    dialog.close()
    settings.set("text_size", 19)
    dialog.open_page("appearance")
    qtbot.waitUntil(lambda: control.value() == 19)


def test_a_page_is_opened_by_name(dialog: SettingsDialog) -> None:
    dialog.open_page("accounts")
    assert dialog.accounts_page.isVisible()
    dialog.open_page("data")
    assert dialog.storage_page.isVisible()
    dialog.open_page("no such page")
    assert dialog.pages.currentRow() == 0


@pytest.mark.parametrize("page", [page.value.lower() for page in Page])
def test_it_is_usable_without_eyes_and_mouse(dialog: SettingsDialog, accounts: AccountsController, page: str) -> None:
    accounts.update(Account("1", "Gateway", "https://cnaitoken.store/v1"))
    dialog.open_page(page)
    assert_usable_without_eyes_and_mouse(dialog)


class Shouting(dict[str, str]):
    """A catalogue of a language that says everything between angle quotes."""

    def get(self, key: str, _default: object = None) -> str:  # type: ignore[override]
        return f"«{key}»"


def test_the_language_is_switched_while_it_is_open(
    dialog: SettingsDialog, accounts: AccountsController, storage: Trash, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    accounts.update(Account("1", "Gateway", "https://cnaitoken.store/v1"))
    monkeypatch.setattr(i18n, "_catalogue", Shouting())
    QApplication.sendEvent(QApplication.instance(), QEvent(QEvent.Type.LanguageChange))
    qtbot.waitUntil(lambda: dialog.windowTitle() == "«Settings»")
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
    names = {"Gateway", "https://cnaitoken.store/v1", str(storage.folder), "How tea is made", "今天的天气"}
    names.add(str(storage.safety.backups.folder))
    left = [text for text in texts_of(dialog) if "«" not in text and text not in names]
    assert left == []


def texts_of(window: QWidget) -> list[str]:
    """Everything that the window says, shown or not."""
    texts = [window.windowTitle()]
    for child in window.findChildren(QWidget):
        if isinstance(child, QLabel | QAbstractButton):
            texts.append(child.text())
        elif isinstance(child, QComboBox):
            texts += [child.itemText(index) for index in range(child.count())]
        elif isinstance(child, QListWidget):
            texts += [child.item(row).text() for row in range(child.count())]
        texts.append(child.accessibleName())
        texts.append(child.accessibleDescription())
    return [text for text in texts if text]


def test_the_trash_gives_back(dialog: SettingsDialog, storage: Trash, qtbot: QtBot) -> None:
    dialog.open_page("data")
    page = dialog.storage_page
    assert page.trash.count() == 2
    page.trash.setCurrentRow(1)
    qtbot.mouseClick(page.restore_button, Qt.MouseButton.LeftButton)
    assert storage.calls == ["restore 今天的天气"]
    assert page.trash.count() == 1
    qtbot.mouseClick(page.restore_button, Qt.MouseButton.LeftButton)
    assert not page.trash.isVisible()
    assert not page.restore_button.isVisible()


def test_a_long_title_in_the_trash_is_cut_and_told_by_its_hint(dialog: SettingsDialog, storage: Trash) -> None:
    title = "<b>所有</b> about tea " * 30
    storage.deleted = [replace(storage.deleted[0], title=title)]
    dialog.open_page("data")
    trash = dialog.storage_page.trash
    trash.doItemsLayout()
    assert trash.horizontalScrollBar().maximum() == 0
    assert "&lt;b&gt;所有" in trash.item(0).toolTip(), "a title is words, not HTML"


def test_the_trash_is_read_again_when_the_page_comes(dialog: SettingsDialog, storage: Trash) -> None:
    dialog.open_page("data")
    dialog.open_page("general")
    storage.deleted = storage.deleted[:1]
    dialog.open_page("data")
    assert dialog.storage_page.trash.count() == 1


def test_data_is_opened_and_exported(dialog: SettingsDialog, storage: Trash, qtbot: QtBot) -> None:
    dialog.open_page("data")
    for button in (dialog.storage_page.open_button, dialog.storage_page.export_button):
        qtbot.mouseClick(button, Qt.MouseButton.LeftButton)
    assert storage.calls == ["open_folder", "export_all"]
    assert str(storage.folder) in texts_of(dialog)
