"""The account that the demo server stands behind: no key, no network."""

from __future__ import annotations

from collections.abc import Callable

from msgspec.structs import replace
from PySide6.QtCore import QObject

from desktop import demo
from desktop.controllers.accounts import AccountsController
from desktop.controllers.composition import DEMO_ID
from desktop.errors import NotKnown
from desktop.i18n import tr
from desktop.model.account import Account
from desktop.model.usage import Price

_MODELS = ("deepseek-chat", "deepseek-reasoner", "teahouse-tour")


class DemoController(QObject):
    """The server gets another port at each start, so the account gets another address.

    `prices` gives those of the gateway, so that costs can be seen; nothing is charged.
    """

    def __init__(
        self, accounts: AccountsController, prices: Callable[[], tuple[Price, ...]], parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._accounts = accounts
        self._prices = prices
        self._server: demo.DemoServer | None = None

    @property
    def is_wanted(self) -> bool:
        """Whether the profile has the demo's account, which is of no use without its server."""
        return any(account.id == DEMO_ID for account in self._accounts.all())

    def start(self) -> Account:
        """Start the server unless it runs, and return its account. Raises ConnectionFailed."""
        if self._server is None:
            self._server = demo.DemoServer().start()
        account = self._account(self._server.base_url)
        self._accounts.update(account)
        return account

    def stop(self) -> None:
        server, self._server = self._server, None
        if server is not None:
            server.stop()

    def _account(self, address: str) -> Account:
        try:
            return replace(self._accounts.get(DEMO_ID), base_url=address)
        except NotKnown:
            models = _MODELS
            return Account(DEMO_ID, tr("Demo"), address, model=models[0], models=models, prices=self._prices())
