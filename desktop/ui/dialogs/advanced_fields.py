"""What few accounts need: proxy, time limit, earlier reasoning, headers, where to top up."""

from __future__ import annotations

import re
from urllib.parse import urlsplit

from msgspec.structs import replace
from PySide6.QtCore import Signal, Slot
from PySide6.QtWidgets import QLineEdit, QPlainTextEdit, QVBoxLayout, QWidget

from desktop.i18n import mark, tr
from desktop.model.account import Account, Proxy, ProxyMode, ReasoningPolicy
from desktop.ui.dialogs.form_error import FormError
from desktop.ui.widgets.fields import Choice, WholeNumber
from desktop.ui.widgets.rows import Card, Row

_WIDTH = 280  # px of the fields at the right
_PROXY_SCHEMES = ("http", "https", "socks5", "socks5h")
_HEADER_NAME = re.compile(r"[!#$%&'*+.^_`|~0-9A-Za-z-]+")  # RFC 9110, section 5.6.2: token
_PROXY_MODES = {
    ProxyMode.SYSTEM: mark("As the system"),
    ProxyMode.NONE: mark("None"),
    ProxyMode.MANUAL: mark("This one"),
}
_POLICIES = {
    ReasoningPolicy.NEVER: mark("Do not send"),
    ReasoningPolicy.AFTER_TOOL_CALLS: mark("After tool calls"),
    ReasoningPolicy.ALWAYS: mark("Send always"),
}


class AdvancedFields(QWidget):
    edited = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.proxy_mode = Choice(self)
        for mode, label in _PROXY_MODES.items():
            self.proxy_mode.addItem(tr(label), mode)
        self.proxy_address = QLineEdit(self)
        self.proxy_address.setPlaceholderText("http://user@proxy:3128")
        self.proxy_secret = QLineEdit(self)
        self.proxy_secret.setEchoMode(QLineEdit.EchoMode.Password)
        self.proxy_secret.setPlaceholderText(tr("Unchanged"))
        self.timeout = WholeNumber(self)
        self.timeout.setRange(5, 3600)
        self.timeout.setSuffix(tr(" s"))
        self.policy = Choice(self)
        for policy, label in _POLICIES.items():
            self.policy.addItem(tr(label), policy)
        self.top_up_url = QLineEdit(self)
        self.headers = QPlainTextEdit(self)
        self.headers.setTabChangesFocus(True)
        self.headers.setFixedHeight(72)
        self.headers.setPlaceholderText("X-Title: Teahouse")
        self._lay_out()
        self.proxy_mode.currentIndexChanged.connect(self._on_proxy_mode)
        self._on_proxy_mode()
        for changed in (self.proxy_address.textChanged, self.proxy_secret.textChanged, self.headers.textChanged):
            changed.connect(self.edited)

    def show_account(self, account: Account) -> None:
        self.proxy_mode.setCurrentIndex(self.proxy_mode.findData(account.proxy.mode))
        self.proxy_address.setText(account.proxy.address)
        self.timeout.setValue(round(account.timeout))
        self.policy.setCurrentIndex(self.policy.findData(account.reasoning_policy))
        self.headers.setPlainText("\n".join(f"{name}: {value}" for name, value in account.headers))
        self.top_up_url.setText(account.top_up_url)

    def account(self, before: Account) -> Account:
        """Return `before` with what the fields say. Raises FormError."""
        return replace(
            before,
            proxy=self._proxy(),
            timeout=float(self.timeout.value()),
            reasoning_policy=ReasoningPolicy(self.policy.currentData()),
            headers=self._headers(),
            top_up_url=self._top_up_url(),
        )

    def proxy_password(self) -> str | None:
        """None: as it is."""
        return self.proxy_secret.text() or None

    def _proxy(self) -> Proxy:
        mode = ProxyMode(self.proxy_mode.currentData())
        address = self.proxy_address.text().strip().rstrip("/")
        if mode is not ProxyMode.MANUAL:
            return Proxy(mode, address)
        try:
            parts = urlsplit(address)
            usable = parts.scheme in _PROXY_SCHEMES and bool(parts.hostname) and parts.port is not None
        except ValueError:
            usable = False
        if not usable:
            raise FormError(
                tr("The proxy's address is not complete. Write it like http://host:3128 or socks5h://host:1080."),
                self.proxy_address,
            )
        if parts.password:
            raise FormError(tr("Write the proxy's password into its own field."), self.proxy_address)
        return Proxy(mode, address)

    def _headers(self) -> tuple[tuple[str, str], ...]:
        headers = []
        for line in self.headers.toPlainText().splitlines():
            if not line.strip():
                continue
            name, colon, value = line.partition(":")
            if not colon or not _HEADER_NAME.fullmatch(name.strip()):
                raise FormError(tr("“{line}” is no header. Write it like X-Title: Teahouse.", line=line), self.headers)
            headers.append((name.strip(), value.strip()))
        return tuple(headers)

    def _top_up_url(self) -> str:
        url = self.top_up_url.text().strip()
        if url and not url.startswith(("https://", "http://")):
            raise FormError(tr("The page to top up at has to begin with https://."), self.top_up_url)
        return url

    def _lay_out(self) -> None:
        card = Card(self)
        for field, label, explanation in (
            (self.proxy_mode, tr("Proxy"), ""),
            (
                self.proxy_address,
                tr("Proxy address"),
                tr("http, https, socks5 or socks5h; with a user if it wants one."),
            ),
            (self.proxy_secret, tr("Proxy password"), tr("Kept like the API key.")),
            (
                self.timeout,
                tr("Time limit"),
                tr("Silence after which a request is given up. Reasoning may take minutes."),
            ),
            (self.policy, tr("Earlier reasoning"), tr("Whether what a model thought before is sent along again.")),
            (self.top_up_url, tr("Page to top up at"), ""),
        ):
            field.setFixedWidth(_WIDTH)
            row = Row(field, parent=self)
            row.set_words(label, explanation)
            card.add(row)
        headers = Row(self.headers, wide=True, parent=self)
        headers.set_words(
            tr("Headers"), tr("One a line. They are no place for keys: unlike those, they are kept readable.")
        )
        card.add(headers)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(card)

    @Slot()
    def _on_proxy_mode(self) -> None:
        manual = self.proxy_mode.currentData() == ProxyMode.MANUAL
        self.proxy_address.setEnabled(manual)
        self.proxy_secret.setEnabled(manual)
        self.edited.emit()
