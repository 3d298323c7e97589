"""The page Accounts: the list of them, and the ways to add, edit and remove one."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QEvent, Qt, Slot
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLabel, QMessageBox, QPushButton, QVBoxLayout, QWidget

from desktop.controllers.accounts import AccountsController
from desktop.errors import TeahouseError
from desktop.i18n import tr
from desktop.jobs import Job
from desktop.model.account import Account
from desktop.ui.dialogs.account_dialog import AccountDialog
from desktop.ui.dialogs.doctor_dialog import DoctorDialog
from desktop.ui.explain import explain
from desktop.ui.widgets.rows import Card, Note
from desktop.ui.widgets.tab_order import tab_through


class AccountsPage(QWidget):
    def __init__(self, accounts: AccountsController, resources: Path, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._accounts = accounts
        self._resources = resources
        self._card = Card(self)
        self._empty = QLabel(self)
        self._empty.setObjectName("quietNote")
        self._empty.setWordWrap(True)
        self.note = Note(self)
        self.add_button = QPushButton(self)
        self.add_button.setProperty("kind", "primary")
        self.add_button.setAutoDefault(False)
        self.add_button.clicked.connect(self.add)
        foot = QHBoxLayout()
        foot.addWidget(self.add_button)
        foot.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        for widget in (self._empty, self._card, self.note):
            column.addWidget(widget)
        column.addLayout(foot)
        accounts.changed.connect(self.show_accounts)
        self.retranslate()

    def retranslate(self) -> None:
        self.add_button.setText(tr("Add an account"))
        self._empty.setText(
            tr("There is no account yet. An account says where a model is, and with which key to ask it.")
        )
        self.show_accounts()

    @Slot()
    def show_accounts(self) -> None:
        self._card.clear()
        accounts = self._accounts.all()
        stops = [self.add_button.previousInFocusChain()]  # the lines are younger than what comes after them
        for account in accounts:
            line = self._line(account)
            self._card.add(line)
            stops += line.findChildren(QPushButton)
        tab_through(*filter(None, stops), self.add_button)
        self._card.setVisible(bool(accounts))
        self._empty.setVisible(not accounts)

    @Slot()
    def add(self) -> None:
        self._open(AccountDialog(self._accounts, self._resources, self.window()))

    def edit(self, account_id: str) -> None:
        account = self._accounts.get(account_id)
        self._open(AccountDialog(self._accounts, self._resources, self.window(), account=account))

    def check(self, account_id: str) -> None:
        """Examine the connection of an account."""
        self._open(DoctorDialog(self._accounts, self._accounts.get(account_id), self.window()))

    def ask_to_remove(self, account: Account) -> None:
        box = QMessageBox(self.window())
        box.setIcon(QMessageBox.Icon.Question)
        box.setWindowTitle(tr("Remove the account"))
        box.setText(tr("Remove the account “{name}”?", name=account.name))
        box.setInformativeText(tr("Its key is removed from the keyring too. The conversations stay."))
        box.setTextFormat(Qt.TextFormat.PlainText)
        box.addButton(tr("Remove"), QMessageBox.ButtonRole.AcceptRole).clicked.connect(lambda: self._remove(account))
        box.setDefaultButton(box.addButton(tr("Cancel"), QMessageBox.ButtonRole.RejectRole))
        box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        box.open()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)

    def _open(self, dialog: QDialog) -> None:
        dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.note.say("")
        dialog.open()

    def _remove(self, account: Account) -> None:
        try:
            job: Job = self._accounts.remove(account.id)
        except TeahouseError as error:
            self.note.say(explain(error).sentence, "danger")
            return
        job.failed.connect(self._on_key_kept)

    def _on_key_kept(self, error: TeahouseError) -> None:
        reason = explain(error).sentence
        self.note.say(
            tr("The account is gone, but its key is still in the keyring. {reason}", reason=reason), "warning"
        )

    def _line(self, account: Account) -> QWidget:
        line = QWidget(self)
        name = QLabel(account.name, line)
        name.setObjectName("rowTitle")
        place = QLabel(" · ".join(part for part in (account.base_url, account.model) if part), line)
        place.setObjectName("rowHelp")
        for label in (name, place):
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setWordWrap(True)
        check = QPushButton(tr("Check the connection"), line)
        edit, remove = QPushButton(tr("Edit"), line), QPushButton(tr("Remove"), line)
        check.setAccessibleName(tr("Check the connection of {name}", name=account.name))
        edit.setAccessibleName(tr("Edit {name}", name=account.name))
        remove.setAccessibleName(tr("Remove {name}", name=account.name))
        remove.setProperty("kind", "danger")
        check.clicked.connect(lambda: self.check(account.id))
        edit.clicked.connect(lambda: self.edit(account.id))
        remove.clicked.connect(lambda: self.ask_to_remove(account))
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(name)
        words.addWidget(place)
        row = QHBoxLayout(line)
        row.setContentsMargins(16, 12, 16, 12)
        row.setSpacing(8)
        row.addLayout(words, 1)
        for button in (check, edit, remove):
            button.setAutoDefault(False)
            row.addWidget(button)
        return line
