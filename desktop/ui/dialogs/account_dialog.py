"""Adding and editing an account: where it is, its key, whether it works."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from msgspec.structs import replace
from PySide6.QtCore import QSize, Signal, Slot
from PySide6.QtGui import QHideEvent
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from desktop.controllers.accounts import AccountsController
from desktop.controllers.presets import PROVIDERS, Provider
from desktop.errors import AddressWrong, TeahouseError
from desktop.i18n import tr
from desktop.jobs import Job
from desktop.model.account import Account
from desktop.model.ids import new_id
from desktop.system.keys import KeyPlace
from desktop.ui.dialogs.account_form import AccountForm
from desktop.ui.dialogs.form_error import FormError
from desktop.ui.dialogs.plain_http import ask_for_plain_http
from desktop.ui.explain import explain
from desktop.ui.widgets.rows import Note, stand_above

_SIZE = QSize(660, 620)


class AccountDialog(QDialog):
    """Nothing is kept before Save. `saved` brings the account; its key is in the keyring by then, or said not to be."""

    saved = Signal(Account)

    def __init__(
        self,
        accounts: AccountsController,
        resources: Path,
        parent: QWidget | None = None,
        *,
        account: Account | None = None,
        provider: Provider = PROVIDERS[0],
    ) -> None:
        """`account` is the one to edit; without it, one of `provider` is begun."""
        super().__init__(parent)
        self._accounts = accounts
        self._before = account or Account(new_id(), "", "")
        self._plain_http_hosts = {self._before.host} if self._before.plain_http_allowed else set()
        self._test_job: Job | None = None
        self._secret_typed = False
        self._suggestion = ""
        self.form = AccountForm(resources, self)
        self.note = Note(self)
        self.test_button, self.fix_button, self.once_button = (self._button() for _ in range(3))
        self.cancel_button, self.save_button = self._button(), self._button()
        self.save_button.setProperty("kind", "primary")
        self.save_button.setDefault(True)
        self._name_buttons()
        self._lay_out()
        self._connect()
        self.setWindowTitle(tr("Edit the account") if account else tr("Add an account"))
        self.form.show_account(self._before)
        if account is None:
            self.form.show_provider(provider)
        else:
            self._look_for_key()
        self.note.say("")
        self.resize(_SIZE)
        (self.form.name if account else self.form.key).setFocus()

    @Slot()
    def test(self) -> None:
        """Ask the server for its models, with what is in the fields now."""
        if not self._cancel_test():
            self._with_account(self._test)

    @Slot()
    def save(self) -> None:
        self._with_account(self._save)

    def hideEvent(self, event: QHideEvent) -> None:
        self._cancel_test()
        self.form.key.clear()
        super().hideEvent(event)

    def _with_account(self, act: Callable[[Account], None]) -> None:
        """Read the form and call `act`, once the person has agreed to an address without encryption if it is one."""
        try:
            account = self.form.account(self._before)
            self._refuse_second(account)
        except FormError as error:
            self._say(str(error), "danger")
            error.field.setFocus()
            return
        if account.base_url.startswith("http://") and not account.is_loopback:
            if account.host not in self._plain_http_hosts:
                self._ask_for_plain_http(account, act)
                return
            account = replace(account, plain_http_allowed=True)
        act(account)

    def _refuse_second(self, account: Account) -> None:
        if any(other.name == account.name and other.id != account.id for other in self._accounts.all()):
            raise FormError(tr("Another account is called “{name}” already.", name=account.name), self.form.name)

    def _ask_for_plain_http(self, account: Account, act: Callable[[Account], None]) -> None:
        def go_on() -> None:
            self._plain_http_hosts.add(account.host)
            act(replace(account, plain_http_allowed=True))

        ask_for_plain_http(account.host, go_on, self)

    def _test(self, account: Account) -> None:
        self._say(tr("Asking {host}…", host=account.host))
        self.test_button.setText(tr("Cancel the test"))
        password = self.form.advanced.proxy_password()
        job = self._accounts.test(account, self.form.key.secret(), proxy_password=password)
        self._test_job = job
        for over in (job.succeeded, job.failed, job.cancelled):
            over.connect(self._on_test_over)
        job.succeeded.connect(self._on_models)
        job.failed.connect(self._on_test_failed)

    def _cancel_test(self) -> bool:
        """Return whether there was one to cancel."""
        job = self._test_job
        if job is not None:
            job.cancel()
        return job is not None

    def _save(self, account: Account, *, this_run_only: bool = False) -> None:
        self._cancel_test()
        secret, password = self.form.key.secret(), self.form.advanced.proxy_password()
        try:
            job = self._accounts.save(account, secret, proxy_password=password, this_run_only=this_run_only)
        except TeahouseError as error:
            self._say(explain(error).sentence, "danger")
            return
        self._before = account
        self._secret_typed = bool(secret or password)
        self.save_button.setEnabled(False)
        self._say(tr("Saving…"))
        # Bound methods only: they are let go with the dialog, should it be closed before the keyring answers.
        job.succeeded.connect(self._on_saved)
        job.failed.connect(self._on_save_failed)

    def _look_for_key(self) -> None:
        self.form.key.show_looking()
        job = self._accounts.key_place(self._before.id)
        job.succeeded.connect(self.form.key.show_place)
        job.failed.connect(self._on_key_unknown)

    def _on_key_unknown(self, error: TeahouseError) -> None:
        self.form.key.show_unknown(explain(error).sentence)

    @Slot()
    def _on_test_over(self) -> None:
        self._test_job = None
        self.test_button.setText(tr("Test"))
        self._say("")

    def _on_models(self, models: object) -> None:
        assert isinstance(models, list)
        self.form.offer_models(tuple(models))
        if models:
            self._say(tr("✓ It works: {n} model.", "✓ It works: {n} models.", n=len(models)), "good")
        else:
            self._say(tr("✓ It answers, but names no models. Type the name of one."), "good")

    def _on_test_failed(self, error: TeahouseError) -> None:
        explained = explain(error)
        self._say("\n".join(part for part in (explained.sentence, explained.detail) if part), "danger")
        self._suggestion = str(error.suggestion or "") if isinstance(error, AddressWrong) else ""
        self.fix_button.setText(tr("Use {address}", address=self._suggestion))
        self.fix_button.setVisible(bool(self._suggestion))

    def _on_saved(self, place: object) -> None:
        self.saved.emit(self._before)
        if place is not KeyPlace.THIS_RUN or not self._secret_typed:
            self.accept()
            return
        self._say(
            tr("Saved, but no keyring answers on this computer: the key is kept for this run only."),
            "warning",
        )
        self.form.key.show_place(KeyPlace.THIS_RUN)
        self.form.advanced.proxy_secret.clear()
        self.save_button.hide()
        self.cancel_button.setText(tr("Close"))
        self.cancel_button.setDefault(True)
        self.cancel_button.setFocus()

    def _on_save_failed(self, error: TeahouseError) -> None:
        self.save_button.setEnabled(True)
        self._say(tr("The account is saved, its key is not. {reason}", reason=explain(error).sentence), "danger")
        self.once_button.show()

    @Slot()
    def _use_suggestion(self) -> None:
        self.form.address.setText(self._suggestion)
        self.test()

    @Slot()
    def _keep_for_this_run(self) -> None:
        self._with_account(lambda account: self._save(account, this_run_only=True))

    @Slot()
    def _on_edited(self) -> None:
        if self._test_job is None and self.save_button.isEnabled():
            self._say("")

    def _say(self, sentence: str, tone: str = "") -> None:
        self.note.say(sentence, tone)
        self.fix_button.hide()
        self.once_button.hide()

    def _button(self) -> QPushButton:
        button = QPushButton(self)
        button.setAutoDefault(False)
        return button

    def _name_buttons(self) -> None:
        self.test_button.setText(tr("Test"))
        self.once_button.setText(tr("Keep it for this run only"))
        self.cancel_button.setText(tr("Cancel"))
        self.save_button.setText(tr("Save"))

    def _lay_out(self) -> None:
        inside = QWidget()
        inside.setObjectName("page")
        content = QVBoxLayout(inside)
        content.setContentsMargins(20, 20, 20, 12)
        content.addWidget(self.form)
        content.addStretch(1)
        foot = QHBoxLayout()
        for button in (self.test_button, self.fix_button, self.once_button):
            foot.addWidget(button)
        foot.addStretch(1)
        foot.addWidget(self.cancel_button)
        foot.addWidget(self.save_button)
        stand_above(self, inside, self.note, foot)

    def _connect(self) -> None:
        self.test_button.clicked.connect(self.test)
        self.fix_button.clicked.connect(self._use_suggestion)
        self.once_button.clicked.connect(self._keep_for_this_run)
        self.cancel_button.clicked.connect(self.reject)
        self.save_button.clicked.connect(self.save)
        self.form.edited.connect(self._on_edited)
