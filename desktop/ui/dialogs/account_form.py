"""The fields of an account, and the account that they make."""

from __future__ import annotations

from pathlib import Path
from urllib.parse import urlsplit

from msgspec.structs import replace
from PySide6.QtCore import QSignalBlocker, Signal, Slot
from PySide6.QtWidgets import QComboBox, QLineEdit, QVBoxLayout, QWidget

from desktop.controllers.presets import PROVIDERS, Provider, known_prices, provider_of
from desktop.i18n import tr
from desktop.model.account import Account
from desktop.model.usage import Price
from desktop.ui.dialogs.advanced_fields import AdvancedFields
from desktop.ui.dialogs.form_error import FormError
from desktop.ui.dialogs.key_field import KeyField
from desktop.ui.dialogs.price_table import PriceError, PriceTable
from desktop.ui.widgets.fields import Choice
from desktop.ui.widgets.fold import Fold
from desktop.ui.widgets.rows import Card, Row

_WIDTH = 340  # px of the fields at the right
_ANOTHER = Provider("", "")


class AccountForm(QWidget):
    """`edited` comes when a test of what was there before says nothing about what is there now."""

    edited = Signal()

    def __init__(self, resources: Path, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._resources = resources
        self._derived_name = ""
        self._known_prices: tuple[Price, ...] = ()  # of the address, as the form has filled them in
        self._models: tuple[str, ...] = ()
        self.provider = Choice(self)
        self.name = QLineEdit(self)
        self.address = QLineEdit(self)
        self.key = KeyField(self)
        self.model = Choice(self)
        self.model.setEditable(True)
        self.model.setInsertPolicy(QComboBox.InsertPolicy.NoInsert)
        self.price_fold = Fold(tr("Prices"), resources, self)
        self.prices = PriceTable(self)
        self.price_fold.hold(self.prices)
        self.advanced_fold = Fold(tr("Advanced"), resources, self)
        self.advanced = AdvancedFields(self)
        self.advanced_fold.hold(self.advanced)
        self._offer_providers()
        self.card = self._make_card()
        self._lay_out()
        self.provider.currentIndexChanged.connect(self._on_provider)
        self.address.textChanged.connect(self._on_address)
        self.address.textEdited.connect(self._derive_name)
        self.prices.preset_wanted.connect(self._use_known_prices)
        for changed in (self.address.textChanged, self.key.changed, self.advanced.edited):
            changed.connect(self.edited)

    def show_account(self, account: Account) -> None:
        self.name.setText(account.name)
        self.address.setText(account.base_url)
        self.offer_models(account.models, account.model)
        self.prices.show_prices(account.prices)
        self.advanced.show_account(account)

    def show_provider(self, provider: Provider) -> None:
        """Begin an account of `provider`."""
        self.provider.setCurrentIndex(PROVIDERS.index(provider))

    def offer_models(self, models: tuple[str, ...], chosen: str = "") -> None:
        """List `models`; without one chosen here or by the person, the first of them is."""
        chosen = chosen or self.model.currentText().strip() or (models[0] if models else "")
        self._models = models
        self.model.clear()
        self.model.addItems(list(models))
        self.model.setCurrentText(chosen)

    def account(self, before: Account) -> Account:
        """Return `before` with what the fields say. Raises FormError."""
        base_url = self._base_url()
        parts = urlsplit(base_url)
        try:
            prices = self.prices.prices()
        except PriceError as error:
            self.price_fold.open()
            self.prices.point_at(error)
            raise FormError(str(error), self.prices.table) from None
        changed = replace(
            before,
            name=self.name.text().strip() or parts.hostname or base_url,
            base_url=base_url,
            model=self.model.currentText().strip(),
            models=self._models,
            prices=prices,
            plain_http_allowed=before.plain_http_allowed and (parts.scheme, parts.hostname) == ("http", before.host),
        )
        try:
            return self.advanced.account(changed)
        except FormError:
            self.advanced_fold.open()
            raise

    def _base_url(self) -> str:
        text = self.address.text().strip()
        if text and "://" not in text:
            text = f"{'http' if text.startswith(('localhost', '127.', '[::1]')) else 'https'}://{text}"
        try:
            parts = urlsplit(text)
            usable = parts.scheme in ("http", "https") and bool(parts.hostname) and parts.port != 0
        except ValueError:
            usable = False
        if not usable:
            raise FormError(tr("The address is missing or not complete. Write it like https://host/v1."), self.address)
        if parts.username or parts.password:
            raise FormError(tr("An address holds no password here. Put the key into its own field."), self.address)
        return text.rstrip("/")

    def _offer_providers(self) -> None:
        for provider in PROVIDERS:
            self.provider.addItem(provider.name, provider.base_url)
        self.provider.addItem(tr("Another server"), "")
        self.provider.setCurrentIndex(-1)

    def _make_card(self) -> Card:
        card = Card(self)
        for field, label, explanation in (
            (self.provider, tr("Service"), ""),
            (self.name, tr("Name"), tr("What this account is called here.")),
            (self.address, tr("Address"), tr("The part before /chat/completions; it usually ends in /v1.")),
            (self.key, tr("API key"), ""),
            (self.model, tr("Model"), tr("Test fills the list; any other name may be typed.")),
        ):
            field.setFixedWidth(_WIDTH)
            row = Row(field, parent=self)
            row.set_words(label, explanation)
            card.add(row)
        return card

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        column.addWidget(self.card)
        column.addWidget(self.price_fold)
        column.addWidget(self.advanced_fold)

    @Slot()
    def _on_provider(self) -> None:
        index = self.provider.currentIndex()
        provider = PROVIDERS[index] if 0 <= index < len(PROVIDERS) else _ANOTHER
        if not self.name.text().strip() or any(self.name.text() == each.name for each in PROVIDERS):
            self._derived_name = provider.name
            self.name.setText(provider.name)
        self.address.setText(provider.base_url)

    @Slot()
    def _on_address(self) -> None:
        """Let what belongs to a service follow the address, unless the person has written something else."""
        provider = provider_of(self._typed_address())
        with QSignalBlocker(self.provider):
            self.provider.setCurrentIndex(len(PROVIDERS) if provider is None else PROVIDERS.index(provider))
        if self.advanced.top_up_url.text() in {"", *(each.top_up_url for each in PROVIDERS)}:
            self.advanced.top_up_url.setText(provider.top_up_url if provider else "")
        untouched = self.prices.holds(self._known_prices)
        self._known_prices = known_prices(self._typed_address(), self._resources)
        if untouched:
            self._use_known_prices()
        self.prices.offer_preset(offered=bool(self._known_prices))

    @Slot()
    def _derive_name(self) -> None:
        if self.name.text() in {self._derived_name, *(each.name for each in PROVIDERS)}:  # nobody has chosen it
            provider = provider_of(self._typed_address())
            self._derived_name = provider.name if provider else Account("", "", self._typed_address()).host
            self.name.setText(self._derived_name)

    def _typed_address(self) -> str:
        return self.address.text().strip().rstrip("/")

    @Slot()
    def _use_known_prices(self) -> None:
        self.prices.show_prices(self._known_prices)
