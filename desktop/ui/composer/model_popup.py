"""Choosing a model: the accounts' fetched models, filtered while typing; a name that is not listed may be typed too."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QPoint, Qt, Signal, Slot
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QToolButton,
    QVBoxLayout,
    QWidget,
)

from desktop.i18n import tr
from desktop.model.account import Account

_CHOICE_ROLE = Qt.ItemDataRole.UserRole
_SIZE = (360, 380)  # px


class ModelPopup(QFrame):
    """Closes itself once a model is chosen. `refresh_requested` names the account whose list is wanted anew."""

    chosen = Signal(str, str)  # account id, model
    refresh_requested = Signal(str)
    accounts_requested = Signal()

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setObjectName("popup")
        self.setAccessibleName(tr("Choose a model"))
        self._accounts: Sequence[Account] = ()
        self._chosen = ("", "")
        self.filter = QLineEdit(self)
        self.filter.setPlaceholderText(tr("Find a model, or type a name"))
        self.filter.setAccessibleName(tr("Find a model, or type a name"))
        self.list = QListWidget(self)
        self.list.setObjectName("popupList")
        self.list.setAccessibleName(tr("Models"))
        self.list.setFrameShape(QFrame.Shape.NoFrame)
        self.status = QLabel(self)
        self.status.setObjectName("hint")
        self.status.setTextFormat(Qt.TextFormat.PlainText)
        self.status.setWordWrap(True)
        self.status.hide()
        self._lay_out()
        self.filter.textChanged.connect(self._fill)
        self.filter.returnPressed.connect(self._take_current)
        self.list.itemClicked.connect(self._take)
        self.list.itemActivated.connect(self._take)
        self.resize(*_SIZE)

    def offer(self, accounts: Sequence[Account], account_id: str, model: str) -> None:
        """List the models of `accounts`, the pair (`account_id`, `model`) as the current one."""
        self._accounts = accounts
        self._chosen = (account_id, model)
        self._fill()

    def show_status(self, sentence: str) -> None:
        self.status.setText(sentence)
        self.status.setVisible(bool(sentence))

    def open_above(self, anchor: QWidget) -> None:
        corner = anchor.mapToGlobal(QPoint(0, 0))
        space = anchor.screen().availableGeometry()
        top = max(space.top(), corner.y() - self.height() - 6)
        self.move(min(corner.x(), space.right() - self.width()), top)
        self.show()
        self.filter.setFocus()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Down, Qt.Key.Key_Up):
            self.list.setFocus()
            self.list.event(event)
            return
        super().keyPressEvent(event)

    def _lay_out(self) -> None:
        refresh = QToolButton(self)
        refresh.setText(tr("Fetch the list again"))
        refresh.clicked.connect(self._refresh)
        manage = QToolButton(self)
        manage.setText(tr("Accounts…"))
        manage.clicked.connect(self._manage)
        foot = QHBoxLayout()
        foot.addWidget(refresh)
        foot.addStretch(1)
        foot.addWidget(manage)
        column = QVBoxLayout(self)
        column.setContentsMargins(10, 10, 10, 8)
        column.addWidget(self.filter)
        column.addWidget(self.list, 1)
        column.addWidget(self.status)
        column.addLayout(foot)

    @Slot()
    def _fill(self) -> None:
        wanted = self.filter.text().strip()
        self.list.clear()
        several = len(self._accounts) > 1
        for account in self._accounts:
            models = dict.fromkeys((*account.models, *((account.model,) if account.model else ())))
            found = [model for model in models if wanted.lower() in model.lower()]
            if several and found:
                self._add_heading(account.name)
            for model in found:
                self._add_choice(account.id, model, model)
            if wanted and wanted not in models:
                label = tr("Use “{model}” with {account}", model=wanted, account=account.name)
                self._add_choice(account.id, wanted, label)
        self._mark_current(prefer_first=bool(wanted))

    def _add_heading(self, name: str) -> None:
        heading = QListWidgetItem(name)
        heading.setFlags(Qt.ItemFlag.NoItemFlags)
        self.list.addItem(heading)

    def _add_choice(self, account_id: str, model: str, label: str) -> None:
        choice = QListWidgetItem(label)
        choice.setData(_CHOICE_ROLE, (account_id, model))
        self.list.addItem(choice)

    def _mark_current(self, *, prefer_first: bool) -> None:
        rows = [row for row in range(self.list.count()) if self.list.item(row).data(_CHOICE_ROLE)]
        current = [row for row in rows if tuple(self.list.item(row).data(_CHOICE_ROLE)) == self._chosen]
        if current and not prefer_first:
            self.list.setCurrentRow(current[0])
        elif rows:
            self.list.setCurrentRow(rows[0])

    @Slot()
    def _take_current(self) -> None:
        if self.list.currentItem() is not None:
            self._take(self.list.currentItem())

    @Slot(QListWidgetItem)
    def _take(self, choice: QListWidgetItem) -> None:
        if choice.data(_CHOICE_ROLE):
            account_id, model = choice.data(_CHOICE_ROLE)
            self.close()
            self.chosen.emit(account_id, model)

    @Slot()
    def _refresh(self) -> None:
        for account in self._accounts:
            self.refresh_requested.emit(account.id)

    @Slot()
    def _manage(self) -> None:
        self.close()
        self.accounts_requested.emit()
