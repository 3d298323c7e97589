"""The settings dialog, made from the table in `desktop.settings`. A change counts and is saved at once: no OK."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QEvent, QSize, Slot
from PySide6.QtGui import QHideEvent, QPalette
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QListWidgetItem,
    QPushButton,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from desktop.controllers.accounts import AccountsController
from desktop.i18n import tr
from desktop.settings import TABLE, Page, Setting, Settings, Value
from desktop.ui.dialogs.accounts_page import AccountsPage
from desktop.ui.dialogs.setting_fields import make_field
from desktop.ui.dialogs.storage_page import StorageActions, StoragePage
from desktop.ui.icons import icon
from desktop.ui.widgets.rows import Card, Row, scrolled

_SIZE = QSize(860, 680)
_COLUMN = 600  # px, the most that a page's rows span
_ICONS = {
    Page.GENERAL: "sliders",
    Page.APPEARANCE: "palette",
    Page.ACCOUNTS: "account",
    Page.CONVERSATIONS: "chat",
    Page.STORAGE: "storage",
}


class SettingsDialog(QDialog):
    """`open_page("accounts")` shows a page by its English name in lower case, "" the first."""

    def __init__(
        self,
        settings: Settings,
        accounts: AccountsController,
        storage: StorageActions,
        resources: Path,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self._settings = settings
        self._resources = resources
        self.rows = {setting.name: SettingRow(setting, settings) for setting in TABLE if setting.page is not None}
        self.accounts_page = AccountsPage(accounts, resources)
        self.storage_page = StoragePage(storage)
        self.pages = QListWidget(self)
        self.pages.setObjectName("pageList")
        self.pages.setIconSize(QSize(18, 18))
        self.pages.setFixedWidth(190)
        self._titles: dict[Page, QLabel] = {}
        self._stack = QStackedWidget(self)
        for page in Page:
            self.pages.addItem(QListWidgetItem())
            self._stack.addWidget(self._make_page(page))
        self._close = QPushButton(self)  # after the pages: Tab comes to it last
        self._close.setAutoDefault(False)
        self._close.clicked.connect(self.close)
        self._lay_out()
        self.pages.currentRowChanged.connect(self._stack.setCurrentIndex)
        self.pages.setCurrentRow(0)
        self.resize(_SIZE)
        self._show_icons()
        self.retranslate()

    def open_page(self, name: str = "") -> None:
        names = [page.value.lower() for page in Page]
        self.pages.setCurrentRow(names.index(name) if name in names else 0)
        self.open()

    def retranslate(self) -> None:
        self.setWindowTitle(tr("Settings"))
        self.pages.setAccessibleName(tr("Pages"))
        self._close.setText(tr("Close"))
        for index, page in enumerate(Page):
            self.pages.item(index).setText(tr(page.value))
            self._titles[page].setText(tr(page.value))
        for row in self.rows.values():
            row.retranslate()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        elif event.type() == QEvent.Type.PaletteChange:
            self._show_icons()
        elif event.type() == QEvent.Type.ActivationChange and self.isActiveWindow():
            self._show_values()
        super().changeEvent(event)

    def hideEvent(self, event: QHideEvent) -> None:
        for row in self.rows.values():
            row.field.flush()
        super().hideEvent(event)

    def _lay_out(self) -> None:
        foot = QHBoxLayout()
        foot.setContentsMargins(24, 8, 24, 16)
        foot.addStretch(1)
        foot.addWidget(self._close)
        right = QVBoxLayout()
        right.setSpacing(0)
        right.addWidget(self._stack, 1)
        right.addLayout(foot)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.pages)
        row.addLayout(right, 1)

    def _make_page(self, page: Page) -> QWidget:
        inside = QWidget()
        inside.setObjectName("page")
        inside.setMaximumWidth(_COLUMN + 48)
        title = self._titles[page] = QLabel(inside)
        title.setObjectName("pageTitle")
        column = QVBoxLayout(inside)
        column.setContentsMargins(24, 20, 24, 12)
        column.setSpacing(16)
        column.addWidget(title)
        rows = [row for row in self.rows.values() if row.setting.page is page]
        if rows:
            card = Card(inside)
            for row in rows:
                card.add(row)
            column.addWidget(card)
        for own, of in ((self.accounts_page, Page.ACCOUNTS), (self.storage_page, Page.STORAGE)):
            if of is page:
                column.addWidget(own)
        column.addStretch(1)
        return scrolled(inside, self)

    def _show_values(self) -> None:
        """Show what may have changed elsewhere meanwhile, such as the text size."""
        for row in self.rows.values():
            row.show_value()

    def _show_icons(self) -> None:
        colour = self.palette().color(QPalette.ColorRole.WindowText)
        for index, page in enumerate(Page):
            self.pages.item(index).setIcon(icon(_ICONS[page], colour, self._resources))


class SettingRow(Row):
    """One line of the table: shows its value and sets it."""

    def __init__(self, setting: Setting, settings: Settings) -> None:
        field = make_field(setting)
        super().__init__(field.widget, wide=field.wide)
        self.setting = setting
        self.field = field
        self._settings = settings
        self.field.widget.setObjectName(setting.name)
        self.show_value()
        self.field.changed.connect(self._take)

    def show_value(self) -> None:
        self.field.show_value(self._settings.get(self.setting.name))

    def retranslate(self) -> None:
        label = tr(self.setting.label)
        self.set_words(label, tr(self.setting.help) if self.setting.help else "")
        self.field.translate(label)

    @Slot(object)
    def _take(self, value: Value) -> None:
        self._settings.set(self.setting.name, value)
