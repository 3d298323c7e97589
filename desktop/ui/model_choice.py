"""The model and the parameters of the open conversation: opens their popups and takes what is chosen there."""

from __future__ import annotations

from msgspec.structs import replace
from PySide6.QtCore import QObject, Signal, Slot

from desktop.controllers.accounts import AccountsController
from desktop.controllers.conversations import ConversationsController
from desktop.errors import TeahouseError
from desktop.i18n import tr
from desktop.model.account import Account
from desktop.model.parameters import Parameters
from desktop.settings import Settings
from desktop.ui import composer as popups
from desktop.ui.composer.composer import Composer
from desktop.ui.explain import explain


class ModelChoice(QObject):
    settings_requested = Signal(str)

    def __init__(
        self,
        conversations: ConversationsController,
        accounts: AccountsController,
        settings: Settings,
        composer: Composer,
    ) -> None:
        super().__init__(composer)
        self._conversations = conversations
        self._accounts = accounts
        self._settings = settings
        self._composer = composer
        self.popup: popups.ModelPopup | None = None
        composer.model_clicked.connect(self.choose_model)
        composer.parameters_clicked.connect(self.show_parameters)

    @Slot()
    def choose_model(self) -> None:
        """Open the list of models; without an account there is nothing to choose from but making one."""
        accounts = self._accounts.all()
        if not accounts:
            self.settings_requested.emit("accounts")
            return
        account, model = self._conversations.model_of(self._conversations.open, accounts)
        self.popup = popups.ModelPopup(self._composer)
        self.popup.offer(accounts, account.id if account else "", model)
        self.popup.chosen.connect(self._take)
        self.popup.refresh_requested.connect(self._refresh)
        self.popup.accounts_requested.connect(lambda: self.settings_requested.emit("accounts"))
        self.popup.open_above(self._composer.model_button)
        for each in accounts:
            self.fetch_missing(each)

    @Slot(Account)
    def fetch_missing(self, account: Account) -> None:
        """Ask for the models of an account that was saved without having been tested."""
        if not account.models:
            self._refresh(account.id)

    @Slot()
    def show_parameters(self) -> popups.ParametersPanel:
        conversation = self._conversations.open
        _, model = self._conversations.model_of(conversation, self._accounts.all())
        panel = popups.ParametersPanel(conversation.parameters, self._settings.parameters(), model, self._composer)
        panel.changed.connect(self._set_parameters)
        panel.open_above(self._composer.parameters_button)
        return panel

    def _take(self, account_id: str, model: str) -> None:
        self._conversations.choose_model(self._conversations.open, account_id, model)
        self._composer.setFocus()

    def _set_parameters(self, parameters: Parameters) -> None:
        self._conversations.set_parameters(self._conversations.open, parameters)

    def _refresh(self, account_id: str) -> None:
        account = self._accounts.get(account_id)
        self._say(tr("Fetching the models of {account}…", account=account.name))
        job = self._accounts.test(account, None)
        job.succeeded.connect(lambda models: self._fetched(account, models))
        job.failed.connect(self._not_fetched)

    def _fetched(self, account: Account, models: list[str]) -> None:
        self._accounts.update(replace(self._accounts.get(account.id), models=tuple(models)))
        self._say("" if models else tr("{account} names no models. Type the name of one.", account=account.name))
        if self.popup is not None and self.popup.isVisible():
            accounts = self._accounts.all()
            chosen, model = self._conversations.model_of(self._conversations.open, accounts)
            self.popup.offer(accounts, chosen.id if chosen else "", model)

    def _not_fetched(self, error: TeahouseError) -> None:
        self._say(explain(error).sentence)

    def _say(self, sentence: str) -> None:
        if self.popup is not None and self.popup.isVisible():
            self.popup.show_status(sentence)
