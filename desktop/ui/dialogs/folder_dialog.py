"""A folder: its name, and what new conversations in it start from."""

from __future__ import annotations

from collections.abc import Sequence

from msgspec.structs import replace
from PySide6.QtCore import QSize, Signal, Slot
from PySide6.QtWidgets import QDialog, QHBoxLayout, QLineEdit, QPlainTextEdit, QPushButton, QVBoxLayout, QWidget

from desktop.i18n import tr
from desktop.model.account import Account
from desktop.model.folder import Folder
from desktop.model.parameters import Parameters
from desktop.ui.widgets.fields import Choice, Number, OptionalNumber, WholeNumber, decimal_field, whole_field
from desktop.ui.widgets.rows import Card, Row, scrolled

_SIZE = QSize(560, 680)
_PROMPT_HEIGHT = 110  # px
_FIELD_WIDTH = 240  # px


class FolderDialog(QDialog):
    """Nothing is kept before Save; conversations that are in the folder already stay as they are."""

    saved = Signal(Folder)

    def __init__(
        self, folder: Folder, accounts: Sequence[Account], base: Parameters, parent: QWidget | None = None
    ) -> None:
        """`base` are the parameters that hold where the folder has none of its own."""
        super().__init__(parent)
        self._folder = folder
        self._accounts = {account.id: account for account in accounts}
        self.name = QLineEdit(folder.name, self)
        self.account = self._choice()
        self.model = self._choice()
        self.model.setEditable(True)
        self.system_prompt = QPlainTextEdit(folder.parameters.system_prompt or "", self)
        self.system_prompt.setPlaceholderText(base.system_prompt or tr("None"))
        self.system_prompt.setTabChangesFocus(True)
        self.system_prompt.setFixedHeight(_PROMPT_HEIGHT)
        self.temperature = self._number(tr("Temperature"), decimal_field(2, 0.1), folder.parameters.temperature)
        self.top_p = self._number(tr("Top-p"), decimal_field(1, 0.05), folder.parameters.top_p)
        self.max_tokens = self._number(tr("Longest answer"), whole_field(1_000_000, 256), folder.parameters.max_tokens)
        self.cancel_button, self.save_button = QPushButton(tr("Cancel"), self), QPushButton(tr("Save"), self)
        self.save_button.setProperty("kind", "primary")
        self.save_button.setDefault(True)
        self.cancel_button.clicked.connect(self.reject)
        self.save_button.clicked.connect(self._save)
        self.account.currentIndexChanged.connect(self._show_models)
        self.setWindowTitle(tr("New conversations in this folder"))
        self._show_accounts()
        self._lay_out()
        self.resize(_SIZE)
        self.name.setFocus()

    def _show_accounts(self) -> None:
        self.account.addItem(tr("As chosen last"), None)
        for account in self._accounts.values():
            self.account.addItem(account.name, account.id)
        self.account.setCurrentIndex(max(0, self.account.findData(self._folder.account_id)))
        self._show_models()
        self.model.setEditText(self._folder.model or "")

    @Slot()
    def _show_models(self) -> None:
        """Offer the models of the account that is chosen; without one, any goes that is chosen last."""
        account = self._accounts.get(self.account.currentData() or "")
        self.model.clear()
        self.model.setEnabled(account is not None)
        if account is not None:
            self.model.addItems(list(dict.fromkeys(filter(None, [account.model, *account.models]))))
            self.model.setEditText(account.model)

    @Slot()
    def _save(self) -> None:
        parameters = replace(
            self._folder.parameters,
            system_prompt=self.system_prompt.toPlainText().strip() or None,
            temperature=self.temperature.value(),
            top_p=self.top_p.value(),
            max_tokens=None if self.max_tokens.value() is None else int(self.max_tokens.value() or 0),
        )
        account_id = self.account.currentData()
        self.saved.emit(
            replace(
                self._folder,
                name=" ".join(self.name.text().split()) or self._folder.name,
                account_id=account_id,
                model=(self.model.currentText().strip() or None) if account_id else None,
                parameters=parameters,
            )
        )
        self.accept()

    def _lay_out(self) -> None:
        card = Card(self)
        for control, label, explanation in (
            (self.name, tr("Name"), ""),
            (self.account, tr("Account"), ""),
            (self.model, tr("Model"), ""),
            (self.system_prompt, tr("System prompt"), ""),
            (self.temperature, tr("Temperature"), tr("Off: as in the settings.")),
            (self.top_p, tr("Top-p"), tr("Off: as in the settings.")),
            (self.max_tokens, tr("Longest answer"), tr("In tokens. Off: as in the settings.")),
        ):
            row = Row(control, wide=control is self.system_prompt)
            row.set_words(label, explanation)
            card.add(row)
        self.name.setMinimumWidth(_FIELD_WIDTH)
        inside = QWidget()
        inside.setObjectName("page")
        column = QVBoxLayout(inside)
        column.setContentsMargins(20, 16, 20, 8)
        column.addWidget(card)
        column.addStretch(1)
        foot = QHBoxLayout()
        foot.setContentsMargins(20, 8, 20, 16)
        foot.addStretch(1)
        foot.addWidget(self.cancel_button)
        foot.addWidget(self.save_button)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(scrolled(inside, self), 1)
        outer.addLayout(foot)

    def _choice(self) -> Choice:
        choice = Choice(self)
        choice.setMinimumWidth(_FIELD_WIDTH)
        return choice

    def _number(self, label: str, field: WholeNumber | Number, value: float | None) -> OptionalNumber:
        row = OptionalNumber(field, self)
        row.set_names(tr("{label}: own value for this folder", label=label), label)
        row.set_value(value)
        return row
